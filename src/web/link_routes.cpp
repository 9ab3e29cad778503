#include "client_visit.hpp"
#include "error_responses.hpp"
#include "plain_link.hpp"
#include "plan_terms.hpp"
#include "purchase_replies.hpp"
#include "quittance/base/digest.hpp"
#include "quittance/pages/public.hpp"
#include "signed_purchase.hpp"
#include "site.hpp"
#include "visitors.hpp"

namespace quittance::web {
namespace {

// The caps count networks; an address of a person is not written down for it.
std::string network_hash(site const& at, std::string const& peer) {
    hmac_sha256 const keyed{at.settings.store_id};
    return to_base64url(as_text(keyed({http::token_buckets::network_of(peer)}))).substr(0, 22);
}

// Which terms the form says the client has seen; a form of another site says nothing.
std::string seen_terms(http::request const& asked) {
    if (asked.verb != http::method::post || is_cross_site(asked)) return {};
    auto const fields = http::parse_form(asked.body);
    return fields ? value_of(*fields, agreed_field) : std::string{};
}

awaitable<http::response> go_on(shared_site at, http::request asked, engine::purchase what,
                                pages::button press) {
    note_service_day(*at, what);
    auto by = visitor_of(at->options.business, asked);
    // A link that names no language is read in the browser's, and so are the letters that follow.
    bool const says = !accepted_language(asked.header("Accept-Language")).empty();
    if (what.who.locale.empty() && says) what.who.locale = by.who.locale;
    if (asked.verb != http::method::post && only_looks(asked))
        co_return ask_to_continue(*at, by, what, press);
    what.network = network_hash(*at, asked.peer);
    what.pressed_button = asked.verb == http::method::post;
    auto work = send_to_payment(at, std::move(by), std::move(what), std::move(press), seen_terms(asked));
    auto reply = co_await std::move(work);
    co_return reply;
}

// Of an offer that is sold no more, or not to everybody: it leads to what it booked while it was.
awaitable<std::optional<plain_link>> former_link(shared_site at, std::string offer, form parameters) {
    auto link = read_former_link(at->options, offer, parameters);
    if (!link) co_return std::nullopt;
    auto looking = at->cases.by_identity(link->what.identity);
    auto const known = co_await std::move(looking);
    if (!known || known->booking.origin != domain::origin::plain_link) co_return std::nullopt;
    link->what.terms = known->booking.terms;
    co_return link;
}

awaitable<http::response> answer_plain(shared_site at, http::request asked, http::captures caught) {
    http::response refused;
    if (link_is_limited(*at, asked, refused)) co_return refused;
    auto const posted = asked.verb == http::method::post;
    auto const parameters = http::parse_form(posted ? asked.body : asked.query);
    if (!parameters) co_return no_such_page(*at, asked);
    auto link = read_plain_link(at->options, at->catalogue, caught.at(0), *parameters);
    if (!link) {
        auto finding = former_link(at, caught.at(0), *parameters);
        link = co_await std::move(finding);
    }
    if (!link) co_return no_such_page(*at, asked);
    auto work = go_on(at, std::move(asked), std::move(link->what), std::move(link->press));
    auto reply = co_await std::move(work);
    co_return reply;
}

void say_refused(site const& at, std::string const& request_id, std::string_view reason) {
    at.journal.info("signed_link_refused", {{"reason", reason}, {"request", request_id}});
}

// What was agreed under this reference, when its offer is not in the catalogue (any more).
awaitable<std::optional<domain::sale_terms>> booked_terms(shared_site const& at,
                                                          signed_fields const& fields) {
    bool const is_sold = at->catalogue.contains(domain::offer_id{fields.offer});
    return terms_booked_under(at, is_sold ? std::nullopt : identity_of(fields, at->options));
}

awaitable<std::optional<engine::purchase>> open_link(shared_site at, std::string token,
                                                     std::string request_id) {
    auto const fields = open(token, at->options.link_keys, at->time.now());
    if (!fields) {
        say_refused(*at, request_id, name_of(fields.error()));
        co_return std::nullopt;
    }
    auto looking = booked_terms(at, *fields);
    auto const booked = co_await std::move(looking);
    auto what = purchase_of(*fields, at->options, at->catalogue, booked);
    if (!what) {
        say_refused(*at, request_id, "field " + what.error());
        co_return std::nullopt;
    }
    co_return std::move(*what);
}

// The signature says who wrote the amount, not that a card could pay it. A plan's parts are looked at with
// its terms; the catalogue's prices were when it was read.
std::optional<http::response> refuse_amount(site const& at, http::request const& asked,
                                            engine::purchase const& what) {
    bool const is_charged = what.price_named && !what.terms.plan.is_plan() && !what.terms.price.is_zero();
    auto const why = is_charged ? at.refuses_amount(what.terms.price) : std::nullopt;
    if (!why) return std::nullopt;
    say_refused(at, asked.request_id, *why);
    auto const by = visitor_of(at.options.business, asked);
    return page_reply(409, pages::amount_not_payable(by.who, view_of(what.terms, what.who.locale)),
                      at.options);
}

awaitable<http::response> answer_signed(shared_site at, http::request asked, http::captures caught) {
    http::response refused;
    if (link_is_limited(*at, asked, refused)) co_return refused;
    auto opening = open_link(at, caught.at(0), asked.request_id);
    auto what = co_await std::move(opening);
    if (!what) co_return no_such_page(*at, asked);
    if (auto refusal = refuse_amount(*at, asked, *what)) co_return std::move(*refusal);
    pages::button press{{}, "/l/" + caught.at(0), {}};
    auto work = go_on(at, std::move(asked), std::move(*what), std::move(press));
    auto reply = co_await std::move(work);
    co_return reply;
}

}  // namespace

void mount_links(http::router& on, shared_site const& at) {
    for (auto verb : {http::method::get, http::method::head, http::method::post}) {
        on.add(verb, "/pay/{}", "pay", [at](http::request asked, http::captures caught) {
            return answer_plain(at, std::move(asked), std::move(caught));
        });
        on.add(verb, "/l/{}", "signed_link", [at](http::request asked, http::captures caught) {
            return answer_signed(at, std::move(asked), std::move(caught));
        });
    }
}

}  // namespace quittance::web
