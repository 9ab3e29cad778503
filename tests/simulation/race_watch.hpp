// Promises: what happened between two payers of one item, seen from outside: when the charge was claimed,
// made, confirmed and answered, when the client pressed and paid, and at every change at the processor who
// could take money for the item. It reads the processor's own objects and judges by them alone.
#pragma once
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "surroundings.hpp"

namespace quittance::simulation {

// How the two met. One round is of several kinds.
#define QUITTANCE_MEETINGS(MEETING)                                                                         \
    MEETING(pressed_first, "the client pressed before the timer claimed the charge")                        \
    MEETING(pressed_while_ordered, "the client pressed while the charge was ordered and not made")          \
    MEETING(pressed_before_confirmed, "the client pressed when the intent was there and not yet confirmed") \
    MEETING(pressed_under_way, "the client pressed while the charge was confirmed and not yet answered")    \
    MEETING(pressed_after_answer, "the client pressed after the charge was answered")                       \
    MEETING(decided_at_once, "two commits were decided on one version, and one was refused")                \
    MEETING(page_refused, "the client was led to no page, because the charge was under way or done")        \
    MEETING(charge_held_back, "it fell due while a page was open, and the charge was not begun")            \
    MEETING(charge_made_way, "a charge was cancelled, and a page opened")                                   \
    MEETING(paid_by_link_first, "the client paid, and the charge was never confirmed")                      \
    MEETING(paid_after_decline, "the client paid what the card was declined for")                           \
    MEETING(charged_first, "the charge took the money, and the client had never been led to a page")        \
    MEETING(charged_after_page, "the charge took the money after a page had come to nothing")               \
    MEETING(nobody_paid, "the card was declined, and the client did not pay")

#define QUITTANCE_NAME_OF(name, what) name,
enum class meeting : unsigned { QUITTANCE_MEETINGS(QUITTANCE_NAME_OF) };
#undef QUITTANCE_NAME_OF
inline constexpr std::size_t meetings = static_cast<std::size_t>(meeting::nobody_paid) + 1;

class race_watch {
public:
    // What the processor holds by now belongs to the time before.
    race_watch(surroundings& around, instant due);

    void commit(commit_seen const& what);
    void call(call_seen const& what);
    void pressed(instant at);
    void answered_without_page();
    void paid(instant at);
    // Who could take money for the item right now, and who has.
    void look();
    // When all is over. How often money was taken for the item.
    std::size_t charges() const { return taken_; }
    // A charge was, without the client.
    bool was_declined() const { return declined_; }
    std::set<meeting> const& met();

    std::vector<std::string> const& violations() const { return violations_; }

private:
    void report(std::string what);
    void look_at_pages(std::vector<std::string>& takers, std::set<std::string>& of_pages,
                       std::set<std::string>& paid) const;
    void look_at_charges(std::vector<std::string>& takers, std::set<std::string> const& of_pages,
                         std::set<std::string>& paid);
    meeting phase_of(instant press) const;
    void judge_end();

    surroundings& around_;
    instant due_;
    std::set<std::string> before_;    // sessions and intents of what was paid already
    std::set<std::string> confirms_;  // orders
    std::optional<instant> claimed_, made_, confirmed_, answered_, page_made_, paid_;
    std::vector<instant> presses_;
    bool charge_took_ = false, cancelled_ = false, declined_ = false;
    std::uint64_t versions_lost_;
    std::size_t taken_ = 0;
    std::set<meeting> met_;
    std::vector<std::string> violations_;
};

}  // namespace quittance::simulation
