// A client with a page, who owes something: what the tests of that page begin with.
#pragma once
#include <doctest/doctest.h>

#include "harness.hpp"

namespace quittance::web_test {

inline bool shows(http::response const& reply, std::string_view text) {
    return reply.body.find(text) != std::string::npos;
}

inline std::string field(std::string_view name, std::string_view value) {
    return "&" + std::string{name} + "=" + http::percent_encode(value);
}

// One client of the business itself, who owes 120.50 on 1 December 2026; it is 18 November.
struct client_world : world {
    client_world() {
        options.page_key = web::page_key{std::string(32, 'p')};
        settings.policy.zone = "Europe/Vienna";
        settings.policy.reminders.letters = true;
        settings.policy.reminders.on = true;
        whole.id = domain::client_id{"client-1"};
        first = owes("B-1", coaching(), "2026-12-01");
    }

    domain::booking_id owes(std::string reference, domain::offer const& what, char const* due,
                            domain::origin origin = domain::origin::signed_link) {
        domain::book asked;
        asked.identity = {"plain", what.id, std::move(reference)};
        asked.origin = origin;
        asked.terms = *domain::terms_of(what);
        asked.page_token = "0123456789abcdefghijkl";
        asked.due = parse_iso_date(due);
        tell(asked);
        return domain::booking_id_of(asked.identity);
    }

    void tell(domain::command const& what) {
        auto const decided = domain::decide(whole, what, time.at, settings.policy);
        REQUIRE(decided.has_value());
        for (auto const& event : decided->events) domain::evolve(whole, event);
    }

    void pay_by_hand(domain::booking_id const& which, std::int64_t units) {
        domain::take_by_hand taken;
        taken.booking = which;
        taken.reference = "bank-1";
        taken.amount = eur(units);
        taken.on = *parse_iso_date("2026-11-18");
        taken.author = "Ana";
        tell(taken);
    }

    std::string token() const {
        return web::page_token(options.page_key, whole.id, whole.client.correspondence.page_generation);
    }
    std::string path() const { return "/a/" + token(); }
    http::response page(std::string query = "") { return get(path(), std::move(query)); }

    std::string form(std::string_view what) const {
        return "do=" + std::string{what} + field("booking", first.text()) +
               field("proof", web::page_proof(options.page_key, token()));
    }
    http::response send(std::string const& body, http::header_list headers = {}) {
        return post(path(), body, std::move(headers));
    }
    std::string said_by(http::response const& reply) const {
        CHECK(reply.status == 303);
        auto const where = header_of(reply, "Location");
        CHECK(where.starts_with(path()));
        auto const at = where.find("?said=");
        return at == where.npos ? "" : where.substr(at + 6);
    }
    domain::booking const& booking() const { return *whole.find(first); }

    domain::booking_id first;
};

}  // namespace quittance::web_test
