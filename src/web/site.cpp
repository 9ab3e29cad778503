#include "site.hpp"

namespace quittance::web {
namespace {

counter& outcome(metrics& figures, std::string_view name) {
    return figures.count("quittance_webhooks_total", "Webhooks by what came of them.", {{"outcome", name}});
}

counter& limited(metrics& figures, std::string_view what) {
    return figures.count("quittance_rate_limited_total", "Requests refused by a token bucket.",
                         {{"what", what}});
}

}  // namespace

webhook_figures::webhook_figures(metrics& figures)
    : bad_signature(outcome(figures, "bad_signature")),
      not_an_event(outcome(figures, "not_an_event")),
      wrong_account(outcome(figures, "wrong_account")),
      store_away(outcome(figures, "store_unavailable")),
      outside_away(outcome(figures, "processor_unavailable")),
      failed(outcome(figures, "failed")),
      applied(outcome(figures, "applied")),
      nothing_new(outcome(figures, "nothing_new")),
      foreign(outcome(figures, "foreign")),
      ignored(outcome(figures, "ignored")),
      parked(outcome(figures, "parked")),
      seconds(figures.distribute("quittance_webhook_seconds",
                                 "Time from a webhook's whole body to its answer.",
                                 {.0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5})) {}

counter& webhook_figures::of(engine::webhook_outcome what) {
    switch (what) {
        case engine::webhook_outcome::applied: return applied;
        case engine::webhook_outcome::nothing_new: return nothing_new;
        case engine::webhook_outcome::foreign: return foreign;
        case engine::webhook_outcome::ignored: return ignored;
        case engine::webhook_outcome::parked: return parked;
    }
    return failed;
}

site::site(public_site given)
    : public_site(std::move(given)),
      links(options.link_rate, options.bucket_keys),
      records(options.record_rate, options.bucket_keys),
      api(options.api_rate, options.bucket_keys),
      api_failures(options.api_failure_rate, options.bucket_keys),
      webhooks(figures),
      links_limited(limited(figures, "link")),
      records_limited(limited(figures, "record")),
      api_limited(limited(figures, "api")) {}

awaitable<std::optional<domain::sale_terms>> terms_booked_under(
    shared_site at, std::optional<domain::booking_identity> identity) {
    if (!identity) co_return std::nullopt;
    auto looking = at->cases.by_identity(std::move(*identity));
    auto known = co_await std::move(looking);
    if (!known) co_return std::nullopt;
    co_return std::move(known->booking.terms);
}

}  // namespace quittance::web
