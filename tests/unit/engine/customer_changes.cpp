// The address that a client changed, told to the processor's customer.
#include "plan_sold.hpp"

using namespace quittance;
using namespace quittance::engine;

namespace {

struct customer_world : world {
    gateway one{*this};

    customer_world() {
        current.policy.reminders.letters = true;
        sell(*this, one);
    }

    apply_result say(domain::command what) {
        apply_request request;
        request.client = only_client();
        request.bookings = {only_booking().id};
        request.what = std::move(what);
        return one.finish(one.books.apply(std::move(request)));
    }
    void move_to_address(std::string const& address) {
        auto const asked = say(domain::ask_address{only_booking().id, address});
        REQUIRE(asked.has_value());
        int const ask = asked->account.client.address_asks;
        REQUIRE(say(domain::confirm_address{only_booking().id, ask}).has_value());
    }
    domain::client client_now() {
        return one.finish(one.books.read(only_client(), {only_booking().id})).account.client;
    }
    std::string address_there() { return processor.addresses[client_now().customer]; }
    std::vector<std::string> told() const {
        std::vector<std::string> codes;
        for (auto const& e : store.ledger(only_client())) {
            if (auto const* const said = std::get_if<domain::customer_change_recorded>(&e))
                codes.push_back(said->code.empty() ? "told" : said->code);
        }
        return codes;
    }
};

}  // namespace

TEST_CASE("a changed address is told to the processor's customer, once, under a key of its own") {
    customer_world all;
    all.move_to_address("ana@new.example");
    work_through(all, {&all.one}, 5min);
    CHECK(all.address_there() == "ana@new.example");
    CHECK(all.processor.orders["change_customer"] == 1);
    CHECK(all.told() == std::vector<std::string>{"told"});
    CHECK(all.client_now().customer_change == 0);
    all.move_to_address("ana@third.example");
    work_through(all, {&all.one}, 5min);
    CHECK(all.address_there() == "ana@third.example");
    CHECK(all.told().size() == 2);
    CHECK(all.processor.key_misuses == 0);
}

TEST_CASE(
    "a processor that is away is told later, and one that lost its answer is asked under the same key") {
    for (auto const how : {answer::not_attempted, answer::unknown_applied, answer::unknown_not_applied}) {
        customer_world all;
        all.processor.answers_to["change_customer"] = how;
        all.move_to_address("ana@new.example");
        work_through(all, {&all.one}, 5min);
        CHECK(all.client_now().customer_change == 1);
        CHECK(all.told().empty());
        all.processor.answers_to.erase("change_customer");
        work_through(all, {&all.one}, 1h);
        CHECK(all.address_there() == "ana@new.example");
        CHECK(all.told() == std::vector<std::string>{"told"});
        CHECK(all.processor.key_misuses == 0);
    }
}

TEST_CASE("an older address never comes after a newer one") {
    customer_world all;
    all.processor.answers_to["change_customer"] = answer::not_attempted;
    all.move_to_address("ana@new.example");
    work_through(all, {&all.one}, 1min);
    all.processor.answers_to.erase("change_customer");
    all.move_to_address("ana@third.example");
    work_through(all, {&all.one}, 2h);
    CHECK(all.address_there() == "ana@third.example");
    CHECK(all.told() == std::vector<std::string>{"told"});
    for (auto const& waits : all.store.effects()) CHECK(waits.kind == "send_letter");
}

TEST_CASE("a final no stands in the record, and is not asked again") {
    customer_world all;
    all.processor.answers_to["change_customer"] = answer::refused;
    all.move_to_address("ana@new.example");
    work_through(all, {&all.one}, 1h);
    auto const asked = all.processor.orders["change_customer"];
    REQUIRE(all.told().size() == 1);
    CHECK(all.told().front() != "told");
    work_through(all, {&all.one}, 24h);
    CHECK(all.processor.orders["change_customer"] == asked);
    CHECK(all.client_now().customer_change == 0);
}
