#include "caller.hpp"

#include <algorithm>

#include "api_error.hpp"

namespace quittance::stripe {

namespace {

using kind = processor_failure::kind;

std::optional<bool> should_retry(delivery const& came) {
    auto const text = came.header("Stripe-Should-Retry");
    if (text == "true") return true;
    if (text == "false") return false;
    return std::nullopt;
}

bool is_replayed(delivery const& came) {
    if (came.header("Idempotent-Replayed") == "true") return true;
    auto const original = came.header("Original-Request");
    return !original.empty() && original != came.header("Request-Id");
}

kind kind_of(verdict what) {
    switch (what) {
        case verdict::refused: return kind::refused;
        case verdict::not_attempted: return kind::not_attempted;
        case verdict::not_found: return kind::not_found;
        case verdict::answered:
        case verdict::again:
        case verdict::unknown: break;
    }
    return kind::unknown;
}

processor_failure failure_of(verdict what, delivery const& came) {
    if (came.what == delivery::kind::not_sent) {
        return {kind_of(what), "no_connection", "Stripe could not be reached; nothing was sent this time."};
    }
    if (came.what == delivery::kind::unknown) {
        return {kind_of(what), "no_answer", "The request was sent to Stripe and no reply came."};
    }
    auto const error = read_api_error(came);
    return {kind_of(what), code_of(came.status, error), sentence_of(came, error)};
}

std::string_view name_of(verdict what) {
    switch (what) {
        case verdict::refused: return "refused";
        case verdict::not_attempted: return "not_attempted";
        case verdict::not_found: return "not_found";
        case verdict::answered:
        case verdict::again:
        case verdict::unknown: break;
    }
    return "unknown";
}

}  // namespace

caller::caller(transport& over, entropy& jitter, log& to, processor_options const& options)
    : over_(over), jitter_(jitter), log_(to), attempt_patience_(options.attempt_patience) {
    policy_.most_attempts = options.most_attempts;
    policy_.patience = options.patience;
}

judgement caller::judge_delivery(attempt& state, delivery const& came) {
    state.since_start += came.took;
    state.since_ordered += came.took;
    state.what = came.what;
    state.status = came.status;
    bool const replied = came.what == delivery::kind::reply;
    auto const error = replied && came.status >= 400 ? read_api_error(came) : api_error{};
    state.idempotency_mismatch = replied && is_idempotency_mismatch(came.status, error);
    state.not_its_own = replied && came.status >= 400 && !error.is_stripes;
    state.replayed = replied && is_replayed(came);
    state.should_retry = replied ? should_retry(came) : std::nullopt;
    auto const judged = judge(state, policy_, static_cast<unsigned>(random_below(jitter_, 1001)));
    bool const server_fault = replied && (came.status >= 500 || came.status == 424);
    state.doubt = state.doubt || came.what == delivery::kind::unknown || server_fault;
    return judged;
}

awaitable<processor_result<delivery>> caller::call(request what, unsigned also_an_answer) {
    attempt state;
    state.is_write = what.method == request::verb::post;
    for (;; ++state.number) {
        auto const patience = std::min(attempt_patience_, policy_.patience - state.since_start);
        auto copy = what;
        auto came = co_await over_.send(std::move(copy), patience);
        auto const judged = judge_delivery(state, came);
        bool const expected = judged.what == verdict::refused && came.status == also_an_answer;
        if (judged.what == verdict::answered || expected) co_return came;
        if (judged.what != verdict::again) {
            auto failure = failure_of(judged.what, came);
            log_.warning("processor_call_failed", {{"path", what.path},
                                                   {"outcome", name_of(judged.what)},
                                                   {"code", failure.code},
                                                   {"attempts", state.number}});
            co_return failure;
        }
        co_await over_.pause(judged.wait);
        state.since_start += judged.wait;
        state.since_ordered += judged.wait;
    }
}

}  // namespace quittance::stripe
