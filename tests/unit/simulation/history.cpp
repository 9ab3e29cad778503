#include "history.hpp"

#include "quittance/domain/balance.hpp"
#include "quittance/records/ledger.hpp"

namespace quittance::simulation {
namespace {

constexpr char const* store_id = "store-1";
domain::session_id const session{"cs_1"};
domain::intent_id const intent{"pi_1"};
domain::charge_id const charge{"ch_1"};

domain::booking_identity identity() { return {"website", domain::offer_id{"coaching"}, "ref-1"}; }

domain::book booking_command(domain::origin how) {
    domain::book asked;
    asked.identity = identity();
    asked.origin = how;
    asked.terms.offer = domain::offer_id{"coaching"};
    asked.terms.title = "Coaching";
    asked.terms.price = euros(12'000);
    asked.who.email = "zoe@example.org";
    asked.page_token = "BBBBBBBBBBBBBBBBBBBBBB";
    asked.return_base = "https://pay.example/r/";
    return asked;
}

std::string metadata(std::string const& client, std::string const& booking) {
    return R"("metadata":{"q_store":"store-1","q_client":")" + client + R"(","q_booking":")" + booking +
           R"(","q_checkout":"1"})";
}

}  // namespace

domain::money euros(std::int64_t cents) {
    return domain::money::minor(cents, *domain::currency::parse("EUR"));
}

history::history()
    : judge(auditor_options{store_id, "2026-10-28.endive", {"very-secret"}, {}, 100, true, true}),
      at(*parse_rfc3339("2026-11-22T08:00:00Z")) {
    account.id = domain::client_id{client()};
    stored.client = client();
}

std::string history::booking() const { return domain::booking_id_of(identity()).text(); }

std::string history::order_body() const {
    domain::checkout first;
    first.amount = euros(12'000);
    return page_body(first);
}

void history::happens(domain::command what, std::optional<std::string> event_id, spoil const& spoiled) {
    at += std::chrono::minutes{1};
    auto const decided = domain::decide(account, what, at, {});
    REQUIRE(decided.has_value());
    if (!decided->events.empty()) commits(decided->events, std::move(event_id), spoiled);
}

void history::store(std::vector<domain::event> const& events) {
    for (auto const& each : events) domain::evolve(account, each);
    ++account.version;
    stored.version = account.version;
    stored.client_document = records::encode(account.client);
    for (auto const& [id, what] : account.bookings) stored.bookings[id.text()] = records::encode(what);
    stored.last_commit = "commit-" + std::to_string(++commits_);
    stored.ledger.push_back(
        records::encode_entry(stored.version, at, stored.last_commit, stored.chain_head, events));
    stored.chain_head = records::digest_of(stored.ledger.back());
}

std::string history::route(int checkout) const {
    auto text = "metadata%5Bq_store%5D=store-1&metadata%5Bq_client%5D=" + client() +
                "&metadata%5Bq_booking%5D=" + booking();
    if (checkout > 0) text += "&metadata%5Bq_checkout%5D=" + std::to_string(checkout);
    return text;
}

std::string history::page_body(domain::checkout const& what) const {
    return "mode=payment&line_items%5B0%5D%5Bprice_data%5D%5Bcurrency%5D=eur"
           "&line_items%5B0%5D%5Bprice_data%5D%5Bunit_amount%5D=" +
           std::to_string(what.amount.minor_units()) + "&customer_email=zoe%40example.org&" +
           route(what.number);
}

// As the product would order it.
std::optional<ordered> history::order_of(domain::event const& happened) const {
    ordered made{"", "", "", client(), booking(), at, at, ""};
    auto const key_of = [](int number) { return "1-client-c" + std::to_string(number); };
    if (auto const* const e = std::get_if<domain::checkout_ordered>(&happened)) {
        made.key = key_of(e->what.number);
        made.kind = e->what.off_session ? "create_intent" : "create_checkout";
        made.body = page_body(e->what);
        if (!e->what.off_session) return made;
        made.body = "amount=" + std::to_string(e->what.amount.minor_units()) +
                    "&currency=eur&customer=cus_1&" + route(e->what.number);
        return made;
    }
    if (auto const* const e = std::get_if<domain::attempt_ordered>(&happened)) {
        made.key = key_of(e->checkout) + "-a" + std::to_string(e->what.number);
        made.kind = "confirm_intent";
        made.body = "payment_method=" + e->what.method.text() + "&off_session=true";
        auto const& all = now().checkouts;
        made.object = all.at(static_cast<std::size_t>(e->checkout) - 1).intent.text();
        return made;
    }
    if (auto const* const e = std::get_if<domain::address_changed>(&happened); e && e->customer_change > 0) {
        made.key = "1-client-e" + std::to_string(e->customer_change);
        made.kind = "change_customer";
        made.object = account.client.customer.text();
        made.body = "email=" + e->address;
        return made;
    }
    if (std::holds_alternative<domain::customer_ordered>(happened)) {
        made.key = "1-client-u1";
        made.kind = "create_customer";
        made.body = route(0);
        return made;
    }
    return std::nullopt;
}

void history::commits(std::vector<domain::event> events, std::optional<std::string> event_id,
                      spoil const& spoiled) {
    store(events);
    commit_seen seen;
    seen.at = at;
    if (event_id) seen.event_ids.push_back(std::move(*event_id));
    for (auto const& each : events) {
        if (auto made = order_of(each)) {
            effect_waits_ = effect_waits_ || made->kind == "create_checkout";
            seen.effects.push_back(std::move(*made));
        }
        if (std::holds_alternative<domain::session_recorded>(each)) effect_waits_ = false;
    }
    auto shown = stored;
    if (spoiled) spoiled(shown, seen);
    seen.after = &shown;
    judge.committed(seen);
}

void history::books_and_orders(domain::origin how) { happens(booking_command(how)); }

void history::session_is_made() {
    domain::session_fact fact{session, 1, domain::session_status::open, domain::payment_status::unpaid,
                              euros(12'000)};
    fact.url = "https://checkout.stripe.com/c/pay/cs_1";
    fact.expires_at = now().checkouts.front().expires_at;
    fact.at = at;
    session_open = true;
    happens(domain::checkout_created{now().id, 1, fact});
}

void history::is_paid(std::int64_t cents, std::optional<std::string> event_id) {
    domain::session_fact fact{
        session, 1, domain::session_status::complete, domain::payment_status::paid, euros(cents), intent};
    fact.at = at;
    session_open = false;
    paid = cents;
    happens(domain::session_seen{now().id, fact, false}, std::move(event_id));
}

void history::is_refunded(std::int64_t cents, domain::refund_status status) {
    bool const stands = status != domain::refund_status::failed;
    refunded += stands ? cents : 0;
    domain::refund_fact const fact{domain::refund_id{"re_1"}, intent, charge, status, euros(cents), at};
    happens(domain::refund_seen{now().id, fact});
}

void history::is_disputed(domain::dispute_status status, bool withdrawn) {
    disputed = withdrawn ? paid : 0;
    domain::dispute_fact fact;
    fact.dispute = domain::dispute_id{"du_1"};
    fact.intent = intent;
    fact.charge = charge;
    fact.status = status;
    fact.amount = euros(paid);
    fact.funds_withdrawn = withdrawn;
    fact.at = at;
    happens(domain::dispute_seen{now().id, fact});
}

store_view history::view() const {
    store_view seen;
    seen.accounts.push_back(stored);
    for (auto const& [id, what] : account.bookings) {
        std::pair const key{client(), id.text()};
        auto const state = domain::state_of(what);
        if (auto const wake = domain::next_wake(what, at, {})) seen.wakes.emplace(key, *wake);
        if (state == domain::booking_state::held) seen.held.emplace(key, what.hold_until);
        bool const owed = state != domain::booking_state::held && !what.closed_at &&
                          !domain::balance_of(what).open.is_zero();
        if (owed) seen.open.emplace(key, at);
        for (auto const& each : domain::attention_of(what)) {
            seen.attention.emplace(client(), id.text(), each.id);
        }
        seen.directory.emplace(id.text(), client());
    }
    if (effect_waits_) {
        seen.effects.push_back({order_key(), "create_checkout", order_body(), client(), booking(), at, at});
    }
    return seen;
}

processor_books history::books() const {
    auto const ours = metadata(client(), booking());
    auto const created = std::to_string(unix_seconds(at));
    processor_books all;
    bool const made = session_open || paid > 0;
    if (made) {
        all.sessions.push_back(R"({"id":"cs_1","object":"checkout.session","status":")" +
                               std::string{session_open ? "open" : "complete"} + R"(","expires_at":)" +
                               std::to_string(unix_seconds(at) + 3'600) + ',' + ours + '}');
    }
    if (paid == 0) return all;
    auto const cents = std::to_string(paid);
    all.intents.push_back(R"({"id":"pi_1","object":"payment_intent","status":"succeeded",)" + ours + '}');
    all.charges.push_back(
        R"({"id":"ch_1","object":"charge","status":"succeeded","captured":true,"paid":true,)"
        R"("payment_intent":"pi_1","currency":"eur","amount_captured":)" +
        cents + R"(,"created":)" + created + '}');
    if (refunded > 0) {
        all.refunds.push_back(
            R"({"id":"re_1","object":"refund","status":"succeeded","payment_intent":"pi_1",)"
            R"("currency":"eur","amount":)" +
            std::to_string(refunded) + R"(,"created":)" + created + '}');
    }
    if (disputed > 0) {
        all.disputes.push_back(R"({"id":"du_1","object":"dispute","payment_intent":"pi_1","currency":"eur",)"
                               R"("amount":)" +
                               std::to_string(disputed) + R"(,"balance_transactions":[{"amount":-)" +
                               std::to_string(disputed) + "}]}");
    }
    return all;
}

int history::violations_of(int rule) const {
    int count = 0;
    for (auto const& each : judge.violations()) count += each.rule == rule ? 1 : 0;
    return count;
}

std::string history::told() const {
    std::string all;
    for (auto const& each : judge.violations()) all += std::to_string(each.rule) + ": " + each.what + '\n';
    return all;
}

}  // namespace quittance::simulation
