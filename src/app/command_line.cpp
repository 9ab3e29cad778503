#include "command_line.hpp"

#include <CLI/CLI.hpp>
#include <functional>

#include "commands.hpp"
#include "money_line.hpp"
#include "quittance/domain/plan.hpp"

namespace quittance::app {
namespace {

using chosen_command = std::function<int()>;

constexpr char const* about =
    "Quittance: a payment gateway between booking pages, a card processor and a Redis that holds the "
    "balances.";
constexpr char const* surroundings =
    "\nEnvironment (a set variable wins over configuration and state folder):\n"
    "  QUITTANCE_PUBLIC, QUITTANCE_ADMIN, QUITTANCE_SANDBOX   host:port to listen on\n"
    "  QUITTANCE_STATE          folder of generated secrets and data\n"
    "  QUITTANCE_REDIS          unix:/path, redis://host:port/db or rediss://...\n"
    "  QUITTANCE_CONFIG         quittance.toml (offers.toml lies beside it)\n"
    "  QUITTANCE_API_KEY        first API key of a fresh store\n"
    "  QUITTANCE_LINK_KEYS      kid:key,... for signed links; the first one signs\n"
    "  QUITTANCE_PAGE_KEY       proves links to clients' pages, at least 32 characters; the same for all\n"
    "                           gateways of a store\n"
    "  QUITTANCE_MAIL_PASSWORD  of the mail server\n"
    "  QUITTANCE_TEST_CLOCK     file with an offset such as 90s or 31d; refused with live keys\n"
    "  STRIPE_SECRET_KEY, STRIPE_WEBHOOK_SECRET (comma-separated while rotating), STRIPE_API_BASE\n"
    "  NAME_FILE instead of NAME reads a secret from a file; systemd credentials are read too.\n";

void add_serving(CLI::App& line, common_options& how, sandbox_options& sandbox, chosen_command& chosen) {
    line.add_subcommand("serve", "run the gateway until SIGTERM (SIGHUP reloads offers and secrets)")
        ->callback([&] { chosen = [&] { return serve(how); }; });
    auto* const play = line.add_subcommand("sandbox", "run the sandbox processor with its demo booking page");
    play->add_option("--trouble", sandbox.trouble,
                     "what goes wrong, such as webhook_drop=0.5 or status_500=3x; may be repeated");
    play->add_option(
        "--restricted-key", sandbox.restricted_key,
        "a second key (rk_test_...) that may not see account, balance, webhook endpoints and SetupIntents");
    play->callback([&] { chosen = [&] { return run_sandbox(how, sandbox); }; });
    line.add_subcommand("health",
                        "exit 0 when the gateway that runs here is ready (for container health checks)")
        ->callback([&] { chosen = [&] { return health(how); }; });
    line.add_subcommand("addresses", "print how configuration and environment are understood")->callback([&] {
        chosen = [&] { return print_addresses(how); };
    });
}

void add_link(CLI::App& line, common_options& how, link_options& link, chosen_command& chosen) {
    auto* const mint = line.add_subcommand("link", "mint a signed link, offline");
    mint->add_option("--offer", link.offer, "what is sold, from offers.toml or a name of your own")
        ->required();
    mint->add_option("--ref", link.reference, "the booking's reference")->required();
    mint->add_option("--amount", link.amount, "\"120.00 EUR\", instead of the catalogue's price");
    mint->add_option("--title", link.title, "instead of the catalogue's");
    mint->add_option("--description", link.description, "instead of the catalogue's");
    mint->add_option("--client", link.client, "the account it joins");
    mint->add_option("--name", link.name, "a hint for the form");
    mint->add_option("--email", link.email, "a hint for the form");
    mint->add_option("--due", link.due, "YYYY-MM-DD");
    mint->add_option("--locale", link.locale, "BCP 47, such as de-DE");
    mint->add_option("--zone", link.zone, "IANA, such as Europe/Berlin");
    mint->add_option("--service", link.service, "when the service takes place");
    mint->add_option("--previous-ref", link.previous, "the booking whose payment is carried over");
    mint->add_option("--source", link.source, "the booking page it stands for");
    mint->add_option("--days", link.days, "how long it works")
        ->capture_default_str()
        ->check(CLI::Range(1, 3660));
    mint->callback([&] { chosen = [&] { return print_link(how, link); }; });
}

void add_plan(CLI::App& line, common_options& how, plan_options& plan, chosen_command& chosen) {
    auto* const print = line.add_subcommand(
        "plan", "print what an offer would collect: every date, amount and what happens then");
    print->add_option("--offer", plan.offer, "an offer of offers.toml")->required();
    print->add_option("--from", plan.from, "the day of the agreement, YYYY-MM-DD")->required();
    print->add_option("--zone", plan.zone,
                      "the client's, IANA, such as Europe/Lisbon (default: the business's)");
    print->add_option("--service", plan.service, "the day of the service, YYYY-MM-DD");
    print->add_option("--price", plan.price, "\"120.00 EUR\", instead of the catalogue's");
    print->add_option("--periods", plan.periods, "of a retainer: how many are printed")
        ->capture_default_str()
        ->check(CLI::Range(1, domain::most_periods));
    print->callback([&] { chosen = [&] { return print_plan(how, plan); }; });
}

void add_preview(CLI::App& line, common_options& how, std::string& folder, chosen_command& chosen) {
    auto* const print = line.add_subcommand(
        "preview", "write every message in every language into a folder of pages, with an index.html");
    print->add_option("folder", folder, "where; it is made when it is not there")->required();
    print->callback([&] { chosen = [&] { return preview(how, folder); }; });
}

void add_forecast(CLI::App& line, common_options& how, forecast_options& what, chosen_command& chosen) {
    auto* const print = line.add_subcommand(
        "forecast",
        "print who would be written to about money or owe a late fee, and when, if nobody paid or answered");
    print->add_option("--days", what.days, "how far ahead")->capture_default_str()->check(CLI::Range(1, 366));
    print
        ->add_option("--against", what.against,
                     "another reminders.toml: print what it would add and take away, per client")
        ->check(CLI::ExistingFile);
    print->callback([&] { chosen = [&] { return forecast(how, what); }; });
}

void add_accounts(CLI::App& line, common_options& how, show_options& shown, journal_options& journal,
                  move_options& move, chosen_command& chosen) {
    auto* const one = line.add_subcommand("show", "print an account: due, paid, booked, received, and why");
    one->add_option("who", shown.who, "a client id or a booking reference")->required();
    one->add_option("--offer", shown.offer, "when the reference is used for several offers: this one only");
    one->add_option("--source", shown.source,
                    "when several booking pages use the reference, or one that is configured no more");
    one->callback([&] { chosen = [&] { return show(how, shown); }; });
    auto* const books = line.add_subcommand(
        "journal", "print the double-entry books of an account or a booking, as its ledger makes them");
    books->add_option("who", journal.who, "a client id or a booking reference")->required();
    books->add_option("--offer", journal.offer, "needed when the reference is used for several offers");
    books->add_option("--source", journal.source, "needed when several booking pages use the reference");
    books->add_flag("--csv", journal.csv, "one posting a line, for a spreadsheet or a bookkeeper's program");
    books->callback([&] { chosen = [&] { return print_journal(how, journal); }; });
    line.add_subcommand("attention", "what needs a person, the oldest first")->callback([&] {
        chosen = [&] { return list_attention(how); };
    });
    line.add_subcommand("open", "who owes what, the oldest first")->callback([&] {
        chosen = [&] { return list_open(how); };
    });
    auto* const carry = line.add_subcommand("move", "carry a booking and its payment to a new reference");
    carry->add_option("old", move.from, "the reference it has")->required();
    carry->add_option("new", move.to, "the reference it gets")->required();
    carry->add_option("--offer", move.offer, "needed when the reference is used for several offers");
    carry->add_option("--source", move.source, "needed when several booking pages use the reference");
    carry->callback([&] { chosen = [&] { return move_booking(how, move); }; });
}

void add_parked(CLI::App& line, common_options& how, replay_options& what, chosen_command& chosen) {
    line.add_subcommand("parked", "verified events that are ours and that no account could take")
        ->callback([&] { chosen = [&] { return list_parked(how); }; });
    auto* const again = line.add_subcommand(
        "replay",
        "apply parked events again, each whatever came of those before it; exits with 1 where one failed");
    auto* const ids = again->add_option("id", what.ids, "as `parked` lists them; none: all");
    auto* const author =
        again->add_option("--by,--author", what.author, "who decided it; it is logged")
            ->check([](std::string const& text) {
                return text.find_first_not_of(' ') == std::string::npos ? "say who" : std::string{};
            });
    again->add_option("--drop", what.drop, "take this one out, as it is: nobody will look at it again")
        ->needs(author)
        ->excludes(ids);
    again->callback([&] { chosen = [&] { return replay(how, what); }; });
}

void add_upkeep(CLI::App& line, common_options& how, std::string& name, bool& fix, bool& mend,
                chosen_command& chosen) {
    auto* const key = line.add_subcommand("key", "API keys")->require_subcommand(1);
    auto* const fresh = key->add_subcommand("new", "make an API key; it is shown once");
    fresh->add_option("name", name, "who will use it")->required();
    fresh->callback([&] { chosen = [&] { return new_key(how, name); }; });
    key->add_subcommand("list", "list API keys by name")->callback([&] {
        chosen = [&] { return list_keys(how); };
    });
    auto* const end = key->add_subcommand("end", "an API key opens nothing any more, within seconds");
    end->add_option("which", name, "its second column of `key list`")->required();
    end->callback([&] { chosen = [&] { return end_key(how, name); }; });
    auto* const whole = line.add_subcommand("fsck", "fold every ledger and compare it with what is stored");
    whole->add_flag(
        "--mend", mend,
        "first put bookings that an older program stored into the list of all (GET /v1/bookings), and where\n"
        "their references find them");
    whole->callback([&] { chosen = [&] { return fsck(how, mend); }; });
    auto* const examined =
        line.add_subcommand("doctor", "check configuration, Redis, clocks, credentials, webhooks");
    examined->add_flag("--fix", fix, "create or correct the webhook endpoint and keep its secret");
    examined->callback([&] { chosen = [&] { return doctor(how, fix); }; });
}

void add_recovery(CLI::App& line, common_options& how, reconcile_options& what, reopen_options& opened,
                  chosen_command& chosen) {
    auto* const compare = line.add_subcommand(
        "reconcile",
        "compare the store with the processor, after the store was lost or put back: payments, payment "
        "pages,\n"
        "charges of kept cards (paid or under way), refunds and disputes that the processor knows and the\n"
        "store does not are shown; nothing is changed without --apply. What is not recorded before `reopen`\n"
        "is charged again. May be repeated.");
    compare->add_option("--from", what.from,
                        "the day before the loss, YYYY-MM-DD (default: 30 days back; the processor keeps\n"
                        "refund and dispute events no longer)");
    compare->add_flag("--apply", what.apply, "record the differences; a lost booking is made again");
    compare->callback([&] { chosen = [&] { return reconcile(how, what); }; });
    auto* const open = line.add_subcommand(
        "reopen",
        "end the quarantine of a store: raises its epoch, so that no gateway that still "
        "believes the lost one\n"
        "can commit, and lets checkouts open again. Compares with the processor once more "
        "and stays closed\n"
        "while something is not recorded: run `reconcile --apply` first.");
    open->add_option("--from", opened.from,
                     "as of `reconcile`: the day before the loss (default: 30 days back)");
    open->add_flag("--unreconciled", opened.unreconciled,
                   "open it without looking: what the processor knows and the store does not may be charged "
                   "again");
    open->add_option("--reason", opened.reason, "why it may be opened; it is kept in the store and logged")
        ->required()
        ->check([](std::string const& text) {
            return text.find_first_not_of(' ') == std::string::npos ? "say why" : std::string{};
        });
    open->callback([&] { chosen = [&] { return reopen(how, opened); }; });
}

constexpr char const* about_bounces =
    "take a report about a letter from a mail server, on standard input\n"
    "An address that is dead gets nothing more, a complaint rests the reminders, and a person is asked "
    "either "
    "way;\n"
    "delays and the answers of machines change nothing; the same report twice changes nothing.\n"
    "Believed is only what names a return path that this installation made ([mail] bounces, proven by "
    "QUITTANCE_PAGE_KEY).\n"
    "Prints one line, and exits with what mail servers expect of a program (sysexits.h):\n"
    "  0   recorded; or nothing to do, which includes mail that is not ours: sending that back would only "
    "reach\n"
    "      whoever was named as its sender\n"
    "  69  a person wrote to a return path, where nobody reads: the mail server tells them, with the line "
    "printed\n"
    "  75  not now (Redis is away, the configuration is wrong): the mail server keeps the report and tries "
    "again";

constexpr char const* about_evidence =
    "print the record of one client: every entry of the ledger in order, messages and agreements inside\n"
    "The chain of the ledger, the account beside it, each message and each agreement are checked against "
    "their "
    "hashes;\n"
    "what does not agree is said first and where it stands, and the exit code is then 1.";

constexpr char const* about_erasing =
    "erase the person behind an account, on their request: shows what would go and what stays, and changes\n"
    "nothing without --apply and --author\n"
    "Taken out of the account and of every entry of its ledger: name, addresses, notes, what they wrote, "
    "reasons\n"
    "that somebody typed, the bodies of letters, the last digits of cards. The link to their page ends, and "
    "no\n"
    "letter goes out any more. Kept, as the law asks: money, dates, items, what was sold, agreements and "
    "hashes,\n"
    "references, the processor's ids. The ledger is chained anew; `evidence` and `show` say when and by "
    "whom.\n"
    "Refused while something is open, a page or a charge may take money, money is on its way back, or a "
    "dispute\n"
    "runs: it says which, and what to do. May be repeated. It cannot be undone.\n"
    "The copies at the processor, at mail servers and in your backups are yours to erase; it names them.";

void add_erasure(CLI::App& line, common_options& how, erase_options& what, chosen_command& chosen) {
    auto* const erase = line.add_subcommand("erase", about_erasing);
    erase->add_option("client", what.client, "a client id, as `show` prints it")->required();
    auto* const author =
        erase->add_option("--author,--by", what.author, "who decided it; kept in the record")
            ->check([](std::string const& text) {
                return text.find_first_not_of(' ') == std::string::npos ? "say who" : std::string{};
            });
    erase->add_flag("--apply", what.apply, "do it")->needs(author);
    erase->callback([&] { chosen = [&] { return erase_client(how, what); }; });
}

void add_record(CLI::App& line, common_options& how, std::string& who, chosen_command& chosen) {
    auto* const report = line.add_subcommand("bounce", about_bounces);
    report->add_option("--to", who, "the address it was delivered for, where the mail server says so");
    report->callback([&] { chosen = [&] { return take_bounce(how, who); }; });
    auto* const proof = line.add_subcommand("evidence", about_evidence);
    proof->add_option("client", who, "a client id, as `show` prints it")->required();
    proof->callback([&] { chosen = [&] { return print_evidence(how, who); }; });
}

void add_notify(CLI::App& line, common_options& how, notify_command& what, chosen_command& chosen) {
    auto* const told = line.add_subcommand("notify", "what booking systems are told ([[notify.endpoint]])")
                           ->require_subcommand(1);
    auto* const list = told->add_subcommand("list", "endpoints and their latest deliveries");
    list->add_option("endpoint", what.endpoint, "its name; none: all of them, the last 20 each");
    list->callback([&] { chosen = [&] { return list_notices(how, what); }; });
    auto* const again =
        told->add_subcommand("replay", "send deliveries of the log again, under the same ids");
    again->add_option("endpoint", what.endpoint, "its name")->required();
    auto* const id = again->add_option("--id", what.id, "this one, as `notify list` shows it");
    again->add_option("--since", what.since, "those last tried since this date or time (RFC 3339)")
        ->excludes(id);
    again->callback([&] { chosen = [&] { return replay_notices(how, what); }; });
    auto* const enable =
        told->add_subcommand("enable", "send again to an endpoint that had answered 410 Gone");
    enable->add_option("endpoint", what.endpoint, "its name")->required();
    enable->callback([&] { chosen = [&] { return enable_endpoint(how, what); }; });
    auto* const forget =
        told->add_subcommand("forget", "drop what is kept of an endpoint that left the configuration");
    forget->add_option("endpoint", what.endpoint, "its name")->required();
    forget->callback([&] { chosen = [&] { return forget_endpoint(how, what); }; });
}

}  // namespace

int run(int argc, char** argv) {
    CLI::App line{about, "quittance"};
    line.footer(surroundings);
    line.require_subcommand(1);
    line.set_version_flag("--version", std::string{"quittance "} + QUITTANCE_VERSION);
    common_options how;
    line.add_option("--config", how.config,
                    "quittance.toml; default: $QUITTANCE_CONFIG, ./config, /etc/quittance");
    chosen_command chosen;
    sandbox_options sandbox;
    link_options link;
    show_options shown;
    journal_options journal;
    move_options move;
    plan_options plan;
    forecast_options ahead;
    money_options money;
    replay_options again;
    std::string who;
    std::string name;
    bool fix = false;
    bool mend = false;
    reconcile_options compared;
    notify_command told;
    reopen_options opened;
    erase_options erasing;
    add_serving(line, how, sandbox, chosen);
    add_link(line, how, link, chosen);
    add_plan(line, how, plan, chosen);
    add_preview(line, how, who, chosen);
    add_forecast(line, how, ahead, chosen);
    add_accounts(line, how, shown, journal, move, chosen);
    add_money(line, how, money, chosen);
    add_parked(line, how, again, chosen);
    add_upkeep(line, how, name, fix, mend, chosen);
    add_recovery(line, how, compared, opened, chosen);
    add_notify(line, how, told, chosen);
    add_record(line, how, who, chosen);
    add_erasure(line, how, erasing, chosen);
    line.add_subcommand("version", "print the version")->callback([&] {
        chosen = [] { return std::puts("quittance " QUITTANCE_VERSION) < 0 ? 1 : 0; };
    });
    CLI11_PARSE(line, argc, argv);
    return chosen();
}

}  // namespace quittance::app
