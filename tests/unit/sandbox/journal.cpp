#include "quittance/sandbox/journal.hpp"

#include <doctest/doctest.h>

#include <cstdio>
#include <filesystem>
#include <fstream>

#include "world.hpp"

using namespace sandbox_test;

namespace {

// A little of everything.
void live_a_while(bench& b) {
    auto const id =
        b.open_session("&customer_creation=always&payment_intent_data[setup_future_usage]=off_session");
    b.post("/v1/customers", "email=ada@example.com", "key-1");
    b.post("/v1/customers", "email=ada@example.com", "key-1");
    b.post("/v1/customers", "emial=1", "key-2");
    b.pay(id, "4000000000000002");
    b.pay(id, "4000000000003220");
    b.machine.authenticate(id, true, b.now);
    auto const intent = b.session(id).text("payment_intent");
    b.post("/v1/refunds", "amount=100&payment_intent=" + intent, "key-3");
    b.machine.dispute(intent, dispute_kind::inquiry, std::nullopt, b.now);
    auto const kept = b.session(id);
    auto const later =
        b.post("/v1/payment_intents", "amount=500&currency=eur&customer=" + kept.text("customer"), "key-4");
    b.post("/v1/payment_intents/" + later.text("id") + "/confirm",
           "off_session=true&payment_method=" + b.get("/v1/payment_intents/" + intent).text("payment_method"),
           "key-5");
    b.post("/v1/payment_intents/" + later.text("id") + "/cancel", "", "key-6");
    b.open_session("&custom_text[submit][message]=Terms");
    b.now += std::chrono::hours{25};
    b.machine.advance(b.now);
    for (auto const& each : b.machine.take_webhooks(b.now, 8))
        b.machine.delivered(each.delivery, each.type != "charge.failed", b.now);
    b.open_session("&allowed_payment_method_types[1]=sepa_debit");
}

struct temporary_file {
    std::string path = (std::filesystem::temp_directory_path() / "quittance-sandbox-journal-test").string();
    temporary_file() { std::filesystem::remove(path); }
    ~temporary_file() { std::filesystem::remove(path); }
};

}  // namespace

TEST_CASE("replaying the journal gives the same processor") {
    bench b;
    live_a_while(b);
    bench other;
    for (auto const& line : b.machine.take_journal()) CHECK(other.machine.replay(line));
    other.machine.advance(b.now);
    bool const same = other.machine.fingerprint() == b.machine.fingerprint();
    CHECK(same);
    CHECK(other.machine.take_journal().empty());
    auto const next = b.post("/v1/customers", "email=x@example.com", "key-9");
    other.now = b.now;
    CHECK(other.post("/v1/customers", "email=x@example.com", "key-9").text("id") == next.text("id"));
}

TEST_CASE("another seed gives other ids, the same seed the same") {
    bench a;
    bench b;
    CHECK(a.open_session() == b.open_session());
    auto options = bench::options();
    options.seed = 2;
    bench c(options);
    CHECK(c.open_session() != b.machine.objects("checkout.session").front());
}

TEST_CASE("a line that is not of ours changes nothing") {
    bench b;
    auto const before = b.machine.fingerprint();
    for (char const* line : {"", "{", "[]", "{\"is\":\"api\"}", "{\"is\":\"nothing\",\"at\":1,\"ids\":1}"})
        CHECK_FALSE(b.machine.replay(line));
    bool const same = b.machine.fingerprint() == before;
    CHECK(same);
}

TEST_CASE("the file remembers across a restart, and a torn last line is cut off") {
    temporary_file const file;
    std::string print;
    {
        bench b;
        journal kept(file.path);
        CHECK(kept.replay_into(b.machine) == 0);
        live_a_while(b);
        kept.append(b.machine.take_journal());
        kept.sync();
        print = b.machine.fingerprint();
    }
    std::ofstream(file.path, std::ios::app) << "{\"is\":\"api\",\"at\":18000";
    bench again;
    journal kept(file.path);
    CHECK(kept.replay_into(again.machine) > 5);
    again.machine.advance(noon + std::chrono::hours{25});
    again.now = noon + std::chrono::hours{25};
    bool const remembered = again.machine.fingerprint() == print;
    CHECK(remembered);
    again.open_session();
    kept.append(again.machine.take_journal());
    std::ifstream source(file.path);
    bench third;
    for (std::string line; std::getline(source, line);) CHECK(third.machine.replay(line));
    third.machine.advance(again.now);
    bool const same = third.machine.fingerprint() == again.machine.fingerprint();
    CHECK(same);
}

TEST_CASE("two sandboxes do not share one journal") {
    temporary_file const file;
    journal const first(file.path);
    CHECK_THROWS_AS(journal second(file.path), std::runtime_error);
}
