// A booking that is paid and was sold with ten credits, as booking systems reach it.
#pragma once
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/json/parse.hpp>

#include "harness.hpp"

namespace quittance::web_test {

struct paid_by_api : world {
    paid_by_api() {
        boost::asio::io_context loop;
        engine::api_key_record record{to_hex(sha256("qk_test_key")), "test", time.at};
        boost::asio::co_spawn(loop, store.add_api_key(record), boost::asio::detached);
        loop.run();
        engine::purchase what;
        what.identity = {"api", domain::offer_id{"custom"}, "B-1"};
        what.origin = domain::origin::api;
        what.terms.title = "Ten hours";
        what.terms.offer = domain::offer_id{"custom"};
        what.terms.price = eur(12'000);
        what.terms.credits = {10, 0, true};
        auto made = open_booking(what, time.at);
        pay(made, time.at);
        bookings.push_back({made.client, {}, made.booking()});
    }
    http::response send(std::string path, std::string body, std::string key = "") {
        http::header_list all{{"Authorization", "Bearer qk_test_key"}, {"Content-Type", "application/json"}};
        if (!key.empty()) all.emplace_back("Idempotency-Key", std::move(key));
        return post("/v1/bookings/B-1/" + path, std::move(body), all);
    }
};

inline boost::json::object json_of(http::response const& reply) {
    return boost::json::parse(reply.body).as_object();
}

}  // namespace quittance::web_test
