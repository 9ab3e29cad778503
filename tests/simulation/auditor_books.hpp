// The processor's own objects, read once per look: whose they are, and what money they moved.
#pragma once
#include "auditor_state.hpp"

namespace quittance::simulation {

struct offered_page {
    std::string id;
    place whose;
    int checkout = 0;
    bool open = false;
    bool under_way = false;  // complete, and its money is still coming
    millis expires_at = 0;

    bool takes_money(instant now) const { return under_way || (open && expires_at > unix_millis(now)); }
};

// What one intent took and gave back, in our units.
struct taken_money {
    std::string intent;
    place whose;
    int checkout = 0;
    std::string currency;
    std::int64_t captured = 0;
    std::int64_t refunded = 0;  // refunds that did not fail
    std::int64_t disputed = 0;  // withdrawn and not given back
    millis at = 0;
    std::vector<std::pair<millis, std::int64_t>> returns;  // each, whatever became of it later

    std::int64_t returned_until(millis when) const;
};

struct book_reader {
    book_reader(processor_books const& texts, std::string const& store_id);

    std::map<std::string, place> owners;  // of intents that are ours
    std::vector<offered_page> sessions;   // ours
    std::map<std::string, taken_money> money;
    std::map<std::string, std::string> statuses;  // of our intents

private:
    void read_intent(json::object const& object, std::string const& store_id);
    void read_session(json::object const& object, std::string const& store_id);
    void read_charge(json::object const& object);
    void read_refund(json::object const& object);
    void read_dispute(json::object const& object);

    std::map<std::string, int> checkouts_;
};

}  // namespace quittance::simulation
