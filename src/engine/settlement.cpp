#include "quittance/engine/settlement.hpp"

#include "commands.hpp"
#include "gather.hpp"
#include "news.hpp"
#include "patience.hpp"
#include "quittance/base/planted.hpp"
#include "settlement_state.hpp"

namespace quittance::engine {
namespace {

constexpr std::size_t most_wakes = 100;
constexpr std::size_t most_at_once = 16;

}  // namespace

settlement::state::state(boost::asio::any_io_executor ex, accounts& b, registry& r, queues& q, store& s,
                         processor& p, clock& c, settings const& cur, log& l, metrics& m)
    : executor(std::move(ex)),
      books(b),
      lists(r),
      waiting(q),
      where(s),
      outside(p),
      time(c),
      current(cur),
      journal(l),
      looked_up(m.count("quittance_look_ups_total", "Look-ups at the processor.", {{"outcome", "answered"}})),
      look_up_failed(
          m.count("quittance_look_ups_total", "Look-ups at the processor.", {{"outcome", "failed"}})),
      parked(
          m.count("quittance_parked_events_total", "Events that are ours and that no account could take.")),
      foreign(m.count("quittance_foreign_events_total", "Events of other things sold on the same account.")),
      missed(m.count("quittance_webhooks_missed_total",
                     "Changes that look-ups or the event list found before any webhook told them.")) {}

awaitable<route> settlement::state::route_of(route told, domain::intent_id intent) {
    if (!told.empty() || intent.empty()) co_return told;
    auto const read = co_await outside.read_intent(intent);
    if (read) co_return read->whose;
    if (read.error().what == processor_failure::kind::not_found) co_return told;
    throw_unavailable(read.error());
}

awaitable<route> settlement::state::route_of_customer(route told, domain::customer_id customer) {
    if (!told.empty() || customer.empty()) co_return told;
    auto const read = co_await outside.read_customer(customer);
    if (read) co_return *read;
    if (read.error().what == processor_failure::kind::not_found) co_return told;
    throw_unavailable(read.error());
}

awaitable<std::vector<domain::booking_id>> settlement::state::reached_by(route whose,
                                                                         domain::command const& what) {
    std::vector<domain::booking_id> all{whose.booking};
    bool const of_all = std::holds_alternative<domain::card_page_seen>(what) ||
                        std::holds_alternative<domain::card_seen>(what);
    if (!of_all) co_return all;
    auto const whole = co_await where.load_whole(whose.client);
    for (auto const& [id, one] : whole.account.bookings) {
        if (one.moved_to.empty() && id != whose.booking) all.push_back(id);
    }
    co_return all;
}

awaitable<apply_result> settlement::state::record(route whose, domain::command what,
                                                  std::optional<event_mark> mark) {
    apply_request request;
    request.client = whose.client;
    request.bookings = co_await reached_by(whose, what);
    request.what = std::move(what);
    request.mark = std::move(mark);
    auto applied = co_await books.apply(std::move(request));
    co_return applied;
}

// Nothing: the account cannot be read by this program, and stays as it is.
awaitable<std::optional<apply_result>> settlement::state::record_readable(route whose, domain::command what,
                                                                          std::optional<event_mark> mark) {
    try {
        auto applied = co_await record(whose, std::move(what), std::move(mark));
        co_return std::optional<apply_result>{std::move(applied)};
    } catch (document_unreadable const& error) {
        journal.error("account_unreadable", {{"reason", error.what()}});
    }
    co_return std::nullopt;
}

awaitable<void> settlement::state::park(unplaced what, std::string reason) {
    parked.add();
    journal.error("event_parked", {{"event_id", what.event_id}, {"type", what.type}, {"reason", reason}});
    parked_event kept;
    kept.event_id = std::move(what.event_id);
    kept.type = std::move(what.type);
    kept.body = std::move(what.body);
    kept.reason = std::move(reason);
    kept.at = time.now();
    if (!planted(bug::park_nothing)) co_await lists.park(std::move(kept));
}

awaitable<webhook_outcome> settlement::state::park(webhook_event const& event, std::string body,
                                                   std::string reason) {
    unplaced what{event.event_id, event.type, std::move(body)};
    co_await park(std::move(what), std::move(reason));
    co_return webhook_outcome::parked;
}

awaitable<void> settlement::state::park(event_pointer const& listed, std::string reason) {
    return park(unplaced{listed.event_id, listed.type, listed.body}, std::move(reason));
}

void settlement::state::note_missed(news_kind kind) {
    if (silence.found_otherwise(kind, time.now())) missed.add();
}

awaitable<settlement::state::found_record> settlement::state::record_compared(route whose,
                                                                              domain::command what) {
    std::vector<domain::booking_id> wanted{whose.booking};
    auto const before = co_await where.load(whose.client, std::move(wanted));
    auto applied = co_await record(whose, std::move(what), std::nullopt);
    bool const news = applied && applied->changed && is_news(before.account, applied->account, whose.booking);
    co_return found_record{std::move(applied), news};
}

awaitable<void> settlement::state::record_found(route whose, domain::command what, news_kind kind) {
    auto const found = co_await record_compared(std::move(whose), std::move(what));
    if (found.is_news) note_missed(kind);
}

awaitable<webhook_outcome> settlement::state::receive(webhook_event event, std::string body) {
    silence.heard(news_kind_of(event.type), time.now());
    if (std::holds_alternative<uninteresting>(event.what)) co_return webhook_outcome::ignored;
    if (current.standing == store_standing::other) throw store_quarantined(current.standing_reason);
    event.whose = co_await route_of(std::move(event.whose), event.intent);
    event.whose = co_await route_of_customer(std::move(event.whose), event.customer);
    if (!is_ours(event.whose)) {
        foreign.add();
        co_return webhook_outcome::foreign;
    }
    auto const* const pointer = std::get_if<pointer_report>(&event.what);
    bool const is_read = pointer != nullptr;
    if (is_read) {
        if (pointer->object_id.empty())
            co_return co_await park(event, std::move(body), "its object is not as documented, and has no id");
        auto read = co_await read_pointed(outside, pointer->object_id);
        bool const comes_later =
            !read && read.error().what != processor_failure::kind::not_found && !is_unreadable(read.error());
        if (comes_later) throw_unavailable(read.error());
        if (read) event.what = std::move(read->what);
    }
    if (std::holds_alternative<uninteresting>(event.what)) co_return webhook_outcome::ignored;
    auto command = is_read ? command_for_read(event.what, event.whose.booking)
                           : command_for(event.what, event.whose.booking);
    if (!command)
        co_return co_await park(event, std::move(body), "the object it points to could not be read");
    std::optional<event_mark> mark = event_mark{event.event_id, event.created};
    auto const applied = co_await record_readable(event.whose, std::move(*command), std::move(mark));
    if (!applied) {
        co_return co_await park(event, std::move(body),
                                "its account was written by a newer program, or is broken");
    }
    if (!*applied)
        co_return co_await park(event, std::move(body), "it is ours, but there is no such booking");
    co_return (*applied)->changed ? webhook_outcome::applied : webhook_outcome::nothing_new;
}

settlement::settlement(boost::asio::any_io_executor executor, accounts& books, registry& lists,
                       queues& waiting, store& where, processor& outside, clock& time,
                       settings const& current, log& journal, metrics& figures)
    : state_(std::make_unique<state>(std::move(executor), books, lists, waiting, where, outside, time,
                                     current, journal, figures)) {}
settlement::~settlement() = default;

awaitable<webhook_outcome> settlement::receive(webhook_event event, std::string body) {
    return state_->receive(std::move(event), std::move(body));
}

awaitable<void> settlement::look_now(domain::client_id client, domain::booking_id booking) {
    auto& all = *state_;
    if (all.current.standing != store_standing::open) co_return;
    auto const until = all.time.now() + all.current.checkout_patience;
    auto look = all.look_now(std::move(client), std::move(booking));
    co_await run_within(all.executor, all.time, until, all.journal, std::move(look));
}

webhook_silence const& settlement::silence() const { return state_->silence; }

awaitable<void> settlement::wake_up(wake due) { return state_->wake_up(std::move(due)); }

awaitable<std::size_t> settlement::run_due() {
    if (state_->current.standing != store_standing::open) co_return 0;
    auto const now = state_->time.now();
    auto const due = co_await state_->waiting.claim_wakes(now, state_->current.wake_lease, most_wakes);
    auto work = [this, &due](std::size_t i) { return state_->wake_up(due[i]); };
    co_await gather(state_->executor, due.size(), most_at_once, std::move(work));
    co_return due.size();
}

}  // namespace quittance::engine
