#include <algorithm>

#include "demo_page.hpp"
#include "form.hpp"
#include "html.hpp"
#include "payment_page.hpp"
#include "routes.hpp"

namespace quittance::sandbox {

namespace {

using boost::asio::awaitable;

// "12 / 34", "12/2034", "1234".
void read_expiry(std::string_view text, card_entry& into) {
    std::string digits;
    for (char const c : text)
        if (c >= '0' && c <= '9') digits += c;
    auto const slash = text.find('/');
    bool const short_month = slash != std::string_view::npos &&
                             std::count_if(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(slash),
                                           [](char c) { return c >= '0' && c <= '9'; }) == 1;
    if (short_month) digits.insert(0, "0");
    into.exp_month = static_cast<unsigned>(to_integer(digits.substr(0, 2)).value_or(0));
    auto const year = to_integer(digits.size() > 2 ? digits.substr(2, 4) : "").value_or(0);
    into.exp_year = static_cast<unsigned>(year < 100 ? year + 2'000 : year);
}

card_entry read_card(form const& given) {
    card_entry entry;
    entry.number = given.text("number");
    read_expiry(given.text("expiry"), entry);
    entry.cvc = given.text("cvc");
    entry.name = given.text("name");
    entry.email = given.text("email");
    return entry;
}

http::response after(server_state& here, pay_outcome const& outcome, std::string const& page) {
    here.settle();
    switch (outcome.what) {
        case pay_outcome::kind::not_found:
            return plain_page(404, "Nothing here", "There is no such payment page.");
        case pay_outcome::kind::complete:
            if (!outcome.redirect.empty()) return see_other(outcome.redirect);
            return plain_page(200, "Done", "The payment was authenticated. You can close this window.");
        case pay_outcome::kind::declined:
        case pay_outcome::kind::challenge:
        case pay_outcome::kind::not_open: break;
    }
    return see_other(page);
}

awaitable<http::response> show(shared_state here, std::string session) {
    here->machine.advance(here->time.now());
    here->settle();
    auto const view = here->machine.page(session);
    if (!view) co_return plain_page(404, "Nothing here", "There is no such payment page.");
    co_return payment_page(*view);
}

awaitable<http::response> submit(shared_state here, http::request asked, std::string session) {
    auto const given = form::parse(asked.body);
    if (!given)
        co_return plain_page(400, "Not readable", "The form could not be read. Go back and try again.");
    instant const now = here->time.now();
    bool const debit = given->text("method") == "debit";
    auto const outcome = debit ? here->machine.submit_delayed(session, !given->text("iban").ends_with("3001"),
                                                              given->text("email"), now)
                               : here->machine.submit_card(session, read_card(*given), now);
    co_return after(*here, outcome, "/c/pay/" + session);
}

awaitable<http::response> answer_challenge(shared_state here, http::request asked, std::string id,
                                           std::string page) {
    auto const given = form::parse(asked.body);
    bool const succeeds = given && given->text("answer") == "complete";
    auto const outcome = here->machine.authenticate(id, succeeds, here->time.now());
    if (outcome.what == pay_outcome::kind::declined && page.starts_with("/3ds/")) page = "/3ds-failed";
    co_return after(*here, outcome, page);
}

awaitable<http::response> demo(shared_state here) {
    if (here->options.gateway.empty())
        co_return plain_page(404, "No demo", "This sandbox was started without a gateway to book at.");
    co_return demo_page(here->options, here->randomness, here->time.now());
}

awaitable<http::response> book(shared_state here, http::request asked) {
    std::string const link = booking_link(here->options, asked.query);
    if (link.empty())
        co_return plain_page(404, "No such session", "Go back and pick one of the sessions offered.");
    co_return see_other(link);
}

awaitable<http::response> style() {
    http::response sheet;
    sheet.headers = {{"Content-Type", "text/css; charset=utf-8"}, {"Cache-Control", "max-age=300"}};
    sheet.body = stylesheet();
    co_return sheet;
}

awaitable<http::response> page(http::response made) { co_return made; }

void mount_payment(http::router& routes, shared_state const& here) {
    routes.add(http::method::get, "/c/pay/{}", "payment_page",
               [here](http::request, http::captures ids) { return show(here, ids.front()); });
    routes.add(http::method::post, "/c/pay/{}", "pay", [here](http::request asked, http::captures ids) {
        return submit(here, std::move(asked), ids.front());
    });
    routes.add(http::method::post, "/c/pay/{}/challenge", "challenge",
               [here](http::request asked, http::captures ids) {
                   return answer_challenge(here, std::move(asked), ids.front(), "/c/pay/" + ids.front());
               });
    routes.add(http::method::get, "/3ds/{}", "three_d_secure", [here](http::request, http::captures ids) {
        return page(challenge_page("/3ds/" + ids.front(), here->options.business));
    });
    routes.add(http::method::post, "/3ds/{}", "three_d_secure",
               [here](http::request asked, http::captures ids) {
                   return answer_challenge(here, std::move(asked), ids.front(), "/3ds/" + ids.front());
               });
    routes.add(http::method::get, "/3ds-failed", "three_d_secure", [](http::request, http::captures) {
        return page(plain_page(200, "Not authenticated",
                               "The bank did not confirm the payment. Nothing was charged."));
    });
}

}  // namespace

void mount_pages(http::router& routes, shared_state here) {
    mount_payment(routes, here);
    routes.add(http::method::get, "/receipts/{}", "receipt", [](http::request, http::captures ids) {
        return page(plain_page(200, "Receipt", "Charge " + ids.front() + " of the sandbox. No money moved."));
    });
    routes.add(http::method::get, "/", "home",
               [](http::request, http::captures) { return page(see_other("/demo")); });
    routes.add(http::method::get, "/demo", "demo",
               [here](http::request, http::captures) { return demo(here); });
    routes.add(http::method::get, "/demo/book", "demo_book",
               [here](http::request asked, http::captures) { return book(here, std::move(asked)); });
    routes.add(http::method::get, "/_sandbox/style.css", "style",
               [](http::request, http::captures) { return style(); });
}

}  // namespace quittance::sandbox
