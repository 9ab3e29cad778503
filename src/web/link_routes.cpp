#include "client_visit.hpp"
#include "error_responses.hpp"
#include "plain_link.hpp"
#include "plan_terms.hpp"
#include "purchase_replies.hpp"
#include "quittance/base/digest.hpp"
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

awaitable<http::response> answer_plain(shared_site at, http::request asked, http::captures caught) {
    http::response refused;
    if (link_is_limited(*at, asked, refused)) co_return refused;
    auto const posted = asked.verb == http::method::post;
    auto const parameters = http::parse_form(posted ? asked.body : asked.query);
    if (!parameters) co_return no_such_page(*at, asked);
    auto link = read_plain_link(at->options, at->catalogue, caught.at(0), *parameters);
    if (!link) co_return no_such_page(*at, asked);
    auto work = go_on(at, std::move(asked), std::move(link->what), std::move(link->press));
    auto reply = co_await std::move(work);
    co_return reply;
}

std::optional<engine::purchase> open_link(site const& at, http::request const& asked,
                                          std::string const& token) {
    auto const fields = open(token, at.options.link_keys, at.time.now());
    auto const why = [&](std::string_view reason) {
        at.journal.info("signed_link_refused", {{"reason", reason}, {"request", asked.request_id}});
    };
    if (!fields) {
        why(name_of(fields.error()));
        return std::nullopt;
    }
    auto what = purchase_of(*fields, at.options, at.catalogue);
    if (!what) {
        why("field " + what.error());
        return std::nullopt;
    }
    return std::move(*what);
}

awaitable<http::response> answer_signed(shared_site at, http::request asked, http::captures caught) {
    http::response refused;
    if (link_is_limited(*at, asked, refused)) co_return refused;
    auto what = open_link(*at, asked, caught.at(0));
    if (!what) co_return no_such_page(*at, asked);
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
