// [notify] and its [[notify.endpoint]] tables.
#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "config.hpp"
#include "quittance/notify/notifier.hpp"
#include "suggestion.hpp"

namespace quittance::app {
namespace {

constexpr std::size_t most_endpoints = 16;
constexpr std::size_t longest_name = 32;

bool is_endpoint_name(std::string const& text) {
    return !text.empty() && text.size() <= longest_name && text.front() != '-' &&
           std::all_of(text.begin(), text.end(),
                       [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
}

bool is_variable(std::string const& text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    });
}

// "calendar-2" keeps its secret in NOTIFY_CALENDAR_2_SECRET.
std::string variable_for(std::string const& name) {
    auto text = "NOTIFY_" + name + "_SECRET";
    for (auto& c : text) {
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
        if (c == '-') c = '_';
    }
    return text;
}

std::optional<domain::notice_kind> kind_named(std::string const& name) {
    for (auto const kind : domain::all_notice_kinds()) {
        if (domain::name_of(kind) == name) return kind;
    }
    return std::nullopt;
}

std::vector<std::string> all_kind_names() {
    std::vector<std::string> names;
    for (auto const kind : domain::all_notice_kinds()) names.emplace_back(domain::name_of(kind));
    return names;
}

void read_kinds(toml_section& from, notify_endpoint& into) {
    auto const asked = from.texts("kinds");
    if (!asked) return;
    into.kinds.clear();
    auto const known = all_kind_names();
    for (auto const& name : *asked) {
        auto const kind = kind_named(name);
        if (kind) {
            into.kinds.push_back(*kind);
        } else {
            from.complain("kinds", fmt::format("holds '{}', but may hold {}{}", name, fmt::join(known, ", "),
                                               did_you_mean(name, known)));
        }
    }
    if (asked->empty()) from.complain("kinds", "must name at least one kind; without the line it is all");
}

void read_name(toml_section& from, notify_endpoint& into, notify_settings const& so_far) {
    if (!from.has("name")) from.complain("name", "must be there: it names the endpoint in log and commands");
    from.checked("name", [&](std::string const& text) -> std::optional<std::string> {
        auto const same = [&text](notify_endpoint const& one) { return one.name == text; };
        if (!is_endpoint_name(text)) return "must be 1 to 32 lower-case letters, digits and '-'";
        if (std::any_of(so_far.endpoints.begin(), so_far.endpoints.end(), same)) {
            return fmt::format("is '{}' twice; each endpoint needs a name of its own", text);
        }
        into.name = text;
        return std::nullopt;
    });
}

void read_endpoint(toml_section from, net::address_rules const& rules, notify_settings& into) {
    notify_endpoint read;
    read_name(from, read, into);
    if (!from.has("url")) from.complain("url", "must be there: where the booking system listens");
    from.checked("url", [&](std::string const& text) {
        read.url = text;
        return notify::problem_with_url(text, rules);
    });
    read_kinds(from, read);
    read.secret = variable_for(read.name);
    from.checked("secret", [&](std::string const& text) -> std::optional<std::string> {
        if (!is_variable(text)) {
            return "must name the environment variable that holds the secret (A-Z, 0-9, _), not the secret "
                   "itself";
        }
        read.secret = text;
        return std::nullopt;
    });
    from.done();
    into.endpoints.push_back(std::move(read));
}

net::address_rules read_networks(toml_section& from, notify_settings& into) {
    if (auto networks = from.texts("allowed_networks")) into.allowed_networks = std::move(*networks);
    try {
        return net::address_rules{into.allowed_networks};
    } catch (std::invalid_argument const& wrong) {
        from.complain("allowed_networks", fmt::format("cannot be used: {}", wrong.what()));
    }
    return {};
}

}  // namespace

void read_notify(toml_section from, notify_settings& into) {
    auto const rules = read_networks(from, into);
    if (auto const file = from.text("ca_file")) into.ca_file = *file;
    for (auto& endpoint : from.sections("endpoint")) read_endpoint(std::move(endpoint), rules, into);
    if (into.endpoints.size() > most_endpoints) {
        from.complain("endpoint", fmt::format("is there {} times, at most {} are told", into.endpoints.size(),
                                              most_endpoints));
    }
    from.done();
}

}  // namespace quittance::app
