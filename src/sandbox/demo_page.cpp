#include "demo_page.hpp"

#include <algorithm>

#include "form.hpp"
#include "html.hpp"

namespace quittance::sandbox {

namespace {

std::string choices(server_options const& options) {
    std::string html;
    for (auto const& offer : options.offers) {
        html += "<label class=\"choice\"><input type=\"radio\" name=\"offer\" value=\"" +
                escape_html(offer.id) + "\"";
        if (&offer == &options.offers.front()) html += " checked";
        html += "><span class=\"about\"><b>" + escape_html(offer.title) + "</b><span class=\"soft\">" +
                escape_html(offer.about) + "</span></span><span class=\"price\">" + escape_html(offer.price) +
                "</span></label>";
    }
    return html;
}

std::string field(std::string_view id, std::string_view label, std::string_view rest) {
    std::string const name(id);
    return "<label for=\"" + name + "\">" + std::string(label) + "</label><input id=\"" + name +
           "\" name=\"" + name + "\" " + std::string(rest) + ">";
}

bool known_offer(server_options const& options, std::string const& id) {
    return std::any_of(options.offers.begin(), options.offers.end(),
                       [&](demo_offer const& each) { return each.id == id; });
}

}  // namespace

http::response demo_page(server_options const& options, entropy& randomness, instant now) {
    std::string const reference = "demo-" + random_token(randomness).substr(0, 12);
    std::chrono::year_month_day const day{std::chrono::floor<std::chrono::days>(now) + std::chrono::days{3}};
    std::string const body =
        "<main><div class=\"card\"><h1>" + escape_html(options.business) +
        "</h1><p class=\"soft\">Pick a session and a time. You pay when you book; this is a demo, no money "
        "moves.</p><form method=\"get\" action=\"/demo/book\"><h2>Session</h2>" +
        choices(options) +
        field("start", "When", "type=\"datetime-local\" required value=\"" + iso_date(day) + "T10:00\"") +
        field("name", "Your name",
              "required maxlength=\"150\" autocomplete=\"name\" placeholder=\"Ada Example\"") +
        field("email", "Your e-mail",
              "type=\"email\" required maxlength=\"254\" autocomplete=\"email\" "
              "placeholder=\"ada@example.com\"") +
        "<input type=\"hidden\" id=\"ref\" name=\"ref\" value=\"" + escape_html(reference) +
        "\"><button id=\"book\" type=\"submit\">Book and pay</button></form><p class=\"soft\">Booking "
        "reference <code>" +
        escape_html(reference) + "</code></p></div></main>";
    return html_page(200, options.business, body);
}

std::string booking_link(server_options const& options, std::string_view query) {
    auto const given = form::parse(query);
    if (!given || !known_offer(options, given->text("offer"))) return {};
    std::string link = options.gateway + "/pay/" + http::percent_encode(given->text("offer"));
    char separator = '?';
    for (auto const* name : {"ref", "email", "name", "start"}) {
        link += separator + std::string(name) + "=" + http::percent_encode(given->text(name));
        separator = '&';
    }
    return link;
}

}  // namespace quittance::sandbox
