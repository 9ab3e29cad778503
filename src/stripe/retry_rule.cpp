#include "retry_rule.hpp"

#include <algorithm>

namespace quittance::stripe {

namespace {

bool is_success(unsigned status) { return status >= 200 && status < 300; }
bool is_server_fault(unsigned status) { return status >= 500 || status == 424; }
// Turned away before the endpoint ran: key wrong or lacking, key in use, too many requests, object locked.
bool is_turned_away(unsigned status) {
    return status == 401 || status == 403 || status == 409 || status == 429;
}

bool is_worth_repeating(attempt const& last) {
    if (last.what != delivery::kind::reply) return true;
    // A saved 5xx is replayed for as long as the key lives: repeating it tells nothing new.
    if (last.replayed && is_server_fault(last.status)) return false;
    if (last.should_retry) return *last.should_retry;
    if (last.status == 401 || last.status == 403) return false;
    return last.not_its_own || last.status == 409 || last.status == 429 || is_server_fault(last.status);
}

bool is_allowed(attempt const& last, retry_policy const& policy, milliseconds wait) {
    if (last.number >= policy.most_attempts || last.since_start + wait >= policy.patience) return false;
    return !last.is_write || last.since_ordered + wait < key_lifetime;
}

milliseconds wait_before_next(attempt const& last, retry_policy const& policy, unsigned jitter) {
    auto const doublings = std::clamp(last.number - 1, 0, 10);
    auto const full = std::min(policy.first_wait * (1 << doublings), policy.longest_wait);
    return full / 2 + full / 2 * std::min(jitter, 1000U) / 1000;
}

// A 2xx is not asked here.
verdict final_reply(attempt const& last) {
    if (is_turned_away(last.status))
        return last.is_write && last.doubt ? verdict::unknown : verdict::not_attempted;
    if (last.not_its_own) return verdict::unknown;
    if (!last.is_write && last.status == 404) return verdict::not_found;
    if (last.status >= 400 && last.status < 500 && last.status != 424) return verdict::refused;
    return verdict::unknown;
}

verdict final_verdict(attempt const& last) {
    switch (last.what) {
        case delivery::kind::reply: return final_reply(last);
        case delivery::kind::not_sent:
            return last.is_write && last.doubt ? verdict::unknown : verdict::not_attempted;
        case delivery::kind::unknown: break;
    }
    return verdict::unknown;
}

}  // namespace

judgement judge(attempt const& last, retry_policy const& policy, unsigned jitter) {
    bool const replied = last.what == delivery::kind::reply;
    if (replied && is_success(last.status)) return {verdict::answered, {}};
    if (replied && last.idempotency_mismatch) return {verdict::refused, {}};
    auto const wait = wait_before_next(last, policy, jitter);
    if (is_worth_repeating(last) && is_allowed(last, policy, wait)) return {verdict::again, wait};
    return {final_verdict(last), {}};
}

}  // namespace quittance::stripe
