// What the operator decides about routes, as plain values; `app` fills them and may change them in place on
// reload: every request reads them afresh.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "quittance/base/time.hpp"
#include "quittance/http/token_bucket.hpp"
#include "quittance/pages/business.hpp"
#include "quittance/web/client_link.hpp"
#include "quittance/web/signed_link.hpp"

namespace quittance::web {

// How a booking page names what it knows. An empty name: it does not tell.
struct link_source {
    std::string name = "plain";  // as links say it (`source=`), and part of a booking's identity
    std::string reference = "ref";
    std::string email = "email";
    std::string person = "name";
    std::string start = "start";
    std::string zone = "zone";
    std::string locale = "locale";
};
// "plain", "cal.com" and "calendly".
std::vector<link_source> preset_sources();
link_source const* find_source(std::vector<link_source> const& all, std::string_view name);

struct public_options {
    pages::business business;
    std::string public_base;  // "https://pay.example", without a slash at the end
    // Where a click may be sent, as origins: "https://checkout.stripe.com". Also what forms may lead to.
    std::vector<std::string> payment_origins;
    std::vector<link_source> sources = preset_sources();
    std::string default_source = "plain";        // for links without `source=`
    std::vector<link_key> link_keys;             // the first one mints
    web::page_key page_key;                      // of the clients' pages; empty: there are none
    http::bucket_rate link_rate{60, 30};         // per network
    http::bucket_rate record_rate{0.2, 5};       // downloads of all that is held, per client
    http::bucket_rate api_rate{1'200, 200};      // per key
    http::bucket_rate api_failure_rate{10, 20};  // wrong keys, per network
    std::size_t bucket_keys = 100'000;
    milliseconds api_key_memory{5'000};  // how long a read list of API keys is believed
};

struct admin_options {
    pages::business business;
    bool polling = false;   // no public address: the event list is read instead of waiting for webhooks
    bool any_host = false;  // is served; a form is taken only where no name was made to lead here
    milliseconds lag_limit{60'000};  // a wake-up or effect older than this is a warning
    milliseconds skew_limit{2'000};
    milliseconds quiet_limit{24 * 3'600'000};  // no webhook for this long is worth a look
    std::size_t list_length = 200;
};

}  // namespace quittance::web
