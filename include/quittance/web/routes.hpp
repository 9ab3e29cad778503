// Promises: every public and admin route: one use case each, a page or JSON out, and one table from refusal
// and exception to status (error_responses.cpp). GET changes nothing, with the two exceptions of the design:
// a booking link gets or creates its checkout (not for HEAD, prefetch or announced scanners), and the return
// page looks its session up once. Refuses to believe an address: only the store says what is paid.
#pragma once
#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "quittance/base/clock.hpp"
#include "quittance/base/log.hpp"
#include "quittance/base/metrics.hpp"
#include "quittance/domain/offer.hpp"
#include "quittance/engine/bookings.hpp"
#include "quittance/engine/checkouts.hpp"
#include "quittance/engine/outbox.hpp"
#include "quittance/engine/queues.hpp"
#include "quittance/engine/registry.hpp"
#include "quittance/engine/settings.hpp"
#include "quittance/engine/settlement.hpp"
#include "quittance/http/router.hpp"
#include "quittance/pages/desk.hpp"
#include "quittance/web/options.hpp"

namespace quittance::web {

using boost::asio::awaitable;

struct webhook_rejection {
    std::string reason;      // for the log; never told to the caller
    bool is_signed = false;  // by the processor, and no event that we can read
};
// Signature, tolerance and form of a webhook, by the processor's adapter.
using webhook_gate = std::function<std::variant<engine::webhook_event, webhook_rejection>(
    std::string_view signature_header, std::string_view body, instant now)>;
// Why the processor would not take this amount, as a sentence for a person; nothing when it would.
using amount_gate = std::function<std::optional<std::string>(domain::money)>;
// Monotone time for the latency histogram.
using stopwatch = std::function<std::chrono::nanoseconds()>;

// Shared by the public routes, which write it, and the admin routes, which show it.
struct webhook_watch {
    std::optional<instant> last;  // the last one whose signature was right
};

struct use_cases {
    std::function<awaitable<boost::system::result<engine::purchase_result, domain::refusal>>(
        engine::purchase)>
        start;
    std::function<awaitable<boost::system::result<engine::placed_booking, domain::refusal>>(engine::purchase)>
        book;
    std::function<awaitable<engine::apply_result>(domain::client_id, domain::contact)> register_client;
    // The buttons of the client's page: items of a booking, with the agreement where it is not given yet.
    std::function<awaitable<boost::system::result<engine::purchase_result, domain::refusal>>(
        engine::chosen_payment)>
        pay;
    // The page that takes another card; nothing when there is none now.
    std::function<awaitable<boost::system::result<std::optional<std::string>, domain::refusal>>(
        domain::client_id, domain::booking_id, std::string)>
        change_card;
    std::function<awaitable<std::optional<engine::found_booking>>(domain::booking_identity)> by_identity;
    std::function<awaitable<std::vector<domain::offer_id>>(std::string source, std::string reference)>
        offers_under;
    std::function<awaitable<std::optional<engine::found_booking>>(std::string)> by_page_address;
    std::function<awaitable<void>(domain::client_id, domain::booking_id)> look_now;
    std::function<awaitable<engine::webhook_outcome>(engine::webhook_event, std::string)> receive;
    std::function<awaitable<engine::loaded_account>(domain::client_id)> whole;
    std::function<awaitable<std::vector<engine::found_booking>>(std::size_t)> needing_attention;
    std::function<awaitable<std::vector<engine::found_booking>>(std::size_t)> owing;
    std::function<awaitable<engine::booking_page>(engine::booking_list, std::optional<engine::listed_booking>,
                                                  std::size_t)>
        page_of;
    std::function<awaitable<engine::apply_result>(engine::apply_request)> apply;
    // All that is held about a client, as one JSON document for them; empty: it is not handed out here.
    std::function<awaitable<std::string>(domain::client_id)> record_of;
};
// Of the engine's objects, which must outlive what is made here.
use_cases use_cases_of(engine::checkouts& buying, engine::bookings& reading, engine::settlement& settling,
                       engine::accounts& books);

// All references must outlive the router they are mounted on.
struct public_site {
    public_options const& options;
    domain::catalogue const& catalogue;
    engine::settings const& settings;
    engine::registry& registry;
    use_cases cases;
    webhook_gate verify;
    amount_gate refuses_amount;
    stopwatch ticks;
    webhook_watch& watch;
    clock const& time;
    log& journal;
    metrics& figures;
};
void mount_public(http::router& on, public_site site);

struct mail_list {
    std::vector<pages::mail_line> lines;
    std::string note;  // what could not be looked at; empty: nothing
};
// The letters that were written to a folder, and what keeps letters back. Empty functions: mail is off.
struct mail_desk {
    std::function<boost::asio::awaitable<mail_list>(std::size_t most)> latest;
    std::function<boost::asio::awaitable<std::optional<std::string>>(std::string file)> read;
    std::function<std::string()> trouble;
};

struct admin_site {
    admin_options const& options;
    engine::registry& registry;
    engine::queues& queues;
    use_cases cases;
    std::function<std::optional<milliseconds>()> processor_skew;  // as last seen; may be empty
    webhook_watch const& watch;
    clock const& time;
    log& journal;
    metrics& figures;
    engine::settings const* settings = nullptr;  // for the store's standing; nothing: it is not shown
    engine::outbox* notices = nullptr;           // what booking systems are told; nothing: it is not shown
    engine::webhook_silence const* silence = nullptr;  // nothing: it is not shown
    mail_desk mail = {};
};
void mount_admin(http::router& on, admin_site site);

}  // namespace quittance::web
