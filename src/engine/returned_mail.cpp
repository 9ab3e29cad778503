#include "quittance/engine/returned_mail.hpp"

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

// As it stands in the account while it is under way, afterwards on record.
awaitable<std::string> address_of(accounts& books, kept_letters& record, letter_place where) {
    std::vector<domain::booking_id> asked{where.booking};
    auto const found = co_await books.read(where.client, std::move(asked));
    for (auto const& one : found.account.client.correspondence.under_way) {
        if (one.number == where.number) co_return envelope_of(one).front();
    }
    auto const tries = co_await record.kept(where.client, where.number);
    bool const known = !tries.empty() && !tries.back().recipients.empty();
    co_return known ? tries.back().recipients.front() : std::string{};
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
    auto address = co_await address_of(books, record, answer.where);
    apply_request request;
    request.client = answer.where.client;
    request.bookings = {answer.where.booking};
    request.what = domain::letter_came_back{answer.where.booking, answer.where.number, what.unwanted, address,
                                            what.status};
    auto const done = co_await books.apply(std::move(request));
    if (!done) {
        if (is_unknown(done.error())) co_return answer;
        throw std::logic_error{"a report about a letter was refused"};
    }
    answer.what = done->changed ? return_outcome::recorded : return_outcome::known_already;
    answer.stopped = !address.empty() && done->account.client.correspondence.unreachable == address;
    co_return answer;
}

}  // namespace quittance::engine
