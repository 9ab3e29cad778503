// The registry part of the store in memory.
#include <algorithm>
#include <tuple>

#include "doubles/memory_store.hpp"

namespace quittance::doubles {
namespace {

std::vector<engine::listed_booking> listed(std::vector<engine::listed_booking> entries, std::size_t most) {
    std::sort(entries.begin(), entries.end(), [](auto const& left, auto const& right) {
        return std::tie(left.at, left.client, left.booking, left.attention) <
               std::tie(right.at, right.client, right.booking, right.attention);
    });
    if (entries.size() > most) entries.resize(most);
    return entries;
}

void keep_by_hash(std::vector<engine::api_key_record>& keys, engine::api_key_record key) {
    std::erase_if(keys, [&key](auto const& kept) { return kept.hash == key.hash; });
    keys.push_back(std::move(key));
    std::sort(keys.begin(), keys.end(),
              [](auto const& left, auto const& right) { return left.hash < right.hash; });
}

}  // namespace

std::optional<instant> memory_store::after(milliseconds span) const {
    return clock_ == nullptr ? std::nullopt : std::optional{clock_->now() + span};
}

bool memory_store::is_over(std::optional<instant> const& ends) const {
    return clock_ != nullptr && ends && *ends <= clock_->now();
}

awaitable<engine::store_identity> memory_store::identify(engine::store_identity fresh) {
    co_await turn();
    if (!all_.identity) all_.identity = fresh;
    if (all_.identity->account.empty() && all_.identity->livemode == fresh.livemode)
        all_.identity->account = fresh.account;
    co_return *all_.identity;
}

awaitable<engine::store_look> memory_store::look() {
    co_await turn();
    co_return engine::store_look{all_.identity, all_.sealed, all_.replaces, all_.closed, {all_.taken}};
}

awaitable<void> memory_store::close(std::string why) {
    co_await turn();
    if (all_.identity) all_.closed = std::move(why);
}

awaitable<void> memory_store::seal(engine::store_identity as, std::string replaces, std::string closed,
                                   std::string) {
    co_await turn();
    all_.identity = as;
    all_.seal = engine::seal_of(as);
    all_.sealed = as.epoch;
    all_.replaces = std::move(replaces);
    all_.closed = std::move(closed);
}

awaitable<engine::store_condition> memory_store::condition() {
    engine::store_condition answer;
    answer.writable = !unavailable;
    if (unavailable) answer.reason = "the store in memory was told to be unavailable";
    answer.skew = milliseconds{0};
    co_return answer;
}

awaitable<std::vector<engine::api_key_record>> memory_store::api_keys() {
    co_await turn();
    co_return all_.keys;
}

awaitable<void> memory_store::add_api_key(engine::api_key_record key) {
    co_await turn();
    keep_by_hash(all_.keys, std::move(key));
}

awaitable<void> memory_store::end_api_key(engine::api_key_record key) {
    co_await turn();
    std::erase_if(all_.keys, [&key](auto const& kept) { return kept.hash == key.hash; });
    keep_by_hash(all_.ended_keys, std::move(key));
}

awaitable<std::vector<engine::api_key_record>> memory_store::ended_api_keys() {
    co_await turn();
    co_return all_.ended_keys;
}

awaitable<std::optional<engine::idempotent_reply>> memory_store::begin_idempotent(std::string key,
                                                                                  std::string body_hash) {
    co_await turn();
    auto const found = all_.replies.find(key);
    if (found != all_.replies.end() && !is_over(found->second.ends)) co_return found->second.reply;
    all_.replies[key] = {{body_hash, 0, {}}, after(std::chrono::minutes{2})};
    co_return std::nullopt;
}

awaitable<void> memory_store::keep_reply(std::string key, engine::idempotent_reply reply) {
    co_await turn();
    all_.replies[key] = {std::move(reply), after(std::chrono::hours{24})};
}

awaitable<void> memory_store::forget_reply(std::string key) {
    co_await turn();
    all_.replies.erase(key);
}

awaitable<void> memory_store::park(engine::parked_event event) {
    co_await turn();
    for (auto const& kept : all_.parked) {
        if (kept.event_id == event.event_id) co_return;
    }
    event.id = std::to_string(++all_.parked_so_far);
    all_.parked.push_back(std::move(event));
}

awaitable<std::vector<engine::parked_event>> memory_store::parked(std::size_t most) {
    co_await turn();
    auto const count = static_cast<std::ptrdiff_t>(std::min(most, all_.parked.size()));
    co_return std::vector<engine::parked_event>(all_.parked.begin(), all_.parked.begin() + count);
}

awaitable<void> memory_store::unpark(std::string id) {
    co_await turn();
    std::erase_if(all_.parked, [&id](auto const& kept) { return kept.id == id; });
}

awaitable<std::uint64_t> memory_store::parked_count() {
    co_await turn();
    co_return all_.parked.size();
}

awaitable<std::optional<engine::event_mark>> memory_store::event_cursor() {
    co_await turn();
    co_return all_.cursor;
}

awaitable<void> memory_store::move_event_cursor(engine::event_mark to) {
    co_await turn();
    all_.cursor = std::move(to);
}

awaitable<std::optional<instant>> memory_store::digest_cursor() {
    co_await turn();
    co_return all_.told_until;
}

awaitable<void> memory_store::move_digest_cursor(instant to) {
    co_await turn();
    all_.told_until = to;
}

awaitable<std::vector<engine::listed_booking>> memory_store::open_list(std::size_t most) {
    co_await turn();
    std::vector<engine::listed_booking> all;
    all.reserve(all_.open.size());
    for (auto const& [key, at] : all_.open) all.push_back({key.first, key.second, {}, at});
    co_return listed(std::move(all), most);
}

awaitable<std::vector<engine::listed_booking>> memory_store::attention_list(std::size_t most) {
    co_await turn();
    std::vector<engine::listed_booking> all;
    all.reserve(all_.attention.size());
    for (auto const& [key, at] : all_.attention) {
        all.push_back({std::get<0>(key), std::get<1>(key), std::get<2>(key), at});
    }
    co_return listed(std::move(all), most);
}

std::vector<engine::listed_booking> memory_store::whole_list(engine::booking_list which) const {
    std::vector<engine::listed_booking> all;
    if (which == engine::booking_list::all) {
        for (auto const& [client, kept] : all_.accounts) {
            for (auto const& [id, what] : kept.account.bookings) {
                if (what.moved_to.empty()) all.push_back({client, id, {}, what.booked_at});
            }
        }
        return all;
    }
    auto const& index = which == engine::booking_list::owed ? all_.open : all_.held;
    all.reserve(index.size());
    for (auto const& [key, at] : index) all.push_back({key.first, key.second, {}, at});
    return all;
}

awaitable<std::vector<engine::listed_booking>> memory_store::page_of(
    engine::booking_list which, std::optional<engine::listed_booking> after, std::size_t most) {
    co_await turn();
    auto all = whole_list(which);
    if (after) {
        std::erase_if(all, [&after](auto const& one) {
            return std::tie(one.at, one.client, one.booking) <=
                   std::tie(after->at, after->client, after->booking);
        });
    }
    co_return listed(std::move(all), most);
}

awaitable<std::uint64_t> memory_store::open_count() {
    co_await turn();
    co_return all_.open.size();
}

awaitable<std::uint64_t> memory_store::attention_count() {
    co_await turn();
    co_return all_.attention.size();
}

awaitable<std::uint64_t> memory_store::held_count() {
    co_await turn();
    co_return all_.held.size();
}

awaitable<engine::held_admission> memory_store::admit_held(domain::booking_id booking,
                                                           std::string network_hash, std::uint64_t most) {
    co_await turn();
    if (all_.directory.contains(booking)) co_return engine::held_admission::known;
    auto& count = all_.networks[network_hash];
    if (is_over(count.ends)) count = {};
    if (count.held >= most) co_return engine::held_admission::full;
    if (count.held++ == 0) count.ends = after(std::chrono::hours{1});
    co_return engine::held_admission::counted;
}

}  // namespace quittance::doubles
