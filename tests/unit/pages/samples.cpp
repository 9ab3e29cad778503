#include "samples.hpp"

#include <regex>

namespace quittance::pages_test {
namespace {

constexpr pages::amount_state all_states[] = {pages::amount_state::paid,     pages::amount_state::paying,
                                              pages::amount_state::charging, pages::amount_state::retrying,
                                              pages::amount_state::confirm,  pages::amount_state::declined,
                                              pages::amount_state::no_card,  pages::amount_state::due,
                                              pages::amount_state::later,    pages::amount_state::ended};

pages::plan_amount amount_in(pages::amount_state state, int number) {
    pages::plan_amount made;
    made.number = number;
    made.amount = eur(20'000);
    made.open = state == pages::amount_state::paid ? eur(0) : eur(20'000);
    made.day = day("2027-02-28");
    made.state = state;
    if (state == pages::amount_state::paid) made.paid_on = day("2027-01-26");
    made.payable = state != pages::amount_state::paid && state != pages::amount_state::paying &&
                   state != pages::amount_state::charging && state != pages::amount_state::ended;
    return made;
}

void replace(std::string& text, std::string const& what, std::string const& by) {
    for (auto at = text.find(what); at != text.npos; at = text.find(what, at + by.size()))
        text.replace(at, what.size(), by);
}

}  // namespace

domain::money eur(std::int64_t units) { return domain::money::minor(units, *domain::currency::parse("EUR")); }

civil_date day(char const* text) { return *parse_iso_date(text); }

pages::business business_with(std::string text) {
    return {text,    text + "\n" + text, text, text, "https://b.example/terms", "https://b.example/logo.png",
            "en-GB", "Europe/Vienna"};
}

pages::purchase_view purchase_with(std::string text) {
    return {text, text, eur(12'050), {text, 190'000, true}, ""};
}

domain::sale_terms course() {
    domain::sale_terms terms;
    terms.offer = domain::offer_id{"six-part-course"};
    terms.title = "Course over half a year";
    terms.description = "A place in the course.";
    terms.price = eur(130'000);
    terms.tax = {"VAT", 190'000, true};
    terms.plan.every = domain::rhythm::monthly;
    terms.plan.count = 6;
    terms.plan.deposit = eur(10'000);
    terms.cancellation.steps = {{14 * 24, 1'000'000}, {48, 500'000}};
    return terms;
}

domain::sale_terms retainer() {
    domain::sale_terms terms;
    terms.title = "Two sessions a month";
    terms.price = eur(19'000);
    terms.plan.every = domain::rhythm::monthly;
    terms.plan.retainer = true;
    terms.credits = {2, 0, true};
    return terms;
}

domain::sale_terms website() {
    domain::sale_terms terms;
    terms.title = "Website";
    terms.price = eur(250'000);
    terms.plan.every = domain::rhythm::milestones;
    terms.plan.deposit_ppm = 200'000;
    terms.plan.milestones = {"draft", "finished site"};
    terms.cancellation.no_show_fee = eur(6'000);
    return terms;
}

pages::terms_view view_of(domain::sale_terms terms, char const* agreed, char const* zone,
                          char const* service) {
    domain::policy const rules;
    pages::terms_view view;
    view.made = {day(agreed), {}, zone, 3};
    if (service != nullptr) view.made.service = day(service);
    view.items = domain::schedule_of(terms, view.made, rules).value();
    view.terms = std::move(terms);
    view.reference = "B-17";
    view.collect_at = rules.collect_at;
    view.retry_days = rules.retry_days;
    return view;
}

std::vector<pages::terms_view> every_agreement(std::string const& text) {
    std::vector<pages::terms_view> all;
    for (auto terms : {course(), retainer(), website()}) {
        terms.title = text;
        terms.description = text;
        terms.tax = {text, 190'000, true};
        for (auto& name : terms.plan.milestones) name += text;
        all.push_back(view_of(std::move(terms)));
        all.back().reference = text;
        all.back().made.service = day("2027-03-01");
    }
    all.back().retry_days.clear();
    return all;
}

std::vector<pages::plan_view> every_plan(std::string const& text) {
    pages::plan_view view;
    view.what = purchase_with(text);
    view.reference = text;
    int number = 0;
    for (auto const state : all_states) view.amounts.push_back(amount_in(state, ++number));
    view.amounts.push_back(amount_in(pages::amount_state::at_milestone, ++number));
    view.amounts.back().milestone = text;
    view.goes_on = retainer().plan;
    view.received = eur(20'000);
    view.went_back = eur(50);
    view.open = eur(180'000);
    view.agreement = text;
    view.agreed_at = from_unix_seconds(1'801'000'000);
    view.pay_action = "/r/x/pay";
    std::vector<pages::plan_view> all;
    for (auto const state :
         {pages::payment_state::open, pages::payment_state::paying, pages::payment_state::part_paid,
          pages::payment_state::returned, pages::payment_state::disputed, pages::payment_state::closed}) {
        view.state = state;
        view.card_kept = !view.card_kept;
        all.push_back(view);
    }
    return all;
}

pages::client_view full_account(std::string const& locale) {
    auto const yen = domain::money::minor(5'000, *domain::currency::parse("JPY"));
    pages::client_view view;
    view.locale = locale;
    view.action = "/a/token";
    view.proof = "proof-1";
    view.notice = pages::client_notice::with_person;
    view.sums = {{eur(20'000), eur(180'000), eur(200'000), eur(20'000), eur(20'000), eur(50)},
                 {yen, yen, yen, yen, yen, yen}};
    view.rest = pages::client_rest{"promise", day("2027-02-11")};
    auto const plans = every_plan("Kurs & Café");
    for (std::size_t at : {0U, 2U, 3U, 4U, 5U}) {
        pages::client_booking one;
        one.id = "b" + std::to_string(at);
        one.plan = plans[at];
        one.plan.amounts[7].as_asked = true;
        one.plan.amounts[7].open = eur(5'000);
        one.plan.amounts[8].waived = eur(2'500);
        view.bookings.push_back(std::move(one));
    }
    auto& first = view.bookings.front();
    first.movable = {8, 9};
    first.credits =
        pages::client_credits{1, 2, 1, {std::chrono::year{2027} / 2 / 9, std::chrono::year{2027} / 2 / 16}};
    first.agreement = "Line one\nLine two";
    first.agreement_action = "/a/token/agreement/b0";
    first.card =
        pages::client_card{"visa", "4242", std::chrono::year{2027} / 3, false, day("2027-04-01"), true};
    first.takes_card = true;
    view.bookings[1].credits = pages::client_credits{2, 1, 0};
    view.bookings[1].card = pages::client_card{"mastercard", "4444", std::nullopt, true, std::nullopt, false};
    view.bookings[1].takes_card = true;
    view.bookings[1].agree_action = "/r/page";
    view.trouble = pages::client_trouble{pages::client_problem::long_words, "b0", {}, "", "What I wrote"};
    return view;
}

std::string without_tags(std::string page) {
    static std::regex const tag{"<[^>]*>"};
    page = std::regex_replace(page.substr(page.find("<body")), tag, " ");
    replace(page, "&#39;", "'");
    replace(page, "&quot;", "\"");
    replace(page, "&lt;", "<");
    replace(page, "&gt;", ">");
    replace(page, "&amp;", "&");
    return page;
}

bool has(std::string const& page, std::string_view part) { return page.find(part) != page.npos; }

}  // namespace quittance::pages_test
