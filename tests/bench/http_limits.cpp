// What the webhook path costs before the store is asked: our own HTTP server with a route that answers at
// once, with the signature checked, and with the event read.
//
//   bench_http_limits static|signature|parse --secret S      prints its port; ends with its input
#include <sys/prctl.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <csignal>
#include <cstdio>

#include "arguments.hpp"
#include "quittance/http/server.hpp"
#include "quittance/stripe/webhook.hpp"

namespace quittance::bench {
namespace {

http::response taken(unsigned status) {
    http::response reply;
    reply.status = status;
    reply.headers = {{"Content-Type", "text/plain; charset=utf-8"}};
    reply.body = status == 200 ? "ok\n" : "no\n";
    return reply;
}

struct depth {
    bool signature = false;
    bool parse = false;
};

depth depth_named(std::string const& name) {
    if (name == "static") return {};
    if (name == "signature") return {true, false};
    if (name == "parse") return {true, true};
    throw std::invalid_argument("say how deep: static, signature or parse");
}

unsigned judge(depth how, stripe::webhook_verifier const& keys, http::request const& asked) {
    auto const now = instant{
        std::chrono::duration_cast<milliseconds>(std::chrono::system_clock::now().time_since_epoch())};
    if (how.signature &&
        keys.check(asked.header("Stripe-Signature"), asked.body, now) != stripe::signature_verdict::genuine)
        return 400;
    if (!how.parse) return 200;
    return stripe::read_event(asked.body) ? 200 : 400;
}

int run(arguments const& given) {
    auto const how = depth_named(given.words().empty() ? std::string{} : given.words().front());
    stripe::webhook_verifier const keys{{stripe::signing_secret{given.text("secret")}}};
    boost::asio::io_context loop{1};
    auto const journal = make_stderr_log(log_level::info);
    auto const figures = make_metrics();
    auto const randomness = make_system_entropy();
    http::router routes;
    routes.add(http::method::post, "/webhooks/stripe", "webhook",
               [&](http::request asked, http::captures) -> boost::asio::awaitable<http::response> {
                   co_return taken(judge(how, keys, asked));
               });
    routes.set_body_limit("/webhooks/stripe", 1024 * 1024);
    http::server_options options;
    options.name = "limits";
    http::server listening{loop.get_executor(), options, routes, *journal, *figures, *randomness};
    listening.start();
    std::printf("%u\n", static_cast<unsigned>(listening.port()));
    std::fflush(stdout);
    boost::asio::signal_set ends{loop, SIGTERM, SIGINT};
    ends.async_wait([&loop](auto const&, int) { loop.stop(); });
    loop.run();
    return 0;
}

}  // namespace
}  // namespace quittance::bench

int main(int argc, char** argv) {
    ::prctl(PR_SET_PDEATHSIG, SIGTERM);
    try {
        return quittance::bench::run({argc, argv, {{"secret", "whsec_bench"}}});
    } catch (std::exception const& wrong) {
        std::fprintf(stderr, "bench_http_limits: %s\n", wrong.what());
        return 1;
    }
}
