#include "erasure_text.hpp"

#include <fmt/format.h>

namespace quittance::app {
namespace {

using kind = domain::erasure_obstacle_kind;

char const* sentence_for(kind what) {
    switch (what) {
        case kind::held: return "waits for its first payment; it closes by itself when its hold is over";
        case kind::open_money: return "something is still to be paid; take it, `waive` or `cancel` it";
        case kind::retainer_runs: return "the retainer goes on; `cancel` it";
        case kind::payer_lives:
            return "a payment page or a charge may still take money; try again when it has come to its end "
                   "(`quittance show`)";
        case kind::dispute_open: return "a dispute is open; wait for the bank's decision";
        case kind::refund_under_way: return "money is on its way back; try again when it has arrived";
        case kind::money_unallocated:
            return "money arrived that fits nothing agreed; decide about it first (`quittance attention`)";
        case kind::card_page_open:
            return "a page that takes a card is open; it ends within hours, then try again";
        case kind::customer_ordered: return "the processor is being asked; try again in some minutes";
        case kind::letter_under_way: return "a letter is on its way this moment; try again in some minutes";
    }
    return "something is under way; look with `quittance show`";
}

std::string obstacle_line(engine::erasure_view const& view, domain::erasure_obstacle const& one) {
    auto const* const booking = view.account.find(one.booking);
    auto const where = booking ? "booking " + booking->identity.reference : std::string{"the client"};
    return fmt::format("  {}: {}\n", where, sentence_for(one.what));
}

std::string refused_text(engine::erasure_view const& view) {
    auto text =
        fmt::format("Client {} is not erased while something is under way:\n", view.account.id.text());
    for (auto const& one : view.obstacles) text += obstacle_line(view, one);
    for (auto const& id : view.parked) {
        text += fmt::format("  parked event {} names them and is kept whole; `quittance replay {}` first\n",
                            id, id);
    }
    return text;
}

std::string done_text(engine::erasure_view const& view) {
    auto text = fmt::format("Client {} was erased on {} by {}.\n", view.account.id.text(),
                            rfc3339(view.done->at), view.done->author);
    if (view.letters_kept > 0)
        text += fmt::format("The bodies of {} letters are still there: --apply removes them.\n",
                            view.letters_kept);
    return text;
}

}  // namespace

std::string erasure_text(engine::erasure_view const& view) {
    if (view.done) return done_text(view);
    if (view.refused()) return refused_text(view);
    return fmt::format(
        "Client {}, {} bookings, {} entries of the ledger.\n"
        "  goes:  what {} of the entries say of the person (name, addresses, notes, their words, typed "
        "reasons)\n"
        "         the bodies of {} letters, letters that wait, the links to their pages\n"
        "  stays: money, dates, items, what was sold, agreements and hashes, references, the processor's "
        "ids\n"
        "  The ledger is chained anew; an entry says when and by whom. It cannot be undone.\n",
        view.account.id.text(), view.account.bookings.size(), view.entries, view.entries_with_person,
        view.letters_kept);
}

std::string elsewhere_text(domain::account const& all) {
    auto const& customer = all.client.customer;
    return fmt::format(
        "Yours to erase, since this program cannot reach it:\n"
        "  - at the processor: {} (Stripe: dashboard.stripe.com, Customers and Payments; "
        "\"Redact\" of its privacy pages)\n"
        "  - at the mail server and in its logs; with transport = \"file\" the .eml files of the mail "
        "folder\n"
        "  - in Redis' own log until it is rewritten (`redis-cli BGREWRITEAOF`), and in backups: what is put "
        "back from one is to be erased again\n",
        customer.empty() ? std::string{"the payments that `quittance show` lists"}
                         : "customer " + customer.text() + " and its payments");
}

}  // namespace quittance::app
