// The processor's event list, read by cursor: what webhooks never said is found here. An entry is a pointer;
// the object is read, unless the account knows already all it could say.
#include "commands.hpp"
#include "quittance/base/planted.hpp"
#include "quittance/domain/balance.hpp"
#include "settlement_state.hpp"

namespace quittance::engine {
namespace {

constexpr std::size_t most_events = 100;
constexpr std::chrono::hours first_look_back{24};
constexpr std::chrono::minutes overlap{5};  // events of one second come in any order

bool is_money_in(std::string const& type) {
    return type == "payment_intent.succeeded" || type == "charge.succeeded" ||
           type == "checkout.session.completed";
}

}  // namespace

awaitable<bool> settlement::state::knows_already(event_pointer const& pointer) {
    std::vector<domain::booking_id> wanted{pointer.whose.booking};
    auto const loaded = co_await where.load(pointer.whose.client, std::move(wanted));
    auto const* const what = loaded.account.find(pointer.whose.booking);
    if (!what || !what->moved_to.empty()) co_return false;
    for (auto const& page : what->card_pages) {
        bool const over =
            page.status == domain::session_status::complete || page.status == domain::session_status::expired;
        if (page.session.text() == pointer.object_id) co_return over;
    }
    if (auto const* const asked = domain::find_checkout(*what, domain::session_id{pointer.object_id})) {
        co_return !domain::is_live(*asked);
    }
    auto const* const paid = domain::find_payment(*what, domain::intent_id{pointer.intent});
    co_return paid&& is_money_in(pointer.type) && paid->captured.minor_units() > 0;
}

awaitable<void> settlement::state::follow_pointer(event_pointer pointer) {
    pointer.whose = co_await route_of(std::move(pointer.whose), domain::intent_id{pointer.intent});
    if (!is_ours(pointer.whose)) co_return;
    if (pointer.object_id.empty()) {
        co_await park(pointer, "its object is not as documented, and has no id");
        co_return;
    }
    bool const old_news = co_await knows_already(pointer);
    if (old_news) co_return;
    auto const read = co_await read_pointed(outside, pointer.object_id);
    bool const is_gone = !read && read.error().what == processor_failure::kind::not_found;
    // The list itself was read, so the key is right: what it may not read would hold up all that is newer.
    bool const may_not = !read && is_forbidden(read.error());
    if (!read && !is_gone && !may_not && !is_unreadable(read.error())) throw_unavailable(read.error());
    if (!read) {
        co_await park(pointer, may_not ? "the processor's key may not read the object it points to"
                                       : "the object it points to could not be read");
        co_return;
    }
    auto command = command_for_read(read->what, pointer.whose.booking);
    if (!command) {
        journal.warning("event_left_behind", {{"event_id", pointer.event_id},
                                              {"reason", "it is about a kind of object nobody here takes"}});
        co_return;
    }
    auto const found = co_await record_compared(pointer.whose, std::move(*command));
    // Its webhook, which would have been parked, may never have come.
    if (!found.applied) co_await park(pointer, "it is ours, but there is no such booking");
    if (found.is_news) {
        journal.warning("webhook_missed", {{"event_id", pointer.event_id}, {"type", pointer.type}});
        note_missed(news_kind_of(pointer.type));
    }
}

awaitable<void> settlement::state::follow_or_leave(event_pointer pointer) {
    bool unreadable = false;
    try {
        co_await follow_pointer(pointer);
    } catch (document_unreadable const& e) {
        journal.error("account_unreadable", {{"reason", e.what()}});
        unreadable = true;
    } catch (processor_refused const& e) {
        journal.error("event_left_behind", {{"event_id", pointer.event_id}, {"reason", e.what()}});
    } catch (processor_unreadable const& e) {  // whose it is is not known; one of ours is parked
        journal.error("event_left_behind", {{"event_id", pointer.event_id}, {"reason", e.what()}});
    } catch (unavailable const&) {
        if (!planted(bug::pass_over_failed_event)) throw;
    }
    if (unreadable) co_await park(pointer, "its account was written by a newer program, or is broken");
}

// The processor keeps events for a month only: a cursor older than that is forgotten there, its time is not.
awaitable<processor_result<std::vector<event_pointer>>> settlement::state::newer_events(
    std::optional<event_mark> cursor) {
    auto const from = cursor ? cursor->created - overlap : time.now() - first_look_back;
    auto const after = cursor ? cursor->event_id : std::string{};
    auto listed = co_await outside.list_events(after, from, most_events, event_bodies::keep);
    bool const forgotten = !listed && !after.empty() &&
                           (listed.error().what == processor_failure::kind::refused ||
                            listed.error().what == processor_failure::kind::not_found);
    if (!forgotten) co_return listed;
    journal.warning("event_cursor_forgotten", {{"event_id", after}, {"code", listed.error().code}});
    auto by_time = co_await outside.list_events(std::string{}, from, most_events, event_bodies::keep);
    co_return by_time;
}

awaitable<std::size_t> settlement::read_events() {
    auto& all = *state_;
    if (all.current.standing != store_standing::open) co_return 0;
    auto const cursor = co_await all.lists.event_cursor();
    auto const listed = co_await all.newer_events(cursor);
    if (!listed) throw_unavailable(listed.error());
    for (auto const& pointer : *listed) {
        co_await all.follow_or_leave(pointer);
        co_await all.lists.move_event_cursor({pointer.event_id, pointer.created});
    }
    co_return listed->size();
}

}  // namespace quittance::engine
