#include "client_record.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>

#include "quittance/smtp/reading.hpp"

namespace quittance::app {
namespace {

using kept_tries = std::vector<std::pair<int, engine::kept_letter>>;

// What a letter that cannot be read said is not known; that it was sent stands in the record.
boost::asio::awaitable<void> add_tries(engine::kept_letters& from, domain::client_id client, int number,
                                       kept_tries& into) {
    try {
        auto tries = co_await from.kept(std::move(client), number);
        for (auto& one : tries) into.emplace_back(number, std::move(one));
    } catch (engine::document_unreadable const&) {
        into.emplace_back(number, engine::kept_letter{});
    }
}

boost::asio::awaitable<std::string> written(records::disclosure what, kept_tries letters) {
    for (auto& [number, one] : letters) {
        auto read = smtp::read_back(one.bytes);
        what.letters.push_back(
            {number, one.at, std::move(read.subject), std::move(read.text), std::move(one.hash)});
    }
    co_return records::disclosure_text(std::move(what));
}

void take_entries(records::disclosure& into, std::vector<engine::ledger_part> ledger) {
    into.entries_left_out = ledger.size() - std::min(ledger.size(), most_told_entries);
    for (auto at = into.entries_left_out; at < ledger.size(); ++at)
        into.record.push_back({ledger[at].at, std::move(ledger[at].events)});
}

}  // namespace

client_records::client_records(engine::ledgers& ledgers, engine::kept_letters& letters,
                               pages::business const& business, clock const& time)
    : ledgers_(ledgers), letters_(letters), business_(business), time_(time) {}

boost::asio::awaitable<std::string> client_records::record_of(domain::client_id client) {
    auto whole = co_await ledgers_.record_of(client);
    records::disclosure made;
    made.business = business_.name;
    made.contact = business_.contact;
    made.now = time_.now();
    take_entries(made, std::move(whole.ledger));
    int const sent = whole.loaded.account.client.correspondence.letters;
    int const first = std::max(1, sent - most_told_letters + 1);
    made.letters_left_out = static_cast<std::size_t>(first - 1);
    kept_tries letters;
    for (int number = first; number <= sent; ++number) {
        auto reading = add_tries(letters_, client, number, letters);
        co_await std::move(reading);
    }
    made.account = std::move(whole.loaded.account);
    auto work = written(std::move(made), std::move(letters));
    auto text = co_await boost::asio::co_spawn(writing_, std::move(work), boost::asio::use_awaitable);
    co_return text;
}

}  // namespace quittance::app
