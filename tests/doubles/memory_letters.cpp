#include "doubles/memory_letters.hpp"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <tuple>

namespace quittance::doubles {

awaitable<void> memory_letters::turn() {
    auto const executor = co_await boost::asio::this_coro::executor;
    co_await boost::asio::post(executor, boost::asio::use_awaitable);
    if (unavailable) throw engine::store_unavailable("the letters in memory were told to be unavailable");
}

engine::kept_letter* memory_letters::find(engine::letter_place const& where, std::string const& hash) {
    auto const message = messages_.find({where.client, where.number});
    if (message == messages_.end()) return nullptr;
    auto const found = message->second.find(hash);
    return found == message->second.end() ? nullptr : &found->second;
}

awaitable<void> memory_letters::keep(engine::letter_place where, std::string token,
                                     engine::kept_letter what) {
    co_await turn();
    auto hash = what.hash;
    what.reply.clear();
    messages_[{where.client, where.number}].emplace(std::move(hash), std::move(what));
    std::optional<instant> ends;
    if (clock_ != nullptr) ends = clock_->now() + engine::token_lifetime;
    if (!token.empty()) tokens_.insert_or_assign(std::move(token), known_token{std::move(where), ends});
}

awaitable<void> memory_letters::note_reply(engine::letter_place where, std::string hash, std::string reply) {
    co_await turn();
    if (auto* const found = find(where, hash)) found->reply = std::move(reply);
}

awaitable<void> memory_letters::drop(engine::letter_place where, std::string hash) {
    co_await turn();
    auto const message = messages_.find({where.client, where.number});
    if (message == messages_.end()) co_return;
    message->second.erase(hash);
    if (message->second.empty()) messages_.erase(message);
}

awaitable<std::vector<engine::kept_letter>> memory_letters::kept(domain::client_id client, int number) {
    co_await turn();
    std::vector<engine::kept_letter> all;
    auto const message = messages_.find({client, number});
    if (message == messages_.end()) co_return all;
    for (auto const& [hash, one] : message->second) all.push_back(one);
    std::ranges::sort(all, {}, [](auto const& one) { return std::tie(one.at, one.hash); });
    co_return all;
}

awaitable<void> memory_letters::forget(domain::client_id client, int number) {
    co_await turn();
    messages_.erase({client, number});
}

void memory_letters::forget_all(domain::client_id const& client) {
    std::erase_if(messages_, [&client](auto const& entry) { return entry.first.first == client; });
}

awaitable<std::optional<engine::letter_place>> memory_letters::find_token(std::string token) {
    co_await turn();
    auto const found = tokens_.find(token);
    if (found == tokens_.end()) co_return std::nullopt;
    if (found->second.ends && clock_->now() >= *found->second.ends) co_return std::nullopt;
    co_return found->second.where;
}

}  // namespace quittance::doubles
