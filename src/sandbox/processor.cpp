#include "authorization.hpp"
#include "deliveries.hpp"
#include "events.hpp"
#include "paying.hpp"
#include "processor_state.hpp"
#include "webhook_endpoints.hpp"

namespace quittance::sandbox {

namespace {

reply refused_reply(world const& here, refusal refused, std::string const& request) {
    reply made{.status = refused.status};
    made.body = error_body(here, std::move(refused.error), refused.status, request);
    return made;
}

std::optional<reply> mishap_reply(world const& here, mishap trouble, std::string const& request) {
    if (trouble != mishap::rate_limited && trouble != mishap::lock_timeout) return std::nullopt;
    bool const rate = trouble == mishap::rate_limited;
    auto made = refused_reply(
        here,
        rate ? with_status(429, "invalid_request_error", "Request rate limit exceeded.", "rate_limit")
             : with_status(429, "invalid_request_error",
                           "This object cannot be accessed right now because another API request "
                           "or process is currently accessing it.",
                           "lock_timeout"),
        request);
    if (rate) made.headers.emplace_back("Stripe-Rate-Limited-Reason", "global-rate");
    made.headers.emplace_back("Stripe-Should-Retry", "true");
    return made;
}

reply in_flight_reply(world const& here, std::string const& key, std::string const& request) {
    return refused_reply(
        here,
        with_status(409, "idempotency_error",
                    "There is currently another in-progress request using this Idempotent Key (that "
                    "probably means you submitted twice, and the other request is still going "
                    "through): " +
                        key + ". Please try again later.",
                    "idempotency_key_in_use"),
        request);
}

reply replayed(saved_reply const& again) {
    reply made{.status = again.status, .body = again.body};
    made.headers = {{"Idempotent-Replayed", "true"}, {"Original-Request", again.request_id}};
    return made;
}

// Everything before the endpoint runs; nothing: it may.
std::optional<reply> gate(world& here, api_request const& asked, std::string const& request,
                          std::optional<named_operation> const& operation, std::optional<form> const& given) {
    if (auto refused = check_authorization(here.options, asked.authorization, asked.path))
        return refused_reply(here, *refused, request);
    if (!operation)
        return refused_reply(
            here,
            with_status(404, "invalid_request_error",
                        "Unrecognized request URL (" + asked.method + ": " + asked.path + ")."),
            request);
    if (!asked.stripe_version.empty() && asked.stripe_version != here.options.api_version)
        return refused_reply(here,
                             invalid("Invalid Stripe API version: " + asked.stripe_version +
                                         ". The sandbox speaks " + here.options.api_version + ".",
                                     ""),
                             request);
    if (!given)
        return refused_reply(here, invalid("Invalid request: the form cannot be decoded.", ""), request);
    if (asked.idempotency_key.size() > 255)
        return refused_reply(here, invalid("Idempotency keys may be at most 255 characters.", ""), request);
    return std::nullopt;
}

std::optional<reply> key_gate(world& here, api_request const& asked, std::string const& request,
                              form const& given) {
    std::string const& key = asked.idempotency_key;
    if (asked.method != "POST" || key.empty()) return std::nullopt;
    auto const known = look_up_key(here, key, print_of(asked, given));
    if (known.again) return replayed(*known.again);
    if (!known.refused) return std::nullopt;
    auto made = refused_reply(here, *known.refused, request);
    made.headers.emplace_back("Original-Request", known.original_request);
    return made;
}

}  // namespace

processor::processor(processor_options options) : state_(std::make_unique<state>()) {
    auto& here = state_->here;
    here.ids.state = options.seed;
    here.request_ids.state = options.seed ^ 0x5DEECE66DULL;
    if (options.endpoint) here.endpoints.push_back(configured(options));
    here.options = std::move(options);
}
processor::processor(processor&&) noexcept = default;
processor& processor::operator=(processor&&) noexcept = default;
processor::~processor() = default;

reply processor::handle(api_request const& asked, instant now, mishap trouble) {
    advance(now);
    auto& here = state_->here;
    std::string const request = identifier(here.request_ids, "req_", 18);
    auto const operation = find_operation(asked.method, asked.path);
    auto const given = form::parse(asked.method == "GET" ? asked.query : asked.body);
    ++here.request_counts[operation ? operation->name : "unknown"];
    auto made = gate(here, asked, request, operation, given);
    if (!made) made = mishap_reply(here, trouble, request);
    bool const held = asked.method == "POST" && here.in_flight.contains(asked.idempotency_key);
    if (!made && held) made = in_flight_reply(here, asked.idempotency_key, request);
    if (!made) made = key_gate(here, asked, request, *given);
    if (!made) {
        if (auto refused = check_parameters(*operation, *given))
            made = refused_reply(here, *refused, request);
    }
    if (!made) made = state_->execute(asked, request, *operation, *given, trouble);
    state_->finish(*made, asked, request);
    return *made;
}

bool processor::begin(std::string_view key) {
    return !key.empty() && state_->here.in_flight.emplace(key).second;
}

void processor::end(std::string_view key) { state_->here.in_flight.erase(std::string(key)); }

std::optional<page_view> processor::page(std::string_view session) const {
    return view_page(state_->here, std::string(session));
}

pay_outcome processor::submit_card(std::string_view session, card_entry const& card, instant now) {
    advance(now);
    auto line = state_->line("card", session);
    line["number"] = card.number;
    line["month"] = card.exp_month;
    line["year"] = card.exp_year;
    line["cvc"] = card.cvc;
    line["name"] = card.name;
    line["email"] = card.email;
    line["country"] = card.country;
    return state_->put(std::move(line)).paid;
}

pay_outcome processor::submit_delayed(std::string_view session, bool will_succeed, std::string_view email,
                                      instant now) {
    advance(now);
    auto line = state_->line("debit", session);
    line["yes"] = will_succeed;
    line["email"] = email;
    return state_->put(std::move(line)).paid;
}

pay_outcome processor::authenticate(std::string_view id, bool succeeds, instant now) {
    advance(now);
    auto line = state_->line("challenge", id);
    line["yes"] = succeeds;
    return state_->put(std::move(line)).paid;
}

void processor::advance(instant now) {
    auto& here = state_->here;
    now = std::max(now, here.now);
    if (!here.agenda.empty() && here.agenda.begin()->first <= now) {
        auto line = input(here, "time");
        line["at"] = unix_millis(now);
        state_->put(std::move(line));
    }
    here.now = now;
    forget_old_keys(here);
    forget_old_events(here);
}

std::optional<instant> processor::next_due() const {
    auto const& here = state_->here;
    std::optional<instant> due;
    if (!here.agenda.empty()) due = here.agenda.begin()->first;
    if (here.delivery_queue.empty()) return due;
    instant const webhook = here.delivery_queue.begin()->first.first;
    return due ? std::min(*due, webhook) : webhook;
}

std::vector<outgoing_webhook> processor::take_webhooks(instant now, std::size_t most) {
    advance(now);
    return take_due(state_->here, most);
}

void processor::delivered(std::string_view delivery, bool accepted, instant now) {
    advance(now);
    auto line = state_->line("delivered", delivery);
    line["yes"] = accepted;
    state_->put(std::move(line));
}

std::vector<std::string> processor::take_journal() { return std::exchange(state_->here.journal, {}); }

bool processor::replay(std::string_view text) {
    auto& here = state_->here;
    json::error_code broken;
    auto const line = json::parse(text, broken);
    if (broken || !line.is_object()) return false;
    here.request_ids.stir(text);  // so that ids of requests do not come again after a restart
    return apply(here, line.get_object()).status != 0;
}

}  // namespace quittance::sandbox
