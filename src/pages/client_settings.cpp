#include "client_settings.hpp"

#include "client_words.hpp"
#include "parts.hpp"
#include "quittance/pages/format.hpp"

namespace quittance::pages {
namespace {

void add_address(sheet& page, client_view const& view, words const& say) {
    if (!view.address) return;
    auto& to = page.add("OTHER_ADDRESS");
    auto const& known = *view.address;
    to.set("BOOKING_ID", view.lead);
    to.set("ADDRESS_NOW",
           known.used.empty() ? say("address.none") : say("address.now", {{"address", partly(known.used)}}));
    if (!known.asked.empty() && known.until)
        to.add_if("ADDRESS_WAITS", say("address.waits", {{"address", partly(known.asked)},
                                                         {"day", weekday_text(*known.until, say.locale())}}));
    bool const wrong = view.trouble && field_of(view.trouble->why) == client_field::address;
    if (wrong) to.add("OPENED");
    if (wrong) to.add_if("WRONG", trouble_text(view.trouble->why, say));
    to.set("TYPED", wrong ? view.trouble->address : std::string{});
}

void add_cadences(sheet& page, client_view const& view, words const& say) {
    if (view.cadences.empty()) return;
    auto& to = page.add("CADENCES");
    to.set("BOOKING_ID", view.lead);
    for (auto const& one : view.cadences) {
        auto& choice = to.add("CADENCE");
        choice.set("NAME", one.name).set("LABEL", cadence_text(one, say));
        if (one.chosen) choice.add("MARKED");
    }
}

}  // namespace

void add_settings(sheet& page, business const& who, client_view const& view, words const& say) {
    add_address(page, view, say);
    add_cadences(page, view, say);
    if (view.record_action.empty()) return;
    auto& record = page.add("RECORD");
    record.set("RECORD_AT", view.record_action);
    record.set("RECORD_TEXT", say("record.text", {{"business", who.name}}));
}

std::string address_page(business const& who, address_view const& view) {
    auto const say = words_for(who, view.locale);
    auto page = titled(who, say("confirm.title"));
    add_paragraph(page, say("confirm.text", {{"business", who.name}, {"address", view.address}}));
    add_paragraph(page, say("confirm.otherwise"));
    add_button(page, button{say("button.confirm_address"), view.action, {}});
    return render("notice", std::move(page), say);
}

}  // namespace quittance::pages
