#include "binding.hpp"

#include <fmt/format.h>

#include <stdexcept>

namespace quittance::app {
namespace {

constexpr char const* file_name = "processor_account";

std::string_view mode_name(bool livemode) { return livemode ? "live" : "test"; }

[[noreturn]] void refuse_key(processor_access const& access) {
    throw std::runtime_error{fmt::format(
        "{} does not accept STRIPE_SECRET_KEY (401); set the secret key of your account", access.base)};
}

// Whose key it is. A processor that cannot say it now does not keep us from taking bookings: the mode is
// known from the key, the account from an earlier start, or it is bound at the first start that learns it.
boost::asio::awaitable<bound_account> who_are_we(engine::processor& outside, environment const& around,
                                                 std::optional<bound_account> before, log& journal) {
    auto const answer = co_await outside.read_account();
    if (answer) co_return bound_account{answer->id, around.processor.livemode};
    auto const& why = answer.error();
    if (why.code == "unauthorized") refuse_key(around.processor);
    journal.warning("processor_account_unknown", {{"code", why.code}, {"message", why.message}});
    co_return bound_account{before ? before->account : std::string{}, around.processor.livemode};
}

}  // namespace

std::optional<bound_account> read_binding(state_folder const& state) {
    auto const text = state.read(file_name);
    if (!text) return std::nullopt;
    auto const blank = text->find(' ');
    if (blank == std::string::npos) {
        throw std::runtime_error{
            fmt::format("{} is damaged; it should read 'live acct_...' or 'test acct_...'",
                        (state.where() / file_name).string())};
    }
    auto account = text->substr(blank + 1);
    return bound_account{account == "-" ? std::string{} : account, text->substr(0, blank) == "live"};
}

void keep_binding(state_folder const& state, bound_account const& to) {
    state.keep(file_name,
               fmt::format("{} {}", mode_name(to.livemode), to.account.empty() ? "-" : to.account));
}

std::optional<std::string> binding_conflict(std::string_view what, bound_account const& bound,
                                            bound_account const& now) {
    bool const same_account = bound.account.empty() || now.account.empty() || bound.account == now.account;
    if (same_account && bound.livemode == now.livemode) return std::nullopt;
    return fmt::format(
        "{} belongs to account {} in {} mode, but STRIPE_SECRET_KEY is of {} in {} mode; use that account's "
        "key, "
        "or another QUITTANCE_STATE and QUITTANCE_REDIS",
        what, bound.account.empty() ? "(unknown)" : bound.account, mode_name(bound.livemode),
        now.account.empty() ? "(unknown)" : now.account, mode_name(now.livemode));
}

boost::asio::awaitable<engine::store_identity> bind(engine::processor& outside, engine::registry* lists,
                                                    environment const& around, entropy& randomness,
                                                    log& journal) {
    auto const before = read_binding(*around.state);
    auto const now = co_await who_are_we(outside, around, before, journal);
    auto const folder_name = fmt::format("the state folder {}", around.state->where().string());
    if (before) {
        if (auto const wrong = binding_conflict(folder_name, *before, now)) throw std::runtime_error{*wrong};
    }
    engine::store_identity fresh{random_token(randomness), 1, now.account, now.livemode};
    if (lists == nullptr) co_return fresh;
    auto kept = co_await lists->identify(fresh);
    bound_account const stored{kept.account, kept.livemode};
    if (auto const wrong = binding_conflict("the store", stored, now)) throw std::runtime_error{*wrong};
    if (!before || before->account.empty()) keep_binding(*around.state, now);
    if (kept.account.empty()) kept.account = now.account;
    co_return kept;
}

}  // namespace quittance::app
