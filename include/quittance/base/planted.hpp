// Promises: faults a programmer could have made, each at the very line where it would have been made, so that
// the simulator can show that it finds them. They exist in builds with tests only (QUITTANCE_PLANTED) and
// sleep until one is armed; without the definition `planted` is the constant false and the compiler leaves
// nothing of them.
#pragma once
#ifdef QUITTANCE_PLANTED
#include <array>
#include <optional>
#include <string_view>
#endif

namespace quittance {

enum class bug {
    none,
    skip_dedupe,
    acknowledge_before_work,
    effect_before_commit,
    retry_with_new_key,
    trust_success_page,
    drop_the_lane,
    forget_wake_up,
    believe_other_version,
    last_word_wins,
    dead_without_intent,
    open_second_checkout,
    use_any_amount,
    refund_lowers_nothing,
    count_failed_refund,
    lose_attention,
    finish_before_commit,
    log_the_email,
    chain_from_nowhere,
    entry_says_it_twice,
    take_unknown_for_no,
    pass_over_failed_event,
    park_nothing,
    forget_spare_money,
    decide_by_memory,
    last = decide_by_memory,
};

#ifdef QUITTANCE_PLANTED

// What a search for this sentence finds was built for tests.
[[gnu::used]] inline constexpr char planted_marker[] = "quittance: planted bugs are in this program";
inline bug armed_bug = bug::none;

inline bool planted(bug which) { return armed_bug == which; }

struct planted_bug {
    bug which;
    std::string_view name;
    std::string_view what;
};
inline constexpr std::array planted_bugs{
    planted_bug{bug::skip_dedupe, "skip_dedupe", "A webhook's commit leaves no dedupe mark."},
    planted_bug{bug::acknowledge_before_work, "acknowledge_before_work",
                "A webhook is answered 200 although the store could not take it."},
    planted_bug{bug::effect_before_commit, "effect_before_commit",
                "An effect is started before the commit that orders it."},
    planted_bug{bug::retry_with_new_key, "retry_with_new_key",
                "A creation whose outcome is unknown is repeated under a new idempotency key."},
    planted_bug{bug::trust_success_page, "trust_success_page",
                "Whoever comes to the return page is taken to have paid."},
    planted_bug{
        bug::drop_the_lane, "drop_the_lane",
        "Commands on one account do not wait for each other, and a lost version check is not heeded."},
    planted_bug{bug::forget_wake_up, "forget_wake_up", "A commit writes no wake-ups."},
    planted_bug{bug::believe_other_version, "believe_other_version",
                "An event of another API version is read as if it were ours."},
    planted_bug{bug::last_word_wins, "last_word_wins",
                "A status is overwritten by whatever is heard last, not by what is further on."},
    planted_bug{bug::dead_without_intent, "dead_without_intent",
                "An expired session is taken for dead without a look at its intent."},
    planted_bug{bug::open_second_checkout, "open_second_checkout",
                "A checkout is opened although one may still take money."},
    planted_bug{bug::use_any_amount, "use_any_amount",
                "Money is used for what was agreed although another amount was asked for."},
    planted_bug{bug::refund_lowers_nothing, "refund_lowers_nothing",
                "Refunds do not count as money that went back."},
    planted_bug{bug::count_failed_refund, "count_failed_refund",
                "A refund that failed counts as money that went back."},
    planted_bug{bug::lose_attention, "lose_attention", "What a person should look at is not listed."},
    planted_bug{bug::finish_before_commit, "finish_before_commit",
                "An order is removed before its outcome is committed."},
    planted_bug{bug::log_the_email, "log_the_email", "The order's body is logged, and the e-mail in it."},
    planted_bug{bug::chain_from_nowhere, "chain_from_nowhere",
                "A ledger entry carries the digest of something else than its predecessor."},
    planted_bug{bug::entry_says_it_twice, "entry_says_it_twice",
                "A ledger entry holds each of its events twice."},
    planted_bug{bug::take_unknown_for_no, "take_unknown_for_no",
                "A creation that was not answered is recorded as refused."},
    planted_bug{bug::pass_over_failed_event, "pass_over_failed_event",
                "The event list's cursor moves past an event that could not be taken just now."},
    planted_bug{bug::park_nothing, "park_nothing",
                "An event that is ours and that no account can take is acknowledged and dropped."},
    planted_bug{bug::forget_spare_money, "forget_spare_money",
                "Money that fits nothing agreed is left out of the balance."},
    planted_bug{bug::decide_by_memory, "decide_by_memory",
                "A decision depends on how many were made before it."},
};

inline std::optional<bug> planted_bug_named(std::string_view name) {
    for (auto const& each : planted_bugs) {
        if (each.name == name) return each.which;
    }
    return std::nullopt;
}

#else

constexpr bool planted(bug) { return false; }

#endif

}  // namespace quittance
