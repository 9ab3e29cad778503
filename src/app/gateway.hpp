// Promises: the running gateway: two listeners, the workers, and how both are reloaded and stopped. Declared
// in dependency order, destroyed in reverse.
#pragma once
#include <chrono>
#include <optional>

#include "client_record.hpp"
#include "digest_words.hpp"
#include "quittance/domain/offer.hpp"
#include "quittance/engine/workers.hpp"
#include "quittance/http/router.hpp"
#include "quittance/http/server.hpp"
#include "quittance/notify/notifier.hpp"
#include "quittance/stripe/webhook.hpp"
#include "quittance/web/options.hpp"
#include "quittance/web/routes.hpp"
#include "site_options.hpp"
#include "wiring.hpp"

namespace quittance::app {

class gateway {
public:
    explicit gateway(application& parts);
    gateway(gateway const&) = delete;
    gateway& operator=(gateway const&) = delete;

    void start();
    // Offers and secrets, afresh; what cannot be read, and a key of another account, leaves everything as it
    // was, and is logged.
    boost::asio::awaitable<void> reload();
    boost::asio::awaitable<void> stop();

private:
    boost::asio::awaitable<void> end_letters(std::chrono::steady_clock::time_point until);
    boost::asio::awaitable<void> wait_for_letters(std::chrono::steady_clock::time_point until);
    void tell_the_owner();
    bool has_mail_in_hand() const;
    void believe(std::vector<setting_secret> const& secrets);
    boost::asio::awaitable<void> require_our_account(setting_secret key);
    web::public_site public_site_of();
    web::use_cases public_cases();
    web::admin_site admin_site_of();

    application& parts_;
    domain::catalogue catalogue_;
    web::public_options public_options_;
    web::admin_options admin_options_;
    client_records records_;
    std::optional<stripe::webhook_verifier> verifier_;
    web::webhook_watch watch_;
    http::router public_routes_;
    http::router admin_routes_;
    http::server public_server_;
    http::server admin_server_;
    std::optional<digest_mail> digest_words_;
    std::optional<engine::owner_digest> digest_;
    engine::workers workers_;
    notify::notifier telling_;
};

}  // namespace quittance::app
