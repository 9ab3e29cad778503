#include <doctest/doctest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/json/parse.hpp>

#include "harness.hpp"

using namespace quittance;
using namespace quittance::web_test;

namespace {

bool shows(http::response const& reply, std::string_view text) {
    return reply.body.find(text) != std::string::npos;
}

void run(boost::asio::awaitable<void> work) {
    boost::asio::io_context loop;
    boost::asio::co_spawn(loop, std::move(work), boost::asio::detached);
    loop.run();
}

void tell(world& w, std::string const& number, engine::delivery_state state, unsigned status) {
    engine::delivery_note note;
    note.notice.endpoint = "calendar";
    note.notice.id = engine::notice_id{"msg_" + number};
    note.notice.client = domain::client_id{"client-1"};
    note.notice.booking = domain::booking_id{"booking-1"};
    note.notice.kind = "item.paid";
    note.notice.body = "{\"secret\":\"of the client\"}";
    note.notice.tries = 2;
    note.state = state;
    note.status = status;
    note.reason = status == 0 ? "no_answer" : "";
    note.at = w.time.at;
    if (state == engine::delivery_state::waiting) note.next = w.time.at;
    run(w.store.settle_notice(std::move(note)));
}

}  // namespace

TEST_CASE("the owner sees what booking systems were told, as a page and as JSON, without the bodies") {
    world w;
    run(w.store.know_endpoints({"calendar", "crm"}));
    run(w.store.disable_endpoint("crm", w.time.at));
    tell(w, "1", engine::delivery_state::delivered, 204);
    tell(w, "2", engine::delivery_state::given_up, 0);
    tell(w, "3", engine::delivery_state::waiting, 503);
    auto const page = w.desk("/notify");
    CHECK(page.status == 200);
    for (auto const* const text : {"calendar", "disabled since", "msg_1", "204", "given_up", "no_answer",
                                   "item.paid", "/account/client-1"}) {
        CAPTURE(text);
        CHECK(shows(page, text));
    }
    auto const told = w.desk("/notify.json");
    CHECK(told.status == 200);
    auto const body = boost::json::parse(told.body).as_object();
    CHECK(body.at("endpoints").as_array().size() == 2);
    CHECK(body.at("endpoints").at(0).at("enabled").as_bool());
    CHECK(!body.at("endpoints").at(1).at("enabled").as_bool());
    REQUIRE(body.at("deliveries").as_array().size() == 3);
    for (auto const& one : body.at("deliveries").as_array()) {
        auto const& note = one.as_object();
        CHECK(note.at("tries") == 2);
        CHECK(note.contains("next_at") == (note.at("state") == "waiting"));
        CHECK(note.contains("status") != note.contains("reason"));
    }
    CHECK(!shows(page, "of the client"));
    CHECK(!shows(told, "of the client"));
}

TEST_CASE("an endpoint that is gone is worth a look at health, with what to do") {
    world w;
    CHECK(!shows(w.desk("/healthz"), "notify:lag"));
    run(w.store.know_endpoints({"calendar"}));
    CHECK(shows(w.desk("/healthz"), "notify:lag"));
    CHECK(!shows(w.desk("/healthz"), "quittance notify"));
    run(w.store.disable_endpoint("calendar", w.time.at));
    auto const health = w.desk("/healthz");
    CHECK(health.status == 200);
    CHECK(shows(health, "quittance notify enable"));
}
