#include "account_text.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "quittance/domain/balance.hpp"
#include "quittance/domain/calendar.hpp"
#include "quittance/domain/reminders.hpp"
#include "quittance/web/client_sums.hpp"

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

std::string_view word_for(domain::hand_kind kind) {
    switch (kind) {
        case domain::hand_kind::transfer: return "transfer";
        case domain::hand_kind::cash: return "cash";
        case domain::hand_kind::cheque: return "cheque";
        case domain::hand_kind::voucher: return "voucher";
        case domain::hand_kind::credit: return "credit";
        case domain::hand_kind::other: break;
    }
    return "other";
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

void say_by_hand(std::string& text, domain::by_hand const& said, std::string const& zone) {
    text += fmt::format("        by {}, '{}' of {}, taken by {}\n", word_for(said.kind), said.reference,
                        iso_date(said.on), said.author);
    for (auto const& c : said.corrections) {
        text += fmt::format("        corrected by {} on {}: {}{}, {}\n", c.author, on(zone, c.at),
                            domain::plain_text(c.amount), c.handed_back.is_zero() ? "" : " and handed back",
                            c.reason);
    }
}

void say_payments(std::string& text, domain::booking const& what, std::string const& zone) {
    for (auto const& one : what.payments) {
        text += fmt::format("      received {} on {}, {}\n", domain::plain_text(one.captured),
                            on(zone, one.at), one.intent.text());
        if (one.by_hand) say_by_hand(text, *one.by_hand, zone);
        for (auto const& back : one.refunds) {
            text += fmt::format("      refund {} on {}: {}, {}\n", domain::plain_text(back.amount),
                                on(zone, back.at), domain::name_of(back.status), back.id.text());
        }
        for (auto const& said : one.disputes) {
            text += fmt::format("      dispute over {} on {}, {}{}{}\n", domain::plain_text(said.amount),
                                on(zone, said.at), said.id.text(), said.withdrawn ? ", money withdrawn" : "",
                                said.reinstated ? ", money given back" : "");
        }
    }
}

std::string fee_text(domain::item const& what) {
    if (!what.fee) return "";
    auto const& why = *what.fee;
    if (why.kind == domain::fee_kind::late)
        return fmt::format("  late fee for item {} of {}", why.item, iso_date(why.day));
    return fmt::format("  no-show fee for {} on {}", why.delivery, iso_date(why.day));
}

void say_items(std::string& text, domain::booking const& what) {
    for (auto const& one : domain::standing_of(what)) {
        auto const due =
            one.what.milestone.empty() ? iso_date(one.what.due) : "at '" + one.what.milestone + "'";
        text += fmt::format("    item {} due {}  {}  open {}{}{}\n", one.what.number, due,
                            domain::plain_text(one.what.amount), domain::plain_text(one.open),
                            one.waived.is_zero() ? "" : "  waived " + domain::plain_text(one.waived),
                            fee_text(one.what));
    }
}

void say_agreements(std::string& text, domain::booking const& what, std::string const& zone) {
    for (auto const& one : what.agreements) {
        text += fmt::format("      agreement {} of {}, {}{}{}\n", one.version, on(zone, one.at), one.hash,
                            one.author.empty() ? "" : ", changed by " + one.author,
                            one.reason.empty() ? "" : ": " + one.reason);
    }
}

// What a person decided.
void say_decisions(std::string& text, domain::booking const& what, std::string const& zone) {
    for (auto const& one : what.refund_orders) {
        text += fmt::format("      refund {} of {} ordered by {} on {}: {}{}\n", one.number,
                            domain::plain_text(one.amount), one.author, on(zone, one.at),
                            domain::outcome_of(what, one), one.reason.empty() ? "" : ", " + one.reason);
    }
    for (auto const& one : what.waivers) {
        text += fmt::format("      {} {} of item {} by {} on {}: {}\n",
                            one.written_off ? "written off" : "waived", domain::plain_text(one.amount),
                            one.item, one.author, on(zone, one.at), one.reason);
    }
}

// For sessions to come.
std::string kept_text(domain::credit_balance const& credits) {
    return credits.reserved == 0 ? "" : fmt::format("  kept {}", credits.reserved);
}

void say_credits(std::string& text, domain::booking const& what, civil_date today, std::string const& zone) {
    for (auto const& one : what.deliveries) {
        text += fmt::format("      {} {} on {}, {} credit{}{}\n", one.no_show ? "no-show" : "delivered",
                            one.id, iso_date(one.on), one.credits, one.credits == 1 ? "" : "s",
                            one.taken_back ? ", taken back" : "");
    }
    for (auto const& one : what.reservations) {
        text += fmt::format("      scheduled {} on {}, {} credit{} kept for it{}\n", one.id, iso_date(one.on),
                            one.credits, one.credits == 1 ? "" : "s",
                            one.on < today ? "; nobody said yet whether it took place" : "");
    }
    for (auto const& one : what.credit_changes) {
        text += fmt::format("      {} credit{} {} by {} on {}: {}\n", std::abs(one.credits),
                            std::abs(one.credits) == 1 ? "" : "s", one.credits > 0 ? "granted" : "taken away",
                            one.author, on(zone, one.at), one.reason);
    }
    if (what.terms.credits.granted == 0) return;
    auto const now = domain::credits_of(what, today, zone);
    text += fmt::format("    credits: granted {}  used {}  expired {}  left {}{}\n", now.granted, now.used,
                        now.expired, now.left, kept_text(now));
    if (now.uncovered > 0)
        text += fmt::format("    ! {} used credits are not covered by money that stays\n", now.uncovered);
    if (now.unsecured > 0)
        text +=
            fmt::format("    ! {} credits kept for sessions to come are not there any more\n", now.unsecured);
}

void say_card(std::string& text, domain::booking const& what) {
    if (!what.kept || !domain::collects_from_card(what)) return;
    auto const& card = *what.kept;
    text += fmt::format("    card {}", card.method.text());
    if (!card.last4.empty()) text += fmt::format(", {} ending in {}", card.brand, card.last4);
    if (card.expires_year > 0)
        text += fmt::format(", valid until {:04}-{:02}", card.expires_year, card.expires_month);
    if (card.detached) text += ": it can be charged no more";
    if (card.told && !card.detached) text += ": it ends before what will be charged to it";
    text += '\n';
}

void say_booking(std::string& text, domain::booking const& what, std::string const& business_zone,
                 instant now) {
    auto const& zone = what.who.zone.empty() ? business_zone : what.who.zone;
    auto const sums = domain::balance_of(what);
    text += fmt::format("\n  {}  {}  [{}]\n", what.identity.reference, what.terms.title,
                        domain::name_of(domain::state_of(what)));
    auto const fees = sums.fees.is_zero() ? "" : "  fees " + domain::plain_text(sums.fees);
    text += fmt::format("    price {}{}  received {}  went back {}  open {}\n",
                        domain::plain_text(sums.price), fees, domain::plain_text(sums.received),
                        domain::plain_text(sums.went_back), domain::plain_text(sums.open));
    text += fmt::format("    booked {} on page '{}' for offer {}\n", on(zone, what.booked_at),
                        what.identity.source, what.identity.offer.text());
    say_items(text, what);
    say_agreements(text, what, zone);
    if (!sums.credit.is_zero()) {
        text += fmt::format("    credit {}: the next item uses it first\n", domain::plain_text(sums.credit));
    }
    say_checkouts(text, what, zone);
    say_payments(text, what, zone);
    say_card(text, what);
    say_decisions(text, what, zone);
    say_credits(text, what, domain::date_in(zone, now), zone);
    text += attention_text(what, zone);
    if (!what.moved_to.empty()) text += "    moved to another reference\n";
    if (what.closed_at) {
        text += fmt::format("    closed {}: {}\n", on(zone, *what.closed_at), what.close_reason);
    }
}

// One line however the client wrote it.
std::string in_one_line(std::string words) {
    std::replace(words.begin(), words.end(), '\n', ' ');
    return words;
}

std::string said_text(domain::handover const& one) {
    std::string text;
    if (one.item > 0) text += fmt::format("      of item {}\n", one.item);
    if (one.until)
        text +=
            fmt::format("      {} {}\n", one.split ? "in two parts, until" : "until", iso_date(*one.until));
    if (!one.words.empty()) text += fmt::format("      in their words: {}\n", in_one_line(one.words));
    return text;
}

// What the client, or the owner for them, decided about their letters.
std::string settings_text(domain::client const& of, std::string const& zone) {
    std::string text;
    if (auto const& asked = of.address_asked)
        text += fmt::format("  mail to {} was asked for on {}, and waits for its confirmation until {}\n",
                            asked->address, on(zone, asked->asked_at), rfc3339(asked->until));
    if (!of.correspondence.cadence.empty())
        text += fmt::format("  reminded by the cadence '{}'\n", of.correspondence.cadence);
    return text;
}

std::string sum_text(char const* name, std::int64_t units, domain::currency unit) {
    return fmt::format("  {} {}", name, domain::plain_text(domain::money::minor(units, unit)));
}

// What is seldom there is told only where it is.
std::string totals_line(domain::currency unit, web::currency_sums const& all) {
    auto text = "  in all:" + sum_text("due", all.due, unit) + sum_text("open", all.open, unit) +
                sum_text("booked", all.booked, unit) + sum_text("received", all.received, unit);
    std::pair<char const*, std::int64_t> const seldom[] = {{"fees", all.fees},
                                                           {"went back", all.went_back},
                                                           {"waived", all.waived},
                                                           {"credit", all.credit},
                                                           {"unallocated", all.unallocated}};
    for (auto const& [name, units] : seldom)
        if (units != 0) text += sum_text(name, units, unit);
    return text + '\n';
}

// The same view over all bookings as the API's /v1/clients/{client}.
std::string sums_text(web::client_sums const& all, instant now) {
    std::string text;
    for (auto const& [unit, one] : all.by_currency) text += totals_line(unit, one);
    auto const& credits = all.credits;
    if (all.has_credits)
        text += fmt::format("  credits in all: left {}  granted {}  used {}  expired {}{}{}\n", credits.left,
                            credits.granted, credits.used, credits.expired, kept_text(credits),
                            credits.uncovered == 0 ? "" : fmt::format("  uncovered {}", credits.uncovered));
    if (auto const& next = all.next)
        text += fmt::format("  next charge: {} for {}, item {}, due {}{}\n", domain::plain_text(next->amount),
                            next->reference, next->item, iso_date(next->due),
                            next->at > now ? ", at " + rfc3339(next->at) : "");
    return text;
}

}  // namespace

std::string attention_text(domain::booking const& what, std::string const& zone) {
    std::string text;
    for (auto const& one : domain::attention_of(what)) {
        text += fmt::format("    ! {} {} since {}\n", one.reason, one.subject, on(zone, one.since));
        if (auto const* const said = domain::words_behind(what, one)) text += said_text(*said);
    }
    return text;
}

std::string account_text(domain::account const& account, domain::policy const& rules, instant now) {
    auto const& zone = rules.zone;
    auto text = fmt::format("Account {}  version {}\n", account.id.text(), account.version);
    if (!account.client.who.name.empty()) text += fmt::format("  name {}\n", account.client.who.name);
    if (!account.client.who.email.empty()) text += fmt::format("  mail {}\n", account.client.who.email);
    text += settings_text(account.client, zone);
    text += fmt::format("  since {}, {} booking{}\n", on(zone, account.client.since), account.client.bookings,
                        account.client.bookings == 1 ? "" : "s");
    if (auto const& gone = account.client.erased) {
        text += fmt::format("  erased on {} by {}: nothing of the person is kept\n", on(zone, gone->at),
                            gone->author);
    }
    text += sums_text(web::client_sums_of(account, rules, now), now);
    for (auto const& [id, what] : account.bookings) say_booking(text, what, zone, now);
    return text;
}

std::string booking_line(domain::client_id const& client, domain::booking const& what) {
    auto const sums = domain::balance_of(what);
    return fmt::format("{}  {:<24}  open {:>14}  received {:>14}  {}", client.text(), what.identity.reference,
                       domain::plain_text(sums.open), domain::plain_text(sums.received), what.terms.title);
}

}  // namespace quittance::app
