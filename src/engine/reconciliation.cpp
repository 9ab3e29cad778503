#include "quittance/engine/reconciliation.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "commands.hpp"
#include "quittance/domain/balance.hpp"

namespace quittance::engine {
namespace {

constexpr std::chrono::minutes clock_margin{5};
constexpr std::chrono::hours events_are_kept{24 * 30};
constexpr std::size_t most_events = 1'000'000;
constexpr std::size_t most_looked_through = 100'000;

std::string parked_name(domain::session_id const& session) { return "reconcile:" + session.text(); }

bool is_paid(domain::session_fact const& fact) { return fact.payment == domain::payment_status::paid; }

// Nobody can pay it and nobody did.
bool came_to_nothing(domain::session_fact const& fact) {
    return fact.status == domain::session_status::expired && !is_paid(fact);
}

// Refunds, disputes and the sums of charges: what sessions and intents do not tell.
bool tells_of_money_back(std::string const& type) {
    return type.starts_with("refund.") || type.starts_with("charge.refund") ||
           type.starts_with("charge.dispute.");
}

bool same_sums(domain::balance const& a, domain::balance const& b) {
    return std::tie(a.received, a.went_back, a.open, a.unallocated) ==
           std::tie(b.received, b.went_back, b.open, b.unallocated);
}

// It took money, or may take it without anybody doing anything more.
bool takes_money(domain::intent_fact const& fact) {
    return fact.status == domain::intent_status::succeeded ||
           fact.status == domain::intent_status::processing ||
           fact.status == domain::intent_status::requires_capture;
}

// Its order is there: by its own id, or by the number it was ordered under.
bool knows_order(domain::booking const& what, domain::intent_fact const& fact) {
    auto const* const named = domain::find_checkout(what, fact.checkout);
    bool const answers = named && (named->intent.empty() || named->intent == fact.intent);
    return answers || std::any_of(what.checkouts.begin(), what.checkouts.end(),
                                  [&fact](domain::checkout const& c) { return c.intent == fact.intent; });
}

std::string sentence_about(domain::intent_fact const& fact) {
    if (fact.status == domain::intent_status::succeeded)
        return "a charge took " + domain::plain_text(fact.received) + ", which is not recorded";
    return "a charge of " + domain::plain_text(fact.amount) + " is under way, which is not recorded";
}

std::string sentence_about(domain::session_fact const& fact) {
    auto const amount = domain::plain_text(fact.amount);
    if (is_paid(fact)) return "was paid " + amount + ", which is not recorded";
    if (fact.status == domain::session_status::complete) return "a payment of " + amount + " is under way";
    if (fact.status == domain::session_status::open) return "a page for " + amount + " can still be paid";
    return "a page for " + amount + " has ended";
}

}  // namespace

struct reconciler::state {
    state(accounts& b, store& s, registry& r, processor& p, clock& c, entropy& e, settings const& cur,
          recover_booking re)
        : books(b),
          where(s),
          lists(r),
          outside(p),
          time(c),
          randomness(e),
          current(cur),
          recover(std::move(re)) {}

    accounts& books;
    store& where;
    registry& lists;
    processor& outside;
    clock& time;
    entropy& randomness;
    settings const& current;
    recover_booking recover;

    // Of one run. The accounts as they are or, without `apply`, as they would be.
    bool apply = false;
    reconciliation told;
    std::map<domain::client_id, domain::account> seen;
    std::map<domain::intent_id, route> routes;
    std::set<domain::intent_id> taken;                 // of sessions, read already
    std::map<std::string, std::string> parked_before;  // the store's own id, by the event's

    bool is_ours(route const& whose) const {
        return whose.store == current.store_id && !whose.client.empty();
    }

    void say(route const& whose, std::string subject, std::string what, bool needs_person) {
        told.found.push_back(
            {whose.client, whose.booking, std::move(subject), std::move(what), needs_person});
    }

    awaitable<domain::account*> account_of(domain::client_id client) {
        auto const known = seen.find(client);
        if (known != seen.end()) co_return &known->second;
        auto loaded = co_await where.load_whole(client);
        loaded.account.id = client;
        co_return &seen.emplace(client, std::move(loaded.account)).first->second;
    }

    // Where the booking lives now; empty: nowhere.
    awaitable<domain::booking_id> place_of(route whose) {
        auto const* const account = co_await account_of(whose.client);
        auto const* what = account->find(whose.booking);
        for (int hops = 0; what && !what->moved_to.empty() && hops < 50; ++hops) {
            what = account->find(what->moved_to);
        }
        co_return what ? what->id : domain::booking_id{};
    }

    // What ids and times add is recorded without a word: only money that moved is a difference.
    enum class speak { always, of_money };

    // True: it is recorded now, or was before (or would be).
    awaitable<bool> consider(route whose, domain::command what, std::string subject, std::string sentence,
                             speak about = speak::always) {
        auto* const account = co_await account_of(whose.client);
        auto const decided = domain::decide(*account, what, time.now(), current.policy);
        if (!decided) {
            auto const why = std::string{domain::name_of(decided.error().reason)};
            say(whose, std::move(subject), sentence + "; it cannot be recorded: " + why, true);
            co_return false;
        }
        if (decided->events.empty()) co_return true;
        auto const* const before = account->find(whose.booking);
        auto const sums = before ? std::optional{domain::balance_of(*before)} : std::nullopt;
        for (auto const& e : decided->events) domain::evolve(*account, e);
        bool const moved = !sums || !same_sums(domain::balance_of(*account->find(whose.booking)), *sums);
        if (moved || about == speak::always) say(whose, std::move(subject), std::move(sentence), false);
        if (apply) {
            apply_request request;
            request.client = whose.client;
            request.bookings = {whose.booking};
            request.what = std::move(what);
            auto const applied = co_await books.apply(std::move(request));
            if (!applied) throw store_unavailable("the store changed while it was compared; run it again");
        }
        co_return true;
    }

    // Nobody may find a booking by its link that the directory does not lead to.
    awaitable<bool> own(route whose, domain::booking_identity identity) {
        auto owner = co_await where.find_identity(identity);
        if (!owner && apply) owner = co_await where.claim_identity(std::move(identity), whose.client);
        if (owner && *owner != whose.client) {
            say(whose, owner->text(), "its reference belongs to another account by now", true);
            co_return false;
        }
        co_return true;
    }

    awaitable<void> park(routed_session const& lost) {
        parked_event kept;
        kept.event_id = parked_name(lost.fact.session);
        kept.type = std::string{parked_by_reconciliation};
        kept.body = lost.fact.session.text();
        kept.reason = "its booking is gone and was not recognised; look it up at the processor";
        kept.at = time.now();
        co_await lists.park(std::move(kept));
    }

    // What an earlier run parked is recorded, or came to nothing.
    awaitable<void> unpark(domain::session_id session) {
        auto const kept = parked_before.find(parked_name(session));
        if (!apply || kept == parked_before.end()) co_return;
        auto const entry = kept->second;
        co_await lists.unpark(entry);
    }

    awaitable<void> learn_what_is_parked() {
        auto const all = co_await lists.parked(most_looked_through);
        for (auto const& one : all) parked_before.emplace(one.event_id, one.id);
    }

    awaitable<bool> rebuild(routed_session lost) {
        if (came_to_nothing(lost.fact)) {
            co_await unpark(lost.fact.session);
            co_return false;
        }
        auto command = recover(lost);
        if (!command) {
            say(lost.whose, lost.fact.session.text(),
                sentence_about(lost.fact) + "; its booking is gone, and the reference \'" + lost.reference +
                    "\' fits no offer and booking page of the configuration",
                true);
            if (apply) co_await park(lost);
            co_return false;
        }
        auto const mine = co_await own(lost.whose, command->identity);
        if (!mine) co_return false;
        if (command->page_token.empty()) command->page_token = random_token(randomness);
        command->return_base.clear();
        auto const reference = command->identity.reference;
        bool const terms_lost = command->terms_lost;
        auto const made = co_await consider(lost.whose, std::move(*command), lost.fact.session.text(),
                                            "its booking '" + reference + "' is gone and is made again");
        if (made && terms_lost) {
            say(lost.whose, lost.fact.session.text(),
                "only what this page asked for is known of '" + reference +
                    "': look up what else was agreed (parts, periods, credits, days), and enter it anew",
                true);
        }
        co_return made;
    }

    // What the store forgot must not take money beside what it knows.
    awaitable<processor_result<routed_session>> closed_page(route whose, routed_session forgotten) {
        say(whose, forgotten.fact.session.text(), "a second page that could be paid is closed", false);
        if (!apply) co_return forgotten;
        auto const key = "reconcile-" + forgotten.fact.session.text();
        auto ended = co_await outside.expire_session(effect_key{key}, forgotten.fact.session);
        co_return ended;
    }

    awaitable<void> take_session(route whose, routed_session fresh) {
        auto const* const account = co_await account_of(whose.client);
        auto const* const what = account->find(whose.booking);
        auto const* const named = domain::find_checkout(*what, fresh.fact.checkout);
        bool const known =
            domain::find_checkout(*what, fresh.fact.session) != nullptr || (named && named->session.empty());
        if (!known && came_to_nothing(fresh.fact)) co_return;
        bool const second = !known && domain::live_checkout(*what) != nullptr &&
                            fresh.fact.status == domain::session_status::open;
        if (second) {
            auto ended = co_await closed_page(whose, fresh);
            if (!ended) throw_unavailable(ended.error());
            fresh = std::move(*ended);
            if (came_to_nothing(fresh.fact) || !apply) co_return;
        }
        domain::command command = domain::session_seen{whose.booking, fresh.fact, false};
        if (!known) command = domain::adopt_session{whose.booking, fresh.fact, fresh.fact.at};
        co_await consider(whose, std::move(command), fresh.fact.session.text(), sentence_about(fresh.fact));
    }

    awaitable<void> take_money(route whose, domain::intent_id intent) {
        if (intent.empty() || !taken.insert(intent).second) co_return;
        auto const read = co_await outside.read_intent(intent);
        if (!read) throw_unavailable(read.error());
        domain::command seen_intent = domain::intent_seen{whose.booking, read->fact};
        co_await consider(whose, std::move(seen_intent), intent.text(),
                          "its payment is not recorded as it is", speak::of_money);
        co_await take_charge(whose, read->fact.charge);
    }

    awaitable<void> take_charge(route whose, domain::charge_id which) {
        if (which.empty()) co_return;
        auto const charge = co_await outside.read_charge(which);
        if (!charge) throw_unavailable(charge.error());
        domain::command seen_charge = domain::charge_seen{whose.booking, *charge};
        co_await consider(whose, std::move(seen_charge), charge->charge.text(),
                          "the sums of its charge are not recorded as they are", speak::of_money);
    }

    awaitable<void> compare(routed_session listed) {
        ++told.sessions;
        if (!listed.fact.intent.empty()) routes.emplace(listed.fact.intent, listed.whose);
        auto whose = listed.whose;
        whose.booking = co_await place_of(whose);
        if (whose.booking.empty()) {
            auto const made = co_await rebuild(listed);
            if (!made) co_return;
            whose.booking = listed.whose.booking;
        } else {
            auto const* const account = co_await account_of(whose.client);
            auto identity = account->find(whose.booking)->identity;
            auto const mine = co_await own(whose, std::move(identity));
            if (!mine) co_return;
        }
        // With its intent inside: only then it can be told whether it is dead.
        auto fresh = co_await outside.read_session(listed.fact.session);
        if (!fresh) throw_unavailable(fresh.error());
        auto const intent = fresh->fact.intent;
        bool const paid = is_paid(fresh->fact);
        co_await take_session(whose, std::move(*fresh));
        if (paid) co_await take_money(whose, intent);
        co_await unpark(listed.fact.session);
    }

    // A charge without the client: no session tells of it. What the store does not know it would charge
    // again.
    awaitable<void> compare(routed_intent listed) {
        routes.emplace(listed.fact.intent, listed.whose);
        if (!takes_money(listed.fact) || taken.contains(listed.fact.intent)) co_return;
        ++told.charges;
        auto whose = listed.whose;
        whose.booking = co_await place_of(whose);
        if (whose.booking.empty()) {
            say(listed.whose, listed.fact.intent.text(),
                sentence_about(listed.fact) +
                    "; its booking is gone: begin before the day its first payment was made",
                true);
            co_return;
        }
        // Listed without the time of its charge.
        auto const read = co_await outside.read_intent(listed.fact.intent);
        if (!read) throw_unavailable(read.error());
        auto const* const account = co_await account_of(whose.client);
        domain::command seen_charge = domain::intent_seen{whose.booking, read->fact};
        if (!knows_order(*account->find(whose.booking), read->fact)) {
            seen_charge = domain::intent_looked_up{whose.booking, read->fact.checkout, read->fact};
        }
        co_await consider(whose, std::move(seen_charge), read->fact.intent.text(),
                          sentence_about(read->fact));
        co_await take_charge(whose, read->fact.charge);
    }

    awaitable<void> compare_intents(instant from) {
        auto listed = co_await outside.list_intents(from, time.now() + clock_margin);
        if (!listed) throw_unavailable(listed.error());
        std::reverse(listed->begin(), listed->end());  // as they were made
        for (auto const& one : *listed) {
            if (is_ours(one.whose)) co_await compare(one);
        }
    }

    awaitable<route> route_of(event_pointer const& pointer) {
        if (!pointer.whose.empty() || pointer.intent.empty()) co_return pointer.whose;
        domain::intent_id const intent{pointer.intent};
        auto const known = routes.find(intent);
        if (known != routes.end()) co_return known->second;
        auto const read = co_await outside.read_intent(intent);
        auto const whose = read ? read->whose : route{};
        routes.emplace(intent, whose);
        co_return whose;
    }

    awaitable<void> follow(event_pointer pointer) {
        auto whose = co_await route_of(pointer);
        if (!is_ours(whose)) co_return;
        whose.booking = co_await place_of(whose);
        if (whose.booking.empty()) co_return;  // its session said so already
        auto const read = co_await read_pointed(outside, pointer.object_id);
        if (!read && read.error().what == processor_failure::kind::not_found) co_return;
        if (!read) throw_unavailable(read.error());
        auto command = command_for_read(read->what, whose.booking);
        if (!command) co_return;
        co_await consider(whose, std::move(*command), pointer.object_id,
                          "money that went back, or is contested, is not recorded as it is now");
    }

    awaitable<void> compare_events(instant from) {
        auto const earliest = std::max<instant>(from, time.now() - events_are_kept);
        auto const listed =
            co_await outside.list_events(std::string{}, earliest, most_events, event_bodies::drop);
        if (!listed) throw_unavailable(listed.error());
        std::set<std::string> followed;
        for (auto const& pointer : *listed) {
            if (!tells_of_money_back(pointer.type) || !followed.insert(pointer.object_id).second) continue;
            co_await follow(pointer);
        }
    }
};

reconciler::reconciler(accounts& books, store& where, registry& lists, processor& outside, clock& time,
                       entropy& randomness, settings const& current, recover_booking recover)
    : state_(std::make_unique<state>(books, where, lists, outside, time, randomness, current,
                                     std::move(recover))) {}
reconciler::~reconciler() = default;

awaitable<reconciliation> reconciler::run(instant from, bool apply) {
    auto& all = *state_;
    all.apply = apply;
    all.told = {};
    all.seen.clear();
    all.routes.clear();
    all.taken.clear();
    all.parked_before.clear();
    if (apply) co_await all.learn_what_is_parked();
    auto listed = co_await all.outside.list_sessions(from, all.time.now() + clock_margin);
    if (!listed) throw_unavailable(listed.error());
    std::reverse(listed->begin(), listed->end());  // as they were made
    for (auto const& one : *listed) {
        if (all.is_ours(one.whose) && !one.card_page) co_await all.compare(one);
    }
    co_await all.compare_intents(from);
    co_await all.compare_events(from);
    co_return std::move(all.told);
}

}  // namespace quittance::engine
