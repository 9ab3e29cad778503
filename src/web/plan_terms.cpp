#include "plan_terms.hpp"

#include <algorithm>

#include "purchase_replies.hpp"
#include "quittance/base/digest.hpp"
#include "quittance/domain/calendar.hpp"

namespace quittance::web {
namespace {

constexpr int shown_until_ended = 3;
constexpr int most_shown = 24;

int periods_shown(domain::plan_terms const& plan) {
    return plan.count == 0 ? shown_until_ended : std::min(plan.count, most_shown);
}

domain::agreement agreement_of(site const& at, plan_sale const& what) {
    domain::agreement made;
    made.zone = domain::zone_of(what.who, at.settings.policy);
    made.agreed = domain::date_in(made.zone, at.time.now());
    made.service = what.service;
    made.periods = periods_shown(what.terms.plan);
    return made;
}

domain::consent consent_of(pages::business const& who, pages::terms_view const& view) {
    domain::consent made;
    made.text = pages::agreement_text(who, view);
    made.hash = to_base64url(as_text(sha256(made.text)));
    made.note = pages::terms_note(who, view, made.hash);
    made.anchor = view.made.agreed;
    return made;
}

// What the processor would not take: of the first payment, or of any later one.
std::optional<std::string> refused_amount(site const& at, pages::terms_view const& view) {
    if (auto const why = at.refuses_amount(pages::paid_now(view))) return why;
    for (auto const& one : view.items)
        if (one.how != domain::collection::at_checkout)
            if (auto const why = at.refuses_amount(one.what.amount)) return why;
    return std::nullopt;
}

http::response obstacle_reply(site const& at, pages::business const& who, plan_sale const& what,
                              pages::plan_obstacle why) {
    auto const view = view_of(what.terms, what.who.locale);
    return page_reply(409, pages::plan_not_possible(who, view, why), at.options);
}

http::response terms_reply(site const& at, pages::business const& who, offered_terms const& shown,
                           pages::button press, pages::terms_news news) {
    press.fields.emplace_back(agreed_field, shown.consent.hash);
    return page_reply(200, pages::terms_page(who, shown.view, press, news), at.options);
}

}  // namespace

plan_sale sale_of(engine::purchase const& what) {
    return {what.terms, what.who, what.service, what.identity.reference};
}

plan_sale sale_of(domain::booking const& what) {
    return {what.terms, what.who, what.service, what.identity.reference};
}

void note_service_day(site const& at, engine::purchase& what) {
    if (!what.terms.plan.is_plan()) return;
    what.service = parse_iso_date(what.service_at);
    auto const when = parse_rfc3339(what.service_at);
    if (when) what.service = domain::date_in(domain::zone_of(what.who, at.settings.policy), *when);
}

pages::plan_obstacle obstacle_of(boost::system::error_code why) {
    if (why == domain::plan_errc::service_date_missing) return pages::plan_obstacle::service_day_missing;
    if (why == domain::plan_errc::dates_missing) return pages::plan_obstacle::day_passed;
    return pages::plan_obstacle::other;
}

std::variant<offered_terms, pages::plan_obstacle> offered(site const& at, pages::business const& who,
                                                          plan_sale const& what) {
    auto const& rules = at.settings.policy;
    auto made = agreement_of(at, what);
    auto items = domain::schedule_of(what.terms, made, rules);
    if (!items) return obstacle_of(items.error());
    offered_terms shown;
    shown.view = {what.terms,       std::move(made),  std::move(*items), what.reference,
                  rules.collect_at, rules.retry_days, what.who.locale};
    if (auto const why = refused_amount(at, shown.view)) {
        at.journal.info("plan_not_possible",
                        {{"offer", what.terms.offer.text()}, {"reason", "an amount " + *why}});
        return pages::plan_obstacle::other;
    }
    shown.consent = consent_of(who, shown.view);
    return shown;
}

http::response terms_reply(site const& at, pages::business const& who, plan_sale const& what,
                           pages::button press, pages::terms_news news) {
    auto const shown = offered(at, who, what);
    if (auto const* const why = std::get_if<pages::plan_obstacle>(&shown))
        return obstacle_reply(at, who, what, *why);
    return terms_reply(at, who, std::get<offered_terms>(shown), std::move(press), news);
}

std::variant<domain::consent, http::response> consent_to(site const& at, pages::business const& who,
                                                         plan_sale const& what, std::string const& hash,
                                                         pages::button press) {
    auto shown = offered(at, who, what);
    if (auto const* const why = std::get_if<pages::plan_obstacle>(&shown))
        return obstacle_reply(at, who, what, *why);
    auto& terms = std::get<offered_terms>(shown);
    if (terms.consent.hash == hash) return std::move(terms.consent);
    auto const news = hash.empty() ? pages::terms_news::none : pages::terms_news::renewed;
    return terms_reply(at, who, terms, std::move(press), news);
}

}  // namespace quittance::web
