#include "paying.hpp"

#include <algorithm>

#include "blanks.hpp"
#include "charging.hpp"
#include "checkout_sessions.hpp"
#include "currencies.hpp"
#include "customers.hpp"
#include "events.hpp"
#include "payment_methods.hpp"

namespace quittance::sandbox {

namespace {

using kind = pay_outcome::kind;

std::string filled(std::string address, std::string const& session) {
    constexpr std::string_view token = "{CHECKOUT_SESSION_ID}";
    for (auto at = address.find(token); at != std::string::npos;
         at = address.find(token, at + session.size()))
        address.replace(at, token.size(), session);
    return address;
}

pay_outcome done(json::object const& session) {
    return {.what = kind::complete,
            .redirect = filled(text_of(session, "success_url"), text_of(session, "id"))};
}

pay_outcome declined(session_side& side, std::string message) {
    side.message = message;
    return {.what = kind::declined, .message = std::move(message)};
}

// Empty when the card may go to the bank.
std::string entry_problem(world const& here, card_entry const& entry, test_card const* card) {
    if (!passes_check_digit(entry.number)) return "Your card number is incorrect.";
    if (!card) return "Your card was declined. This is a sandbox: use one of its test cards.";
    std::chrono::year_month_day const today{std::chrono::floor<std::chrono::days>(here.now)};
    auto const year = static_cast<unsigned>(static_cast<int>(today.year()));
    if (entry.exp_month < 1 || entry.exp_month > 12) return "Your card's expiration month is invalid.";
    if (entry.exp_year < year ||
        (entry.exp_year == year && entry.exp_month < static_cast<unsigned>(today.month())))
        return "Your card's expiration date is in the past.";
    if (entry.exp_year > year + 50) return "Your card's expiration year is invalid.";
    std::size_t const wanted = card->brand == "amex" ? 4 : 3;
    bool const digits =
        std::all_of(entry.cvc.begin(), entry.cvc.end(), [](char c) { return c >= '0' && c <= '9'; });
    return entry.cvc.size() == wanted && digits ? "" : "Your card's security code is incomplete.";
}

void settle_person(world& here, json::object& session, session_side const& side, std::string_view email,
                   std::string_view name, json::value country) {
    std::string const known = text_of(session, "customer");
    std::string mail = text_of(session, "customer_email");
    if (auto const* customer = here.customers.find(known)) mail = text_of(*customer, "email");
    if (mail.empty()) mail = email;
    json::object address{{"city", nullptr},  {"country", std::move(country)}, {"line1", nullptr},
                         {"line2", nullptr}, {"postal_code", nullptr},        {"state", nullptr}};
    session["customer_details"] = json::object{{"address", std::move(address)},
                                               {"business_name", nullptr},
                                               {"email", text_or_null(mail)},
                                               {"individual_name", nullptr},
                                               {"name", text_or_null(std::string(name))},
                                               {"phone", nullptr},
                                               {"tax_exempt", "none"},
                                               {"tax_ids", json::array{}}};
    bool const wanted = side.customer_creation == "always" || !side.setup_future_usage.empty() ||
                        text_of(session, "mode") == "setup";
    if (known.empty() && wanted) session["customer"] = new_customer(here, mail, name);
}

json::object& intent_for(world& here, json::object& session, session_side const& side) {
    if (auto* made = here.intents.find(text_of(session, "payment_intent"))) return *made;
    auto made = blank_intent();
    std::string const id = here.new_id("pi_3", 27);
    made["id"] = id;
    made["client_secret"] = here.new_id(id + "_secret_", id.size() + 33);
    made["created"] = here.seconds();
    made["amount"] = session.at("amount_total");
    made["currency"] = session.at("currency");
    made["customer"] = session.at("customer");
    made["description"] = text_or_null(side.intent_description);
    made["receipt_email"] = text_or_null(side.receipt_email);
    made["metadata"] = side.intent_metadata;
    made["setup_future_usage"] = text_or_null(side.setup_future_usage);
    made["payment_method_types"] = session.at("payment_method_types");
    session["payment_intent"] = id;
    here.intent_sides[id].session = text_of(session, "id");
    auto& kept = here.intents.put(std::move(made));
    emit(here, "payment_intent.created", kept);
    return kept;
}

pay_outcome conclude(world& here, json::object& session, attempt const& tried, std::string const& method) {
    auto& side = here.session_sides[text_of(session, "id")];
    side.challenged = tried.what == taken::challenge;
    side.waiting_method = side.challenged ? method : "";
    side.message.clear();
    switch (tried.what) {
        case taken::challenge: return {.what = kind::challenge};
        case taken::declined: return declined(side, text_of(tried.error, "message"));
        case taken::processing: complete_session(here, session, "unpaid"); break;
        case taken::yes: complete_session(here, session, "paid"); break;
    }
    return done(session);
}

pay_outcome save_card(world& here, json::object& session, std::string const& method) {
    auto const& side = here.session_sides[text_of(session, "id")];
    auto made = blank_setup_intent();
    std::string const id = here.new_id("seti_1", 29);
    made["id"] = id;
    made["client_secret"] = here.new_id(id + "_secret_", id.size() + 40);
    made["created"] = here.seconds();
    made["customer"] = session.at("customer");
    made["metadata"] = side.intent_metadata;
    made["latest_attempt"] = here.new_id("setatt_1", 31);
    made["payment_method"] = method;
    made["status"] = "succeeded";
    session["setup_intent"] = id;
    here.method_sides[method].set_up = true;
    attach_method(here, method, text_of(session, "customer"));
    emit(here, "setup_intent.succeeded", here.setups.put(std::move(made)));
    complete_session(here, session, "no_payment_required");
    return done(session);
}

pay_outcome set_up(world& here, json::object& session, std::string const& method, bool authenticated) {
    auto& side = here.session_sides[text_of(session, "id")];
    auto const* card = card_of(here, method);
    if (!authenticated && asks_when_saved(*card)) {
        side.challenged = true;
        side.waiting_method = method;
        return {.what = kind::challenge};
    }
    side.challenged = false;
    if (!card->decline_code.empty() && card->asks == challenge::never)
        return declined(side, std::string(decline_message(card->code, card->decline_code)));
    return save_card(here, session, method);
}

pay_outcome pay(world& here, json::object& session, std::string const& method, bool authenticated) {
    if (text_of(session, "mode") == "setup") return set_up(here, session, method, authenticated);
    if (number_of(session, "amount_total") == 0) {
        complete_session(here, session, "no_payment_required");
        return done(session);
    }
    auto& intent = intent_for(here, session, here.session_sides[text_of(session, "id")]);
    intent["customer"] = session.at("customer");
    auto const tried = try_charge(here, intent, method, {.authenticated = authenticated});
    return conclude(here, session, tried, method);
}

// Null when it cannot be paid any more; `why` says so.
json::object* open_session(world& here, std::string const& id, pay_outcome& why) {
    auto* found = here.sessions.find(id);
    if (found && text_of(*found, "status") == "open") return found;
    if (found && text_of(*found, "status") == "complete")
        why = done(*found);
    else
        why = {.what = found ? kind::not_open : kind::not_found};
    return nullptr;
}

pay_outcome answer_for_intent(world& here, std::string const& id, bool succeeds) {
    auto* intent = here.intents.find(id);
    if (!intent) return {.what = kind::not_found};
    if (text_of(*intent, "status") != "requires_action") return {.what = kind::not_open};
    std::string const method = here.intent_sides[id].waiting_method;
    auto const tried = succeeds ? try_charge(here, *intent, method, {.authenticated = true})
                                : fail_authentication(here, *intent, method);
    std::string const back = here.intent_sides[id].return_url;
    if (tried.what == taken::declined)
        return {.what = kind::declined, .message = text_of(tried.error, "message")};
    return {.what = kind::complete, .redirect = back};
}

pay_outcome failed_challenge(world& here, json::object& session, session_side& side) {
    side.challenged = false;
    if (auto* intent = here.intents.find(text_of(session, "payment_intent")))
        return conclude(here, session, fail_authentication(here, *intent, side.waiting_method), "");
    return declined(side, std::string(decline_message("payment_intent_authentication_failure", "")));
}

}  // namespace

std::optional<page_view> view_page(world const& here, std::string const& session) {
    auto const* found = here.sessions.find(session);
    if (!found) return std::nullopt;
    auto const& side = here.session_sides.at(session);
    std::string const status = text_of(*found, "status");
    page_view view{
        .session = session, .mode = text_of(*found, "mode"), .business = here.options.business_name};
    view.state = status == "complete"  ? page_state::complete
                 : status == "expired" ? page_state::expired
                 : side.challenged     ? page_state::challenge
                                       : page_state::open;
    std::string const currency = text_of(*found, "currency");
    for (auto const& each : side.items)
        view.items.emplace_back(
            each.quantity > 1 ? each.title + " × " + std::to_string(each.quantity) : each.title,
            money_text(each.quantity * each.unit_amount, currency));
    if (view.mode == "payment") view.total = money_text(number_of(*found, "amount_total"), currency);
    if (auto const* details = found->at("customer_details").if_object())
        view.email = text_of(*details, "email");
    view.cancel_url = text_of(*found, "cancel_url");
    view.success_url = filled(text_of(*found, "success_url"), session);
    view.message = side.message;
    if (auto const* note = found->at("custom_text").as_object().at("submit").if_object())
        view.note = text_of(*note, "message");
    view.keeps_card = view.mode == "payment" && side.setup_future_usage == "off_session";
    view.takes_cards = takes(*found, "card");
    view.takes_delayed = takes(*found, "sepa_debit") && view.mode == "payment";
    return view;
}

pay_outcome pay_by_card(world& here, std::string const& session, card_entry const& given) {
    pay_outcome why;
    auto* found = open_session(here, session, why);
    if (!found) return why;
    auto& side = here.session_sides[session];
    card_entry entry = given;
    std::erase_if(entry.number, [](char c) { return c == ' ' || c == '-'; });
    auto const* card = find_card(entry.number);
    std::string problem = entry_problem(here, entry, card);
    if (!takes(*found, "card")) problem = "This payment cannot be made by card.";
    if (!problem.empty()) return declined(side, std::move(problem));
    settle_person(here, *found, side, entry.email, entry.name, text_or_null(entry.country));
    if (entry.email.empty()) entry.email = text_of(found->at("customer_details").as_object(), "email");
    return pay(here, *found, make_card_method(here, *card, entry), false);
}

pay_outcome pay_by_debit(world& here, std::string const& session, bool will_succeed, std::string_view email) {
    pay_outcome why;
    auto* found = open_session(here, session, why);
    if (!found) return why;
    auto& side = here.session_sides[session];
    if (!takes(*found, "sepa_debit") || text_of(*found, "mode") != "payment")
        return declined(side, "This payment cannot be made by bank debit.");
    settle_person(here, *found, side, email, "", "DE");
    return pay(here, *found, make_debit_method(here, !will_succeed, email), false);
}

pay_outcome answer_challenge(world& here, std::string const& id, bool succeeds) {
    if (!here.sessions.find(id)) return answer_for_intent(here, id, succeeds);
    pay_outcome why;
    auto* found = open_session(here, id, why);
    if (!found) return why;
    auto& side = here.session_sides[id];
    if (!side.challenged) return {.what = kind::not_open};
    if (!succeeds) return failed_challenge(here, *found, side);
    std::string const method = side.waiting_method;
    return pay(here, *found, method, true);
}

void finish_delayed(world& here, std::string const& id) {
    auto* intent = here.intents.find(id);
    if (!intent || text_of(*intent, "status") != "processing") return;
    bool const came = settle_delayed(here, *intent);
    auto* session = here.sessions.find(here.intent_sides[id].session);
    if (!session) return;
    if (came) (*session)["payment_status"] = "paid";
    emit(here, came ? "checkout.session.async_payment_succeeded" : "checkout.session.async_payment_failed",
         *session);
}

}  // namespace quittance::sandbox
