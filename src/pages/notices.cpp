#include "parts.hpp"
#include "quittance/pages/public.hpp"

namespace quittance::pages {
namespace {

std::string notice(business const& who, words const& say, std::string title,
                   std::initializer_list<std::string> texts) {
    auto page = titled(who, std::move(title));
    for (auto const& text : texts) add_paragraph(page, text);
    return render("notice", std::move(page), say);
}

std::string notice_about(business const& who, words const& say, std::string title,
                         std::initializer_list<std::string> texts, purchase_view const& what,
                         std::optional<button> const& press = {}) {
    auto page = titled(who, std::move(title));
    for (auto const& text : texts) add_paragraph(page, text);
    describe(page.add("PURCHASE"), what, say);
    add_button(page, press);
    return render("notice", std::move(page), say);
}

words words_about(business const& who, purchase_view const& what) { return words_for(who, what.locale); }

}  // namespace

std::string booking_not_found(business const& who) {
    auto const say = words_for(who, {});
    return notice(who, say, say("not_found.title"),
                  {say("not_found.why"), say("not_found.advice", {{"business", who.name}})});
}

std::string continue_to_payment(business const& who, purchase_view const& what, button go_on) {
    auto const say = words_about(who, what);
    go_on.label = say("button.go_on");
    return notice_about(who, say, say("go_on.title"), {say("go_on.text")}, what, go_on);
}

std::string already_paid(business const& who, purchase_view const& what) {
    auto const say = words_about(who, what);
    if (what.price.is_zero())
        return notice_about(who, say, say("confirmed.title"), {say("confirmed.text")}, what);
    return notice_about(who, say, say("already_paid.title"),
                        {say("already_paid.text"), say("contact", {{"business", who.name}})}, what);
}

std::string plan_on_its_way(business const& who, purchase_view const& what) {
    auto const say = words_about(who, what);
    return notice_about(who, say, say("so_far.title"), {say("on_its_way.text"), say("on_its_way.page")},
                        what);
}

std::string payment_under_way(business const& who, purchase_view const& what) {
    auto const say = words_about(who, what);
    return notice_about(who, say, say("under_way.title"), {say("under_way.text"), say("under_way.advice")},
                        what);
}

std::string booking_closed(business const& who, purchase_view const& what) {
    auto const say = words_about(who, what);
    return notice_about(who, say, say("closed.title"),
                        {say("closed.text"), say("closed.again", {{"business", who.name}})}, what);
}

std::string try_again(business const& who, purchase_view const& what, std::optional<button> again) {
    auto const say = words_about(who, what);
    if (again) again->label = say("button.try_again");
    return notice_about(who, say, say("try_again.title"), {say("not_charged"), say("try_again.advice")}, what,
                        again);
}

std::string refused_by_processor(business const& who, purchase_view const& what) {
    auto const say = words_about(who, what);
    return notice_about(who, say, say("not_online.title"),
                        {say("not_charged"), say("not_online.advice", {{"business", who.name}})}, what);
}

std::string amount_not_payable(business const& who, purchase_view const& what) {
    auto const say = words_about(who, what);
    return notice_about(who, say, say("unpayable.title"),
                        {say("unpayable.advice", {{"business", who.name}}), say("obstacle.nothing")}, what);
}

std::string person_looks(business const& who, purchase_view const& what) {
    auto const say = words_about(who, what);
    return notice_about(
        who, say, say("looked_at.title"),
        {say("looked_at.text", {{"business", who.name}}), say("looked_at.advice", {{"business", who.name}})},
        what);
}

std::string store_away(business const& who) {
    auto const say = words_for(who, {});
    return notice(who, say, say("away.title"), {say("away.text")});
}

std::string payments_rest(business const& who) {
    auto const say = words_for(who, {});
    return notice(who, say, say("payments_rest.title"),
                  {say("payments_rest.text"), say("payments_rest.advice", {{"business", who.name}})});
}

std::string too_many_requests(business const& who) {
    auto const say = words_for(who, {});
    return notice(who, say, say("wait.title"), {say("wait.why"), say("wait.advice")});
}

std::string something_went_wrong(business const& who, std::string const& request_id) {
    auto const say = words_for(who, {});
    auto const number = request_id.empty() ? std::string{} : say("our_side.number", {{"number", request_id}});
    return notice(who, say, say("our_side.title"), {say("our_side.advice"), number});
}

}  // namespace quittance::pages
