#include "environment.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <stdexcept>

#include "quittance/base/digest.hpp"

namespace quittance::app {
namespace {

constexpr std::string_view real_base = "https://api.stripe.com";
constexpr std::size_t shortest_key = 32;  // that links are signed or proven with

std::string lower(std::string text) {
    for (auto& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return text;
}

}  // namespace

std::vector<std::string> split_commas(std::string const& text) {
    std::vector<std::string> parts;
    std::size_t from = 0;
    while (from <= text.size()) {
        auto const comma = std::min(text.find(',', from), text.size());
        auto part = text.substr(from, comma - from);
        std::erase_if(part, [](unsigned char c) { return std::isspace(c) != 0; });
        if (!part.empty()) parts.push_back(std::move(part));
        from = comma + 1;
    }
    return parts;
}

namespace {

// Given, or generated once.
std::string secret_or_fresh(std::string const& name, variables const& set, state_folder const& state,
                            std::function<std::string()> const& fresh) {
    if (auto const given = find_secret(name, set, state)) return *given;
    auto made = fresh();
    state.keep(lower(name), made);
    return made;
}

endpoint listen_at(std::string const& name, variables const& set, endpoint otherwise) {
    auto const text = set(name);
    if (!text) return otherwise;
    auto const parsed = parse_endpoint(*text);
    if (parsed) return *parsed;
    throw std::runtime_error{fmt::format(
        "{} is '{}', but must be host:port with a numeric host, such as 127.0.0.1:8080", name, *text)};
}

// "https://host[:port]" or "http://…" to loopback; the host part of an address.
std::string host_of(std::string const& base) {
    auto const from = base.find("://") + 3;
    auto const stop = base.find('/', from);
    auto authority = base.substr(from, stop == std::string::npos ? stop : stop - from);
    if (authority.starts_with('[')) return authority.substr(1, authority.find(']') - 1);
    return authority.substr(0, authority.find(':'));
}

void refuse_unsafe_base(processor_access const& access) {
    if (access.livemode && access.base != real_base) {
        throw std::runtime_error{fmt::format(
            "STRIPE_API_BASE is '{}', but STRIPE_SECRET_KEY is a live key, which is sent to {} only; unset "
            "STRIPE_API_BASE or use a test key",
            access.base, real_base)};
    }
    bool const secure = access.base.starts_with("https://");
    bool const plain = access.base.starts_with("http://");
    if (!secure && !plain) {
        throw std::runtime_error{
            fmt::format("STRIPE_API_BASE is '{}', but must begin with https://", access.base)};
    }
    if (plain && !is_loopback(host_of(access.base))) {
        throw std::runtime_error{fmt::format(
            "STRIPE_API_BASE is '{}': plain HTTP is spoken to this machine only; use https://", access.base)};
    }
}

std::string redis_at(config const& settings, variables const& set, state_folder const& state) {
    if (auto const given = set("QUITTANCE_REDIS")) {
        bool const known =
            given->starts_with("unix:") || given->starts_with("redis://") || given->starts_with("rediss://");
        if (known) return *given;
        throw std::runtime_error{
            fmt::format("QUITTANCE_REDIS is '{}', but must begin with unix:, redis:// or rediss://", *given)};
    }
    if (!settings.redis_url.empty()) return settings.redis_url;
    if (auto const quickstarted = state.read("redis_url")) return *quickstarted;
    return "unix:" + (state.where() / "redis.sock").string();
}

void refuse_live_test_clock(environment const& read) {
    if (read.test_clock.empty() || !read.processor.livemode) return;
    throw std::runtime_error{
        "QUITTANCE_TEST_CLOCK is set, but STRIPE_SECRET_KEY is a live key: a test clock would move real "
        "money at made-up times; unset one of the two"};
}

// An empty secret proves everything to everybody, or nothing to anybody.
found_secret not_empty(found_secret found, std::string const& file) {
    if (!found.text.empty()) return found;
    throw std::runtime_error{
        fmt::format("{} is empty, but holds a secret: put the secret there, or remove the file", file)};
}

std::string hex_of_random(entropy& randomness) { return to_hex(sha256(random_token(randomness))); }

setting_secret read_page_key(variables const& set, state_folder const& state, entropy& randomness) {
    auto const fresh = [&] { return hex_of_random(randomness); };
    auto text = secret_or_fresh("QUITTANCE_PAGE_KEY", set, state, fresh);
    if (text.size() < shortest_key)
        throw std::runtime_error{
            "QUITTANCE_PAGE_KEY must have at least 32 characters: it proves the links to "
            "clients' pages, and a short one can be guessed"};
    return setting_secret{std::move(text)};
}

}  // namespace

variables process_variables() {
    return [](std::string const& name) -> std::optional<std::string> {
        char const* const value = std::getenv(name.c_str());
        if (value == nullptr || *value == '\0') return std::nullopt;
        return std::string{value};
    };
}

std::filesystem::path state_path(variables const& set) {
    if (auto const given = set("QUITTANCE_STATE")) return *given;
    if (auto const systemd = set("STATE_DIRECTORY")) return *systemd;
    if (auto const standard = set("XDG_STATE_HOME")) return std::filesystem::path{*standard} / "quittance";
    if (auto const home = set("HOME")) return std::filesystem::path{*home} / ".local/state/quittance";
    throw std::runtime_error{"neither QUITTANCE_STATE nor HOME is set: name the folder for our state"};
}

std::optional<found_secret> locate_secret(std::string const& name, variables const& set,
                                          state_folder const& state) {
    if (auto value = set(name)) return found_secret{std::move(*value), "the variable " + name};
    if (auto const file = set(name + "_FILE")) {
        auto text = read_line_file(*file);
        if (!text)
            throw std::runtime_error{fmt::format("{}_FILE names {}, which does not exist", name, *file)};
        return not_empty({std::move(*text), fmt::format("{}, which {}_FILE names", *file, name)}, *file);
    }
    if (auto const folder = set("CREDENTIALS_DIRECTORY")) {
        auto const file = std::filesystem::path{*folder} / lower(name);
        auto text = read_line_file(file);
        if (text)
            return not_empty({std::move(*text), "the systemd credential " + lower(name)}, file.string());
    }
    auto kept = state.read(lower(name));
    if (!kept) return std::nullopt;
    return not_empty({std::move(*kept), {}}, (state.where() / lower(name)).string());
}

std::optional<std::string> find_secret(std::string const& name, variables const& set,
                                       state_folder const& state) {
    auto found = locate_secret(name, set, state);
    if (!found) return std::nullopt;
    return std::move(found->text);
}

processor_access read_processor_access(endpoint const& sandbox, variables const& set,
                                       state_folder const& state, entropy& randomness) {
    processor_access access;
    auto const base = set("STRIPE_API_BASE");
    auto const key = find_secret("STRIPE_SECRET_KEY", set, state);
    access.sandbox = !base && !key;
    if (base && !key) {
        throw std::runtime_error{
            "STRIPE_API_BASE is set, but STRIPE_SECRET_KEY is not: set the key that belongs to it"};
    }
    access.base = base ? *base : (access.sandbox ? "http://" + sandbox.text() : std::string{real_base});
    while (access.base.ends_with('/')) access.base.pop_back();
    auto const fresh_key = [&] { return "sk_test_" + hex_of_random(randomness); };
    auto const used = key ? *key : secret_or_fresh("SANDBOX_SECRET_KEY", set, state, fresh_key);
    access.livemode = used.starts_with("sk_live_") || used.starts_with("rk_live_");
    access.key = setting_secret{used};
    refuse_unsafe_base(access);
    auto secrets = find_secret("STRIPE_WEBHOOK_SECRET", set, state);
    if (!secrets && access.sandbox) {
        auto const fresh_secret = [&] { return "whsec_" + hex_of_random(randomness); };
        secrets = secret_or_fresh("SANDBOX_WEBHOOK_SECRET", set, state, fresh_secret);
    }
    if (!secrets) return access;
    for (auto& one : split_commas(*secrets)) access.webhook_secrets.emplace_back(std::move(one));
    return access;
}

std::vector<link_key> read_link_keys(variables const& set, state_folder const& state, entropy& randomness) {
    auto const fresh = [&] { return "k1:" + hex_of_random(randomness); };
    auto const text = secret_or_fresh("QUITTANCE_LINK_KEYS", set, state, fresh);
    std::vector<link_key> keys;
    for (auto const& one : split_commas(text)) {
        auto const colon = one.find(':');
        if (colon == std::string::npos || colon == 0 || one.size() < colon + 1 + shortest_key) {
            throw std::runtime_error{
                "QUITTANCE_LINK_KEYS must be kid:key pairs with commas between, each key at least 32 "
                "characters; the first one signs"};
        }
        keys.push_back({one.substr(0, colon), setting_secret{one.substr(colon + 1)}});
    }
    return keys;
}

std::string environment::public_base() const {
    auto reached = public_listen;
    if (reached.host == "0.0.0.0") reached.host = "127.0.0.1";
    if (reached.host == "::") reached.host = "::1";
    return "http://" + reached.text();
}

web::page_key page_key_of(environment const& around) {
    return web::page_key{std::string{around.page_key.reveal()}};
}

environment read_environment(config const& settings, variables const& set, entropy& randomness) {
    environment read;
    read.state = std::make_shared<state_folder>(state_path(set));
    read.public_listen = listen_at("QUITTANCE_PUBLIC", set, settings.public_listener.listen);
    read.admin_listen = listen_at("QUITTANCE_ADMIN", set, settings.admin_listener.listen);
    read.sandbox_listen = listen_at("QUITTANCE_SANDBOX", set, {"127.0.0.1", 12111});
    read.redis = redis_at(settings, set, *read.state);
    read.processor = read_processor_access(read.sandbox_listen, set, *read.state, randomness);
    auto const fresh = [&] { return "qk_" + hex_of_random(randomness); };
    read.first_api_key = setting_secret{secret_or_fresh("QUITTANCE_API_KEY", set, *read.state, fresh)};
    read.link_keys = read_link_keys(set, *read.state, randomness);
    read.page_key = read_page_key(set, *read.state, randomness);
    if (auto given = find_secret("QUITTANCE_MAIL_PASSWORD", set, *read.state))
        read.mail_password = setting_secret{std::move(*given)};
    read.test_clock = set("QUITTANCE_TEST_CLOCK").value_or("");
    refuse_live_test_clock(read);
    return read;
}

}  // namespace quittance::app
