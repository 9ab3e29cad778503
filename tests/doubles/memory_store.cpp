#include "doubles/memory_store.hpp"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "quittance/base/assert.hpp"
#include "quittance/records/ledger.hpp"

namespace quittance::doubles {
namespace {

template <class Key>
void move_score(std::map<Key, instant>& index, Key const& key, std::optional<instant> const& at) {
    if (at) {
        index.insert_or_assign(key, *at);
    } else {
        index.erase(key);
    }
}

// What belongs together from `from` on.
template <class Map, class Question>
void erase_range(Map& index, typename Map::key_type const& from, Question belongs) {
    for (auto at = index.lower_bound(from); at != index.end() && belongs(*at);) at = index.erase(at);
}

std::int64_t day_of(instant when) {
    return std::chrono::floor<std::chrono::days>(when).time_since_epoch().count();
}

template <class Entry>
bool due_first(Entry const& left, Entry const& right) {
    return left.second < right.second || (left.second == right.second && left.first < right.first);
}

// The keys of `index` due at `now`, the oldest first, at most `most`; their scores move to `until`.
template <class Key>
std::vector<std::pair<Key, instant>> claim(std::map<Key, instant>& index, instant now, instant until,
                                           std::size_t most) {
    std::vector<std::pair<Key, instant>> due;
    for (auto const& [key, at] : index) {
        if (at <= now) due.emplace_back(key, at);
    }
    std::sort(due.begin(), due.end(), due_first<std::pair<Key, instant>>);
    if (due.size() > most) due.resize(most);
    for (auto const& entry : due) index[entry.first] = until;
    return due;
}

}  // namespace

// One trip through the loop, as a real store would take: callers meet each other as they would there.
awaitable<void> memory_store::turn() {
    auto const executor = co_await boost::asio::this_coro::executor;
    co_await boost::asio::post(executor, boost::asio::use_awaitable);
    if (unavailable) throw engine::store_unavailable("the store in memory was told to be unavailable");
}

std::uint64_t memory_store::version_of(domain::client_id const& client) const {
    auto const found = all_.accounts.find(client);
    return found == all_.accounts.end() ? 0 : found->second.account.version;
}

bool memory_store::stands_at(domain::client_id const& client, std::uint64_t version,
                             std::string const& head) const {
    auto const found = all_.accounts.find(client);
    return version_of(client) == version &&
           head == (found == all_.accounts.end() ? std::string{} : found->second.chain_head);
}

std::vector<domain::event> memory_store::ledger(domain::client_id const& client) const {
    std::vector<domain::event> events;
    auto const found = all_.accounts.find(client);
    if (found == all_.accounts.end()) return events;
    for (auto const& text : found->second.ledger) {
        auto entry = records::decode_entry(text);
        std::move(entry.events.begin(), entry.events.end(), std::back_inserter(events));
    }
    return events;
}

domain::account memory_store::snapshot(domain::client_id const& client) const {
    auto const found = all_.accounts.find(client);
    return found == all_.accounts.end() ? domain::account{client} : found->second.account;
}

std::vector<domain::client_id> memory_store::clients() const {
    std::vector<domain::client_id> all;
    all.reserve(all_.accounts.size());
    for (auto const& entry : all_.accounts) all.push_back(entry.first);
    return all;
}

std::vector<engine::ordered_effect> memory_store::effects() const {
    std::vector<engine::ordered_effect> all;
    all.reserve(all_.effects.size());
    for (auto const& entry : all_.effects) all.push_back(entry.second.effect);
    return all;
}

std::optional<instant> memory_store::wake_of(domain::client_id const& client,
                                             domain::booking_id const& booking) const {
    auto const found = all_.wakes.find({client, booking});
    return found == all_.wakes.end() ? std::nullopt : std::optional{found->second};
}

awaitable<engine::loaded_account> memory_store::load(domain::client_id client,
                                                     std::vector<domain::booking_id> bookings) {
    auto whole = co_await load_whole(client);
    std::map<domain::booking_id, domain::booking> asked;
    for (auto const& which : bookings) {
        if (auto const* found = whole.account.find(which)) asked.emplace(which, *found);
    }
    whole.account.bookings = std::move(asked);
    co_return whole;
}

awaitable<engine::loaded_account> memory_store::load_whole(domain::client_id client) {
    co_await turn();
    ++loads;
    auto const found = all_.accounts.find(client);
    engine::loaded_account answer;
    if (found == all_.accounts.end()) {
        answer.account.id = client;
    } else {
        answer = {found->second.account, found->second.chain_head, found->second.last_commit};
    }
    co_return answer;
}

awaitable<engine::commit_result> memory_store::commit(engine::commit_request const& request) {
    return commit_for(request, seen_);
}

awaitable<engine::commit_result> memory_store::commit_for(engine::commit_request const& request,
                                                          std::uint64_t& seen) {
    co_await turn();
    auto const trouble_now = std::exchange(next_commit, trouble::none);
    if (trouble_now == trouble::lost_before) co_return engine::commit_result{};
    if (request.seal != all_.seal || all_.taken < seen) {
        co_return engine::commit_result{engine::commit_outcome::store_changed, {}};
    }
    if (!stands_at(request.after->id, request.after->version - 1, request.chain_head)) {
        co_return engine::commit_result{engine::commit_outcome::version_changed, {}};
    }
    forget_old_marks();
    bool const told_before = std::any_of(
        request.marks.begin(), request.marks.end(),
        [this](auto const& mark) { return all_.marks.contains({day_of(mark.created), mark.event_id}); });
    if (told_before) co_return engine::commit_result{engine::commit_outcome::duplicate_event, {}};
    apply(request);
    if (trouble_now == trouble::lost_after) co_return engine::commit_result{};
    seen = all_.taken;
    co_return engine::commit_result{engine::commit_outcome::committed,
                                    all_.accounts[request.after->id].chain_head};
}

void memory_store::forget_old_marks() {
    std::erase_if(all_.marks_end, [this](auto const& entry) {
        if (!is_over(entry.second)) return false;
        std::erase_if(all_.marks, [&entry](auto const& mark) { return mark.first == entry.first; });
        return true;
    });
}

void memory_store::apply(engine::commit_request const& request) {
    auto& kept = all_.accounts[request.after->id];
    QUITTANCE_ASSERT(request.chain_head == kept.chain_head);
    kept.account.id = request.after->id;
    kept.account.version = request.after->version;
    if (request.client_changed) {
        kept.client_document = records::encode(request.after->client);
        kept.account.client = records::decode_client(kept.client_document);
    }
    for (auto const& which : request.changed) {
        auto const* changed = request.after->find(which);
        QUITTANCE_ASSERT(changed != nullptr);
        auto& document = kept.documents[which];
        document = records::encode(*changed);
        kept.account.bookings.insert_or_assign(which, records::decode_booking(document));
    }
    kept.ledger.push_back(records::encode_entry(request.after->version, request.at, request.commit_id,
                                                request.chain_head, *request.events));
    kept.last_commit = request.commit_id;
    kept.chain_head = records::digest_of(kept.ledger.back());
    apply_marks(request);
    apply_effects(request);
    apply_indexes(request);
    apply_notices(request);
    ++commits;
    ++all_.taken;
}

void memory_store::apply_marks(engine::commit_request const& request) {
    for (auto const& mark : request.marks) {
        all_.marks.emplace(day_of(mark.created), mark.event_id);
        auto const ends = after(std::chrono::hours{24 * 40});
        if (ends) all_.marks_end.emplace(day_of(mark.created), *ends);
    }
}

void memory_store::apply_effects(engine::commit_request const& request) {
    if (request.finished) all_.effects.erase(*request.finished);
    for (auto const& ordered : request.effects) all_.effects[ordered.key] = {ordered, request.lease_until};
}

void memory_store::apply_indexes(engine::commit_request const& request) {
    auto const& client = request.after->id;
    for (auto const& [which, at] : request.wakes) all_.wakes.move({client, which}, at);
    for (auto const& [which, at] : request.open) move_score(all_.open, {client, which}, at);
    for (auto const& [which, at] : request.held) move_score(all_.held, {client, which}, at);
    for (auto const& change : request.attention) {
        move_score(all_.attention, {client, change.booking, change.attention}, change.since);
    }
}

awaitable<engine::commit_outcome> memory_store::erase(engine::loaded_account whole, std::string seal) {
    return erase_for(std::move(whole), std::move(seal), seen_);
}

awaitable<engine::commit_outcome> memory_store::erase_for(engine::loaded_account whole, std::string seal,
                                                          std::uint64_t& seen) {
    co_await turn();
    auto const& client = whole.account.id;
    if (seal != all_.seal || all_.taken < seen) co_return engine::commit_outcome::store_changed;
    if (!stands_at(client, whole.account.version, whole.chain_head)) {
        co_return engine::commit_outcome::version_changed;
    }
    all_.accounts.erase(client);
    on_erase(client);
    auto const of_client = [&client](auto const& entry) { return std::get<0>(entry.first) == client; };
    all_.wakes.erase_if({client, {}}, of_client);
    erase_range(all_.open, {client, {}}, of_client);
    erase_range(all_.held, {client, {}}, of_client);
    std::erase_if(all_.attention, of_client);
    forget_notices_of(client);
    seen = ++all_.taken;
    co_await turn();  // the directory lives elsewhere: others come in between
    std::erase_if(all_.directory, [&whole](auto const& entry) {
        return entry.second == whole.account.id && whole.account.find(entry.first) != nullptr;
    });
    std::erase_if(all_.claimed, [this](auto const& entry) { return !all_.directory.contains(entry.first); });
    co_return engine::commit_outcome::committed;
}

awaitable<domain::client_id> memory_store::claim_identity(domain::booking_identity identity,
                                                          domain::client_id proposed) {
    co_await turn();
    auto const id = domain::booking_id_of(identity);
    all_.claimed.insert_or_assign(id, std::move(identity));
    co_return all_.directory.emplace(id, proposed).first->second;
}

awaitable<std::optional<domain::client_id>> memory_store::find_identity(domain::booking_identity identity) {
    co_await turn();
    auto const found = all_.directory.find(domain::booking_id_of(identity));
    if (found == all_.directory.end()) co_return std::nullopt;
    co_return found->second;
}

awaitable<void> memory_store::disown_identity(domain::booking_identity identity, domain::client_id owner) {
    co_await turn();
    auto const found = all_.directory.find(domain::booking_id_of(identity));
    if (found == all_.directory.end() || found->second != owner) co_return;
    all_.claimed.erase(found->first);
    all_.directory.erase(found);
}

awaitable<std::vector<domain::offer_id>> memory_store::offers_under(std::string source,
                                                                    std::string reference) {
    co_await turn();
    std::vector<domain::offer_id> answer;
    for (auto const& [id, one] : all_.claimed) {
        if (one.source == source && one.reference == reference) answer.push_back(one.offer);
    }
    std::sort(answer.begin(), answer.end());
    co_return answer;
}

awaitable<std::vector<engine::wake>> memory_store::claim_wakes(instant now, milliseconds lease,
                                                               std::size_t most) {
    co_await turn();
    std::vector<engine::wake> answer;
    for (auto const& [key, due] : all_.wakes.due(now, most)) {
        all_.wakes.move(key, now + lease);
        answer.push_back({key.first, key.second, due});
    }
    co_return answer;
}

awaitable<void> memory_store::move_wake(domain::client_id client, domain::booking_id booking,
                                        std::uint64_t version, std::optional<instant> next) {
    co_await turn();
    if (version_of(client) == version) all_.wakes.move({client, booking}, next);
}

awaitable<std::vector<engine::ordered_effect>> memory_store::claim_effects(instant now, milliseconds lease,
                                                                           std::size_t most) {
    co_await turn();
    std::map<engine::effect_key, instant> leases;
    for (auto const& [key, kept] : all_.effects) leases.emplace(key, kept.lease_end);
    std::vector<engine::ordered_effect> answer;
    for (auto const& entry : claim(leases, now, now + lease, most)) {
        auto& kept = all_.effects[entry.first];
        kept.lease_end = now + lease;
        answer.push_back(kept.effect);
    }
    co_return answer;
}

awaitable<std::optional<engine::ordered_effect>> memory_store::claim_effect(engine::effect_key key,
                                                                            instant now, milliseconds lease) {
    co_await turn();
    auto const found = all_.effects.find(key);
    if (found == all_.effects.end() || found->second.lease_end > now) co_return std::nullopt;
    found->second.lease_end = now + lease;
    co_return found->second.effect;
}

awaitable<void> memory_store::postpone_effect(engine::effect_key key, instant when) {
    co_await turn();
    auto const found = all_.effects.find(key);
    if (found != all_.effects.end()) found->second.lease_end = when;
}

awaitable<void> memory_store::finish_effect(engine::effect_key key) {
    co_await turn();
    all_.effects.erase(key);
}

awaitable<std::optional<instant>> memory_store::oldest_wake() {
    co_await turn();
    co_return all_.wakes.first();
}

awaitable<std::optional<instant>> memory_store::oldest_effect() {
    co_await turn();
    std::optional<instant> oldest;
    for (auto const& entry : all_.effects) {
        oldest = oldest ? std::min(*oldest, entry.second.lease_end) : entry.second.lease_end;
    }
    co_return oldest;
}

}  // namespace quittance::doubles
