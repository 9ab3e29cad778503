#include "surroundings.hpp"

#include <boost/asio/co_spawn.hpp>

namespace quittance::simulation {
namespace {

using std::chrono::hours;
using std::chrono::seconds;

sandbox::processor_options processor_of(std::uint64_t seed) {
    sandbox::processor_options options;
    options.secret_key = the_api_key;
    options.account_id = the_processor_account;
    options.public_address = payment_pages;
    options.endpoint = sandbox::configured_endpoint{
        std::string{public_base} + "/webhooks/stripe", {first_webhook_secret, second_webhook_secret}, {"*"}};
    chance luck{seed, "processor"};
    options.seed = luck.next();
    options.delayed_method_takes = seconds{60 + luck.below(5 * 86'400)};
    options.refund_takes = seconds{20 + luck.below(3 * 86'400)};
    options.dispute_comes_after = seconds{5 + luck.below(20 * 86'400)};
    return options;
}

letter_rules as_judged(domain::reminder_policy const& rules) {
    letter_rules made;
    made.letters = rules.letters;
    made.reminders = rules.on;
    for (auto const& day : rules.holidays) made.holidays.insert(iso_date(day));
    made.days_apart = rules.days_apart;
    made.steps = static_cast<int>(rules.usual.steps.size());
    made.may_move_days = rules.client_may_move_days;
    return made;
}

auditor_options judge_of(plan const& how) {
    auditor_options options;
    options.letters = as_judged(reminders_of(how));
    options.in_writing = how.arranges;
    options.small_rests = true;
    options.store_id = the_store_id;
    options.api_version = "2026-10-28.endive";
    options.secrets = {the_api_key, first_webhook_secret, second_webhook_secret};
    return options;
}

stored_account mirrored_from(domain::client_id const& client,
                             doubles::memory_store::kept_account const& kept) {
    stored_account made;
    made.client = client.text();
    made.version = kept.account.version;
    made.client_document = kept.client_document;
    for (auto const& [id, text] : kept.documents) made.bookings.emplace(id.text(), text);
    made.ledger = kept.ledger;
    made.chain_head = kept.chain_head;
    made.last_commit = kept.last_commit;
    return made;
}

}  // namespace

domain::reminder_policy reminders_of(plan const& how) {
    chance luck{how.seed, "reminders"};
    domain::reminder_policy made;
    made.letters = luck.odds(0.9) && how.letters;
    made.on = luck.odds(0.93);
    made.days_apart = static_cast<int>(2 + luck.below(4));
    std::chrono::sys_days day{std::chrono::year{2026} / 11 / 22};
    for (int i = 0; i < 30; ++i) {
        day += std::chrono::days{1 + luck.below(60)};
        made.holidays.emplace_back(day);
    }
    made.tells_held = how.arranges;
    return made;
}

surroundings::surroundings(plan what, bool aloud)
    : how(std::move(what)),
      time(*parse_rfc3339("2026-11-22T08:00:00Z")),
      told(aloud),
      bad(how.seed, how.faults),
      latency(how.seed, "latency"),
      store(&time),
      machine(processor_of(how.seed)),
      judge(judge_of(how)),
      cut(how.gateways) {
    if (how.clients > usual_clients) list_rests = std::chrono::hours{6};
    doubles::memory_store::contents fresh;
    fresh.identity = engine::store_identity{the_store_id, 1, the_processor_account, false};
    fresh.seal = engine::seal_of(*fresh.identity);
    fresh.sealed = 1;
    store.go_back_to(std::move(fresh));
}

surroundings::~surroundings() { outside.kill(); }

void surroundings::spawn(awaitable<void> work) {
    auto ended = [this](std::exception_ptr thrown) {
        if (thrown && !broken) broken = thrown;
    };
    boost::asio::co_spawn(outside.queue.executor(), std::move(work), std::move(ended));
}

std::optional<instant> surroundings::first_due() {
    if (std::exchange(due_known_at_, store_changes_) == store_changes_) return due_;
    due_ = store.inside().wakes.first();
    auto const earlier = [this](instant at) {
        if (!due_ || at < *due_) due_ = at;
    };
    for (auto const& [key, kept] : store.inside().effects) earlier(kept.lease_end);
    return due_;
}

stored_account const& surroundings::mirrored(domain::client_id const& client,
                                             engine::commit_request const& request) {
    auto const& kept = store.inside().accounts.at(client);
    auto& mine = mirror_[client];
    mine.client = client.text();
    mine.version = kept.account.version;
    mine.client_document = kept.client_document;
    for (auto const& id : request.changed) mine.bookings[id.text()] = kept.documents.at(id);
    mine.ledger.push_back(kept.ledger.back());
    mine.chain_head = kept.chain_head;
    mine.last_commit = kept.last_commit;
    return mine;
}

stored_account const& surroundings::mirrored_anew(domain::client_id const& client) {
    auto& mine = mirror_[client];
    mine = mirrored_from(client, store.inside().accounts.at(client));
    return mine;
}

void surroundings::mirror_all() {
    mirror_.clear();
    for (auto const& [client, kept] : store.inside().accounts) {
        mirror_.emplace(client, mirrored_from(client, kept));
    }
}

void surroundings::lose_store_tail(doubles::memory_store::contents earlier) {
    auto const lost = store.inside().taken - earlier.taken;
    store.go_back_to(std::move(earlier));
    mirror_all();
    stored();
    ++store_losses;
    told.add(time.now(), -1, "tail_lost", std::to_string(lost) + " commits");
    judge.store_lost(view(), time.now());
}

void surroundings::close_store(std::string why) {
    auto closed = store.inside();
    closed.closed = std::move(why);
    store.go_back_to(std::move(closed));
    stored();
}

store_view surroundings::view() const {
    auto const& all = store.inside();
    store_view seen;
    for (auto const& [client, account] : mirror_) seen.accounts.push_back(account);
    auto const scores = [](auto const& from, auto& to) {
        for (auto const& [key, at] : from) to.emplace(std::pair{key.first.text(), key.second.text()}, at);
    };
    scores(all.wakes, seen.wakes);
    scores(all.open, seen.open);
    scores(all.held, seen.held);
    for (auto const& [key, at] : all.attention) {
        seen.attention.emplace(std::get<0>(key).text(), std::get<1>(key).text(), std::get<2>(key));
    }
    for (auto const& [key, kept] : all.effects) {
        auto const& e = kept.effect;
        seen.effects.push_back({key.text(), e.kind, e.body, e.client.text(), e.booking.text(), e.ordered_at,
                                kept.lease_end, e.object});
    }
    for (auto const& one : all.parked) seen.parked_event_ids.push_back(one.event_id);
    for (auto const& one : all.marks) seen.marks.insert(one.second);
    for (auto const& [booking, client] : all.directory) seen.directory.emplace(booking.text(), client.text());
    return seen;
}

processor_books surroundings::books() const {
    processor_books made{machine.objects("checkout.session"), machine.objects("payment_intent"),
                         machine.objects("charge"),           machine.objects("refund"),
                         machine.objects("dispute"),          machine.objects("event")};
    std::set<std::string> const known{made.events.begin(), made.events.end()};
    for (auto const& body : parked_bodies_) {
        if (!known.contains(body)) made.events.push_back(body);
    }
    return made;
}

}  // namespace quittance::simulation
