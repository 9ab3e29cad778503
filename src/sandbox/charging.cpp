#include "charging.hpp"

#include "charges.hpp"
#include "events.hpp"
#include "payment_methods.hpp"
#include "quittance/base/assert.hpp"

namespace quittance::sandbox {

namespace {

bool needs_challenge(test_card const& card, method_side const& side, circumstances how) {
    if (how.authenticated) return false;
    switch (card.asks) {
        case challenge::never: return false;
        case challenge::always: return true;
        case challenge::unless_set_up: return !(side.set_up && how.off_session);
        case challenge::only_on_session: return !how.off_session;
    }
    return false;
}

// A kept card outlives its date: what the network did not replace is declined.
bool is_past_its_date(world const& here, json::object const& method) {
    auto const& card = method.at("card").as_object();
    std::chrono::year_month_day const today{std::chrono::floor<std::chrono::days>(here.now)};
    auto const year = number_of(card, "exp_year");
    auto const this_year = static_cast<std::int64_t>(static_cast<int>(today.year()));
    if (year != this_year) return year < this_year;
    return number_of(card, "exp_month") < static_cast<std::int64_t>(static_cast<unsigned>(today.month()));
}

attempt ask(world& here, json::object& intent, std::string const& method) {
    std::string const id = text_of(intent, "id");
    auto& side = here.intent_sides[id];
    side.waiting_method = method;
    std::string const page = here.options.public_address + "/3ds/" + id;
    intent["status"] = "requires_action";
    intent["payment_method"] = method;
    if (side.return_url.empty()) {
        intent["next_action"] = json::object{
            {"type", "use_stripe_sdk"},
            {"use_stripe_sdk", json::object{{"type", "three_d_secure_redirect"}, {"stripe_js", page}}}};
    } else {
        intent["next_action"] =
            json::object{{"type", "redirect_to_url"},
                         {"redirect_to_url", json::object{{"return_url", side.return_url}, {"url", page}}}};
    }
    emit(here, "payment_intent.requires_action", intent);
    return {.what = taken::challenge};
}

attempt refuse(world& here, json::object& intent, std::string const& method, std::string_view code,
               std::string_view decline_code) {
    auto& charge = make_charge(here, intent, method);
    fail_charge(here, charge, code, decline_code);
    json::object error = payment_error(here, code, decline_code, method, text_of(charge, "id"));
    intent["status"] = "requires_payment_method";
    intent["payment_method"] = nullptr;
    intent["next_action"] = nullptr;
    intent["latest_charge"] = text_of(charge, "id");
    intent["last_payment_error"] = error;
    emit(here, "payment_intent.payment_failed", intent);
    return {.what = taken::declined, .error = std::move(error)};
}

// The card is kept for later when the intent says so and there is somebody to keep it for.
void keep_method(world& here, json::object const& intent, std::string const& method) {
    std::string const customer = text_of(intent, "customer");
    if (text_of(intent, "setup_future_usage").empty() || customer.empty()) return;
    here.method_sides[method].set_up = true;
    attach_method(here, method, customer);
}

void take(world& here, json::object& intent, json::object& charge) {
    std::string const method = text_of(charge, "payment_method");
    here.method_sides[method].used = true;
    intent["status"] = "succeeded";
    intent["amount_received"] = number_of(intent, "amount");
    intent["payment_method"] = method;
    intent["latest_charge"] = text_of(charge, "id");
    intent["next_action"] = nullptr;
    intent["last_payment_error"] = nullptr;
    keep_method(here, intent, method);
    pay_charge(here, charge);
    emit(here, "payment_intent.succeeded", intent);
}

}  // namespace

bool asks_when_saved(test_card const& card) {
    return card.asks == challenge::always || card.asks == challenge::unless_set_up;
}

json::object payment_error(world& here, std::string_view code, std::string_view decline_code,
                           std::string const& method, std::string const& charge) {
    json::object error = error_object("card_error", decline_message(code, decline_code), code);
    if (!charge.empty()) error["charge"] = charge;
    if (!decline_code.empty()) error["decline_code"] = decline_code;
    if (code == "card_declined") {
        bool const never =
            decline_code == "lost_card" || decline_code == "stolen_card" || decline_code == "fraudulent";
        error["advice_code"] = never ? "do_not_try_again" : "try_again_later";
        error["network_decline_code"] = "05";
        error["network_advice_code"] = "02";
    }
    if (code == "expired_card") error["param"] = "exp_month";
    if (code == "incorrect_cvc") error["param"] = "cvc";
    if (auto const* found = here.methods.find(method)) error["payment_method"] = *found;
    return error;
}

attempt try_charge(world& here, json::object& intent, std::string const& method, circumstances how) {
    if (auto const* found = here.methods.find(method); text_of(*found, "type") != "card") {
        begin_delayed(here, intent, method);
        return {.what = taken::processing};
    }
    auto const* card = card_of(here, method);
    QUITTANCE_ASSERT(card);
    auto const& side = here.method_sides[method];
    if (is_past_its_date(here, *here.methods.find(method)))
        return refuse(here, intent, method, "expired_card", "");
    if (needs_challenge(*card, side, how)) {
        if (!how.off_session) return ask(here, intent, method);
        return refuse(here, intent, method, "authentication_required", "authentication_required");
    }
    if (card->declines_once_saved && side.saved)
        return refuse(here, intent, method, "card_declined", "generic_decline");
    if (!card->decline_code.empty()) {
        bool const plain = card->code == "card_declined";
        return refuse(here, intent, method, card->code, plain ? card->decline_code : std::string_view{});
    }
    take(here, intent, make_charge(here, intent, method));
    return {};
}

void begin_delayed(world& here, json::object& intent, std::string const& method) {
    auto& charge = make_charge(here, intent, method);
    charge["status"] = "pending";
    intent["status"] = "processing";
    intent["payment_method"] = method;
    intent["payment_method_types"] = json::array{"card", "sepa_debit"};
    intent["latest_charge"] = text_of(charge, "id");
    emit(here, "charge.pending", charge);
    emit(here, "payment_intent.processing", intent);
    here.later(here.options.delayed_method_takes, task_kind::settle_delayed, text_of(intent, "id"));
}

bool settle_delayed(world& here, json::object& intent) {
    auto* charge = here.charges.find(text_of(intent, "latest_charge"));
    QUITTANCE_ASSERT(charge);
    std::string const method = text_of(*charge, "payment_method");
    if (!here.method_sides[method].delayed_fails) {
        take(here, intent, *charge);
        return true;
    }
    fail_charge(here, *charge, "debit_not_authorized", "");
    json::object error =
        error_object("card_error", "The bank refused the debit.", "payment_intent_payment_attempt_failed");
    error["charge"] = text_of(*charge, "id");
    error["payment_method"] = *here.methods.find(method);
    intent["status"] = "requires_payment_method";
    intent["payment_method"] = nullptr;
    intent["last_payment_error"] = std::move(error);
    emit(here, "payment_intent.payment_failed", intent);
    return false;
}

attempt fail_authentication(world& here, json::object& intent, std::string const& method) {
    json::object error = payment_error(here, "payment_intent_authentication_failure", "", method, "");
    intent["status"] = "requires_payment_method";
    intent["payment_method"] = nullptr;
    intent["next_action"] = nullptr;
    intent["last_payment_error"] = error;
    emit(here, "payment_intent.payment_failed", intent);
    return {.what = taken::declined, .error = std::move(error)};
}

}  // namespace quittance::sandbox
