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

}  // namespace

std::optional<instant> memory_store::after(milliseconds span) const {
    return clock_ == nullptr ? std::nullopt : std::optional{clock_->now() + span};
}

bool memory_store::is_over(std::optional<instant> const& ends) const {
    return clock_ != nullptr && ends && *ends <= clock_->now();
}

awaitable<engine::store_identity> memory_store::identify(engine::store_identity fresh) {
    co_await turn();
    if (!identity_) identity_ = fresh;
    if (identity_->account.empty() && identity_->livemode == fresh.livemode)
        identity_->account = fresh.account;
    co_return *identity_;
}

awaitable<engine::store_look> memory_store::look() {
    co_await turn();
    co_return engine::store_look{identity_, sealed_, replaces_, closed_, {taken_}};
}

awaitable<void> memory_store::close(std::string why) {
    co_await turn();
    if (identity_) closed_ = std::move(why);
}

awaitable<void> memory_store::seal(engine::store_identity as, std::string replaces, std::string closed,
                                   std::string) {
    co_await turn();
    identity_ = as;
    seal_ = engine::seal_of(as);
    sealed_ = as.epoch;
    replaces_ = std::move(replaces);
    closed_ = std::move(closed);
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
    co_return keys_;
}

awaitable<void> memory_store::add_api_key(engine::api_key_record key) {
    co_await turn();
    std::erase_if(keys_, [&key](auto const& kept) { return kept.hash == key.hash; });
    keys_.push_back(std::move(key));
    std::sort(keys_.begin(), keys_.end(),
              [](auto const& left, auto const& right) { return left.hash < right.hash; });
}

awaitable<std::optional<engine::idempotent_reply>> memory_store::begin_idempotent(std::string key,
                                                                                  std::string body_hash) {
    co_await turn();
    auto const found = replies_.find(key);
    if (found != replies_.end() && !is_over(found->second.ends)) co_return found->second.reply;
    replies_[key] = {{body_hash, 0, {}}, after(std::chrono::hours{24})};
    co_return std::nullopt;
}

awaitable<void> memory_store::keep_reply(std::string key, engine::idempotent_reply reply) {
    co_await turn();
    replies_[key] = {std::move(reply), after(std::chrono::hours{24})};
}

awaitable<void> memory_store::forget_reply(std::string key) {
    co_await turn();
    replies_.erase(key);
}

awaitable<void> memory_store::park(engine::parked_event event) {
    co_await turn();
    for (auto const& kept : parked_) {
        if (kept.event_id == event.event_id) co_return;
    }
    event.id = std::to_string(++parked_so_far_);
    parked_.push_back(std::move(event));
}

awaitable<std::vector<engine::parked_event>> memory_store::parked(std::size_t most) {
    co_await turn();
    auto const count = static_cast<std::ptrdiff_t>(std::min(most, parked_.size()));
    co_return std::vector<engine::parked_event>(parked_.begin(), parked_.begin() + count);
}

awaitable<void> memory_store::unpark(std::string id) {
    co_await turn();
    std::erase_if(parked_, [&id](auto const& kept) { return kept.id == id; });
}

awaitable<std::uint64_t> memory_store::parked_count() {
    co_await turn();
    co_return parked_.size();
}

awaitable<std::optional<engine::event_mark>> memory_store::event_cursor() {
    co_await turn();
    co_return cursor_;
}

awaitable<void> memory_store::move_event_cursor(engine::event_mark to) {
    co_await turn();
    cursor_ = std::move(to);
}

awaitable<std::vector<engine::listed_booking>> memory_store::open_list(std::size_t most) {
    co_await turn();
    std::vector<engine::listed_booking> all;
    for (auto const& [key, at] : open_) all.push_back({key.first, key.second, {}, at});
    co_return listed(std::move(all), most);
}

awaitable<std::vector<engine::listed_booking>> memory_store::attention_list(std::size_t most) {
    co_await turn();
    std::vector<engine::listed_booking> all;
    for (auto const& [key, at] : attention_) {
        all.push_back({std::get<0>(key), std::get<1>(key), std::get<2>(key), at});
    }
    co_return listed(std::move(all), most);
}

awaitable<std::uint64_t> memory_store::open_count() {
    co_await turn();
    co_return open_.size();
}

awaitable<std::uint64_t> memory_store::attention_count() {
    co_await turn();
    co_return attention_.size();
}

awaitable<std::uint64_t> memory_store::held_count() {
    co_await turn();
    co_return held_.size();
}

awaitable<std::uint64_t> memory_store::count_held_from(std::string network_hash) {
    co_await turn();
    auto& count = networks_[network_hash];
    if (is_over(count.ends)) count = {};
    if (count.held++ == 0) count.ends = after(std::chrono::hours{1});
    co_return count.held;
}

}  // namespace quittance::doubles
