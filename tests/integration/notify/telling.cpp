#include "rig.hpp"
#include "signature.hpp"

using namespace quittance;
using namespace quittance::notify_test;
using engine::delivery_state;

namespace {

std::string body_of(std::string const& request) { return request.substr(request.find("\r\n\r\n") + 4); }

}  // namespace

TEST_CASE("a notice is told once, at once, signed over its id, its time and its body") {
    world all;
    rig here{all};
    net::peer there;
    here.start(options_for({endpoint_at(there, "/ok")}));
    here.order("1");
    auto const note = here.after_try(1);
    CHECK(note.state == delivery_state::delivered);
    CHECK(note.status == 200);
    CHECK(note.at == noon);
    auto const request = there.last_request();
    CHECK(request.find("POST /ok HTTP/1.1\r\n") == 0);
    CHECK(header_of(request, "Content-Type") == "application/json");
    CHECK(header_of(request, "webhook-id") == "msg_1");
    CHECK(header_of(request, "webhook-timestamp") == std::to_string(unix_seconds(noon)));
    CHECK(body_of(request) == R"({"type":"item.paid","data":{"number":"1"}})");
    notify::signer const known{{notify::signing_secret{known_secret}}};
    CHECK(header_of(request, "webhook-signature") ==
          known.sign("msg_1", std::to_string(unix_seconds(noon)), body_of(request)));
    here.pass(48h);
    CHECK(there.requests == 1);
    CHECK(here.journal.count("notice_told") == 1);
    CHECK(here.figures->render().find(R"(quittance_notices_total{endpoint="calendar",outcome="taken"} 1)") !=
          std::string::npos);
}

TEST_CASE("a 500 is tried again after five seconds, under the same id and a new time") {
    world all;
    rig here{all};
    net::peer there;
    here.start(options_for({endpoint_at(there, "/flaky")}));
    here.order("1");
    auto const first = here.after_try(1);
    CHECK(first.state == delivery_state::waiting);
    CHECK(first.status == 500);
    REQUIRE(first.next);
    CHECK(*first.next >= noon + 5s);
    CHECK(*first.next <= noon + 6s);
    here.pass(4'999ms);
    CHECK(there.requests == 1);
    here.pass(2s);
    auto const second = here.after_try(2);
    CHECK(second.state == delivery_state::delivered);
    CHECK(there.requests == 2);
    CHECK(header_of(there.last_request(), "webhook-id") == "msg_1");
    CHECK(header_of(there.last_request(), "webhook-timestamp") == std::to_string(unix_seconds(second.at)));
}

TEST_CASE("after eight tries it is given up, which is said and kept, and a replay sends the same id") {
    world all;
    rig here{all};
    net::peer there;
    here.start(options_for({endpoint_at(there, "/fault")}));
    here.order("1");
    for (int tries = 1; tries < 8; ++tries) {
        CHECK(here.after_try(tries).state == delivery_state::waiting);
        here.pass(12h);
    }
    auto const last = here.after_try(8);
    CHECK(last.state == delivery_state::given_up);
    CHECK(!last.next);
    CHECK(here.journal.count("notice_given_up") == 1);
    CHECK(here.figures->render().find(
              R"(quittance_notices_total{endpoint="calendar",outcome="given_up"} 1)") != std::string::npos);
    here.pass(48h);
    CHECK(there.requests == 8);
    CHECK(here.standing().waiting == 0);
    engine::replay_choice which;
    which.id = last.notice.id;
    CHECK(here.ask(all.store.replay_notices("calendar", which, here.time.now())) == 1);
    here.poke();
    here.until([&there] { return there.requests == 9; });
    CHECK(header_of(there.last_request(), "webhook-id") == "msg_1");
    CHECK(here.after_try(1).state == delivery_state::waiting);
}

TEST_CASE("an endpoint that is gone is left alone until somebody enables it") {
    world all;
    net::peer there;
    {
        rig here{all};
        here.start(options_for({endpoint_at(there, "/gone")}));
        here.order("1");
        CHECK(here.after_try(1).status == 410);
        here.until([&here] { return here.standing().disabled_at.has_value(); });
        CHECK(here.journal.count("notify_endpoint_disabled") == 1);
        here.order("2");
        here.pass(24h);
        CHECK(there.requests == 1);
        CHECK(here.standing().waiting == 2);
        here.stop();
    }
    SUBCASE("also by the next gateway; then what waited is sent") {
        rig next{all};
        next.start(options_for({endpoint_at(there, "/ok")}));
        CHECK(there.requests == 1);
        next.ask(all.store.enable_endpoint("calendar", next.time.now()));
        next.poke();
        next.until([&] { return there.requests == 3; });
        next.until([&] { return next.standing().waiting == 0; });
    }
    SUBCASE("and what waited a day and a half is given up, kept for a replay") {
        rig next{all};
        next.time.advance(24h);
        next.start(options_for({endpoint_at(there, "/ok")}));
        next.pass(13h);
        next.poke();
        next.until([&] { return next.standing().waiting == 0; });
        CHECK(there.requests == 1);
        CHECK(next.note_of("1").state == delivery_state::given_up);
        CHECK(next.note_of("2").state == delivery_state::given_up);
    }
}

TEST_CASE("what was ordered by nobody that could say so is found within a second") {
    world all;
    net::peer there;
    rig here{all};
    rig elsewhere{all};  // it has no notifier running
    here.start(options_for({endpoint_at(there, "/ok")}));
    elsewhere.order("1");
    here.settle();
    CHECK(there.requests == 0);
    here.pass(1s);
    here.until([&] { return there.requests == 1; });
}

TEST_CASE("in quarantine nobody is told anything; what was ordered is told after it") {
    world all;
    net::peer there;
    rig here{all};
    all.current.standing = engine::store_standing::behind;
    here.start(options_for({endpoint_at(there, "/ok")}));
    here.order("1");
    here.pass(10s);
    CHECK(there.requests == 0);
    all.current.standing = engine::store_standing::open;
    here.pass(1s);
    here.until([&] { return there.requests == 1; });
}
