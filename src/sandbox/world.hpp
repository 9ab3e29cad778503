// The state of the processor: resources as the API renders them, and what the API never shows.
#pragma once
#include <boost/json.hpp>
#include <deque>
#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "cards.hpp"
#include "form.hpp"
#include "identifiers.hpp"
#include "quittance/sandbox/processor.hpp"
#include "refusal.hpp"

namespace quittance::sandbox {

// Objects of one kind, found by id and listed in the order they were made.
struct shelf {
    std::unordered_map<std::string, json::object> by_id;
    std::vector<std::string> order;

    json::object* find(std::string_view id);
    json::object const* find(std::string_view id) const;
    json::object& put(json::object made);
};

struct session_side {
    struct item {
        std::string title;
        std::int64_t quantity = 1, unit_amount = 0;
    };
    std::vector<item> items;
    std::string intent_description, setup_future_usage, receipt_email;
    json::object intent_metadata;
    std::string customer_creation;
    std::string message;         // of the last decline
    std::string waiting_method;  // a card under challenge
    bool challenged = false;
};

struct intent_side {
    std::string session;  // empty: made over the API
    std::string waiting_method;
    std::string return_url;
};

struct method_side {
    std::string card;     // number of the test card
    bool set_up = false;  // authenticated for off-session use
    bool saved = false;   // has been attached to a customer
    bool delayed_fails = false;
    bool used = false;
};

struct event_record {
    std::string id, type, body;
    std::int64_t created = 0;
    std::size_t waiting = 0;  // deliveries not accepted yet
};

struct endpoint {
    std::string id, url, description, status = "enabled", api_version;
    std::vector<std::string> secrets, enabled_events;
    json::object metadata;
    std::int64_t created = 0;
    bool configured = false;
};

struct delivery {
    std::string id, event, endpoint, state = "pending";
    unsigned attempts = 0;
    std::pair<instant, std::uint64_t> place{};  // in the queue; the number keeps the order of an instant
    bool handed_out = false;
};

struct saved_reply {
    std::string print;  // hash of path and parameters
    unsigned status = 0;
    std::string body, request_id;
    instant made{};
};

enum class task_kind { expire_session, settle_delayed, settle_refund, open_dispute, withdraw_dispute };
struct task {
    task_kind what{};
    std::string id;
};

struct request_context {
    std::string id, idempotency_key;
};

struct world {
    processor_options options;
    instant now{};
    random_source ids;
    random_source request_ids;
    request_context cause;  // of the events being made; empty when automatic

    shelf customers, sessions, intents, setups, charges, refunds, disputes, methods;
    std::unordered_map<std::string, session_side> session_sides;
    std::unordered_map<std::string, intent_side> intent_sides;
    std::unordered_map<std::string, method_side> method_sides;

    std::deque<event_record> events;
    std::uint64_t events_forgotten = 0;  // from the front
    std::unordered_map<std::string, std::uint64_t> event_numbers;
    std::vector<endpoint> endpoints;
    std::map<std::string, delivery> deliveries;
    std::map<std::pair<instant, std::uint64_t>, std::string> delivery_queue;
    std::uint64_t next_place = 0;

    std::unordered_map<std::string, saved_reply> keys;
    std::deque<std::pair<instant, std::string>> key_ages;
    std::set<std::string, std::less<>> in_flight;

    std::multimap<instant, task> agenda;
    std::map<std::string, std::uint64_t> request_counts, reply_counts;
    std::vector<std::string> journal;
    bool replaying = false;

    std::string new_id(std::string_view prefix, std::size_t length) {
        return identifier(ids, prefix, length);
    }
    std::int64_t seconds() const { return unix_seconds(now); }
    void later(std::chrono::seconds gap, task_kind what, std::string id);
};

// Text of a field, "" when it is null or absent.
std::string text_of(json::object const& from, std::string_view field);
std::int64_t number_of(json::object const& from, std::string_view field);
// `metadata[...]` of a form laid over what is there; empty values unset.
void apply_metadata(json::object& metadata, form const& given, std::string_view name);
json::value text_or_null(std::string const& text);

}  // namespace quittance::sandbox
