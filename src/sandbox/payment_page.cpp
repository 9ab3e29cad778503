#include "payment_page.hpp"

#include "html.hpp"

namespace quittance::sandbox {

namespace {

constexpr std::string_view hints = R"(<details><summary>Test cards</summary><table>
<tr><td><code>4242 4242 4242 4242</code></td><td>succeeds</td></tr>
<tr><td><code>4000 0000 0000 0002</code></td><td>is declined</td></tr>
<tr><td><code>4000 0000 0000 9995</code></td><td>has no funds</td></tr>
<tr><td><code>4000 0000 0000 3220</code></td><td>asks for 3-D Secure</td></tr>
<tr><td><code>4000 0027 6000 3184</code></td><td>asks every time</td></tr>
<tr><td><code>4000 0000 0000 0341</code></td><td>fails when charged later</td></tr>
<tr><td><code>4000 0000 0000 0259</code></td><td>is disputed</td></tr>
</table><p class="soft">Any expiry in the future, any three digits as CVC. No money moves.</p></details>)";

std::string summary(page_view const& view) {
    std::string html = "<div class=\"card\"><span class=\"badge\">SANDBOX</span><h1>";
    html += view.mode == "setup" ? "Save a card for " : "Pay ";
    html += escape_html(view.business) + "</h1>";
    if (!view.total.empty()) html += "<p class=\"total\" id=\"total\">" + escape_html(view.total) + "</p>";
    html += "<table>";
    for (auto const& [title, amount] : view.items)
        html += "<tr><td>" + escape_html(title) + "</td><td>" + escape_html(amount) + "</td></tr>";
    return html + "</table></div>";
}

std::string mail_field(page_view const& view) {
    if (!view.email.empty()) return "<p class=\"soft\">Receipt to <b>" + escape_html(view.email) + "</b></p>";
    return "<label for=\"email\">E-mail</label><input id=\"email\" name=\"email\" type=\"email\" required "
           "autocomplete=\"email\">";
}

std::string button_text(page_view const& view) {
    return view.mode == "setup" ? "Save card" : "Pay " + escape_html(view.total);
}

// What the business says about its terms, and that the card is kept: both beside the button that agrees.
std::string agreement(page_view const& view) {
    std::string html;
    if (view.keeps_card)
        html += "<p class=\"soft\" id=\"kept\">By paying you allow <b>" + escape_html(view.business) +
                "</b> to charge you the same way for future payments in accordance with its terms: the "
                "card is kept.</p>";
    if (!view.note.empty()) html += "<p class=\"soft\" id=\"note\">" + escape_html(view.note) + "</p>";
    return html;
}

std::string card_form(page_view const& view) {
    return "<form class=\"card\" method=\"post\" action=\"/c/pay/" + escape_html(view.session) +
           "\"><h2>Card</h2>" + mail_field(view) +
           "<input type=\"hidden\" name=\"method\" value=\"card\">"
           "<label for=\"number\">Card number</label><input id=\"number\" name=\"number\" "
           "inputmode=\"numeric\" "
           "placeholder=\"4242 4242 4242 4242\" maxlength=\"23\" required autocomplete=\"cc-number\">"
           "<div class=\"two\"><div><label for=\"expiry\">Expiry (MM / YY)</label><input id=\"expiry\" "
           "name=\"expiry\" "
           "placeholder=\"12 / 34\" maxlength=\"9\" required autocomplete=\"cc-exp\"></div>"
           "<div><label for=\"cvc\">CVC</label><input id=\"cvc\" name=\"cvc\" inputmode=\"numeric\" "
           "placeholder=\"123\" "
           "maxlength=\"4\" required autocomplete=\"cc-csc\"></div></div>"
           "<label for=\"name\">Name on card</label><input id=\"name\" name=\"name\" maxlength=\"150\" "
           "autocomplete=\"cc-name\">"
           "<button id=\"pay\" type=\"submit\">" +
           button_text(view) + "</button>" + agreement(view) + std::string(hints) + "</form>";
}

std::string debit_form(page_view const& view) {
    return "<form class=\"card\" method=\"post\" action=\"/c/pay/" + escape_html(view.session) +
           "\"><h2>Bank debit</h2>" + (view.takes_cards ? std::string{} : mail_field(view)) +
           "<p class=\"soft\">A delayed method: the order is complete now, the money comes or fails "
           "later.</p>"
           "<input type=\"hidden\" name=\"method\" value=\"debit\">"
           "<label for=\"iban\">Test account</label><select id=\"iban\" name=\"iban\">"
           "<option value=\"DE89370400440532013000\">DE89 3704 0044 0532 0130 00 (succeeds later)</option>"
           "<option value=\"DE62370400440532013001\">DE62 3704 0044 0532 0130 01 (fails "
           "later)</option></select>"
           "<button id=\"pay-debit\" type=\"submit\">Pay by debit</button>" +
           (view.takes_cards ? std::string{} : agreement(view)) + "</form>";
}

std::string way_back(page_view const& view) {
    if (view.cancel_url.empty()) return {};
    return "<p><a id=\"back\" href=\"" + escape_address(view.cancel_url) + "\">Back to " +
           escape_html(view.business) + "</a></p>";
}

http::response closed_page(page_view const& view) {
    bool const paid = view.state == page_state::complete;
    std::string body = "<main><div class=\"card\"><h1>";
    body += paid ? "You are all done here" : "This payment page has expired";
    body += "</h1><p>";
    body += paid ? "This order was already completed." : "Nothing was charged. Go back and start again.";
    body += "</p>";
    std::string const& where = paid ? view.success_url : view.cancel_url;
    if (!where.empty())
        body += "<a class=\"button\" id=\"continue\" href=\"" + escape_address(where) + "\">Continue</a>";
    return html_page(paid ? 200 : 410, view.business, body + "</div></main>");
}

}  // namespace

http::response payment_page(page_view const& view) {
    if (view.state == page_state::complete || view.state == page_state::expired) return closed_page(view);
    if (view.state == page_state::challenge)
        return challenge_page("/c/pay/" + view.session + "/challenge", view.business);
    std::string body = "<main>" + summary(view);
    if (!view.message.empty())
        body += "<p class=\"problem\" role=\"alert\" id=\"message\">" + escape_html(view.message) + "</p>";
    if (view.takes_cards) body += card_form(view);
    if (view.takes_delayed) body += debit_form(view);
    return html_page(200, view.business, body + way_back(view) + "</main>");
}

http::response challenge_page(std::string_view action, std::string_view business) {
    std::string const body =
        "<main><form class=\"card\" method=\"post\" action=\"" + escape_address(action) +
        "\"><span class=\"badge\">SANDBOX</span><h1>3-D Secure</h1><p>The bank asks whether it is really "
        "you, for a "
        "payment to <b>" +
        escape_html(business) +
        "</b>. In the sandbox you choose the answer.</p>"
        "<button id=\"complete\" name=\"answer\" value=\"complete\">Complete authentication</button>"
        "<button id=\"fail\" class=\"quiet\" name=\"answer\" value=\"fail\">Fail "
        "authentication</button></form></main>";
    return html_page(200, "3-D Secure", body);
}

http::response plain_page(unsigned status, std::string_view title, std::string_view sentence) {
    return html_page(status, title,
                     "<main><div class=\"card\"><h1>" + escape_html(title) + "</h1><p>" +
                         escape_html(sentence) + "</p></div></main>");
}

}  // namespace quittance::sandbox
