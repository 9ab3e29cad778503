#include "gateway.hpp"

#include <algorithm>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <exception>

#include "amount_gate.hpp"
#include "api_keys.hpp"
#include "binding.hpp"
#include "notify_options.hpp"
#include "plan_findings.hpp"
#include "quittance/domain/calendar.hpp"

namespace quittance::app {
namespace {

http::server_options listener_of(foundation const& base, std::string name, endpoint const& at,
                                 listener_settings const& settings) {
    http::server_options options;
    options.name = std::move(name);
    options.host = at.host;
    options.port = at.port;
    options.allowed_hosts = settings.allowed_hosts;
    options.trusted_proxies = settings.trusted_proxies;
    options.limit = base.settings.limits;
    return options;
}

http::server_options public_listener(foundation const& base) {
    auto options = listener_of(base, "public", base.around.public_listen, base.settings.public_listener);
    options.share_port = base.settings.share_port;
    options.tls_in_front = base.settings.public_address.starts_with("https://");
    return options;
}

// Only who is on this machine reaches a loopback listener, and any page in their browser does too, once its
// own name is made to lead here: a name is not served unless the owner named it. An address leads nowhere
// else, and health checks ask by it.
http::server_options admin_listener(foundation const& base) {
    auto options = listener_of(base, "admin", base.around.admin_listen, base.settings.admin_listener);
    options.addresses_allowed = true;
    if (options.allowed_hosts.empty() && is_loopback(options.host)) options.allowed_hosts = {"localhost"};
    return options;
}

// config/quittance.service kills after 20 s (TimeoutStopSec).
constexpr std::chrono::seconds whole_stop{14};
constexpr std::chrono::seconds least_for_letters{2};
constexpr std::chrono::seconds recording_time{2};  // of what came of those that were cut

engine::worker_pace pace_of(foundation const& base) {
    engine::worker_pace pace;
    if (must_poll(base)) pace.events = milliseconds{20'000};
    return pace;
}

using verdict = std::variant<engine::webhook_event, web::webhook_rejection>;

verdict judge(stripe::webhook_verifier const* verifier, std::string_view signature, std::string_view body,
              instant now) {
    if (verifier == nullptr) return web::webhook_rejection{"no_webhook_secret_is_known"};
    auto const found = verifier->check(signature, body, now);
    if (found != stripe::signature_verdict::genuine) {
        return web::webhook_rejection{std::string{stripe::name_of(found)}};
    }
    auto read = stripe::read_event(body);
    if (!read) return web::webhook_rejection{read.error().message(), true};
    return std::move(*read);
}

}  // namespace

gateway::gateway(application& parts)
    : parts_(parts),
      catalogue_(parts.base.settings.offers),
      public_options_(public_options_of(parts.base)),
      admin_options_(admin_options_of(parts.base)),
      records_(parts.store->ledgers(), parts.store->letters(), public_options_.business, parts.base.time),
      public_server_(parts.base.loop.get_executor(), public_listener(parts.base), public_routes_,
                     *parts.base.journal, *parts.base.figures, *parts.base.randomness),
      admin_server_(parts.base.loop.get_executor(), admin_listener(parts.base), admin_routes_,
                    *parts.base.journal, *parts.base.figures, *parts.base.randomness),
      workers_(parts.base.loop.get_executor(), parts.work, parts.settling, parts.base.time,
               pace_of(parts.base), *parts.base.journal, *parts.base.figures),
      telling_(parts.base.loop.get_executor(), parts.store->outbox(), parts.current, parts.base.time,
               *parts.base.randomness, *parts.base.journal, *parts.base.figures) {
    telling_.use(notify_options_of(parts.base.settings, process_variables(), *parts.base.around.state));
    tell_the_owner();
    parts.books.on_notices([this] { telling_.poke(); });
    believe(parts.base.around.processor.webhook_secrets);
    web::mount_public(public_routes_, public_site_of());
    web::mount_admin(admin_routes_, admin_site_of());
}

void gateway::tell_the_owner() {
    auto const& mail = parts_.base.settings.mail;
    if (!parts_.mail || mail.owner.empty() || !mail.digest) return;
    digest_words_.emplace(parts_.base);
    digest_.emplace(parts_.reading, parts_.store->registry(), parts_.mail->office, *digest_words_,
                    parts_.current, parts_.base.time,
                    engine::digest_time{parts_.base.settings.policy.zone, mail.digest_hour},
                    *parts_.base.journal);
    workers_.also("digest", std::chrono::minutes{1}, [this] { return digest_->send_due(); });
}

bool gateway::has_mail_in_hand() const {
    return parts_.work.letters() > 0 || (digest_ && digest_->is_sending());
}

web::use_cases gateway::public_cases() {
    auto made = web::use_cases_of(parts_.buying, parts_.reading, parts_.settling, parts_.books);
    made.record_of = [this](domain::client_id client) { return records_.record_of(std::move(client)); };
    return made;
}

web::public_site gateway::public_site_of() {
    auto const verify = [this](std::string_view signature, std::string_view body, instant now) {
        return judge(verifier_ ? &*verifier_ : nullptr, signature, body, now);
    };
    auto const ticks = [] { return std::chrono::steady_clock::now().time_since_epoch(); };
    return {public_options_, catalogue_,       parts_.current,       parts_.store->registry(),
            public_cases(),  verify,           why_not_charged,      ticks,
            watch_,          parts_.base.time, *parts_.base.journal, *parts_.base.figures};
}

web::admin_site gateway::admin_site_of() {
    return {admin_options_,
            parts_.store->registry(),
            parts_.store->queues(),
            web::use_cases_of(parts_.buying, parts_.reading, parts_.settling, parts_.books),
            [this] { return parts_.outside.skew(); },
            watch_,
            parts_.base.time,
            *parts_.base.journal,
            *parts_.base.figures,
            &parts_.current,
            &parts_.store->outbox(),
            &parts_.settling.silence(),
            mail_desk_of(parts_.base, parts_.mail.get())};
}

void gateway::believe(std::vector<setting_secret> const& secrets) {
    std::vector<stripe::signing_secret> known;
    known.reserve(secrets.size());
    for (auto const& one : secrets) known.emplace_back(std::string{one.reveal()});
    if (known.empty()) {
        verifier_.reset();
    } else {
        verifier_.emplace(known);
    }
}

void gateway::start() {
    public_server_.start();
    admin_server_.start();
    workers_.start();
    telling_.start();
    parts_.guard.watch([this] {
        return keep_first_key(parts_.store->registry(), parts_.base.around.first_api_key,
                              parts_.base.time.now(), *parts_.base.journal);
    });
}

// What was asked under one account is looked for under it: another account's key would find nothing and
// charge anew. A processor that cannot say whose key it is now does not keep a new key out, as at the start.
boost::asio::awaitable<void> gateway::require_our_account(setting_secret key) {
    auto const now = co_await parts_.outside.account_of(key);
    if (!now && now.error().code == "unauthorized") {
        throw std::runtime_error{
            "the processor does not accept the new STRIPE_SECRET_KEY (401); set a key of "
            "your account"};
    }
    if (!now) {
        parts_.base.journal->warning("processor_account_unknown",
                                     {{"code", now.error().code}, {"message", now.error().message}});
        co_return;
    }
    bound_account const ours{parts_.current.processor_account, parts_.current.livemode};
    bound_account const theirs{now->id, parts_.current.livemode};
    if (auto const wrong = binding_conflict("the store", ours, theirs)) throw std::runtime_error{*wrong};
}

boost::asio::awaitable<void> gateway::reload() {
    auto& base = parts_.base;
    try {
        auto fresh = read_config(base.config_file);
        auto around = read_environment(fresh, process_variables(), *base.randomness);
        if (around.processor.livemode != base.around.processor.livemode ||
            around.processor.base != base.around.processor.base) {
            throw std::runtime_error{"the key is of another mode or processor; restart instead"};
        }
        bool const same_key = around.processor.key == base.around.processor.key;
        auto mail_password = mail_password_of(base.settings.mail, around);
        if (!same_key) co_await require_our_account(around.processor.key);
        telling_.use(notify_options_of(fresh, process_variables(), *around.state));
        base.settings.notify = fresh.notify;
        parts_.current.notice_endpoints = notice_endpoints_of(fresh);
        log_plans(fresh, domain::date_in(fresh.policy.zone, base.time.now()), *base.journal);
        catalogue_ = std::move(fresh.offers);
        base.around.processor = around.processor;
        base.around.link_keys = around.link_keys;
        public_options_.link_keys = public_options_of(base).link_keys;
        believe(around.processor.webhook_secrets);
        parts_.outside.use_key(around.processor.key);
        base.around.mail_password = around.mail_password;
        if (parts_.mail) parts_.mail->exchange(std::move(mail_password));
        base.journal->info("reloaded", {{"offers", catalogue_.size()}});
    } catch (std::exception const& refused) {
        base.journal->error("reload_refused", {{"reason", refused.what()}});
    }
}

// Mail in hand ends with an outcome on record: one that is cut off after its final dot is a doubt for ever.
boost::asio::awaitable<void> gateway::end_letters(std::chrono::steady_clock::time_point until) {
    if (!parts_.mail) co_return;
    co_await wait_for_letters(std::max(until, std::chrono::steady_clock::now() + least_for_letters));
    if (!has_mail_in_hand()) co_return;
    parts_.base.journal->warning("letters_cut_off", {{"letters", parts_.work.letters()}});
    parts_.mail->carrier->cut();
    co_await wait_for_letters(std::chrono::steady_clock::now() + recording_time);
}

boost::asio::awaitable<void> gateway::wait_for_letters(std::chrono::steady_clock::time_point until) {
    constexpr std::chrono::milliseconds look_every{20};
    boost::asio::steady_timer pause{parts_.base.loop};
    while (has_mail_in_hand() && std::chrono::steady_clock::now() < until) {
        pause.expires_after(look_every);
        co_await pause.async_wait(boost::asio::use_awaitable);
    }
}

boost::asio::awaitable<void> gateway::stop() {
    using boost::asio::experimental::awaitable_operators::operator&&;
    auto const began = std::chrono::steady_clock::now();
    if (parts_.mail) parts_.mail->carrier->close();
    co_await public_server_.stop(parts_.base.settings.grace);
    // Together: a worker may be waiting for what a mail server says, and is cut off with the letters.
    co_await (workers_.stop() && end_letters(began + whole_stop));
    co_await telling_.stop();
    co_await parts_.guard.stop();
    co_await admin_server_.stop(milliseconds{1'000});
    parts_.outside.close();
    parts_.store->close();
    co_await parts_.guard.ended();
}

}  // namespace quittance::app
