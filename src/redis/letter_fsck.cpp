#include "letter_fsck.hpp"

#include <map>
#include <set>

#include "kept_letters.hpp"
#include "quittance/records/ledger.hpp"

namespace quittance::redis {
namespace {

struct known_letters {
    std::map<int, std::set<std::string>> hashes;  // of every letter that set out
    std::set<int> under_way;
};

void take(known_letters& all, domain::event const& happened) {
    if (auto const* const begun = std::get_if<domain::letter_begun>(&happened)) {
        all.hashes[begun->letter];
        all.under_way.insert(begun->letter);
    }
    auto const* const said = std::get_if<domain::letter_recorded>(&happened);
    if (said == nullptr) return;
    all.under_way.erase(said->letter);
    if (!said->hash.empty()) all.hashes[said->letter].insert(said->hash);
}

// An entry that cannot be read is a finding already.
known_letters letters_in(std::vector<std::string> const& ledger) {
    known_letters all;
    for (auto const& text : ledger) {
        try {
            for (auto const& happened : records::decode_entry(text).events) take(all, happened);
        } catch (records::unreadable const&) {
            return {};
        }
    }
    return all;
}

void judge(domain::client_id const& client, int number, engine::kept_letter const& one,
           known_letters const& all, std::vector<finding>& out) {
    auto const which = "letter " + std::to_string(number);
    if (engine::letter_hash(one.bytes) != one.hash) {
        out.push_back({client, "the bytes of " + which + " do not agree with their hash"});
    } else if (!all.hashes.at(number).contains(one.hash) && !all.under_way.contains(number)) {
        out.push_back({client, which + " is on record with bytes that the ledger does not know"});
    }
}

}  // namespace

boost::asio::awaitable<void> check_letters(pool& connections, domain::client_id client,
                                           std::vector<std::string> const& ledger,
                                           std::vector<finding>& out) {
    auto const all = letters_in(ledger);
    redis_letters record{connections};
    for (auto const& [number, hashes] : all.hashes) {
        auto const tries = co_await record.kept(client, number);
        for (auto const& one : tries) judge(client, number, one, all, out);
    }
}

}  // namespace quittance::redis
