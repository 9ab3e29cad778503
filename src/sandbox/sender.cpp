// Webhooks over HTTP: what is due is sent, what fails comes back after a gap, what is to go wrong goes wrong.
#include <boost/asio/co_spawn.hpp>

#include <exception>
#include <stdexcept>

#include "server_state.hpp"

namespace quittance::sandbox {

namespace {

namespace asio = boost::asio;

struct target {
    std::string origin, path;
};

target split(std::string const& url) {
    auto const scheme = url.find("://");
    auto const slash = scheme == std::string::npos ? std::string::npos : url.find('/', scheme + 3);
    if (slash == std::string::npos) return {.origin = url, .path = "/"};
    return {.origin = url.substr(0, slash), .path = url.substr(slash)};
}

net::client_request request_for(outgoing_webhook const& webhook, std::string path) {
    return {.method = "POST",
            .target = std::move(path),
            .headers = {{"Content-Type", "application/json; charset=utf-8"},
                        {"Stripe-Signature", webhook.signature},
                        {"User-Agent", "Quittance-Sandbox/1.0"}},
            .body = webhook.body};
}

asio::awaitable<bool> post(shared_state here, outgoing_webhook webhook) {
    auto const to = split(webhook.url);
    auto* client = here->client_for(to.origin);
    if (!client) co_return false;
    auto asked = request_for(webhook, to.path);
    auto const answer = co_await client->send(std::move(asked), std::chrono::milliseconds{10'000});
    unsigned const status = answer ? answer->status : 0;
    here->out.info(
        "sandbox_webhook",
        {{"event", webhook.event}, {"type", webhook.type}, {"status", status}, {"attempt", webhook.attempt}});
    co_return status >= 200 && status < 300;
}

std::chrono::milliseconds held_back(server_state& here) {
    std::chrono::milliseconds wait{0};
    auto& wanted = here.options.troubles;
    if (here.roll(wanted.webhook_delay)) wait += wanted.webhook_delay_by;
    if (here.roll(wanted.webhook_reorder))
        wait += std::chrono::milliseconds{random_below(here.randomness, 2'000)};
    return wait;
}

asio::awaitable<void> deliver(shared_state here, outgoing_webhook webhook) {
    auto const wait = held_back(*here);
    if (wait.count() > 0) co_await here->time.sleep_until(here->time.now() + wait);
    bool const dropped = here->roll(here->options.troubles.webhook_drop);
    bool accepted = false;
    if (!dropped) accepted = co_await post(here, webhook);
    bool const twice = accepted && here->roll(here->options.troubles.webhook_duplicate);
    if (twice) accepted = co_await post(here, webhook);
    --here->sending;
    if (here->stopped) co_return;  // the machine may be gone; after a restart the webhook is due again
    // A dropped webhook never reports: it is neither delivered nor tried again.
    if (!dropped) here->machine.delivered(webhook.delivery, accepted, here->time.now());
    here->settle();
}

std::string reason_of(std::exception_ptr const& thrown) {
    try {
        std::rethrow_exception(thrown);
    } catch (std::exception const& why) {
        return why.what();
    } catch (...) {
        return "unknown";
    }
}

}  // namespace

bool server_state::roll(dose& each) {
    if (each.count > 0) {
        --each.count;
        return true;
    }
    if (each.rate <= 0) return false;
    return static_cast<double>(random_below(randomness, 1'000'000)) < each.rate * 1'000'000;
}

net::https_client* server_state::client_for(std::string const& origin) {
    auto& known = clients[origin];
    if (known) return known.get();
    try {
        known = std::make_unique<net::https_client>(
            executor,
            net::client_options{.base = origin, .allow_plain_loopback = true, .most_in_flight = 16});
    } catch (std::invalid_argument const& refused) {
        out.error("sandbox_webhook_address_refused", {{"address", origin}, {"reason", refused.what()}});
    }
    return known.get();
}

void server_state::send_due() {
    if (stopped || sending >= options.webhooks_in_flight) return;
    auto due = machine.take_webhooks(time.now(), options.webhooks_in_flight - sending);
    for (auto& webhook : due) {
        ++sending;
        asio::co_spawn(executor, deliver(shared_from_this(), std::move(webhook)),
                       [here = shared_from_this()](std::exception_ptr thrown) {
                           if (thrown)
                               here->out.error("sandbox_webhook_lost", {{"reason", reason_of(thrown)}});
                       });
    }
}

void server_state::settle() {
    auto const lines = machine.take_journal();
    if (kept) kept->append(lines);
    send_due();
    auto const later = machine.take_journal();  // taking webhooks may have moved time
    if (kept) kept->append(later);
}

}  // namespace quittance::sandbox
