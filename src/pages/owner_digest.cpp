#include "quittance/pages/owner_digest.hpp"

#include "plain_text.hpp"
#include "quittance/pages/format.hpp"

namespace quittance::pages {
namespace {

std::string counted(std::uint64_t count, char const* one, char const* several) {
    return std::to_string(count) + ' ' + (count == 1 ? one : several);
}

std::string subject_of(business const& who, digest_view const& view) {
    std::string told;
    auto const add = [&told](std::string part) { told += (told.empty() ? "" : ", ") + std::move(part); };
    if (view.attention > 0) add(counted(view.attention, "entry needs you", "entries need you"));
    if (!view.late.empty())
        add(std::to_string(view.late.size()) + (view.more_late ? " or more" : "") + " late");
    if (!view.booked.empty())
        add(std::to_string(view.booked.size()) + (view.more_booked ? " or more" : "") + " new");
    if (view.booked.empty() && view.more_booked) add("perhaps new bookings");
    return plain_line(who.name) + ": " + told + " (" + date_text(view.day, who.locale) + ')';
}

std::string line_text(booking_line const& one) {
    auto const& person = one.person.empty() ? one.client : one.person;
    return "- " + plain_line(person) + ", " + plain_line(one.title) + " (" + plain_line(one.reference) + ")";
}

std::string open_text(business const& who, booking_line const& one) {
    return one.open.is_zero() ? std::string{}
                              : ", " + money_text(one.open, who.locale) + " open" +
                                    (one.due ? " since " + day_text(*one.due, who.locale) : "");
}

std::string address_of(digest_view const& view, booking_line const& one) {
    return "  " + view.desk + "/account/" + one.client + '\n';
}

void add_needing(std::string& text, digest_view const& view) {
    if (view.needing.empty()) return;
    text += "\nNeeds a person: " + counted(view.attention, "entry", "entries") + " in all\n";
    for (auto const& one : view.needing)
        text += line_text(one) + "\n  " + plain_line(one.reason) + '\n' + address_of(view, one);
    text += "  All of them: " + view.desk + "/attention\n";
}

void add_late(std::string& text, business const& who, digest_view const& view) {
    if (view.late.empty()) return;
    text += "\nOpen since before today\n";
    for (auto const& one : view.late)
        text += line_text(one) + open_text(who, one) + '\n' + address_of(view, one);
    if (view.more_late) text += "  and more\n";
    text += "  " + counted(view.open, "booking", "bookings") +
            " with something open, due or not: " + view.desk + "/open\n";
}

void add_booked(std::string& text, business const& who, digest_view const& view) {
    if (view.booked.empty() && !view.more_booked) return;
    text += "\nNewly booked\n";
    for (auto const& one : view.booked)
        text += line_text(one) + ", " + money_text(one.price, who.locale) + ": " + one.state + '\n';
    if (!view.more_booked) return;
    text += view.booked.empty() ? "  More was held than this mail can look through.\n" : "  and more\n";
}

}  // namespace

digest_words digest_of(business const& who, digest_view const& view) {
    digest_words made{subject_of(who, view), date_text(view.day, who.locale) + '\n'};
    add_needing(made.text, view);
    add_late(made.text, who, view);
    add_booked(made.text, who, view);
    made.text +=
        "\nYou have this once a day, when there is something to say. Where it goes and when is said under "
        "[mail] "
        "in\nquittance.toml (owner, digest_hour); digest = false ends it.\n";
    return made;
}

}  // namespace quittance::pages
