#include "quittance/engine/returned_mail.hpp"

#include <algorithm>
#include <stdexcept>

#include "quittance/engine/letters.hpp"

namespace quittance::engine {
namespace {

// Where the booking is now.
awaitable<domain::booking_id> follow(accounts& books, domain::client_id client, domain::booking_id which) {
    while (true) {
        std::vector<domain::booking_id> asked{which};
        auto const found = co_await books.read(client, std::move(asked));
        auto const* const what = found.account.find(which);
        if (what == nullptr || what->moved_to.empty()) co_return which;
        which = what->moved_to;
    }
}

struct sent_to {
    std::vector<std::string> all;
    bool copy = false;  // it is one reader's copy of another letter
};

// As it stands in the account while it is under way, afterwards on record.
awaitable<sent_to> recipients_of(accounts& books, kept_letters& record, letter_place where) {
    std::vector<domain::booking_id> asked{where.booking};
    auto const found = co_await books.read(where.client, std::move(asked));
    for (auto const& one : found.account.client.correspondence.under_way) {
        if (one.number != where.number) continue;
        sent_to known{envelope_of(one), one.copy_of > 0};
        co_return known;
    }
    auto const tries = co_await record.kept(where.client, where.number);
    sent_to known;
    if (!tries.empty()) known.all = tries.back().recipients;
    co_return known;
}

// Servers are free to write an address in capitals.
bool is_same(std::string_view one, std::string_view other) {
    auto const lowered = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
    return std::ranges::equal(one, other, {}, lowered, lowered);
}

// In the words of the letter. What a server made of the one address that a letter went to is about that one.
domain::letter_came_back about(returned_mail const& what, letter_place const& where, sent_to const& to) {
    domain::letter_came_back made{where.booking, where.number, what.unwanted, {}, what.status};
    bool const knows_nobody = what.failed.empty() || to.all.size() == 1;
    if (knows_nobody && !to.all.empty()) made.address = to.all.front();
    if (!to.all.empty()) made.copied.assign(to.all.begin() + (to.copy ? 0 : 1), to.all.end());
    if (to.all.size() == 1) made.failed.push_back({to.all.front(), what.status});
    if (to.all.size() < 2) return made;
    for (auto const& address : to.all) {
        for (auto const& one : what.failed) {
            if (!is_same(one.address, address)) continue;
            made.failed.push_back({address, one.status});
            break;
        }
    }
    return made;
}

bool names_any(std::vector<std::string> const& list, std::vector<domain::failed_recipient> const& failed) {
    return std::ranges::any_of(
        failed, [&list](auto const& one) { return std::ranges::find(list, one.address) != list.end(); });
}

bool is_unknown(domain::refusal const& why) {
    return why.reason == domain::refusal_reason::booking_unknown ||
           why.reason == domain::refusal_reason::letter_unknown;
}

}  // namespace

awaitable<recorded_return> record_return(accounts& books, kept_letters& record, returned_mail what) {
    recorded_return answer;
    auto const found = co_await record.find_token(what.token);
    if (!found) co_return answer;
    answer.where = *found;
    answer.where.booking = co_await follow(books, found->client, found->booking);
    auto const to = co_await recipients_of(books, record, answer.where);
    auto const told = about(what, answer.where, to);
    apply_request request;
    request.client = answer.where.client;
    request.bookings = {answer.where.booking};
    request.what = told;
    auto const done = co_await books.apply(std::move(request));
    if (!done) {
        if (is_unknown(done.error())) co_return answer;
        throw std::logic_error{"a report about a letter was refused"};
    }
    answer.what = done->changed ? return_outcome::recorded : return_outcome::known_already;
    auto const& after = done->account.client.correspondence;
    bool const client_failed = told.failed.empty()
                                   ? !told.address.empty() && told.address == after.unreachable
                                   : names_any({after.unreachable}, told.failed);
    answer.stopped = !what.unwanted && client_failed;
    answer.copy = !what.unwanted && names_any(after.refused_copies, told.failed);
    co_return answer;
}

}  // namespace quittance::engine
