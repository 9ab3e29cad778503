// Promises: what the operator decided in config/quittance.toml and config/offers.toml, read and checked as a
// whole: a program that starts has no setting it does not understand.
// Refuses (config_refused) unknown keys and bad values, each with file, line and a suggestion.
#pragma once
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "quittance/domain/decide.hpp"
#include "quittance/domain/notices.hpp"
#include "quittance/domain/offer.hpp"
#include "quittance/domain/plan_rules.hpp"
#include "quittance/http/server.hpp"
#include "quittance/http/token_bucket.hpp"
#include "quittance/smtp/mailer.hpp"
#include "toml_section.hpp"

namespace quittance::app {

struct endpoint {
    std::string host;
    std::uint16_t port = 0;
    std::string text() const;
};
// "127.0.0.1:8080", "[::1]:8080"; a numeric address and a port from 1 to 65535.
std::optional<endpoint> parse_endpoint(std::string const& text);
bool is_loopback(std::string const& host);

struct business_settings {
    std::string name = "Quittance";
    std::string address;  // lines separated by line feeds
    std::string contact;
    std::string vat_id;
    std::string locale = "en-GB";
    std::string terms;  // address of the terms page; may be empty
    std::string logo;   // address of an image; may be empty
};

struct listener_settings {
    endpoint listen;
    std::vector<std::string> allowed_hosts;
    std::vector<std::string> trusted_proxies;
};

// A booking page that sends people here: how it names its parameters.
struct booking_page {
    std::string name;  // the source in a booking's identity
    std::string preset = "plain";
    std::map<std::string, std::string> parameters;  // ours to theirs; wins over the preset
};

struct processor_settings {
    std::vector<std::string> methods{"card"};  // allowed_payment_method_types; empty: the dashboard decides
    std::size_t most_in_flight = 32;
    int gateways = 1;                       // processes that share the processor's limit
    std::vector<std::string> page_origins;  // of custom checkout domains, beside the processor's own
};

// What the linter of plans goes by.
struct plan_settings {
    std::string country;  // of the business, ISO 3166-1; empty: not said
    domain::client_kind clients = domain::client_kind::consumer;
    std::vector<std::string> acknowledged;  // "offer: rule"
};

// A booking system that is told what becomes of its bookings.
struct notify_endpoint {
    std::string name;
    std::string url;
    std::vector<domain::notice_kind> kinds = domain::all_notice_kinds();
    std::string secret;  // the variable that holds it
};
struct notify_settings {
    std::vector<notify_endpoint> endpoints;
    std::vector<std::string> allowed_networks;  // beside the public ones
    std::string ca_file;                        // empty: the system's
};

// How letters leave, and whom they name. [mail]
struct mail_settings {
    enum class way { off, folder, server };
    way how = way::off;
    std::string folder = "mail";        // of .eml files; relative to the state folder
    std::string from;                   // the business's own address
    std::string from_name;              // empty: the business's name
    std::string reply_to;               // a person's inbox; empty: `from`
    std::string person;                 // who answers; empty: the business's name
    std::string owner;                  // has a copy of changed agreements and the digest; empty: nobody has
    bool digest = true;                 // a mail a day to the owner
    std::chrono::hours digest_hour{8};  // of the business's day
    bool held_ended = false;            // whoever left a held booking hears of its end
    std::string bounces;                // where mail servers report to; empty: `from`
    std::string other_ways;             // to pay, in the business's words; lines separated by line feeds
    smtp::mail_server server;           // without the password
};

struct config {
    std::string folder;  // where the two files are; for what they name relatively
    business_settings business;
    listener_settings public_listener{{"127.0.0.1", 8080}, {}, {}};
    listener_settings admin_listener{{"127.0.0.1", 8081}, {}, {}};
    std::string public_address;  // empty: only known locally
    bool share_port = false;
    std::vector<booking_page> pages;     // beside the presets plain, cal.com and calendly
    std::string default_page = "plain";  // for links that do not name theirs
    domain::policy policy;
    plan_settings plans;
    std::uint64_t held_most = 5'000;
    std::uint64_t held_most_per_network = 30;
    std::string redis_url;  // empty: QUITTANCE_REDIS says it
    bool accept_power_loss = false;
    std::size_t redis_connections = 0;  // 0: what suits appendfsync
    processor_settings processor;
    http::limits limits;
    http::bucket_rate link_rate{60, 30};
    http::bucket_rate api_rate{1'200, 200};
    std::string log_level = "info";
    std::chrono::milliseconds grace{10'000};
    domain::catalogue offers;
    notify_settings notify;
    mail_settings mail;
};

config read_config(std::string const& file);                 // quittance.toml, and the offers beside it
domain::catalogue read_offers(std::string const& file);      // offers.toml alone
void read_notify(toml_section from, notify_settings& into);  // [notify]
void read_mail(toml_section from, mail_settings& into);      // [mail]
// reminders.toml: when clients are written to about money.
void read_reminders(std::string const& file, domain::reminder_policy& into);
// The same with what the rest of the configuration says to it: offers, holidays, mail. What the file leaves
// out has its default. Empty: there is no file, and nobody is reminded.
domain::reminder_policy reminders_in(std::string const& file, config const& of);
std::string find_config(std::string const& asked);  // --config, QUITTANCE_CONFIG, ./config, /etc/quittance

}  // namespace quittance::app
