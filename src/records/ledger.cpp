#include "quittance/records/ledger.hpp"

#include <array>

#include "quittance/base/digest.hpp"
#include "quittance/base/planted.hpp"
#include "quittance/domain/decide.hpp"
#include "reader.hpp"
#include "writer.hpp"

namespace quittance::records {
namespace {

using read_event_body = domain::event (*)(json::element);

struct event_reader {
    std::string_view name;
    read_event_body read;
};

template <class Event>
domain::event read_as(json::element body) {
    Event happened;
    read_value(body, happened);
    return happened;
}

template <class... Events>
constexpr auto readers_of(std::variant<Events...> const*) {
    return std::array{event_reader{event_name<Events>, &read_as<Events>}...};
}
constexpr auto event_readers = readers_of(static_cast<domain::event const*>(nullptr));

domain::event read_event(std::string_view name, json::element body) {
    for (auto const& each : event_readers) {
        if (each.name == name) return each.read(body);
    }
    throw unreadable("a ledger entry holds an event \"" + std::string(name) +
                     "\" that this program does not know. Start the newer program on this store.");
}

void read_events(json::element from, std::vector<domain::event>& to) {
    for (auto const element : json::array(from.get_array())) {
        for (auto const field : json::object(element.get_object())) {
            to.push_back(read_event(field.key, field.value));
        }
    }
}

void append_text_field(std::string& out, std::string_view name, std::string_view value) {
    if (value.empty()) return;
    out += ",\"";
    out += name;
    out += "\":";
    append_string(out, value);
}

}  // namespace

std::string encode_entry(std::uint64_t version, instant at, std::string_view commit, std::string_view prev,
                         std::vector<domain::event> const& events) {
    std::string text;
    text.reserve(1024);
    append_header(text);
    text += ",\"n\":";
    append_integer(text, version);
    text += ",\"at\":";
    append_integer(text, unix_millis(at));
    append_text_field(text, "commit", commit);
    append_text_field(text, "prev", planted(bug::chain_from_nowhere) ? std::string_view{commit} : prev);
    text += ",\"events\":[";
    for (auto const& event : events) {
        append_event(text, event);
        text += ',';
        if (!planted(bug::entry_says_it_twice)) continue;
        append_event(text, event);
        text += ',';
    }
    if (!events.empty()) text.pop_back();
    text += "]}";
    repair_utf8(text);
    return text;
}

ledger_entry decode_entry(std::string_view text) {
    ledger_entry entry;
    kept_reader().fields(text, [&entry](std::string_view name, json::element value) {
        if (name == "n") read_value(value, entry.version);
        if (name == "at") read_value(value, entry.at);
        if (name == "commit") read_value(value, entry.commit);
        if (name == "prev") read_value(value, entry.prev);
        if (name == "events") read_events(value, entry.events);
    });
    return entry;
}

std::string digest_of(std::string_view entry) {
    auto const digest = sha256(entry);
    return to_base64url(as_text(digest));
}

std::optional<chain_fault> verify_chain(std::span<std::string const> entries, std::string_view head) {
    std::string expected;
    std::uint64_t number = 0;
    for (auto const& text : entries) {
        auto const entry = decode_entry(text);
        ++number;
        if (entry.version != number) {
            return chain_fault{number, "entry " + std::to_string(number) +
                                           " of the ledger says it is number " +
                                           std::to_string(entry.version)};
        }
        if (entry.prev != expected) {
            return chain_fault{number, "entry " + std::to_string(number) +
                                           " of the ledger does not carry the digest of the one before it"};
        }
        expected = digest_of(text);
    }
    if (expected == head) return std::nullopt;
    return chain_fault{number, "the last entry of the ledger is not the one the account was committed with"};
}

domain::account fold(domain::client_id const& client, std::span<std::string const> entries) {
    domain::account account;
    account.id = client;
    for (auto const& text : entries) {
        auto const entry = decode_entry(text);
        for (auto const& event : entry.events) domain::evolve(account, event);
        account.version = entry.version;
    }
    return account;
}

}  // namespace quittance::records
