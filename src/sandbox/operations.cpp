#include "operations.hpp"

#include <functional>
#include <map>

#include "checkout_sessions.hpp"
#include "customers.hpp"
#include "expansion.hpp"
#include "payment_intents.hpp"
#include "quittance/base/assert.hpp"
#include "reading.hpp"
#include "refunds.hpp"
#include "webhook_endpoints.hpp"

namespace quittance::sandbox {

namespace {

using ids = std::vector<std::string>;
using work = std::function<outcome(world&, ids const&, form const&)>;

work reads(shelf world::* from, std::string const& kind, std::string const& parameter) {
    return [=](world& here, ids const& named, form const&) {
        return read_object(here.*from, kind, named.front(), parameter);
    };
}

outcome method_of_customer(world& here, ids const& named, form const&) {
    auto const* found = here.methods.find(named[1]);
    if (!found || text_of(*found, "customer") != named[0])
        return missing_resource("PaymentMethod", named[1], "payment_method");
    return *found;
}

void add_reads(std::map<std::string, work, std::less<>>& table) {
    table["GET /v1/customers/{}"] = reads(&world::customers, "customer", "id");
    table["GET /v1/checkout/sessions/{}"] = reads(&world::sessions, "checkout.session", "session");
    table["GET /v1/payment_intents/{}"] = reads(&world::intents, "payment_intent", "intent");
    table["GET /v1/refunds/{}"] = reads(&world::refunds, "refund", "refund");
    table["GET /v1/payment_methods/{}"] = reads(&world::methods, "PaymentMethod", "payment_method");
    table["GET /v1/setup_intents/{}"] = reads(&world::setups, "setup_intent", "intent");
    table["GET /v1/charges/{}"] = reads(&world::charges, "charge", "charge");
    table["GET /v1/disputes/{}"] = reads(&world::disputes, "dispute", "dispute");
    table["GET /v1/customers/{}/payment_methods/{}"] = method_of_customer;
    table["GET /v1/events/{}"] = [](world& w, ids const& i, form const&) { return read_event(w, i.front()); };
    table["GET /v1/balance"] = [](world& w, ids const&, form const&) { return read_balance(w); };
    table["GET /v1/account"] = [](world& w, ids const&, form const&) { return read_account(w); };
}

void add_lists(std::map<std::string, work, std::less<>>& table) {
    table["GET /v1/checkout/sessions"] = [](world& w, ids const&, form const& f) {
        return list_sessions(w, f);
    };
    table["GET /v1/payment_intents"] = [](world& w, ids const&, form const& f) { return list_intents(w, f); };
    table["GET /v1/refunds"] = [](world& w, ids const&, form const& f) { return list_refunds(w, f); };
    table["GET /v1/events"] = [](world& w, ids const&, form const& f) { return list_events(w, f); };
    table["GET /v1/webhook_endpoints"] = [](world& w, ids const&, form const& f) {
        return list_endpoints(w, f);
    };
    table["GET /v1/customers/{}/payment_methods"] = [](world& w, ids const& i, form const& f) {
        return list_methods(w, f, i.front(), "/v1/customers/" + i.front() + "/payment_methods");
    };
    table["GET /v1/payment_methods"] = [](world& w, ids const&, form const& f) {
        return list_methods(w, f, f.text("customer"), "/v1/payment_methods");
    };
}

void add_writes(std::map<std::string, work, std::less<>>& table) {
    table["POST /v1/customers"] = [](world& w, ids const&, form const& f) { return create_customer(w, f); };
    table["POST /v1/customers/{}"] = [](world& w, ids const& i, form const& f) {
        return update_customer(w, i.front(), f);
    };
    table["POST /v1/checkout/sessions"] = [](world& w, ids const&, form const& f) {
        return create_session(w, f);
    };
    table["POST /v1/checkout/sessions/{}/expire"] = [](world& w, ids const& i, form const&) {
        return expire_session(w, i.front());
    };
    table["POST /v1/payment_intents"] = [](world& w, ids const&, form const& f) {
        return create_intent(w, f);
    };
    table["POST /v1/payment_intents/{}/confirm"] = [](world& w, ids const& i, form const& f) {
        return confirm_intent(w, i.front(), f);
    };
    table["POST /v1/payment_intents/{}/cancel"] = [](world& w, ids const& i, form const& f) {
        return cancel_intent(w, i.front(), f);
    };
    table["POST /v1/refunds"] = [](world& w, ids const&, form const& f) { return create_refund(w, f); };
    table["POST /v1/webhook_endpoints"] = [](world& w, ids const&, form const& f) {
        return create_endpoint(w, f);
    };
    table["POST /v1/webhook_endpoints/{}"] = [](world& w, ids const& i, form const& f) {
        return update_endpoint(w, i.front(), f);
    };
}

std::map<std::string, work, std::less<>> const& table() {
    static auto const made = [] {
        std::map<std::string, work, std::less<>> all;
        add_reads(all);
        add_lists(all);
        add_writes(all);
        return all;
    }();
    return made;
}

}  // namespace

outcome run(world& here, named_operation const& operation, form const& given) {
    auto const at = table().find(operation.name);
    QUITTANCE_ASSERT(at != table().end());
    auto done = at->second(here, operation.ids, given);
    if (!done) return done;
    json::object shown = std::move(*done);
    if (auto refused = expand(here, shown, given)) return *refused;
    return shown;
}

}  // namespace quittance::sandbox
