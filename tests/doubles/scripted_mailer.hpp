// A mail server in memory, told by the test what it answers to whom. Every mail that was handed over is
// kept, and, apart from that, what arrived in which inbox: an uncertain mail may have done so or not.
//     post.answers["gone@client.example"] = {engine::mail_outcome::refused_address, 550, "5.1.1", "no such"};
//     post.answers["a@client.example"] = doubles::taken_without_a_word;   // arrives, and the answer is lost
//     post.slow = true;    // mails arrive (or do not) at once, their outcomes wait for `release`
//     post.no_turns = true;   // nobody may send, until `give_turns`
#pragma once
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "quittance/base/suspension.hpp"
#include "quittance/engine/mailer.hpp"

namespace quittance::doubles {

struct scripted_answer {
    engine::mail_outcome what = engine::mail_outcome::accepted;
    unsigned code = 250;
    std::string status = "2.0.0";
    std::string reply = "taken";
    bool arrives = true;  // where it is uncertain
    friend bool operator==(scripted_answer const&, scripted_answer const&) = default;
};
inline scripted_answer const taken_without_a_word{engine::mail_outcome::uncertain, 0, "", "no answer", true};
inline scripted_answer const lost_without_a_word{engine::mail_outcome::uncertain, 0, "", "no answer", false};
inline scripted_answer const nobody_there{engine::mail_outcome::not_attempted, 0, "", "no connection", false};

class scripted_mailer final : public engine::mailer {
public:
    // --- What the test tells it
    std::map<std::string, scripted_answer, std::less<>> answers;  // by address
    scripted_answer otherwise;
    bool slow = false;
    bool no_turns = false;
    // Called when the mail's data goes out, before anybody has it.
    std::function<void(engine::posted_mail const&)> on_send;
    void release();
    void give_turns();
    void drop_waiting();  // destroys the frames that wait here, as a crash would

    // --- A look inside
    std::vector<engine::posted_mail> sent;  // handed over, in their order, whatever became of them
    std::map<std::string, std::vector<engine::posted_mail>, std::less<>> inboxes;  // what arrived
    int turns = 0;                                                                 // that were given
    std::size_t waiting() const { return queueing_.size() + sending_.size(); }
    bool closed = false;
    bool was_cut = false;

    // --- mailer
    engine::awaitable<std::optional<engine::mail_turn>> turn() override;
    engine::awaitable<std::vector<engine::recipient_outcome>> send(engine::mail_turn leave,
                                                                   engine::posted_mail mail) override;
    void close() override;
    void cut() noexcept override;

private:
    using places = std::map<int, suspension>;
    engine::awaitable<void> held_back(bool waits, places& where);
    static void resume_all(places& those);
    engine::recipient_outcome answer(engine::posted_mail const& mail, std::string const& recipient);

    places queueing_;
    places sending_;
    int so_far_ = 0;
};

}  // namespace quittance::doubles
