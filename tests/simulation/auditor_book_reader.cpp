#include <algorithm>

#include "auditor_books.hpp"

namespace quittance::simulation {
namespace {

int checkout_in(json::object const& metadata) {
    auto const text = text_in(metadata, "q_checkout");
    bool const number = !text.empty() && text.size() < 6 &&
                        std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
    return number ? std::stoi(text) : 0;
}

std::int64_t units_in(json::object const& object, std::string_view field) {
    return in_our_units(number_in(object, field), text_in(object, "currency"));
}

template <class Read>
void each(std::vector<std::string> const& texts, Read read) {
    for (auto const& text : texts) {
        auto const parsed = json::parse(text);
        read(parsed.as_object());
    }
}

}  // namespace

book_reader::book_reader(processor_books const& texts, std::string const& store_id) {
    each(texts.intents, [&](json::object const& o) { read_intent(o, store_id); });
    each(texts.sessions, [&](json::object const& o) { read_session(o, store_id); });
    each(texts.charges, [&](json::object const& o) { read_charge(o); });
    each(texts.refunds, [&](json::object const& o) { read_refund(o); });
    each(texts.disputes, [&](json::object const& o) { read_dispute(o); });
}

void book_reader::read_intent(json::object const& object, std::string const& store_id) {
    auto const& metadata = object_in(object, "metadata");
    if (text_in(metadata, "q_store") != store_id) return;
    auto const id = text_in(object, "id");
    owners[id] = {text_in(metadata, "q_client"), text_in(metadata, "q_booking")};
    checkouts_[id] = checkout_in(metadata);
    statuses[id] = text_in(object, "status");
}

void book_reader::read_session(json::object const& object, std::string const& store_id) {
    auto const& metadata = object_in(object, "metadata");
    // A page for another card takes no money.
    if (text_in(metadata, "q_store") != store_id || text_in(object, "mode") == "setup") return;
    offered_page page;
    page.id = text_in(object, "id");
    page.whose = {text_in(metadata, "q_client"), text_in(metadata, "q_booking")};
    page.checkout = checkout_in(metadata);
    page.open = text_in(object, "status") == "open";
    auto const intent = statuses.find(text_in(object, "payment_intent"));
    page.under_way =
        text_in(object, "status") == "complete" && intent != statuses.end() && intent->second == "processing";
    page.expires_at = number_in(object, "expires_at") * 1'000;
    sessions.push_back(page);
}

void book_reader::read_charge(json::object const& object) {
    auto const intent = text_in(object, "payment_intent");
    auto const owner = owners.find(intent);
    bool const took = text_in(object, "status") == "succeeded" && flag_in(object, "captured");
    if (owner == owners.end() || !took) return;
    auto& made = money[intent];
    made.intent = intent;
    made.whose = owner->second;
    made.checkout = checkouts_[intent];
    made.currency = upper(text_in(object, "currency"));
    made.captured += units_in(object, "amount_captured");
    made.at = number_in(object, "created") * 1'000;
}

void book_reader::read_refund(json::object const& object) {
    auto const found = money.find(text_in(object, "payment_intent"));
    auto const status = refund_rank(text_in(object, "status"));
    if (found == money.end()) return;
    auto const units = units_in(object, "amount");
    found->second.returns.emplace_back(number_in(object, "created") * 1'000, units);
    if (status < refund_canceled) found->second.refunded += units;
}

void book_reader::read_dispute(json::object const& object) {
    auto const found = money.find(text_in(object, "payment_intent"));
    if (found == money.end()) return;
    std::int64_t moved = 0;
    for (auto const& each : array_in(object, "balance_transactions")) {
        moved += number_in(each.as_object(), "amount");
    }
    if (moved < 0) found->second.disputed += units_in(object, "amount");
    if (array_in(object, "balance_transactions").empty()) return;
    found->second.returns.emplace_back(number_in(object, "created") * 1'000, units_in(object, "amount"));
}

std::int64_t taken_money::returned_until(millis when) const {
    std::int64_t sum = 0;
    for (auto const& [then, units] : returns) sum += then <= when ? units : 0;
    return sum;
}

}  // namespace quittance::simulation
