// Another address for a client's letters. Asking changes nothing: the address in force is told, the other one
// is asked, and only what is pressed in the letter to that one changes it.
#include <algorithm>

#include "correspondence.hpp"
#include "decide_money.hpp"
#include "quittance/domain/balance.hpp"
#include "quittance/domain/mail_address.hpp"
#include "reminding.hpp"

namespace quittance::domain {
namespace {

constexpr std::size_t longest_address = 254;       // RFC 5321, 4.5.3.1.3
constexpr std::chrono::hours told_within{24 * 5};  // as long as RFC 5321, 4.5.4.1, keeps trying
constexpr std::chrono::minutes pressed_twice{10};

std::string subject_of(int ask) { return "address " + std::to_string(ask); }

// `to`: as it was when the letter was ordered; a letter about addresses never follows the one in force.
void tell(deciding& so_far, booking_id const& lead, letter_kind kind, std::string to, int ask, instant now,
          instant before) {
    letter made;
    made.number = so_far.seen().client.correspondence.letters + 1;
    made.kind = kind;
    made.to = std::move(to);
    made.subject = subject_of(ask);
    made.at = now;
    made.counts_when_sent = true;
    so_far.orders(send_letter{lead, made.number, before});
    so_far.happens(letter_ordered{lead, std::move(made), {}});
}

bool is_asked_too_often(client const& of, instant now) {
    auto const& times = of.asked_lately;
    return times.size() >= most_address_asks && times.front() > now - address_ask_window;
}

bool was_not_delivered(account const& all, booking const& of, int item) {
    auto const* const last = find_reminded(all, of.id, item);
    bool const failed =
        last && (last->state == letter_state::refused || last->state == letter_state::bounced);
    return failed && !open_of(of, {item}).is_zero();
}

// Nobody could be written to about these, or what was written did not arrive, and now somebody can.
void begin_unreached_anew(deciding& so_far, instant now) {
    std::vector<reminders_begun_anew> found;
    for (auto const& [id, what] : so_far.seen().bookings) {
        reminders_begun_anew one{id, {}, now};
        for (auto const& h : what.handovers) {
            bool const unreached = h.reason == "no_address" || h.reason == "reminders_undelivered";
            if (unreached && !h.over) one.items.push_back(h.item);
        }
        for (auto const& i : what.items) {
            bool const named = std::find(one.items.begin(), one.items.end(), i.number) != one.items.end();
            if (!named && was_not_delivered(so_far.seen(), what, i.number)) one.items.push_back(i.number);
        }
        if (!one.items.empty()) found.push_back(std::move(one));
    }
    for (auto& one : found) so_far.happens(std::move(one));
}

}  // namespace

bool is_plain_address(std::string const& text) {
    auto const at = text.find('@');
    bool const plain = std::all_of(text.begin(), text.end(), [](char c) {
        return static_cast<unsigned char>(c) > ' ' && c != 0x7F && c != ',' && c != ';' && c != '<' &&
               c != '>';
    });
    return plain && text.size() <= longest_address && at != std::string::npos && at > 0 &&
           at + 1 < text.size() && text.find('@', at + 1) == std::string::npos;
}

bool is_asked_still(account const& all, letter const& what, instant now) {
    auto const& asked = all.client.address_asked;
    return asked && what.subject == subject_of(asked->number) && now < asked->until;
}

verdict do_ask_address(deciding& so_far, ask_address const& asked, instant now, policy const& rules) {
    auto const found = living(so_far, asked.booking);
    if (!found) return found.error();
    auto const& client = so_far.seen().client;
    if (!rules.reminders.letters) return refusal{refusal_reason::not_granted, "address"};
    if (!is_plain_address(asked.address)) return refusal{refusal_reason::address_unfit, "address"};
    auto const current = address_of(so_far.seen(), **found);
    bool const reaches = !current.empty() && current != client.correspondence.unreachable;
    if (asked.address == current && reaches) return {};
    auto const& waits = client.address_asked;
    bool const again = waits && waits->address == asked.address && now < waits->asked_at + pressed_twice;
    if (again) return {};
    if (is_asked_too_often(client, now)) return refusal{refusal_reason::asked_too_often, "address"};
    new_address const wanted{client.address_asks + 1, asked.address, now, now + address_link_lifetime};
    so_far.happens(address_asked{asked.booking, wanted});
    if (reaches)
        tell(so_far, asked.booking, letter_kind::address_asked, current, wanted.number, now,
             now + told_within);
    tell(so_far, asked.booking, letter_kind::address_confirm, wanted.address, wanted.number, now,
         wanted.until);
    return {};
}

verdict do_confirm_address(deciding& so_far, confirm_address const& asked, instant now, policy const& rules) {
    auto const found = living(so_far, asked.booking);
    if (!found) return found.error();
    auto const wanted = so_far.seen().client.address_asked;
    if (!wanted || wanted->number != asked.number || now >= wanted->until)
        return refusal{refusal_reason::change_unknown, ""};
    auto const former = address_of(so_far.seen(), **found);
    bool const reaches = !former.empty() && former != wanted->address &&
                         former != so_far.seen().client.correspondence.unreachable;
    auto const& owner = so_far.seen().client;
    bool const has_customer = !owner.customer.empty() || !owner.customer_for.empty();
    so_far.happens(
        address_changed{asked.booking, former, wanted->address, now, has_customer ? wanted->number : 0});
    tell_processor(so_far, asked.booking);
    begin_unreached_anew(so_far, now);
    if (!rules.reminders.letters) return {};
    auto const say = [&](std::string to) {
        tell(so_far, asked.booking, letter_kind::address_changed, std::move(to), wanted->number, now,
             now + told_within);
    };
    if (reaches) say(former);
    say(wanted->address);
    return {};
}

}  // namespace quittance::domain
