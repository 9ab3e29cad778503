#include "quittance/http/router.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <stdexcept>

using namespace quittance::http;
namespace asio = boost::asio;

namespace {

handler saying(std::string word) {
    return [word](request asked, captures caught) -> asio::awaitable<response> {
        response reply;
        reply.body = word + (asked.verb == method::head ? " head" : "");
        for (auto const& piece : caught) reply.body += " " + piece;
        co_return reply;
    };
}

response ask(router const& routes, method verb, std::string path) {
    asio::io_context loop;
    response got;
    request asked;
    asked.verb = verb;
    asked.path = std::move(path);
    asked.request_id = "id";
    asio::co_spawn(loop, routes.answer(asked), [&got](std::exception_ptr thrown, response reply) {
        REQUIRE_FALSE(thrown);
        got = std::move(reply);
    });
    loop.run();
    return got;
}

std::string header_of(response const& reply, std::string_view name) {
    for (auto const& [key, value] : reply.headers) {
        if (key == name) return value;
    }
    return {};
}

router sample() {
    router routes;
    routes.add(method::get, "/", "home", saying("home"));
    routes.add(method::get, "/pay/{}", "pay", saying("pay"));
    routes.add(method::post, "/pay/{}", "pay_button", saying("button"));
    routes.add(method::get, "/pay/help", "help", saying("help"));
    routes.add(method::get, "/a/{}/b/{}", "two", saying("two"));
    return routes;
}

}  // namespace

TEST_CASE("a path and a method lead to one handler, captures decoded") {
    auto const routes = sample();
    CHECK(ask(routes, method::get, "/").body == "home");
    CHECK(ask(routes, method::get, "/pay/coaching-60").body == "pay coaching-60");
    CHECK(ask(routes, method::post, "/pay/x").body == "button x");
    CHECK(ask(routes, method::get, "/pay/a%20b%2Fc+d").body == "pay a b/c+d");
    CHECK(ask(routes, method::get, "/a/1/b/2").body == "two 1 2");
}

TEST_CASE("a literal path wins over a capture") {
    CHECK(ask(sample(), method::get, "/pay/help").body == "help");
}

TEST_CASE("a path no route knows is the fallback's") {
    auto routes = sample();
    for (auto const* path :
         {"/pay", "/pay/", "/pay/a/b", "//", "/a//b/2", "/pay/%FF", "/pay/%0", "/Pay/x", ""}) {
        CAPTURE(path);
        CHECK(ask(routes, method::get, path).status == 404);
    }
    routes.fallback(saying("lost"));
    CHECK(ask(routes, method::get, "/pay/%00").body == "lost");
}

TEST_CASE("a known path with another method is 405 and says what it takes") {
    auto const reply = ask(sample(), method::post, "/");
    CHECK(reply.status == 405);
    CHECK(header_of(reply, "Allow") == "GET, HEAD");
    CHECK(header_of(ask(sample(), method::other, "/pay/x"), "Allow") == "GET, HEAD, POST");
}

TEST_CASE("HEAD goes where GET goes, knowing that it is HEAD, unless it has its own route") {
    auto routes = sample();
    CHECK(ask(routes, method::head, "/pay/x").body == "pay head x");
    routes.add(method::head, "/pay/{}", "pay_head", saying("own"));
    CHECK(ask(routes, method::head, "/pay/x").body == "own head x");
}

TEST_CASE("a handler that throws is answered without its reason") {
    auto routes = sample();
    routes.add(method::get, "/bad", "bad", [](request, captures) -> asio::awaitable<response> {
        throw std::runtime_error("password 123");
        co_return response{};
    });
    auto const reply = ask(routes, method::get, "/bad");
    CHECK(reply.status == 500);
    CHECK(reply.body.find("123") == std::string::npos);
    routes.on_error([](request const& asked, std::exception_ptr) {
        response translated;
        translated.status = 503;
        translated.body = asked.path + " " + asked.request_id;
        return translated;
    });
    CHECK(ask(routes, method::get, "/bad").body == "/bad id");
}

TEST_CASE("figures and limits know a route by its pattern") {
    auto routes = sample();
    routes.set_body_limit("/hook", 1024 * 1024);
    CHECK(routes.body_limit("/hook") == 64 * 1024);  // a limit alone makes no route
    routes.add(method::post, "/hook", "hook", saying("hook"));
    routes.set_body_limit("/pay/{}", 10);
    routes.allow_chunked("/hook");
    CHECK(routes.body_limit("/hook") == 1024 * 1024);
    CHECK(routes.body_limit("/pay/x") == 10);
    CHECK(routes.body_limit("/nowhere") == 64 * 1024);
    CHECK(routes.chunked_allowed("/hook"));
    CHECK_FALSE(routes.chunked_allowed("/pay/x"));
    CHECK(routes.name_of(method::get, "/pay/x") == "pay");
    CHECK(routes.name_of(method::post, "/pay/x") == "pay_button");
    CHECK(routes.name_of(method::post, "/") == "none");
    CHECK(routes.name_of(method::get, "/nowhere") == "none");
}

TEST_CASE("every route can be listed") {
    auto const all = sample().list();
    CHECK(std::find(all.begin(), all.end(), "GET /pay/{}") != all.end());
    CHECK(std::find(all.begin(), all.end(), "POST /pay/{}") != all.end());
    CHECK(std::is_sorted(all.begin(), all.end()));
}
