// Promises: the ledger of one account: an append-only list of entries in which each carries the SHA-256 of
// the whole text before it, so that no byte of the past changes unseen; and the account as the fold of it.
// Refuses (throws `unreadable`) an entry this program cannot read, and an event it does not know: a fold that
// skipped an event would be a wrong balance.
#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "quittance/domain/event.hpp"
#include "quittance/records/documents.hpp"

namespace quittance::records {

struct ledger_entry {
    std::uint64_t version = 0;  // of the account after it; the first is 1
    instant at{};
    std::string commit;
    std::string prev;  // digest of the entry before; empty in the first
    std::vector<domain::event> events;
};

// Takes the parts, not a ledger_entry: the caller's events are not copied.
std::string encode_entry(std::uint64_t version, instant at, std::string_view commit, std::string_view prev,
                         std::vector<domain::event> const& events);
ledger_entry decode_entry(std::string_view text);
// SHA-256 of the whole text, base64url: the `prev` of the next entry.
std::string digest_of(std::string_view entry);

// For a person: the event's name, then a line for each field that says something, `  field: value`; what is
// within another field is named by its path. Amounts, moments and days as people write them.
std::string text_of(domain::event const& happened);

struct chain_fault {
    std::uint64_t entry = 0;  // which one, from 1
    std::string what;         // a sentence for the operator
};
// Versions 1, 2, 3, … and every `prev` right. Nothing: the chain is whole. `head` is the digest kept beside
// the account; it is what makes the last entry safe.
std::optional<chain_fault> verify_chain(std::span<std::string const> entries, std::string_view head);

domain::account fold(domain::client_id const& client, std::span<std::string const> entries);

}  // namespace quittance::records
