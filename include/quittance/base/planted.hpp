// Promises: faults a programmer could have made, each at the very line where it would have been made, so that
// the simulator can show that it finds them. They exist in builds with tests only (QUITTANCE_PLANTED) and
// sleep until one is armed; without the definition `planted` is the constant false and the compiler leaves
// nothing of them.
#pragma once
#include <cstdint>
#ifdef QUITTANCE_PLANTED
#include <array>
#include <optional>
#include <string_view>
#endif

// Each with what it does. One list: names, numbers and sentences cannot fall apart.
#define QUITTANCE_PLANTED_BUGS(BUG)                                                                         \
    BUG(skip_dedupe, "A webhook's commit leaves no dedupe mark.")                                           \
    BUG(acknowledge_before_work, "A webhook is answered 200 although the store could not take it.")         \
    BUG(effect_before_commit, "An effect is started before the commit that orders it.")                     \
    BUG(retry_with_new_key, "A creation whose outcome is unknown is repeated under a new idempotency key.") \
    BUG(trust_success_page, "Whoever comes to the return page is taken to have paid.")                      \
    BUG(drop_the_lane,                                                                                      \
        "Commands on one account do not wait for each other, and a lost version check is not heeded.")      \
    BUG(forget_wake_up, "A commit writes no wake-ups.")                                                     \
    BUG(believe_other_version, "An event of another API version is read as if it were ours.")               \
    BUG(last_word_wins, "A status is overwritten by whatever is heard last, not by what is further on.")    \
    BUG(dead_without_intent, "An expired session is taken for dead without a look at its intent.")          \
    BUG(open_second_checkout, "A checkout is opened although one may still take money.")                    \
    BUG(use_any_amount, "Money is used for what was agreed although another amount was asked for.")         \
    BUG(refund_lowers_nothing, "Refunds do not count as money that went back.")                             \
    BUG(count_failed_refund, "A refund that failed counts as money that went back.")                        \
    BUG(lose_attention, "What a person should look at is not listed.")                                      \
    BUG(finish_before_commit, "An order is removed before its outcome is committed.")                       \
    BUG(log_the_email, "The order's body is logged, and the e-mail in it.")                                 \
    BUG(chain_from_nowhere, "A ledger entry carries the digest of something else than its predecessor.")    \
    BUG(entry_says_it_twice, "A ledger entry holds each of its events twice.")                              \
    BUG(take_unknown_for_no, "A creation that was not answered is recorded as refused.")                    \
    BUG(pass_over_failed_event,                                                                             \
        "The event list's cursor moves past an event that could not be taken just now.")                    \
    BUG(park_nothing, "An event that is ours and that no account can take is acknowledged and dropped.")    \
    BUG(forget_spare_money, "Money that fits nothing agreed is left out of the balance.")                   \
    BUG(decide_by_memory, "A decision depends on how many were made before it.")                            \
    BUG(confirm_before_commit,                                                                              \
        "A charge is confirmed as soon as its intent is there, before its id is committed.")                \
    BUG(retry_final_decline, "A card is tried again after the bank said never to.")                         \
    BUG(charge_beside_page, "What is due is charged while a page for it is open.")                          \
    BUG(charge_in_dispute, "Collecting goes on while a payment is disputed.")                               \
    BUG(charge_after_end, "Collecting goes on after the booking was closed.")                               \
    BUG(attempt_under_old_key, "Every attempt of a charge has the key of its first.")                       \
    BUG(period_from_last, "A retainer's next item is dated from the item before.")                          \
    BUG(customer_twice, "A client is made a customer again while the first order is under way.")            \
    BUG(closing_not_awaited, "A page is opened while the former payer's end is only ordered.")              \
    BUG(keep_first_card, "The rest is charged to the first card, whatever was paid with since.")            \
    BUG(charge_at_night, "A charge is made at any hour.")                                                   \
    BUG(retry_unanswered, "A charge whose answer was lost is confirmed again before anybody looked.")       \
    BUG(no_second_look, "A letter goes out without another look whether it is still true.")                 \
    BUG(send_again_in_doubt, "A reminder of which nobody knows whether it went out is sent again.")         \
    BUG(claim_no_step, "A reminder is ordered and its step is not marked.")                                 \
    BUG(ignore_rest, "Reminders go on while they should rest.")                                             \
    BUG(ignore_window, "A reminder is sent at any hour of any day.")                                        \
    BUG(hours_of_booking, "The hours are those of a booking's zone, not of the client's.")                  \
    BUG(forget_wake_after_letter, "Once something was said about an item, nobody looks at it again.")       \
    BUG(take_refused_for_sent, "A letter that the mail server refused is recorded as accepted.")            \
    BUG(remind_what_collects, "What the kept card pays is asked for by letter, too.")                       \
    BUG(ignore_distance, "A reminder follows another contact at once.")                                     \
    BUG(write_to_the_hint, "A letter goes to what a booking page said, not to the client's own address.")   \
    BUG(lose_letter, "A letter's order that somebody left behind is removed and not carried out.")          \
    BUG(hand_over_nothing, "What no reminder settled is handed to nobody.")                                 \
    BUG(remind_in_dispute, "Reminders go on while a payment is disputed.")                                  \
    BUG(remind_beside_page, "What is just being paid is asked for by letter.")                              \
    BUG(grant_again, "A client who got more time gets it again, for the asking.")                           \
    BUG(send_late, "A reminder that a server put off goes out at any hour, and after any call.")            \
    BUG(undo_in_doubt, "A reminder that is given up while it may be out is taken for unsent.")              \
    BUG(answer_anew, "A request with a known Idempotency-Key is worked on once more.")                      \
    BUG(change_unwritten, "What is changed of an agreement is not put in writing.")                         \
    BUG(name_stays, "A client is erased, and the entry of their booking still names them.")

namespace quittance {

#define QUITTANCE_NAME_OF(name, what) name,
enum class bug { none, QUITTANCE_PLANTED_BUGS(QUITTANCE_NAME_OF) };
#undef QUITTANCE_NAME_OF

#ifdef QUITTANCE_PLANTED

// What a search for this sentence finds was built for tests.
[[gnu::used]] inline constexpr char planted_marker[] = "quittance: planted bugs are in this program";
inline bug armed_bug = bug::none;

inline bool planted(bug which) { return armed_bug == which; }

// What a decision must not have: a memory of its own (decide_by_memory).
inline std::int64_t planted_memory() {
    static std::int64_t so_far = 0;
    return so_far++ % 60;
}

struct planted_bug {
    bug which;
    std::string_view name;
    std::string_view what;
};
#define QUITTANCE_ROW_OF(name, what) planted_bug{bug::name, #name, what},
inline constexpr std::array planted_bugs{QUITTANCE_PLANTED_BUGS(QUITTANCE_ROW_OF)};
#undef QUITTANCE_ROW_OF

inline std::optional<bug> planted_bug_named(std::string_view name) {
    for (auto const& each : planted_bugs) {
        if (each.name == name) return each.which;
    }
    return std::nullopt;
}

#else

constexpr bool planted(bug) { return false; }
constexpr std::int64_t planted_memory() { return 0; }

#endif

}  // namespace quittance

#undef QUITTANCE_PLANTED_BUGS
