// Reminders planned and written: clients who owe, one letter each, in every shipped language. What the store
// and the mail server add is measured elsewhere (webhooks, bench_mails).
//
//   bench_reminders --clients 100000 --templates config/templates     prints one line of JSON
#include <array>
#include <chrono>
#include <cstdio>

#include "arguments.hpp"
#include "latencies.hpp"
#include "letter_view.hpp"
#include "quittance/domain/decide.hpp"
#include "quittance/domain/reminders.hpp"
#include "quittance/smtp/address.hpp"
#include "quittance/smtp/message.hpp"

namespace quittance::bench {
namespace {

using steady = std::chrono::steady_clock;

constexpr std::array<char const*, 5> languages{"en-GB", "de-AT", "fr-FR", "es-ES", "pt-PT"};
instant const sold = *parse_rfc3339("2026-11-02T09:00:00Z");
instant const a_week_later = *parse_rfc3339("2026-11-23T11:00:00Z");

domain::policy rules_of_business() {
    domain::policy rules;
    rules.zone = "Europe/Vienna";
    rules.reminders.letters = true;
    rules.reminders.on = true;
    return rules;
}

domain::book booking_of(std::size_t number) {
    domain::book asked;
    asked.identity = {"api", domain::offer_id{"coaching-60"}, "B-" + std::to_string(number)};
    asked.origin = domain::origin::api;
    asked.terms.offer = asked.identity.offer;
    asked.terms.title = "Coaching, 60 minutes";
    asked.terms.price = domain::money::minor(static_cast<std::int64_t>(5'000 + number % 9'000),
                                             *domain::currency::parse("EUR"));
    asked.who = {"Berta Client", "client" + std::to_string(number) + "@client.example",
                 languages[number % languages.size()], "Europe/Vienna"};
    asked.due = civil_date{std::chrono::year{2026}, std::chrono::month{11}, std::chrono::day{16}};
    asked.page_token = "0123456789abcdefghijkl";
    return asked;
}

domain::decision decided(domain::account const& all, domain::command const& what, instant now,
                         domain::policy const& rules) {
    auto made = domain::decide(all, what, now, rules);
    if (!made) throw std::logic_error("refused: " + std::string{name_of(made.error().reason)});
    return *std::move(made);
}

void take(domain::account& into, domain::decision const& made) {
    for (auto const& each : made.events) domain::evolve(into, each);
}

domain::account owing(std::size_t number, domain::policy const& rules) {
    domain::account made;
    made.id = domain::client_id{"client-1-of-22-letters"};
    take(made, decided(made, booking_of(number), sold, rules));
    return made;
}

std::size_t written(pages::letter_book const& book, domain::account const& all, domain::policy const& rules) {
    auto const& what = all.client.correspondence.under_way.front();
    auto const& own = all.bookings.begin()->first;
    pages::letter_view view;
    view.from.name = "Studio Berta";
    view.person = {"Berta", "berta@studio.example"};
    view.links.page = "https://pay.example/a/token";
    app::paint(view, all, own, what, rules, a_week_later);
    auto words = book.write(*pages::letter_kind_named(domain::name_of(what.kind)), view);
    smtp::letter made;
    made.message_id = smtp::message_id_of(own.text(), "studio.example");
    made.date = a_week_later;
    made.from = {"Studio Berta", "studio@studio.example"};
    made.to = {view.client, what.to};
    made.subject = std::move(words.subject);
    made.text = std::move(words.text);
    made.html = std::move(words.html);
    made.language = std::move(words.language);
    return smtp::compose(made).size();
}

double microseconds(steady::duration spent, std::size_t count) {
    return std::chrono::duration<double, std::micro>(spent).count() / static_cast<double>(count);
}

int run(arguments const& given) {
    auto const book = pages::letter_book::load({given.text("templates"), ""});
    if (!book) throw std::runtime_error(problems_text(book.error()));
    auto const rules = rules_of_business();
    auto const clients = given.number("clients");
    steady::duration planning{};
    steady::duration writing{};
    latencies each;
    std::size_t bytes = 0;
    for (std::size_t i = 0; i < clients; ++i) {
        auto all = owing(i, rules);
        auto const& lead = all.bookings.begin()->first;
        auto const began = steady::now();
        auto const made = decided(all, domain::remind{lead}, a_week_later, rules);
        auto const planned = steady::now();
        if (made.effects.empty()) throw std::logic_error("a client who owes was not written to");
        take(all, made);
        auto const ready = steady::now();
        bytes += written(*book, all, rules);
        auto const done = steady::now();
        planning += planned - began;
        writing += done - ready;
        each.add(done - began);
    }
    std::printf(
        "{\"reminders\":%zu,\"plan_us\":%.1f,\"write_us\":%.1f,\"p99_us\":%.1f,\"bytes\":%zu,"
        "\"seconds\":%.1f}\n",
        clients, microseconds(planning, clients), microseconds(writing, clients), each.at(0.99),
        bytes / clients, std::chrono::duration<double>(planning + writing).count());
    return 0;
}

}  // namespace
}  // namespace quittance::bench

int main(int argc, char** argv) {
    try {
        return quittance::bench::run(
            {argc, argv, {{"clients", "100000"}, {"templates", "config/templates"}}});
    } catch (std::exception const& wrong) {
        std::fprintf(stderr, "bench_reminders: %s\n", wrong.what());
        return 1;
    }
}
