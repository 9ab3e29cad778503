#include "line.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>

namespace quittance::notify {
namespace {

using engine::delivery_state;

// Longer than a try may take: who claimed it and lives has said so by then.
milliseconds lease_of(milliseconds deadline) { return 2 * deadline; }

}  // namespace

// A try's place among those at once; it goes with the frame, however that ends.
struct line::place {
    explicit place(std::shared_ptr<line> of) : on(std::move(of)) { ++on->in_hand_; }
    place(place const&) = delete;
    place& operator=(place const&) = delete;
    ~place() { --on->in_hand_; }
    std::shared_ptr<line> on;
};

line::line(surroundings const& around, endpoint whom, options const& how)
    : around_(around),
      whom_(std::move(whom)),
      sender_(std::make_shared<sender>(around.executor, whom_, how)),
      most_at_once_(how.most_at_once),
      pace_(how.pace),
      lease_(lease_of(how.deadline)),
      taken_(around.figures.count("quittance_notices_total", "Tries to tell booking systems, by outcome.",
                                  {{"endpoint", whom_.name}, {"outcome", "taken"}})),
      failed_(around.figures.count("quittance_notices_total", "Tries to tell booking systems, by outcome.",
                                   {{"endpoint", whom_.name}, {"outcome", "failed"}})),
      given_up_(around.figures.count("quittance_notices_total", "Tries to tell booking systems, by outcome.",
                                     {{"endpoint", whom_.name}, {"outcome", "given_up"}})) {}

void line::start() {
    running_ = true;
    auto keep = [self = shared_from_this()](std::exception_ptr const&) { self->running_ = false; };
    boost::asio::co_spawn(around_.executor, work(),
                          boost::asio::bind_cancellation_slot(call_off_.slot(), std::move(keep)));
}

void line::poke() {
    poked_ = true;
    call_off_.emit(boost::asio::cancellation_type::total);
}

void line::stop() {
    stopping_ = true;
    poke();
}

boost::asio::awaitable<void> line::work() {
    co_await boost::asio::this_coro::throw_if_cancelled(false);
    while (!stopping_) {
        poked_ = false;
        co_await try_round();
        co_await rest();
    }
}

// A poke ends the rest, never work in hand.
boost::asio::awaitable<void> line::rest() {
    co_await boost::asio::this_coro::reset_cancellation_state(boost::asio::enable_total_cancellation());
    if (!stopping_ && !poked_) co_await around_.time.sleep_until(around_.time.now() + pace_);
    co_await boost::asio::this_coro::reset_cancellation_state(boost::asio::enable_terminal_cancellation());
}

boost::asio::awaitable<void> line::try_round() {
    try {
        co_await round();
    } catch (std::exception const& e) {
        around_.journal.error("notify_round_failed", {{"endpoint", whom_.name}, {"reason", e.what()}});
        poked_ = false;  // whatever is wrong is not better at once
    }
}

boost::asio::awaitable<void> line::round() {
    if (around_.current.standing != engine::store_standing::open || in_hand_ >= most_at_once_) co_return;
    if (!known_) co_await around_.waiting.know_endpoints({whom_.name});
    known_ = true;
    auto const room = most_at_once_ - in_hand_;
    auto claimed = co_await around_.waiting.claim_notices(whom_.name, around_.time.now(), lease_, room);
    if (claimed.empty()) co_return;
    if (claimed.size() == room) poked_ = true;
    auto const disabled = co_await around_.waiting.is_disabled(whom_.name);
    if (disabled) {
        co_await put_off(std::move(claimed));
        co_return;
    }
    for (auto& one : claimed) {
        auto keep = [self = shared_from_this()](std::exception_ptr const&) {};
        boost::asio::co_spawn(around_.executor,
                              tell(std::move(one), std::make_shared<place>(shared_from_this())),
                              std::move(keep));
    }
}

// For a disabled endpoint: what waited long enough is given up, the rest waits until then.
boost::asio::awaitable<void> line::put_off(std::vector<engine::ordered_notice> all) {
    for (auto& one : all) {
        auto const now = around_.time.now();
        auto const last = one.ordered_at + longest_wait;
        engine::delivery_note note{
            std::move(one), delivery_state::waiting, 0, "endpoint_disabled", now, last};
        if (now >= last) {
            note.state = delivery_state::given_up;
            note.next.reset();
            given_up_.add();
        }
        co_await around_.waiting.settle_notice(std::move(note));
    }
}

// Never throws: what fails here stays ordered, and its lease runs out.
boost::asio::awaitable<void> line::tell(engine::ordered_notice what, std::shared_ptr<place> mine) {
    auto const id = what.id;
    try {
        co_await try_to_tell(std::move(what));
    } catch (std::exception const& e) {
        around_.journal.error("notice_unsettled",
                              {{"endpoint", whom_.name}, {"notice", id}, {"reason", e.what()}});
    }
    mine.reset();
    poke();  // there is room
}

boost::asio::awaitable<void> line::try_to_tell(engine::ordered_notice what) {
    auto const through = sender_;
    auto const came = co_await through->send(what, around_.time.now());
    ++what.tries;
    auto const found = judge(came.status);
    engine::delivery_note note{std::move(what), delivery_state::delivered, came.status,
                               came.reason,     around_.time.now(),        std::nullopt};
    if (found == verdict::failed) {
        if (auto const pause = pause_after(note.notice.tries, around_.randomness))
            note.next = note.at + *pause;
        note.state = note.next ? delivery_state::waiting : delivery_state::given_up;
    }
    if (found == verdict::gone) {
        note.state = delivery_state::waiting;
        note.next = std::max(note.notice.ordered_at + longest_wait, note.at);
    }
    write(note);
    co_await settle(std::move(note), found);
}

boost::asio::awaitable<void> line::settle(engine::delivery_note note, verdict came) {
    auto const at = note.at;
    if (came == verdict::gone) {
        co_await around_.waiting.disable_endpoint(whom_.name, at);
        around_.journal.error("notify_endpoint_disabled",
                              {{"endpoint", whom_.name},
                               {"reason",
                                "it answered 410 Gone: nothing is sent until somebody runs "
                                "`quittance notify enable`"}});
    }
    co_await around_.waiting.settle_notice(std::move(note));
}

void line::write(engine::delivery_note const& note) {
    bool const taken = note.state == delivery_state::delivered;
    bool const lost = note.state == delivery_state::given_up;
    (taken ? taken_ : lost ? given_up_ : failed_).add();
    auto const level = taken ? log_level::info : lost ? log_level::error : log_level::warning;
    around_.journal.write(level,
                          "notice_" + std::string{taken  ? "told"
                                                  : lost ? "given_up"
                                                         : "not_taken"},
                          {{"endpoint", whom_.name},
                           {"notice", note.notice.id},
                           {"kind", note.notice.kind},
                           {"booking", note.notice.booking},
                           {"try", note.notice.tries},
                           {"status", note.status},
                           {"reason", note.reason}});
}

}  // namespace quittance::notify
