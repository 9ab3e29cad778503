#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <functional>

#include "config.hpp"
#include "holidays_folder.hpp"
#include "quittance/domain/calendar.hpp"
#include "quittance/stripe/amounts.hpp"
#include "suggestion.hpp"

namespace quittance::app {
namespace {

constexpr std::size_t most_retries = 10;
std::vector<std::string> const presets{"plain", "cal.com", "calendly"};
std::vector<std::string> const parameters{"ref", "email", "name", "start", "zone", "locale"};
std::string const endpoint_words = "must be host:port with a numeric host, such as \"127.0.0.1:8080\"";

bool is_web_address(std::string const& text) {
    return text.starts_with("https://") || text.starts_with("http://");
}

void read_web_address(toml_section& from, std::string_view key, std::string& into) {
    from.checked(key, [&](std::string const& text) -> std::optional<std::string> {
        if (!text.empty() && !is_web_address(text)) return "must begin with https://";
        into = text;
        return std::nullopt;
    });
}

void read_text(toml_section& from, std::string_view key, std::string& into) {
    if (auto const value = from.text(key)) into = *value;
}

template <class Number>
void read_number(toml_section& from, std::string_view key, Number& into, std::int64_t least,
                 std::int64_t most) {
    if (auto const value = from.whole(key, least, most)) into = static_cast<Number>(*value);
}

template <class Duration>
void read_duration(toml_section& from, std::string_view key, Duration& into, std::int64_t least,
                   std::int64_t most) {
    if (auto const value = from.whole(key, least, most)) into = Duration{*value};
}

void read_business(toml_section from, config& into) {
    auto& business = into.business;
    read_text(from, "name", business.name);
    if (auto const lines = from.texts("address"))
        business.address = fmt::format("{}", fmt::join(*lines, "\n"));
    read_text(from, "contact", business.contact);
    read_text(from, "vat_id", business.vat_id);
    read_text(from, "locale", business.locale);
    from.checked("zone", [&](std::string const& zone) -> std::optional<std::string> {
        if (!domain::is_zone(zone))
            return fmt::format("is '{}', no IANA time zone; such as Europe/Berlin", zone);
        into.policy.zone = zone;
        return std::nullopt;
    });
    read_web_address(from, "terms", business.terms);
    read_web_address(from, "logo", business.logo);
    from.done();
}

void read_listener(toml_section& from, listener_settings& into) {
    from.checked("listen", [&](std::string const& text) -> std::optional<std::string> {
        auto const parsed = parse_endpoint(text);
        if (!parsed) return endpoint_words;
        into.listen = *parsed;
        return std::nullopt;
    });
    if (auto hosts = from.texts("allowed_hosts")) into.allowed_hosts = std::move(*hosts);
    if (auto proxies = from.texts("trusted_proxies")) into.trusted_proxies = std::move(*proxies);
}

void read_public(toml_section from, config& into) {
    read_listener(from, into.public_listener);
    read_web_address(from, "address", into.public_address);
    while (into.public_address.ends_with('/')) into.public_address.pop_back();
    if (auto const shared = from.flag("share_port")) into.share_port = *shared;
    from.done();
}

void read_admin(toml_section from, config& into) {
    read_listener(from, into.admin_listener);
    from.done();
}

void read_pages(toml_section from, config& into) {
    for (auto& [name, page] : from.named_sections("pages")) {
        booking_page read{name, "plain", {}};
        if (auto const preset = page.one_of("preset", presets)) read.preset = *preset;
        for (auto const& word : parameters) {
            if (auto const theirs = page.text(word)) read.parameters[word] = *theirs;
        }
        page.done();
        into.pages.push_back(std::move(read));
    }
    read_text(from, "default_page", into.default_page);
    read_number(from, "held_most", into.held_most, 1, 10'000'000);
    read_number(from, "held_most_per_network", into.held_most_per_network, 1, 1'000'000);
    bool const known = into.default_page == "plain" || into.default_page == "cal.com" ||
                       into.default_page == "calendly" ||
                       std::any_of(into.pages.begin(), into.pages.end(),
                                   [&](booking_page const& page) { return page.name == into.default_page; });
    if (!known)
        from.complain("default_page", "names no booking page; add [links.pages." + into.default_page + "]");
    from.done();
}

void read_policy(toml_section from, config& into) {
    read_duration(from, "checkout_lifetime_minutes", into.policy.checkout_lifetime, 35, 1'380);
    read_duration(from, "hold_hours", into.policy.hold_time, 1, 2'160);
    read_duration(from, "erase_after_hours", into.policy.erase_after, 1, 87'600);
    read_duration(from, "collect_hour", into.policy.collect_at, 7, 20);  // nobody is charged at night
    if (auto const days = from.wholes("retry_days", 1, 60)) {
        into.policy.retry_days.assign(days->begin(), days->end());
        bool const ascend =
            std::adjacent_find(days->begin(), days->end(), std::greater_equal<>{}) == days->end();
        if (!ascend || days->size() > most_retries)
            from.complain("retry_days", "must be at most ten days after the first try, in ascending order");
    }
    read_number(from, "card_days", into.policy.card_days, 0, 60);
    from.done();
}

std::optional<std::string> wrong_acknowledgement(std::string const& said) {
    std::vector<std::string> rules;
    for (auto const rule : domain::all_plan_rules()) rules.emplace_back(domain::name_of(rule));
    auto const colon = said.find(": ");
    auto const rule = colon == std::string::npos ? said : said.substr(colon + 2);
    bool const known = std::find(rules.begin(), rules.end(), rule) != rules.end();
    if (known && colon != std::string::npos && colon > 0) return std::nullopt;
    return fmt::format("holds '{}', but must name an offer and a rule, such as \"course: {}\"{}", said,
                       rules[0], known ? std::string{} : did_you_mean(rule, rules));
}

void read_plans(toml_section from, config& into) {
    from.checked("country", [&](std::string const& text) -> std::optional<std::string> {
        bool const code = text.size() == 2 &&
                          std::all_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
        if (!code || text == "UK") return "must be a country's two letters, such as \"DE\" or \"GB\"";
        into.plans.country = text;
        return std::nullopt;
    });
    if (auto const kind = from.one_of("clients", {"consumer", "business"})) {
        into.plans.clients =
            *kind == "business" ? domain::client_kind::business : domain::client_kind::consumer;
    }
    if (auto said = from.texts("acknowledge")) {
        for (auto const& one : *said) {
            if (auto const wrong = wrong_acknowledgement(one)) from.complain("acknowledge", *wrong);
        }
        into.plans.acknowledged = std::move(*said);
    }
    from.done();
}

void read_redis(toml_section from, config& into) {
    from.checked("url", [&](std::string const& url) -> std::optional<std::string> {
        auto const known =
            url.starts_with("unix:") || url.starts_with("redis://") || url.starts_with("rediss://");
        if (!known) return "must begin with unix:, redis:// or rediss://";
        into.redis_url = url;
        return std::nullopt;
    });
    if (auto const accepted = from.flag("accept_power_loss")) into.accept_power_loss = *accepted;
    read_number(from, "connections", into.redis_connections, 0, 64);
    from.done();
}

void read_processor(toml_section from, config& into) {
    if (auto methods = from.texts("methods")) into.processor.methods = std::move(*methods);
    if (auto origins = from.texts("page_origins")) into.processor.page_origins = std::move(*origins);
    read_number(from, "most_in_flight", into.processor.most_in_flight, 1, 256);
    read_number(from, "gateways", into.processor.gateways, 1, 80);
    from.done();
}

void read_rate(toml_section& from, std::string_view key, http::bucket_rate& into) {
    auto rate = from.section(key);
    if (!rate) return;
    read_number(*rate, "per_minute", into.per_minute, 1, 10'000'000);
    read_number(*rate, "burst", into.burst, 1, 10'000'000);
    rate->done();
}

void read_limits(toml_section from, config& into) {
    auto& limits = into.limits;
    read_number(from, "header_bytes", limits.header_bytes, 1'024, 65'536);
    read_number(from, "target_bytes", limits.target_bytes, 256, 16'384);
    read_number(from, "connections", limits.connections, 1, 1'000'000);
    read_number(from, "connections_per_address", limits.connections_per_address, 1, 1'000'000);
    read_number(from, "bytes_in_flight", limits.bytes_in_flight, 1 << 20, std::int64_t{1} << 40);
    read_duration(from, "header_deadline_ms", limits.header_deadline, 100, 600'000);
    read_duration(from, "body_deadline_ms", limits.body_deadline, 100, 600'000);
    read_duration(from, "write_deadline_ms", limits.write_deadline, 100, 600'000);
    read_duration(from, "idle_deadline_ms", limits.idle_deadline, 100, 3'600'000);
    read_rate(from, "links", into.link_rate);
    read_rate(from, "api", into.api_rate);
    from.done();
}

void read_operation(toml_section from, config& into) {
    if (auto const level = from.one_of("log_level", {"debug", "info", "warning", "error"})) {
        into.log_level = *level;
    }
    if (auto const seconds = from.whole("grace_seconds", 0, 600)) into.grace = std::chrono::seconds{*seconds};
    from.done();
}

void read_parts(toml_section& root, config& into) {
    if (auto part = root.section("business")) read_business(*part, into);
    if (auto part = root.section("public")) read_public(*part, into);
    if (auto part = root.section("admin")) read_admin(*part, into);
    if (auto part = root.section("links")) read_pages(*part, into);
    if (auto part = root.section("policy")) read_policy(*part, into);
    if (auto part = root.section("plans")) read_plans(*part, into);
    if (auto part = root.section("redis")) read_redis(*part, into);
    if (auto part = root.section("stripe")) read_processor(*part, into);
    if (auto part = root.section("limits")) read_limits(*part, into);
    if (auto part = root.section("operation")) read_operation(*part, into);
    if (auto part = root.section("notify")) read_notify(*part, into.notify);
    if (auto part = root.section("mail")) read_mail(*part, into.mail);
}

}  // namespace

config read_config(std::string const& file) {
    auto const text = read_toml(file);
    complaints wrong{file};
    config read;
    toml_section root{text, "", wrong};
    read_parts(root, read);
    root.done();
    wrong.refuse_if_any();
    read.folder = std::filesystem::path{file}.parent_path().string();
    auto const beside = std::filesystem::path{file}.parent_path();
    read.offers = read_offers((beside / "offers.toml").string());
    // Without the file nobody is reminded.
    auto const reminders = beside / "reminders.toml";
    bool const reminds = std::filesystem::exists(reminders);
    read.policy.reminders = reminders_in(reminds ? reminders.string() : std::string{}, read);
    read.policy.least_charges = stripe::minimum_charges();
    return read;
}

domain::reminder_policy reminders_in(std::string const& file, config const& of) {
    domain::reminder_policy made;
    if (!file.empty()) read_reminders(file, made);
    read_holidays(find_holidays(of.folder), of.policy.zone, made);
    for (auto const& [offer, name] : made.offers) {
        if (!of.offers.contains(offer))
            throw config_refused{
                fmt::format("{}: [cadence.{}] names the offer '{}', which offers.toml does not have", file,
                            name, offer.text())};
    }
    made.owner = of.mail.owner;
    made.tells_held = of.mail.held_ended;
    made.letters = of.mail.how != mail_settings::way::off;
    return made;
}

std::string find_config(std::string const& asked) {
    if (!asked.empty()) return asked;
    if (char const* const named = std::getenv("QUITTANCE_CONFIG"); named != nullptr && *named != '\0') {
        return named;
    }
    std::string const here = "config/quittance.toml";
    std::error_code ignored;
    return std::filesystem::exists(here, ignored) ? here : "/etc/quittance/quittance.toml";
}

}  // namespace quittance::app
