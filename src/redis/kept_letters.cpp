#include "kept_letters.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <tuple>

#include "keys.hpp"
#include "packing.hpp"
#include "quittance/records/documents.hpp"

namespace quittance::redis {

using engine::awaitable;

namespace {

constexpr std::string_view bytes_prefix = "b:";
constexpr std::string_view reply_prefix = "r:";

std::string field(std::string_view prefix, std::string_view hash) {
    return std::string{prefix} + std::string{hash};
}

std::string token_lifetime_text() {
    return std::to_string(std::chrono::seconds{engine::token_lifetime}.count());
}

std::string place_text(engine::letter_place const& where) {
    return member_of(where.client, where.booking, std::to_string(where.number));
}

std::optional<engine::letter_place> read_place(std::string_view text) {
    auto read = parse_member(text);
    int number = 0;
    auto const& digits = read.attention;
    auto const [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
    return engine::letter_place{std::move(read.client), std::move(read.booking), number};
}

engine::kept_letter letter_from(std::string hash, std::string stored, std::string reply) {
    auto read = records::decode_letter(unpacked(std::move(stored)));
    return {std::move(hash),       read.at,         std::move(read.message_id), std::move(read.recipients),
            std::move(read.bytes), std::move(reply)};
}

std::vector<engine::kept_letter> letters_from(reply& fields) {
    std::map<std::string, std::string> all;
    auto const& pairs = fields.pairs();
    for (std::size_t i = 0; i < pairs.size(); i += 2) all.emplace(pairs[i].word(), pairs[i + 1].word());
    std::vector<engine::kept_letter> list;
    for (auto const& [name, text] : all) {
        if (!name.starts_with(bytes_prefix)) continue;
        auto hash = name.substr(bytes_prefix.size());
        auto const words = all.find(field(reply_prefix, hash));
        list.push_back(letter_from(std::move(hash), text, words == all.end() ? "" : words->second));
    }
    std::ranges::sort(list, {}, [](auto const& one) { return std::tie(one.at, one.hash); });
    return list;
}

}  // namespace

// Two shards, so two commands: whose message it is, is found by its token before the message can be on its
// way, and a token that leads to no message yet says only that.
awaitable<void> redis_letters::keep(engine::letter_place where, std::string token, engine::kept_letter what) {
    auto const key = letter_key(where.client, where.number);
    auto const name = field(bytes_prefix, what.hash);
    auto const document = packed_closely(records::encode(records::letter_record{
        what.at, std::move(what.message_id), std::move(what.recipients), std::move(what.bytes)}));
    auto const place = place_text(where);
    auto const directory = token_key(token);
    auto const lifetime = token_lifetime_text();
    command_batch batch;
    batch.expect(document.size() + 512);
    batch.command({"HSETNX", key, name, document});
    if (!token.empty()) batch.command({"SET", directory, place, "EX", lifetime});
    auto const given = co_await pool_.ask_again(batch);
    for (auto const& one : given) require_fine(one);
}

// Forgotten meanwhile, it stays so: words alone would bring the key back.
awaitable<void> redis_letters::note_reply(engine::letter_place where, std::string hash, std::string reply) {
    static script const kept_script(R"lua(#!lua
if redis.call('HEXISTS', KEYS[1], ARGV[1]) == 0 then return 0 end
redis.call('HSET', KEYS[1], ARGV[2], ARGV[3])
return 1
)lua");
    script_call call;
    call.key(letter_key(where.client, where.number));
    call.argument(field(bytes_prefix, hash));
    call.argument(field(reply_prefix, hash));
    call.argument(reply);
    co_await pool_.run_one(kept_script, call);
}

awaitable<void> redis_letters::drop(engine::letter_place where, std::string hash) {
    auto const key = letter_key(where.client, where.number);
    auto const name = field(bytes_prefix, hash);
    auto const words = field(reply_prefix, hash);
    command_batch batch;
    batch.command({"HDEL", key, name, words});
    co_await pool_.ask_one(batch);
}

awaitable<std::vector<engine::kept_letter>> redis_letters::kept(domain::client_id client, int number) {
    command_batch batch;
    batch.command({"HGETALL", letter_key(client, number)});
    auto given = co_await pool_.ask_one(batch);
    try {
        co_return letters_from(given);
    } catch (records::unreadable const& error) {
        throw engine::document_unreadable("letter " + std::to_string(number) + " of " + client.text() + ": " +
                                          error.what());
    }
}

awaitable<void> redis_letters::forget(domain::client_id client, int number) {
    command_batch batch;
    batch.command({"DEL", letter_key(client, number)});
    co_await pool_.ask_one(batch);
}

awaitable<std::optional<engine::letter_place>> redis_letters::find_token(std::string token) {
    command_batch batch;
    batch.command({"GET", token_key(token)});
    auto const given = co_await pool_.ask_one(batch);
    if (given.is_nil()) co_return std::nullopt;
    co_return read_place(given.word());
}

}  // namespace quittance::redis
