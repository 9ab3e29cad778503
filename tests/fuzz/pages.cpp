// Page addresses: one booking is in the store; only its very address leads to it.
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include "doubles/memory_store.hpp"
#include "fuzz/input.hpp"
#include "quittance/base/assert.hpp"
#include "quittance/domain/decide.hpp"
#include "quittance/engine/bookings.hpp"

namespace quittance::engine {
namespace {

// One account as it would be loaded, whoever is asked for.
class one_account final : public store {
public:
    explicit one_account(domain::account what) { kept_.account = std::move(what); }

    awaitable<loaded_account> load(domain::client_id client, std::vector<domain::booking_id>) override {
        co_return client == kept_.account.id ? kept_ : loaded_account{};
    }
    awaitable<loaded_account> load_whole(domain::client_id) override { co_return kept_; }
    awaitable<commit_result> commit(commit_request const&) override { co_return commit_result{}; }
    awaitable<commit_outcome> erase(loaded_account, std::string) override {
        co_return commit_outcome::unknown;
    }
    awaitable<domain::client_id> claim_identity(domain::booking_identity, domain::client_id) override {
        co_return kept_.account.id;
    }
    awaitable<std::optional<domain::client_id>> find_identity(domain::booking_identity) override {
        co_return kept_.account.id;
    }
    awaitable<void> disown_identity(domain::booking_identity, domain::client_id) override { co_return; }
    awaitable<std::vector<domain::offer_id>> offers_under(std::string, std::string) override {
        co_return std::vector<domain::offer_id>{};
    }

private:
    loaded_account kept_;
};

domain::account account_with_booking(std::string token) {
    domain::account made;
    made.id = domain::client_id{std::string(21, 'c') + 'A'};
    made.version = 1;
    domain::booking booked;
    booked.identity = {"plain", domain::offer_id{"coaching"}, "ref"};
    booked.id = domain::booking_id_of(booked.identity);
    booked.page_token = std::move(token);
    made.bookings.emplace(booked.id, booked);
    return made;
}

bool leads_somewhere(one_account& where, std::string address) {
    static doubles::memory_store lists;
    bookings asked{where, lists};
    boost::asio::io_context loop;
    bool found = false;
    auto work = asked.by_page_address(std::move(address));
    boost::asio::co_spawn(loop, std::move(work),
                          [&](std::exception_ptr error, std::optional<found_booking> got) {
                              QUITTANCE_ASSERT(!error);
                              found = got.has_value();
                          });
    loop.run();
    return found;
}

void check(std::string_view address) {
    static auto const held = account_with_booking("tttttttttttttttttttttt");
    static one_account where{held};
    static auto const right = domain::page_address(held.id, held.bookings.begin()->second);
    static one_account tokenless{account_with_booking("")};
    QUITTANCE_ASSERT(leads_somewhere(where, right));
    // A `*` in the input stands for the right address, so that its neighbours are tried.
    std::string text;
    for (char const c : address) c == '*' ? text += right : text += c;
    QUITTANCE_ASSERT(leads_somewhere(where, text) == (text == right));
    QUITTANCE_ASSERT(!leads_somewhere(tokenless, text));
}

}  // namespace
}  // namespace quittance::engine

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    quittance::engine::check(quittance::fuzz::input{data, size}.rest());
    return 0;
}
