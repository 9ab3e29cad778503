#include "store.hpp"

#include <algorithm>
#include <charconv>

#include "commit_script.hpp"
#include "erase_script.hpp"
#include "keys.hpp"
#include "outbox.hpp"
#include "packing.hpp"
#include "quittance/records/ledger.hpp"

namespace quittance::redis {

using engine::awaitable;

namespace {

std::uint64_t parse_version(std::string const& text) {
    std::uint64_t version = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), version);
    if (error != std::errc{} || end != text.data() + text.size()) {
        throw engine::document_unreadable("the version of an account is not a number; run `quittance fsck`");
    }
    return version;
}

// One field of the account's hash into the account.
void take_field(engine::loaded_account& into, std::string_view name, std::string& value) {
    if (name == "v") {
        into.account.version = parse_version(value);
    } else if (name == "last_commit") {
        into.last_commit = std::move(value);
    } else if (name == "head") {
        into.chain_head = std::move(value);
    } else if (name == "client") {
        into.account.client = records::decode_client(unpacked(std::move(value)));
    } else if (name.starts_with("b:")) {
        domain::booking_id const id{std::string(name.substr(2))};
        into.account.bookings.insert_or_assign(id, records::decode_booking(unpacked(std::move(value))));
    }
}

[[noreturn]] void rethrow_unreadable(domain::client_id const& client, records::unreadable const& error) {
    throw engine::document_unreadable("account " + client.text() + ": " + error.what());
}

constexpr std::string_view fixed_fields[] = {"v", "last_commit", "head", "client"};

}  // namespace

engine::commit_outcome outcome_of(reply const& given, std::uint64_t& seen) {
    if (given.what == reply::kind::integer && given.integer > 0) {
        seen = std::max(seen, static_cast<std::uint64_t>(given.integer));
        return engine::commit_outcome::committed;
    }
    auto const& word = given.word();
    if (word == "VERSION") return engine::commit_outcome::version_changed;
    if (word == "CHANGED") return engine::commit_outcome::store_changed;
    if (word == "DUP") return engine::commit_outcome::duplicate_event;
    throw engine::document_unreadable("a script of ours was answered '" + word +
                                      "'; check what listens at Redis' address");
}

awaitable<engine::loaded_account> redis_store::load(domain::client_id client,
                                                    std::vector<domain::booking_id> bookings) {
    std::vector<std::string> names(std::begin(fixed_fields), std::end(fixed_fields));
    for (auto const& which : bookings) names.push_back(booking_field(which));
    command_batch batch;
    batch.begin(2 + names.size()).add("HMGET").add(account_key(client));
    for (auto const& name : names) batch.add(name);
    auto given = co_await pool_.ask_one(batch);
    engine::loaded_account answer;
    answer.account.id = client;
    auto& fields = given.list_of(names.size());
    try {
        for (std::size_t i = 0; i < names.size(); ++i) {
            if (!fields[i].is_nil()) take_field(answer, names[i], fields[i].word());
        }
    } catch (records::unreadable const& error) {
        rethrow_unreadable(client, error);
    }
    co_return answer;
}

engine::loaded_account read_whole(domain::client_id const& client, reply& fields) {
    engine::loaded_account answer;
    answer.account.id = client;
    try {
        for (std::size_t i = 0; i < fields.pairs().size(); i += 2) {
            take_field(answer, fields.items[i].word(), fields.items[i + 1].word());
        }
    } catch (records::unreadable const& error) {
        rethrow_unreadable(client, error);
    }
    return answer;
}

awaitable<engine::loaded_account> redis_store::load_whole(domain::client_id client) {
    command_batch batch;
    batch.command({"HGETALL", account_key(client)});
    auto given = co_await pool_.ask_one(batch);
    co_return read_whole(client, given);
}

awaitable<engine::commit_result> redis_store::commit(engine::commit_request const& request) {
    auto entry = records::encode_entry(request.after->version, request.at, request.commit_id,
                                       request.chain_head, *request.events);
    engine::commit_result answer;
    auto head = records::digest_of(entry);
    auto& seen = seen_[shard_of(request.after->id.text())];
    auto const call = make_commit_call(request, entry, head, seen);
    try {
        auto const given = co_await pool_.run_one(commit_script(), call);
        answer.outcome = outcome_of(given, seen);
    } catch (answer_lost const&) {
        answer.outcome = engine::commit_outcome::unknown;
    }
    if (answer.outcome == engine::commit_outcome::committed) answer.chain_head = std::move(head);
    co_return answer;
}

awaitable<engine::commit_outcome> redis_store::erase(engine::loaded_account whole, std::string seal) {
    auto& seen = seen_[shard_of(whole.account.id.text())];
    auto const endpoints = co_await endpoint_names(pool_);
    auto const call = make_erase_call(whole, seal, seen, endpoints);
    auto const given = co_await pool_.run_one(erase_script(), call);
    auto const outcome = outcome_of(given, seen);
    if (outcome != engine::commit_outcome::committed) co_return outcome;
    co_await erase_directory(whole);
    co_await forget_deliveries(pool_, whole.account.id, endpoints);
    co_return outcome;
}

awaitable<void> redis_store::erase_directory(engine::loaded_account const& whole) {
    for (auto const& [id, booking] : whole.account.bookings) {
        co_await disown_identity(booking.identity, whole.account.id);
    }
}

// Who claims it anew writes its owner first and then its offer: so where there is an owner again afterwards,
// the offer is put back.
awaitable<void> redis_store::forget_offer(domain::booking_identity const& identity) {
    auto const key = reference_key(identity.source, identity.reference);
    command_batch batch;
    batch.command({"ZREM", key, identity.offer.text()});
    batch.command({"GET", directory_key(domain::booking_id_of(identity))});
    auto const given = co_await pool_.ask_again(batch);
    for (auto const& one : given) require_fine(one);
    if (given[1].is_nil()) co_return;
    command_batch again;
    again.command({"ZADD", key, "NX", "0", identity.offer.text()});
    co_await pool_.ask_one(again);
}

awaitable<void> redis_store::disown_identity(domain::booking_identity identity, domain::client_id owner) {
    auto const call = make_disown_call(domain::booking_id_of(identity), owner);
    auto const gone = co_await pool_.run_one(disown_script(), call);
    if (gone.number() != 0) co_await forget_offer(identity);
}

awaitable<domain::client_id> redis_store::claim_identity(domain::booking_identity identity,
                                                         domain::client_id proposed) {
    command_batch batch;
    auto const key = directory_key(domain::booking_id_of(identity));
    batch.command({"SET", key, proposed.text(), "NX", "GET"});
    auto const named = reference_key(identity.source, identity.reference);
    batch.command({"ZADD", named, "NX", "0", identity.offer.text()});
    auto given = co_await pool_.ask_again(batch);
    for (auto const& one : given) require_fine(one);
    if (given[0].is_nil()) co_return proposed;
    co_return domain::client_id{std::move(given[0].word())};
}

awaitable<std::vector<domain::offer_id>> redis_store::offers_under(std::string source,
                                                                   std::string reference) {
    command_batch batch;
    batch.command({"ZRANGE", reference_key(source, reference), "0", "-1"});
    auto given = co_await pool_.ask_one(batch);
    std::vector<domain::offer_id> answer;
    for (auto& one : given.list()) answer.emplace_back(std::move(one.word()));
    co_return answer;
}

awaitable<std::optional<domain::client_id>> redis_store::find_identity(domain::booking_identity identity) {
    command_batch batch;
    batch.command({"GET", directory_key(domain::booking_id_of(identity))});
    auto given = co_await pool_.ask_one(batch);
    if (given.is_nil()) co_return std::nullopt;
    co_return domain::client_id{std::move(given.word())};
}

}  // namespace quittance::redis
