// `quittance notify list|replay|enable|forget`: what booking systems were told, and what is sent to them
// again.
#include <fmt/format.h>

#include <algorithm>
#include <exception>

#include "foundation.hpp"
#include "store_link.hpp"
#include "suggestion.hpp"

namespace quittance::app {
namespace {

using boost::asio::awaitable;
constexpr std::size_t usually_listed = 20;

struct desk {
    explicit desk(common_options const& how)
        : base(how, foundation::voice::warnings), store(make_store(base)) {}
    engine::outbox& box() const { return store->outbox(); }
    foundation base;
    std::unique_ptr<redis::database> store;
};

bool is_configured(desk const& at, std::string const& name) {
    auto const& all = at.base.settings.notify.endpoints;
    return std::any_of(all.begin(), all.end(), [&name](auto const& one) { return one.name == name; });
}

// Those the store knows, and those of the configuration that no gateway has met yet.
awaitable<std::vector<engine::endpoint_standing>> all_endpoints(desk const& at) {
    auto all = co_await at.box().endpoints();
    for (auto const& one : at.base.settings.notify.endpoints) {
        auto const same = [&one](auto const& known) { return known.name == one.name; };
        if (std::none_of(all.begin(), all.end(), same))
            all.push_back({one.name, std::nullopt, 0, std::nullopt});
    }
    co_return all;
}

// Throws a sentence for an endpoint nobody knows.
awaitable<engine::endpoint_standing> find(desk const& at, std::string name) {
    auto const all = co_await all_endpoints(at);
    std::vector<std::string> names;
    for (auto const& one : all) {
        if (one.name == name) co_return one;
        names.push_back(one.name);
    }
    throw std::runtime_error{fmt::format("no endpoint is called '{}'{}", name, did_you_mean(name, names))};
}

std::string standing_line(desk const& at, engine::endpoint_standing const& one) {
    std::string text = one.name + "  ";
    text += one.disabled_at
                ? fmt::format("disabled since {} (it answered 410 Gone; `quittance notify enable {}`)",
                              rfc3339(*one.disabled_at), one.name)
                : std::string{"enabled"};
    if (!is_configured(at, one.name)) {
        text += fmt::format("  not configured any more (`quittance notify forget {}`)", one.name);
    }
    text += fmt::format("  {} waiting", one.waiting);
    if (one.oldest) text += ", next due " + rfc3339(*one.oldest);
    return text;
}

std::string delivery_line(engine::delivery_note const& one) {
    auto const came = one.status != 0 ? std::to_string(one.status) : one.reason;
    auto text = fmt::format("    {}  {}  {}  {}  try {}  {}  {}", rfc3339(one.at), one.notice.id.text(),
                            one.notice.kind, one.notice.booking.text(), one.notice.tries, came,
                            engine::name_of(one.state));
    if (one.next) text += ", again " + rfc3339(*one.next);
    return text;
}

awaitable<void> print_endpoint(desk const& at, engine::endpoint_standing one, std::size_t most) {
    fmt::print("{}\n", standing_line(at, one));
    auto const told = co_await at.box().deliveries(one.name, most);
    for (auto const& note : told) fmt::print("{}\n", delivery_line(note));
}

awaitable<int> print_them(desk const& at, std::string name) {
    co_await reach_store(*at.store, false);
    std::vector<engine::endpoint_standing> all;
    if (name.empty()) {
        all = co_await all_endpoints(at);
    } else {
        auto one = co_await find(at, name);
        all.push_back(std::move(one));
    }
    auto const most = name.empty() ? usually_listed : engine::deliveries_kept;
    for (auto const& one : all) co_await print_endpoint(at, one, most);
    if (all.empty())
        fmt::print("No booking system is told anything; add [[notify.endpoint]] to quittance.toml.\n");
    co_return 0;
}

instant moment_of(std::string const& text) {
    auto const at = parse_rfc3339(text.size() == 10 ? text + "T00:00:00Z" : text);
    if (at) return *at;
    throw std::runtime_error{"--since is a date or a time such as 2026-11-21T09:30:00Z, not '" + text + "'"};
}

awaitable<int> send_again(desk const& at, std::string name, engine::replay_choice which) {
    co_await reach_store(*at.store, true);
    auto const one = co_await find(at, name);
    auto const many = co_await at.box().replay_notices(one.name, which, at.base.time.now());
    fmt::print("{} of the deliveries kept for {} will be sent again, under their ids.\n", many, one.name);
    if (one.disabled_at) {
        fmt::print("The endpoint is disabled: they wait until `quittance notify enable {}`.\n", one.name);
    }
    co_return many > 0 || !which.id ? 0 : 1;
}

awaitable<int> send_to(desk const& at, std::string name) {
    co_await reach_store(*at.store, true);
    auto const one = co_await find(at, name);
    co_await at.box().enable_endpoint(one.name, at.base.time.now());
    fmt::print("{} is enabled; {} waiting for it are sent now.\n", one.name, one.waiting);
    co_return 0;
}

awaitable<int> drop(desk const& at, std::string name) {
    co_await reach_store(*at.store, true);
    auto const one = co_await find(at, name);
    if (is_configured(at, one.name)) {
        throw std::runtime_error{fmt::format(
            "{} is still in the configuration; take it out there and reload the gateways first", one.name)};
    }
    co_await at.box().forget_endpoint(one.name);
    fmt::print("{} is forgotten, with {} that waited for it.\n", one.name, one.waiting);
    co_return 0;
}

// The connections go, however the work ends.
awaitable<int> and_close(desk const& at, awaitable<int> work) {
    std::exception_ptr failed;
    int code = 1;
    try {
        code = co_await std::move(work);
    } catch (...) {
        failed = std::current_exception();
    }
    at.store->close();
    if (failed) std::rethrow_exception(failed);
    co_return code;
}

}  // namespace

int list_notices(common_options const& how, notify_command const& what) {
    desk at{how};
    return run_on(at.base.loop, and_close(at, print_them(at, what.endpoint)));
}

int replay_notices(common_options const& how, notify_command const& what) {
    engine::replay_choice which;
    if (!what.id.empty()) which.id = engine::notice_id{what.id};
    if (!what.since.empty()) which.since = moment_of(what.since);
    desk at{how};
    return run_on(at.base.loop, and_close(at, send_again(at, what.endpoint, which)));
}

int enable_endpoint(common_options const& how, notify_command const& what) {
    desk at{how};
    return run_on(at.base.loop, and_close(at, send_to(at, what.endpoint)));
}

int forget_endpoint(common_options const& how, notify_command const& what) {
    desk at{how};
    return run_on(at.base.loop, and_close(at, drop(at, what.endpoint)));
}

}  // namespace quittance::app
