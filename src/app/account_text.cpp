#include "account_text.hpp"

#include <fmt/format.h>

#include "quittance/domain/balance.hpp"
#include "quittance/domain/calendar.hpp"

namespace quittance::app {
namespace {

std::string on(std::string const& zone, instant when) { return iso_date(domain::date_in(zone, when)); }

std::string_view word_for(domain::session_status status) {
    switch (status) {
        case domain::session_status::open: return "open";
        case domain::session_status::complete: return "complete";
        case domain::session_status::expired: return "expired";
        case domain::session_status::unknown: break;
    }
    return "not known yet";
}

std::string_view word_for(domain::refund_status status) {
    switch (status) {
        case domain::refund_status::pending: return "pending";
        case domain::refund_status::requires_action: return "needs action";
        case domain::refund_status::succeeded: return "succeeded";
        case domain::refund_status::failed: return "failed";
        case domain::refund_status::canceled: return "cancelled";
        case domain::refund_status::unknown: break;
    }
    return "not known yet";
}

void say_checkouts(std::string& text, domain::booking const& what, std::string const& zone) {
    for (auto const& one : what.checkouts) {
        auto const status = !one.refusal.empty() ? "refused: " + one.refusal
                            : one.absent         ? std::string{"never existed"}
                                                 : std::string{word_for(one.status)};
        text += fmt::format("      checkout {} over {} on {}: {}{}{}\n", one.number,
                            domain::plain_text(one.amount), on(zone, one.ordered_at), status,
                            one.session.empty() ? "" : ", ", one.session.text());
    }
}

void say_payments(std::string& text, domain::booking const& what, std::string const& zone) {
    for (auto const& one : what.payments) {
        text += fmt::format("      received {} on {}, {}\n", domain::plain_text(one.captured),
                            on(zone, one.at), one.intent.text());
        for (auto const& back : one.refunds) {
            text += fmt::format("      refund {} on {}: {}, {}\n", domain::plain_text(back.amount),
                                on(zone, back.at), word_for(back.status), back.id.text());
        }
        for (auto const& said : one.disputes) {
            text += fmt::format("      dispute over {} on {}, {}{}{}\n", domain::plain_text(said.amount),
                                on(zone, said.at), said.id.text(), said.withdrawn ? ", money withdrawn" : "",
                                said.reinstated ? ", money given back" : "");
        }
    }
}

void say_booking(std::string& text, domain::booking const& what, std::string const& zone) {
    auto const sums = domain::balance_of(what);
    text += fmt::format("\n  {}  {}  [{}]\n", what.identity.reference, what.terms.title,
                        domain::name_of(domain::state_of(what)));
    text += fmt::format("    price {}  received {}  went back {}  open {}\n", domain::plain_text(sums.price),
                        domain::plain_text(sums.received), domain::plain_text(sums.went_back),
                        domain::plain_text(sums.open));
    text += fmt::format("    booked {} on page '{}' for offer {}\n", on(zone, what.booked_at),
                        what.identity.source, what.identity.offer.text());
    for (auto const& one : what.items) {
        text += fmt::format("    due {}  {}\n", iso_date(one.due), domain::plain_text(one.amount));
    }
    say_checkouts(text, what, zone);
    say_payments(text, what, zone);
    for (auto const& one : domain::attention_of(what)) {
        text += fmt::format("    ! {} {} since {}\n", one.reason, one.subject, on(zone, one.since));
    }
    if (!what.moved_to.empty()) text += "    moved to another reference\n";
    if (what.closed_at) {
        text += fmt::format("    closed {}: {}\n", on(zone, *what.closed_at), what.close_reason);
    }
}

}  // namespace

std::string account_text(domain::account const& account, std::string const& zone) {
    auto text = fmt::format("Account {}  version {}\n", account.id.text(), account.version);
    if (!account.client.who.name.empty()) text += fmt::format("  name {}\n", account.client.who.name);
    if (!account.client.who.email.empty()) text += fmt::format("  mail {}\n", account.client.who.email);
    text += fmt::format("  since {}, {} booking{}\n", on(zone, account.client.since), account.client.bookings,
                        account.client.bookings == 1 ? "" : "s");
    for (auto const& [id, what] : account.bookings) say_booking(text, what, zone);
    return text;
}

std::string booking_line(domain::client_id const& client, domain::booking const& what) {
    auto const sums = domain::balance_of(what);
    return fmt::format("{}  {:<24}  open {:>14}  received {:>14}  {}", client.text(), what.identity.reference,
                       domain::plain_text(sums.open), domain::plain_text(sums.received), what.terms.title);
}

}  // namespace quittance::app
