#include "processor_link.hpp"

#include <memory>

#include "quittance/http/message.hpp"

namespace quittance::simulation {
namespace {

using std::chrono::seconds;
using answer_place = std::shared_ptr<std::optional<stripe::delivery>>;

sandbox::api_request as_received(stripe::request what, std::string const& key) {
    sandbox::api_request asked;
    bool const get = what.method == stripe::request::verb::get;
    asked.method = get ? "GET" : "POST";
    asked.path = http::percent_decode(what.path, false).value_or(what.path);
    asked.query = std::move(what.query);
    asked.body = std::move(what.form);
    asked.authorization = "Bearer " + key;
    asked.idempotency_key = std::move(what.idempotency_key);
    asked.stripe_version = std::string{stripe::api_version};
    return asked;
}

std::string http_date(instant now) {
    static constexpr std::array<char const*, 7> days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static constexpr std::array<char const*, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    auto const day = std::chrono::floor<std::chrono::days>(now);
    civil_date const date{day};
    std::chrono::hh_mm_ss const clock{std::chrono::floor<seconds>(now - day)};
    std::array<char, 40> text{};
    std::snprintf(text.data(), text.size(), "%s, %02u %s %04d %02d:%02d:%02d GMT",
                  days[std::chrono::weekday{day}.c_encoding()], static_cast<unsigned>(date.day()),
                  months[static_cast<unsigned>(date.month()) - 1], static_cast<int>(date.year()),
                  static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
                  static_cast<int>(clock.seconds().count()));
    return text.data();
}

sandbox::mishap mishap_of(trouble& bad) {
    if (bad.strikes(fault::processor_busy)) {
        return bad.luck(fault::processor_busy).odds(0.5) ? sandbox::mishap::rate_limited
                                                         : sandbox::mishap::lock_timeout;
    }
    if (bad.strikes(fault::processor_fails)) return sandbox::mishap::server_error_before;
    if (bad.strikes(fault::processor_fails_after)) return sandbox::mishap::server_error_after;
    return sandbox::mishap::none;
}

// A surcharge or a discount that the business set up at the processor: money comes in that fits nothing
// agreed.
sandbox::api_request as_taken(surroundings& around, sandbox::api_request asked) {
    constexpr std::string_view name = "[unit_amount]=";
    auto const found = asked.body.find(name);
    if (asked.method != "POST" || found == std::string::npos) return asked;
    auto const [change, fresh] = around.amounts_changed.try_emplace(asked.idempotency_key, 0);
    if (fresh && around.bad.strikes(fault::amount_changed)) {
        change->second = 1 + static_cast<std::int64_t>(around.bad.luck(fault::amount_changed).below(500));
    }
    auto const from = found + name.size();
    auto const to = std::min(asked.body.find('&', from), asked.body.size());
    auto const units = std::stoll(asked.body.substr(from, to - from));
    asked.body.replace(from, to - from, std::to_string(units + change->second));
    return asked;
}

// Who sent it, and when by that gateway's own clock.
struct sender {
    int gateway = 0;
    instant at{};
};

sandbox::reply carry_out(surroundings& around, sender from, sandbox::api_request const& asked) {
    auto made = around.machine.handle(as_taken(around, asked), around.time.now(), mishap_of(around.bad));
    if (asked.method == "POST") ++around.processor_changes;
    around.machine.take_journal();
    around.told.add(
        around.time.now(), from.gateway, "call",
        asked.method + ' ' + asked.path + ' ' + asked.idempotency_key + ' ' + std::to_string(made.status));
    call_seen const seen{from.gateway, around.time.now(), asked.method, asked.path, asked.idempotency_key,
                         asked.body,   made.status,       made.body,    from.at};
    around.judge.called(seen);
    if (around.on_call) around.on_call(seen);
    return made;
}

// Under way for long: meanwhile a second request under the same key is turned away.
awaitable<void> travel(surroundings& around, std::string const key) {
    auto delay = around.usual_delay();
    bool const slow = around.bad.strikes(fault::slow);
    if (slow) delay = around.bad.luck(fault::slow).about(seconds{1}, seconds{40});
    bool const held = slow && around.machine.begin(key);
    co_await around.sleep(delay);
    if (held) around.machine.end(key);
}

awaitable<void> carry(surroundings& around, sender from, sandbox::api_request asked, answer_place place,
                      alarms::handle bell) {
    co_await travel(around, asked.idempotency_key);
    if (around.bad.strikes(fault::request_lost)) co_return;
    if (around.bad.strikes(fault::duplicate_request)) carry_out(around, from, asked);
    auto made = carry_out(around, from, asked);
    co_await travel(around, {});
    bool const lost = around.bad.strikes(fault::reply_lost);
    if (lost || around.cut[static_cast<std::size_t>(from.gateway)].processor > 0) co_return;
    stripe::delivery came;
    came.what = stripe::delivery::kind::reply;
    came.status = made.status;
    came.headers = std::move(made.headers);
    came.headers.emplace_back("Date", http_date(around.time.now()));
    came.body = std::move(made.body);
    *place = std::move(came);
    bell.ring();
}

}  // namespace

awaitable<stripe::delivery> processor_link::meet_a_wall(milliseconds patience) {
    stripe::delivery came;
    bool const refused = around_.latency.odds(0.5);
    came.what = refused ? stripe::delivery::kind::not_sent : stripe::delivery::kind::unknown;
    came.took = refused ? milliseconds{2} : patience;
    co_await owner_.steady.until(around_.time.now() + came.took);
    co_return came;
}

awaitable<stripe::delivery> processor_link::send(stripe::request what, milliseconds patience) {
    if (around_.cut[static_cast<std::size_t>(gateway_)].processor > 0) {
        co_return co_await meet_a_wall(patience);
    }
    auto const began = around_.time.now();
    auto const bell = owner_.steady.set(began + patience);
    auto const place = std::make_shared<std::optional<stripe::delivery>>();
    around_.spawn(carry(around_, {gateway_, time_.now()}, as_received(std::move(what), key_), place, bell));
    co_await owner_.steady.wait(bell);
    stripe::delivery came;
    if (*place) came = std::move(**place);
    came.took = around_.time.now() - began;
    co_return came;
}

awaitable<void> processor_link::pause(milliseconds how_long) {
    return owner_.steady.until(around_.time.now() + how_long);
}

}  // namespace quittance::simulation
