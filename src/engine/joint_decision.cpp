#include "joint_decision.hpp"

#include <algorithm>
#include <iterator>

#include "quittance/domain/client_credit.hpp"

namespace quittance::engine {
namespace {

template <class... Kinds>
bool is_one_of(domain::command const& what) {
    return (std::holds_alternative<Kinds>(what) || ...);
}

template <class T>
void append(std::vector<T>& to, std::vector<T>& from) {
    if (to.empty()) {
        to = std::move(from);
    } else {
        to.insert(to.end(), std::move_iterator(from.begin()), std::move_iterator(from.end()));
    }
}

}  // namespace

domain::booking_id const* target_of(domain::command const& what) {
    return std::visit(
        [](auto const& c) -> domain::booking_id const* {
            if constexpr (requires { c.booking; }) return &c.booking;
            return nullptr;
        },
        what);
}

std::vector<domain::booking_id> named_in(domain::command const& what) {
    std::vector<domain::booking_id> all;
    if (auto const* const target = target_of(what)) all.push_back(*target);
    if (auto const* const credit = std::get_if<domain::use_credit>(&what)) all.push_back(credit->to);
    return all;
}

std::vector<domain::booking_id> needed_beside(domain::account const& in, domain::command const& what) {
    auto const* const said = std::get_if<domain::correct_by_hand>(&what);
    return said ? domain::uses_to_load(in, *said) : std::vector<domain::booking_id>{};
}

void lead_to(domain::command& what, domain::booking_id const& target) {
    auto const lead = [&target](auto& c) {
        if constexpr (requires { c.booking; }) c.booking = target;
    };
    std::visit(lead, what);
}

bool has_moved(domain::account const& in, domain::command const& what) {
    auto const* const target = target_of(what);
    auto const* const found = target ? in.find(*target) : nullptr;
    return found && !found->moved_to.empty();
}

void add(std::vector<domain::booking_id>& list, domain::booking_id const& id) {
    if (std::find(list.begin(), list.end(), id) == list.end()) list.push_back(id);
}

bool may_share(apply_request const& asked) {
    using namespace domain;
    bool const report =
        is_one_of<session_seen, intent_seen, charge_seen, refund_seen, dispute_seen>(asked.what);
    return report && !asked.finishes && !asked.known;
}

bool same_mark(apply_request const& one, apply_request const& other) {
    return one.mark && other.mark && one.mark->event_id == other.mark->event_id;
}

domain::account part_for(apply_request const& asked, domain::account const& whole) {
    domain::account part;
    part.id = whole.id;
    part.version = whole.version;
    part.client = whole.client;
    for (auto const& id : asked.bookings) {
        if (auto const* const found = whole.find(id)) part.bookings.emplace(id, *found);
    }
    return part;
}

apply_result joint_decision::take(apply_request const& asked, instant now, domain::policy const& rules) {
    auto decided = domain::decide(after, asked.what, now, rules);
    if (!decided) return decided.error();
    bool const changed = !decided->events.empty();
    for (auto const& e : decided->events) domain::evolve(after, e);
    if (changed && asked.mark) marks.push_back(*asked.mark);
    append(made.events, decided->events);
    append(made.effects, decided->effects);
    return applied{{}, changed, false};
}

}  // namespace quittance::engine
