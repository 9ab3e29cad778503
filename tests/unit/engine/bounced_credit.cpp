// A cheque that paid two bookings, the second by the client's credit, and bounced: the word about it names
// one booking, and both are owed again.
#include "world.hpp"

using namespace quittance;
using namespace quittance::engine;

namespace {

domain::money cents(std::int64_t units) {
    return domain::money::minor(units, domain::currency::parse("EUR").value());
}
domain::booking_id id_of(std::string reference) {
    return domain::booking_id_of(identity(std::move(reference)));
}

// 160.00 came for the first booking of 120.00, and what was too much paid of the second.
struct one_cheque {
    world all;
    gateway at{all};
    domain::client_id client;

    one_cheque() {
        for (auto const* const reference : {"ref-1", "ref-2"}) {
            auto what = a_click(reference);
            what.origin = domain::origin::api;
            what.client = client;
            client = buy(at, what).client;
            pass(all, {&at}, 1s);
        }
        says(at, domain::take_by_hand{id_of("ref-1"), "CH-1", cents(160'00), domain::hand_kind::cheque,
                                      civil_date{std::chrono::year{2026} / 11 / 21}, "ann"});
        says(at, domain::use_credit{id_of("ref-1"), id_of("ref-2"), std::nullopt, "ann", "u-1"});
    }
    void says(gateway& by, domain::command what, std::vector<domain::booking_id> needed = {}) const {
        apply_request request;
        request.client = client;
        request.bookings = std::move(needed);
        request.what = std::move(what);
        REQUIRE(by.finish(by.books.apply(std::move(request))).has_value());
        by.poll();
    }
    void moves(std::string from, std::string to) {
        auto const id = id_of(std::move(from));
        says(at, domain::move_booking{id, identity(std::move(to)), "BBBBBBBBBBBBBBBBBBBBBB"}, {id});
    }
    domain::correct_by_hand bounced() const {
        return {id_of("ref-1"), "CH-1", std::nullopt, false, "it bounced", "ann", "c-1"};
    }
    std::int64_t open_in(std::string reference) const {
        auto const now_there = all.store.snapshot(client);
        return domain::balance_of(now_there.bookings.at(id_of(std::move(reference)))).open.minor_units();
    }
};

}  // namespace

TEST_CASE("a cheque that bounced is owed again where its credit was used, though nobody named that booking") {
    one_cheque told;
    REQUIRE(told.open_in("ref-2") == 80'00);
    gateway later{told.all, 2};
    told.says(later, told.bounced());
    CHECK(told.open_in("ref-1") == 120'00);
    CHECK(told.open_in("ref-2") == 120'00);
}

TEST_CASE("a cheque that bounced is followed to what its bookings are called now") {
    one_cheque told;
    told.moves("ref-2", "ref-8");
    told.moves("ref-1", "ref-9");
    gateway later{told.all, 2};
    told.says(later, told.bounced());
    CHECK(told.open_in("ref-9") == 120'00);
    CHECK(told.open_in("ref-8") == 120'00);
}
