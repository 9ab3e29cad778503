// Whose store this is, said once in q:store and on every shard: a commit reads only its own shard's word, as
// the key tags ask. The word is written first where everybody looks and last where commits do, so that a seal
// that was cut short is seen (`sealed` is behind `epoch`) and finished by whoever sees it.
#include <charconv>

#include "keys.hpp"
#include "registry.hpp"

namespace quittance::redis {

using engine::awaitable;

namespace {

// What was never written is nothing.
std::string text_in(reply const& one) { return one.is_nil() ? std::string{} : one.word(); }

std::uint64_t number_in(reply const& one) {
    if (one.is_nil()) return 0;
    auto const& text = one.word();
    std::uint64_t number = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size()) {
        throw engine::document_unreadable("q:store or a seal holds no number where one must be");
    }
    return number;
}

}  // namespace

awaitable<engine::store_look> redis_registry::look() {
    command_batch batch;
    batch.command({"HMGET", "q:store", "id", "epoch", "account", "livemode", "sealed", "replaces", "closed"});
    for (unsigned shard = 0; shard < shard_count; ++shard) batch.command({"HGET", seal_key(shard), "n"});
    auto const given = co_await pool_.ask_again(batch);
    for (auto const& one : given) require_fine(one);
    auto const& told = given[0];
    engine::store_look seen;
    if (!told.at(0).is_nil()) {
        seen.identity = engine::store_identity{told.at(0).word(), number_in(told.at(1)), told.at(2).word(),
                                               told.at(3).word() == "1"};
    }
    seen.sealed = number_in(told.at(4));
    seen.replaces = text_in(told.at(5));
    seen.closed = text_in(told.at(6));
    for (unsigned shard = 0; shard < shard_count; ++shard) {
        seen.commits.push_back(number_in(given[shard + 1]));
    }
    co_return seen;
}

awaitable<void> redis_registry::close(std::string why) {
    command_batch batch;
    batch.command({"HEXISTS", "q:store", "id"});
    auto const there = co_await pool_.ask_one(batch);
    if (there.number() == 0) co_return;
    command_batch closing;
    closing.command({"HSET", "q:store", "closed", why});
    co_await pool_.ask_one(closing);
}

awaitable<void> redis_registry::seal(engine::store_identity as, std::string replaces, std::string closed,
                                     std::string reason) {
    auto const epoch = std::to_string(as.epoch);
    command_batch naming;
    naming.command({"HSET", "q:store", "id", as.store_id, "epoch", epoch, "account", as.account, "livemode",
                    as.livemode ? "1" : "0", "replaces", replaces, "closed", closed});
    if (!reason.empty()) naming.command({"HSET", "q:store", "reason", reason});
    auto const named = co_await pool_.ask_again(naming);
    for (auto const& one : named) require_fine(one);
    command_batch batch;
    for (unsigned shard = 0; shard < shard_count; ++shard) {
        batch.command({"HSET", seal_key(shard), "s", engine::seal_of(as)});
    }
    auto const given = co_await pool_.ask_again(batch);
    for (auto const& one : given) require_fine(one);
    command_batch finishing;
    finishing.command({"HSET", "q:store", "sealed", epoch});
    co_await pool_.ask_one(finishing);
}

}  // namespace quittance::redis
