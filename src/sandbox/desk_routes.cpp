// What a person would do at the processor's dashboard, for tests.
#include "form.hpp"
#include "routes.hpp"
#include "trouble_form.hpp"

namespace quittance::sandbox {

namespace {

using boost::asio::awaitable;
using action = http::response (*)(server_state&, form const&);

http::response json_reply(unsigned status, json::value const& body) {
    http::response reply{.status = status};
    reply.headers = {{"Content-Type", "application/json"}, {"Cache-Control", "no-store"}};
    reply.body = json::serialize(body);
    return reply;
}

http::response problem(unsigned status, std::string_view sentence) {
    return json_reply(status, json::object{{"error", json::object{{"message", sentence}}}});
}

http::response passed_on(reply const& made) {
    http::response shown{.status = made.status};
    shown.headers = {{"Content-Type", "application/json"}};
    shown.body = made.body;
    return shown;
}

http::response yes_or_no(bool done) {
    return done ? json_reply(200, json::object{{"done", true}}) : problem(404, "There is no such object.");
}

std::string charge_in(form const& given) {
    std::string const intent = given.text("payment_intent");
    return intent.empty() ? given.text("charge") : intent;
}

http::response set_trouble(server_state& here, form const& given) {
    if (auto const wrong = read_trouble(given, here.options.troubles)) return problem(400, *wrong);
    return json_reply(200, show_trouble(here.options.troubles));
}

http::response resend(server_state& here, form const& given) {
    return yes_or_no(here.machine.resend(given.text("event"), here.time.now()));
}

http::response refund(server_state& here, form const& given) {
    return passed_on(here.machine.refund(charge_in(given), given.number("amount"), here.time.now()));
}

http::response dispute(server_state& here, form const& given) {
    instant const now = here.time.now();
    std::string const known = given.text("dispute");
    if (!known.empty())
        return passed_on(here.machine.close_dispute(known, given.text("close") == "won", now));
    std::string const kind = given.text("kind");
    auto const which = kind == "inquiry"                ? dispute_kind::inquiry
                       : kind == "product_not_received" ? dispute_kind::product_not_received
                                                        : dispute_kind::fraudulent;
    return passed_on(here.machine.dispute(charge_in(given), which, given.number("amount"), now));
}

http::response card(server_state& here, form const& given) {
    instant const now = here.time.now();
    std::string const method = given.text("payment_method");
    if (given.flag("detach")) return yes_or_no(here.machine.detach_method(method, now));
    auto const year = given.number("exp_year");
    if (!year || *year < 2000 || *year > 2999)
        return problem(400, "exp_year must be a year, or detach=true.");
    return yes_or_no(here.machine.update_card(method, static_cast<unsigned>(*year), now));
}

http::response delete_customer(server_state& here, form const& given) {
    return yes_or_no(here.machine.delete_customer(given.text("customer"), here.time.now()));
}

json::array parsed(processor const& machine, std::string_view kind) {
    json::array all;
    for (auto const& each : machine.objects(kind)) all.push_back(json::parse(each));
    return all;
}

json::object numbers(std::map<std::string, std::uint64_t> const& from) {
    json::object all;
    for (auto const& [name, value] : from) all[name] = value;
    return all;
}

json::array shown_deliveries(processor const& machine) {
    json::array all;
    for (auto const& each : machine.deliveries())
        all.push_back(json::object{{"event", each.event},
                                   {"type", each.type},
                                   {"endpoint", each.endpoint},
                                   {"state", each.state},
                                   {"attempts", each.attempts}});
    return all;
}

http::response state_of(server_state& here) {
    auto const& machine = here.machine;
    auto const sums = machine.count();
    json::object sizes{{"customers", sums.customers}, {"sessions", sums.sessions}, {"intents", sums.intents},
                       {"refunds", sums.refunds},     {"disputes", sums.disputes}, {"events", sums.events}};
    return json_reply(200, json::object{{"counts", std::move(sizes)},
                                        {"requests", numbers(sums.requests)},
                                        {"replies", numbers(sums.replies)},
                                        {"trouble", show_trouble(here.options.troubles)},
                                        {"sessions", parsed(machine, "checkout.session")},
                                        {"intents", parsed(machine, "payment_intent")},
                                        {"refunds", parsed(machine, "refund")},
                                        {"disputes", parsed(machine, "dispute")},
                                        {"payment_methods", parsed(machine, "payment_method")},
                                        {"deliveries", shown_deliveries(machine)}});
}

awaitable<http::response> show_state(shared_state here) { co_return state_of(*here); }

awaitable<http::response> act(shared_state here, http::request asked, action wanted) {
    auto const given = form::parse(asked.body);
    if (!given) co_return problem(400, "The form cannot be read.");
    auto made = wanted(*here, *given);
    here->settle();
    co_return made;
}

}  // namespace

void mount_desk(http::router& routes, shared_state here) {
    auto const add = [&](std::string_view path, action wanted) {
        routes.add(http::method::post, path, path, [here, wanted](http::request asked, http::captures) {
            return act(here, std::move(asked), wanted);
        });
    };
    add("/_sandbox/trouble", set_trouble);
    add("/_sandbox/resend", resend);
    add("/_sandbox/refund", refund);
    add("/_sandbox/dispute", dispute);
    add("/_sandbox/card", card);
    add("/_sandbox/delete_customer", delete_customer);
    routes.add(http::method::get, "/_sandbox/state", "/_sandbox/state",
               [here](http::request, http::captures) { return show_state(here); });
}

}  // namespace quittance::sandbox
