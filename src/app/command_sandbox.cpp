// `quittance sandbox`: the sandbox processor with its demo booking page, its state kept in the state folder.
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <csignal>
#include <stdexcept>

#include "foundation.hpp"
#include "quittance/base/digest.hpp"
#include "quittance/domain/money.hpp"
#include "quittance/http/server.hpp"
#include "quittance/net/quietly.hpp"
#include "quittance/sandbox/journal.hpp"
#include "quittance/sandbox/server.hpp"
#include "trouble_flags.hpp"

namespace quittance::app {
namespace {

namespace asio = boost::asio;

sandbox::processor_options processor_of(foundation const& base, std::string const& restricted_key) {
    auto const& access = base.around.processor;
    sandbox::processor_options options;
    options.secret_key = std::string{access.key.reveal()};
    options.restricted_key = restricted_key;
    options.business_name = base.settings.business.name;
    options.public_address = "http://" + base.around.sandbox_listen.text();
    sandbox::configured_endpoint endpoint;
    endpoint.url = base.around.public_base() + "/webhooks/stripe";
    for (auto const& one : access.webhook_secrets) {
        endpoint.secrets.emplace_back(one.reveal());
        break;  // it signs with the first
    }
    if (!endpoint.secrets.empty()) options.endpoint = std::move(endpoint);
    // Ids must differ between state folders and stay the same within one.
    auto const mixed = sha256(access.key.reveal());
    for (std::size_t i = 0; i < 8; ++i) options.seed = options.seed << 8U | mixed[i];
    return options;
}

sandbox::server_options server_of(foundation const& base, sandbox_options const& what) {
    sandbox::server_options options;
    options.troubles = trouble_of(what.trouble);
    options.gateway = base.public_base();
    options.business = base.settings.business.name;
    for (auto const& [id, offer] : base.settings.offers) {
        if (offer.open_link) {
            options.offers.push_back(
                {id.text(), offer.title, domain::plain_text(offer.price), offer.description});
        }
    }
    return options;
}

http::server_options listener_of(foundation const& base) {
    http::server_options options;
    options.name = "sandbox";
    options.host = base.around.sandbox_listen.host;
    options.port = base.around.sandbox_listen.port;
    return options;
}

struct sandbox_parts {
    sandbox_parts(foundation& from, sandbox_options const& what)
        : base(from),
          machine(processor_of(from, what.restricted_key)),
          kept((from.around.state->where() / "sandbox.journal").string()),
          remembered(kept.replay_into(machine)),
          face(from.loop.get_executor(), server_of(from, what), machine, &kept, from.time, *from.randomness,
               *from.journal),
          listener(from.loop.get_executor(), listener_of(from), routes, *from.journal, *from.figures,
                   *from.randomness) {
        face.mount(routes);
    }
    foundation& base;
    sandbox::processor machine;
    sandbox::journal kept;
    std::size_t remembered;
    sandbox::server face;
    http::router routes;
    http::server listener;
};

asio::awaitable<int> run_until_stopped(sandbox_parts& parts) {
    auto const executor = co_await asio::this_coro::executor;
    parts.listener.start();
    asio::co_spawn(executor, parts.face.run(), asio::detached);
    parts.base.journal->info("sandbox_serving", {{"at", parts.base.around.sandbox_listen.text()},
                                                 {"remembered", parts.remembered}});
    asio::signal_set signals{executor, SIGTERM, SIGINT};
    co_await signals.async_wait(net::quietly);
    co_await parts.listener.stop(milliseconds{2'000});
    parts.kept.sync();
    co_return 0;
}

}  // namespace

int run_sandbox(common_options const& how, sandbox_options const& what) {
    std::signal(SIGPIPE, SIG_IGN);
    foundation base{how, foundation::voice::full};
    if (base.around.processor.livemode) {
        throw std::runtime_error{"STRIPE_SECRET_KEY is a live key: the sandbox takes test keys only"};
    }
    sandbox_parts parts{base, what};
    return run_on(base.loop, run_until_stopped(parts));
}

}  // namespace quittance::app
