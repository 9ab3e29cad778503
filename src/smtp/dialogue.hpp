// What was said and answered over one line for one mail, and what that means for each recipient. Pure: the
// commands as they went out, the answers as they came in, and the moment when all of the mail was given away.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "quittance/engine/mailer.hpp"

namespace quittance::smtp {

struct server_reply {
    unsigned code = 0;
    std::string status;  // RFC 3463
    std::string text;
};

class dialogue {
public:
    explicit dialogue(std::vector<std::string> recipients);

    void said(std::string_view command);
    void heard(std::string_view lines);
    // From now on the final dot may have been sent.
    void handed_over() { handed_over_ = true; }

    // The server answered something that was not a farewell, or it may have the mail.
    bool got_anywhere() const { return handed_over_ || answered_; }
    // `trouble`: what ended the line, where nothing the server said decides.
    std::vector<engine::recipient_outcome> outcomes(std::string_view trouble) const;

private:
    enum class step { beginning, sender, recipient, data, content, end };

    void hear_line(std::string_view line);
    void take(server_reply const& reply);
    void take_for_all(server_reply const& reply);
    engine::recipient_outcome outcome_of(std::size_t which, std::string_view trouble) const;
    engine::recipient_outcome told(std::size_t which, server_reply const& reply, step at) const;
    engine::recipient_outcome untold(std::size_t which, engine::mail_outcome what,
                                     std::string_view why) const;
    engine::mail_outcome meaning_of(server_reply const& reply, step at) const;
    static bool is_about_us(server_reply const& reply, step at);
    std::string without_addresses(std::string_view text) const;

    std::vector<std::string> recipients_;
    std::vector<std::optional<server_reply>> of_recipient_;
    step step_ = step::beginning;
    std::size_t named_ = 0;  // recipients that were named to the server
    bool handed_over_ = false;
    bool answered_ = false;
    server_reply unfinished_;
    std::optional<server_reply> beginning_;  // a refusal before the sender was named: greeting, TLS, login
    std::optional<server_reply> common_;     // a refusal of the sender or of DATA
    step common_at_ = step::sender;
    std::optional<server_reply> farewell_;  // 421
    std::optional<server_reply> last_;      // to the final dot
};

}  // namespace quittance::smtp
