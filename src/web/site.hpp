// What the public routes share while they are mounted: the buckets, the memory of API keys, metric handles.
#pragma once
#include <memory>
#include <vector>

#include "quittance/http/token_bucket.hpp"
#include "quittance/web/routes.hpp"

namespace quittance::web {

struct webhook_figures {
    explicit webhook_figures(metrics& figures);
    counter& of(engine::webhook_outcome outcome);

    counter& bad_signature;
    counter& not_an_event;
    counter& wrong_account;
    counter& store_away;
    counter& outside_away;
    counter& failed;
    counter& applied;
    counter& nothing_new;
    counter& foreign;
    counter& ignored;
    counter& parked;
    histogram& seconds;
};

struct known_keys {
    std::vector<engine::api_key_record> all;
    std::optional<instant> read_at;
};

struct site : public_site {
    explicit site(public_site given);

    http::token_buckets links;
    http::token_buckets records;
    http::token_buckets api;
    http::token_buckets api_failures;
    known_keys keys;
    webhook_figures webhooks;
    counter& links_limited;
    counter& records_limited;
    counter& api_limited;
};
using shared_site = std::shared_ptr<site>;

// What was agreed under this identity; nothing where nothing was, or none is named.
awaitable<std::optional<domain::sale_terms>> terms_booked_under(
    shared_site at, std::optional<domain::booking_identity> identity);

// One line for each group of routes.
void mount_links(http::router& on, shared_site const& at);
void mount_return_page(http::router& on, shared_site const& at);
void mount_client_page(http::router& on, shared_site const& at);
void mount_client_record(http::router& on, shared_site const& at);
void mount_client_receipts(http::router& on, shared_site const& at);
void mount_address_page(http::router& on, shared_site const& at);
void mount_webhooks(http::router& on, shared_site const& at);
void mount_api(http::router& on, shared_site const& at);
void mount_api_money(http::router& on, shared_site const& at);
void mount_api_lists(http::router& on, shared_site const& at);
void mount_api_parts(http::router& on, shared_site const& at);
void mount_api_description(http::router& on, shared_site const& at);
void mount_plans(http::router& on, shared_site const& at);

}  // namespace quittance::web
