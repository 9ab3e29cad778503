#include "integration/net/authority.hpp"
#include "rig.hpp"

using namespace quittance;
using namespace quittance::notify_test;
using engine::delivery_state;

TEST_CASE("only an answer that is whole, short and a 2xx counts") {
    struct row {
        char const* path;
        unsigned status;
        char const* reason;
    };
    for (auto const& [path, status, reason] :
         {row{"/moved", 302, ""}, row{"/fault", 500, ""}, row{"/drop", 0, "no_answer"},
          row{"/cut", 0, "no_answer"}, row{"/garbage", 0, "no_answer"}, row{"/large", 0, "reply_too_large"},
          row{"/silent", 0, "no_answer"}}) {
        CAPTURE(path);
        world all;
        net::peer there;
        rig here{all};
        auto how = options_for({endpoint_at(there, path)});
        how.deadline = std::string_view{path} == "/silent" ? 300ms : 5'000ms;
        here.start(std::move(how));
        here.order("1");
        auto const note = here.after_try(1);
        CHECK(note.state == delivery_state::waiting);
        CHECK(note.status == status);
        CHECK(note.reason == reason);
        CHECK(note.next.has_value());
        CHECK(there.requests == 1);  // a redirect was not followed
    }
}

TEST_CASE("nobody is there") {
    world all;
    rig here{all};
    notify::endpoint nobody;
    {
        net::peer there;
        nobody = endpoint_at(there, "/ok");
    }
    here.start(options_for({nobody}));
    here.order("1");
    CHECK(here.after_try(1).reason == "no_connection");
}

TEST_CASE("a name that leads to an address that is not permitted is not connected to") {
    world all;
    net::peer there;
    rig here{all};
    auto how = options_for({endpoint_at(there, "/ok")});
    how.endpoints[0].url = "http://localhost:" + there.port() + "/ok";
    how.addresses = {};
    here.start(std::move(how));
    here.order("1");
    CHECK(here.after_try(1).reason == "address_refused");
    CHECK(there.connections == 0);
}

TEST_CASE("who is spoken to over TLS is verified") {
    world all;
    net::authority const ours;
    net::peer there{ours.issue("localhost", -60, 3600)};
    rig here{all};
    auto how = options_for({endpoint_at(there, "/ok")});
    how.endpoints[0].url = "https://localhost:" + there.port() + "/ok";
    SUBCASE("and told when it is who it should be") {
        how.ca_file = ours.file();
        here.start(std::move(how));
        here.order("1");
        CHECK(here.after_try(1).state == delivery_state::delivered);
    }
    SUBCASE("and told nothing when nobody we trust vouches for it") {
        here.start(std::move(how));
        here.order("1");
        CHECK(here.after_try(1).reason == "no_connection");
        CHECK(there.requests == 0);
    }
    SUBCASE("nor when it is another") {
        net::peer other{ours.issue("elsewhere.example", -60, 3600)};
        how.ca_file = ours.file();
        how.endpoints[0].url = "https://localhost:" + other.port() + "/ok";
        here.start(std::move(how));
        here.order("1");
        CHECK(here.after_try(1).reason == "no_connection");
        CHECK(other.requests == 0);
    }
}

TEST_CASE("a store that cannot be reached for the outcome means it is told again, under the same id") {
    world all;
    net::peer there;
    rig here{all};
    here.start(options_for({endpoint_at(there, "/gate")}));
    here.order("1");
    here.until([&] { return there.waiting == 1; });
    all.store.unavailable = true;
    there.open_gate();
    here.until([&] { return here.journal.count("notice_unsettled") == 1; });
    all.store.unavailable = false;
    here.pass(3s);
    here.until([&] { return there.requests == 2; });
    CHECK(header_of(there.last_request(), "webhook-id") == "msg_1");
    CHECK(here.after_try(1).state == delivery_state::delivered);
}

TEST_CASE("a store that is away for a while stops nothing for good") {
    world all;
    net::peer there;
    rig here{all};
    here.start(options_for({endpoint_at(there, "/ok")}));
    here.order("1");
    here.after_try(1);
    all.store.unavailable = true;
    here.pass(1s);
    CHECK(here.journal.count("notify_round_failed") >= 1);
    all.store.unavailable = false;
    here.order("2");
    here.pass(1s);
    CHECK(here.after_try(1, "2").state == delivery_state::delivered);
}
