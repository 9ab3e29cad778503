#include "money_line.hpp"

namespace quittance::app {
namespace {

struct adding {
    CLI::App& line;
    common_options& how;
    money_options& what;
    std::function<int()>& chosen;

    using carry_out = int (*)(common_options const&, money_options const&);

    CLI::App* command(char const* name, char const* about, carry_out run) const {
        auto* const made = line.add_subcommand(name, about);
        made->add_option("booking", what.booking, "its reference")->required();
        made->add_option("--offer", what.offer, "needed when the reference is used for several offers");
        made->add_option("--source", what.source, "needed when several booking pages use the reference");
        made->add_option("--by", what.by, "who decides it; it is kept")->required();
        made->callback([all = *this, run] {
            all.chosen = [&how = all.how, &what = all.what, run] { return run(how, what); };
        });
        return made;
    }
    void reason(CLI::App* to) const {
        to->add_option("--reason", what.reason, "why; it is kept")->required();
    }
    void id(CLI::App* to) const {
        to->add_option("--id", what.id,
                       "asked again under the same one, it is done once (default: a new one)");
    }
    void day(CLI::App* to, char const* about) const { to->add_option("--on", what.on, about); }

    void by_hand() const {
        auto* const take = command(
            "take", "record money that came outside the processor: a transfer, cash, a cheque", take_by_hand);
        take->add_option("--amount", what.amount, "\"120.00\", in the booking's currency")->required();
        take->add_option("--ref", what.hand_reference, "the bank's or your own; the same one counts once")
            ->required();
        take->add_option("--kind", what.kind, "how it came")
            ->capture_default_str()
            ->check(CLI::IsMember({"transfer", "cash", "cheque", "voucher", "other"}));
        day(take, "the day it came, YYYY-MM-DD (default: today)");
        auto* const use = command(
            "use-credit", "what the client paid by hand for this booking and fits nothing pays another one",
            use_credit);
        use->add_option("--for", what.other, "the reference of the other booking")->required();
        use->add_option("--amount", what.amount, "how much (default: as much as there is, and is open)");
        id(use);
        auto* const mend = command("correct", "a counter-entry to money taken by hand", correct_by_hand);
        mend->add_option("--ref", what.hand_reference, "the one it was taken under")->required();
        mend->add_option("--amount", what.amount,
                         "how much of it never came (default: all of it, also where it was used as credit)");
        mend->add_flag("--handed-back", what.handed_back,
                       "it came, and the client has it again: it is not owed any more");
        reason(mend);
        id(mend);
    }
    void back() const {
        auto* const send = command("refund", "send money back through the processor", refund);
        send->add_option("--amount", what.amount, "\"20.00\" (default: all that is left)");
        send->add_option("--payment", what.payment, "of this payment only (default: the newest first)");
        send->add_option("--item", what.items, "what it is taken from; may be repeated");
        send->add_flag("--reopen", what.reopens, "what goes back is owed again");
        reason(send);
        id(send);
        auto* const end =
            command("cancel", "end a booking; what goes back is the offer's terms, unless --refund says it",
                    cancel_booking);
        end->add_option("--refund", what.amount, "how much goes back: \"0\" for nothing");
        end->add_option("--service", what.service,
                        "when the service would have been, such as 2027-01-31T10:00:00Z");
        reason(end);
    }
    void owed() const {
        auto* const give = command("waive", "part or all of what is open of an item is given up", waive);
        give->add_option("--item", what.item, "its number, as `show` tells it")->capture_default_str();
        give->add_option("--amount", what.amount, "how much (default: all that is open)");
        give->add_flag("--write-off", what.written_off, "it was owed and will not come");
        reason(give);
        id(give);
        auto* const move =
            command("change", "an item is due on another day, or becomes several", change_item);
        move->add_option("--item", what.item, "its number, as `show` tells it")->capture_default_str();
        move->add_option("--part", what.parts,
                         "2027-01-31, or AMOUNT@2027-01-31; several must add up to the item")
            ->required();
        reason(move);
        plan();
    }
    void plan() const {
        auto* const shift = command("shift", "all open items of a plan are due on other days", move_plan);
        auto* const days = shift->add_option("--days", what.days, "all by as many days; negative: sooner")
                               ->check(CLI::Range(-3660, 3660));
        auto* const next = shift->add_option(
            "--next", what.next,
            "the first is due on this day, YYYY-MM-DD; the others follow in the plan's rhythm");
        days->excludes(next);
        shift->add_option(
            "--from", what.from,
            "when the first open item is due now: asked again, it is moved once (default: as it is)");
        reason(shift);
        auto* const list = command("rearrange", "the open items of a plan become another list", change_plan);
        list->add_option("--part", what.parts, "AMOUNT@2027-01-31; together exactly what is open of them")
            ->required();
        reason(list);
        auto* const later = command(
            "reschedule", "the service takes place at another time; open items that count from it follow",
            reschedule);
        later->add_option("--to", what.service, "2027-01-31T10:00:00Z, or a day, YYYY-MM-DD")->required();
        reason(later);
    }
    void credits() const {
        auto* const use = command("deliver", "use a credit of a package or retainer", deliver);
        use->add_option("--id", what.id, "the session's own name; the same one counts once")->required();
        use->add_option("--credits", what.credits, "how many it uses (default: what is kept for it, else 1)");
        day(use, "the day of the session, YYYY-MM-DD (default: today)");
        use->add_flag("--no-show", what.no_show,
                      "the client did not come: it uses a credit, or costs the offer's fee");
        use->add_flag("--take-back", what.take_back, "it did not take place after all; needs --reason");
        use->add_option("--reason", what.reason, "why it is taken back");
        auto* const keep = command("reserve", "keep a credit for a session that is scheduled", reserve);
        keep->add_option("--id", what.id,
                         "the session's own name, which `deliver` takes, too; the same one moves the session")
            ->required();
        keep->add_option("--credits", what.credits,
                         "how many it will use (default: as many as are kept for it, else 1)");
        day(keep, "the day of the session, YYYY-MM-DD (default: today)");
        keep->add_flag("--release", what.release, "it will not take place: its credits are free again");
        keep->add_option("--reason", what.reason, "why it will not take place");
        auto* const gift =
            command("credits", "grant credits beside what was sold, or take some away", change_credits);
        gift->add_option("--add", what.credits, "how many; below 0: taken away")->required();
        gift->add_option("--until", what.until,
                         "granted: the first day they are of no use any more, YYYY-MM-DD (default: never)");
        reason(gift);
        id(gift);
    }
    void reminders() const {
        auto* const spoken = command(
            "note", "somebody was spoken to: a contact of its own, and perhaps a promise", note_contact);
        spoken->add_option("--promised", what.until,
                           "the day they will pay by; reminders rest until it has passed");
        spoken->add_option("--reason", what.reason, "what was said")->required();
        auto* const rest = command("pause", "no reminders for this client", pause_reminders);
        rest->add_option("--until", what.until,
                         "the first day they may come again (default: until `resume`)");
        reason(rest);
        command("resume", "reminders for this client go on", resume_reminders);
        auto* const seen = command(
            "ack", "an entry of the attention list is dealt with: what rested for it goes on", acknowledge);
        seen->add_option(
                "--entry", what.entry,
                "as `quittance attention` prints it, such as \"dispute_lost du_123\"; the reason alone where "
                "there is one of it")
            ->required();
        auto* const pace =
            command("cadence", "how often this client is reminded, and how long", choose_cadence);
        pace->add_option("--name", what.cadence,
                         "a [cadence.NAME] of reminders.toml (default: as everybody)");
        auto* const further = command(
            "contacts", "whom the client named: a copy of the last automatic reminder goes there, too",
            name_contacts);
        further->add_option("--to", what.addresses,
                            "an address; may be repeated, at most three (default: nobody)");
        command(
            "renew-link",
            "links to this client's page that are out lead nowhere any more, and another address that was "
            "asked for there is dropped; the next letter has a new link",
            renew_page_link);
    }
};

}  // namespace

void add_money(CLI::App& line, common_options& how, money_options& what, std::function<int()>& chosen) {
    adding const all{line, how, what, chosen};
    all.by_hand();
    all.back();
    all.owed();
    all.credits();
    all.reminders();
}

}  // namespace quittance::app
