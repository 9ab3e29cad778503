// Promises: the webhook endpoints registered at Stripe can be seen, made, corrected and switched off, for
// `doctor`. The signing secret is shown once, when an endpoint is made. Refuses to delete anything.
#pragma once
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "quittance/base/entropy.hpp"
#include "quittance/engine/processor.hpp"
#include "quittance/stripe/processor.hpp"

namespace quittance::stripe {

struct webhook_endpoint {
    std::string id;
    std::string url;
    std::string version;  // empty: the account's default, whatever that is
    std::vector<std::string> events;
    bool enabled = false;
    bool livemode = false;
    std::map<std::string, std::string> metadata;  // ours: names that begin with q_
    signing_secret secret;                        // only in the answer to create
};

// Nothing is missing: enabled, our version, and every type we take (or "*").
bool serves_us(webhook_endpoint const& what);

class endpoint_registry {
public:
    endpoint_registry() = default;
    endpoint_registry(endpoint_registry const&) = delete;
    endpoint_registry& operator=(endpoint_registry const&) = delete;
    virtual ~endpoint_registry() = default;

    virtual awaitable<engine::processor_result<std::vector<webhook_endpoint>>> list() = 0;
    // With our version and the types we take. `key` is the idempotency key: random, the same when repeated
    // after an unknown outcome.
    virtual awaitable<engine::processor_result<webhook_endpoint>> create(std::string key,
                                                                         std::string url) = 0;
    // Sets the types we take and switches it on; the version of an endpoint cannot be changed.
    virtual awaitable<engine::processor_result<webhook_endpoint>> correct(std::string key,
                                                                          std::string id) = 0;
    // Writes these into its metadata; other metadata stays. Changes nothing about what is delivered, and
    // causes no event.
    virtual awaitable<engine::processor_result<webhook_endpoint>> mark(
        std::string key, std::string id, std::map<std::string, std::string> metadata) = 0;
    virtual awaitable<engine::processor_result<webhook_endpoint>> disable(std::string key,
                                                                          std::string id) = 0;
};

// Everything referred to must outlive it.
std::unique_ptr<endpoint_registry> make_endpoint_registry(transport& over, entropy& jitter, log& to,
                                                          processor_options options);

}  // namespace quittance::stripe
