// A copy of the last automatic letter whose reader's mail server said "not now".
#include "mail_world.hpp"
#include "quittance/engine/returned_mail.hpp"

using namespace quittance;
using namespace quittance::engine;

namespace {

constexpr auto their_office = "office@client.example";
constexpr auto their_boss = "boss@client.example";
doubles::scripted_answer const greylisted{mail_outcome::deferred, 451, "4.7.1", "come back later", false};

struct copied_world : mail_world {
    posting_gateway one{*this};
    std::vector<instant> office_tries;

    copied_world() {
        owe(one);
        REQUIRE(tell(one, domain::name_contacts{invoice, {their_office, their_boss}, "Ana"}).has_value());
        mailer.answers[their_office] = greylisted;
        mailer.on_send = [this](posted_mail const& mail) {
            for (auto const& to : mail.recipients) {
                if (to == their_office) office_tries.push_back(time.now());
            }
        };
        for (int hours = 0; arrived("reminder_final") == 0 && hours < 24 * 60; ++hours)
            work_through(*this, {&one}, 1h, 10min);
        REQUIRE(arrived("reminder_final") == 1);
    }

    std::size_t in_the_box_of(std::string const& who) { return mailer.inboxes[who].size(); }
    std::vector<domain::letter_state> states_of(int number) const {
        std::vector<domain::letter_state> list;
        for (auto const& e : store.ledger(ana)) {
            auto const* const said = std::get_if<domain::letter_recorded>(&e);
            if (said && said->letter == number) list.push_back(said->state);
        }
        return list;
    }
    int last_number() { return record_of(one).letters; }
};

}  // namespace

TEST_CASE("a copy that was put off is tried again, for its reader alone, until it is taken") {
    copied_world all;
    CHECK(all.in_the_box_of(their_boss) == 1);
    CHECK(all.in_the_box_of(their_office) == 0);
    work_through(all, {&all.one}, 2h, 1min);
    CHECK(all.office_tries.size() >= 3);
    all.mailer.answers.clear();
    work_through(all, {&all.one}, 2h, 1min);
    CHECK(all.in_the_box_of(their_office) == 1);
    CHECK(all.in_the_box_of(their_boss) == 1);
    CHECK(all.arrived("reminder_final") == 1);
    CHECK(all.mailer.inboxes[their_office].front().recipients == std::vector<std::string>{their_office});
    CHECK(all.states_of(all.last_number()).back() == domain::letter_state::accepted);
    CHECK(record_of(all.one).under_way.empty());
    for (std::size_t i = 1; i < all.office_tries.size(); ++i)
        CHECK(all.office_tries[i] - all.office_tries[i - 1] >= 30min);
}

TEST_CASE("a copy that no server took while it meant anything is given up, and the client's letter stands") {
    copied_world all;
    int const copy = all.last_number();
    work_through(all, {&all.one}, 24h * 3, 10min);
    CHECK(all.in_the_box_of(their_office) == 0);
    CHECK(all.states_of(copy).back() == domain::letter_state::given_up);
    CHECK(all.states_of(copy - 1) == std::vector{domain::letter_state::accepted});
    CHECK(record_of(all.one).under_way.empty());
    CHECK(all.arrived("reminder_final") == 1);
    CHECK(all.in_the_box_of(their_boss) == 1);
}

TEST_CASE("a copy that is refused at a later try is not sent again, and its words stop nothing else") {
    copied_world all;
    int const copy = all.last_number();
    all.mailer.answers[their_office] = {mail_outcome::refused_policy, 550, "5.7.1", "not from you", false};
    work_through(all, {&all.one}, 45min, 1min);
    CHECK(all.office.quiet_until <= all.time.now());
    all.mailer.answers[their_office] = {mail_outcome::refused_address, 550, "5.1.1", "nobody here", false};
    work_through(all, {&all.one}, 3h, 1min);
    auto const tries = all.office_tries.size();
    work_through(all, {&all.one}, 24h, 10min);
    CHECK(all.office_tries.size() == tries);
    CHECK(all.states_of(copy).back() == domain::letter_state::refused);
    CHECK(record_of(all.one).unreachable.empty());
    CHECK(record_of(all.one).refused_copies == std::vector<std::string>{their_office});
    REQUIRE(booking_of(all.one).handovers.size() == 1);
    CHECK(booking_of(all.one).handovers.front().reason == "copy_refused");
}

TEST_CASE("a copy of what is paid meanwhile is not sent") {
    copied_world all;
    auto const tries = all.office_tries.size();
    REQUIRE(tell(all.one, all_of_it()).has_value());
    work_through(all, {&all.one}, 3h, 1min);
    CHECK(all.office_tries.size() == tries);
    CHECK(all.in_the_box_of(their_office) == 0);
}

TEST_CASE("a report about a copy under way says nothing of the client's address") {
    copied_world all;
    all.mailer.answers[their_office] = doubles::taken_without_a_word;
    work_through(all, {&all.one}, 24h, 1min);
    REQUIRE(all.in_the_box_of(their_office) == 1);
    auto const token = all.mailer.inboxes[their_office].front().token;
    auto const told = all.one.finish(record_return(all.one.books, all.record, {token, false, "5.1.1"}));
    CHECK(told.what == return_outcome::recorded);
    CHECK_FALSE(told.stopped);
    CHECK(record_of(all.one).unreachable.empty());
}

TEST_CASE("a report that overtakes the answer about a copy says nothing of the client's address either") {
    copied_world all;
    all.mailer.answers.clear();
    all.mailer.slow = true;
    work_through(all, {&all.one}, 45min, 1min);
    REQUIRE(all.in_the_box_of(their_office) == 1);
    auto const token = all.mailer.inboxes[their_office].front().token;
    auto const told = all.one.finish(record_return(all.one.books, all.record, {token, false, "5.1.1"}));
    CHECK(told.what == return_outcome::recorded);
    CHECK_FALSE(told.stopped);
    CHECK(record_of(all.one).unreachable.empty());
    all.mailer.release();
    work_through(all, {&all.one}, 10min, 1min);
}
