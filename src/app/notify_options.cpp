#include "notify_options.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace quittance::app {
namespace {

[[noreturn]] void refuse(notify_endpoint const& whom, std::string const& why) {
    throw std::runtime_error{fmt::format("notify.endpoint '{}': {} {}", whom.name, whom.secret, why)};
}

std::vector<notify::signing_secret> secrets_of(notify_endpoint const& whom, variables const& set,
                                               state_folder const& state) {
    auto text = find_secret(whom.secret, set, state);
    if (!text) {
        auto file = whom.secret;
        std::ranges::transform(file, file.begin(), [](char c) {
            return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        });
        refuse(whom,
               fmt::format("is not set; put the secret it shares with the booking system there, into the "
                           "file that {}_FILE names or into {} (`echo whsec_$(openssl rand -base64 32)` "
                           "makes one)",
                           whom.secret, (state.where() / file).string()));
    }
    std::vector<notify::signing_secret> all;
    for (auto& one : split_commas(*text)) {
        if (auto const wrong = notify::problem_with_secret(one)) refuse(whom, *wrong);
        all.emplace_back(std::move(one));
    }
    if (all.empty()) refuse(whom, "is empty");
    return all;
}

}  // namespace

std::vector<engine::notice_endpoint> notice_endpoints_of(config const& settings) {
    std::vector<engine::notice_endpoint> all;
    all.reserve(settings.notify.endpoints.size());
    for (auto const& one : settings.notify.endpoints) all.push_back({one.name, one.kinds});
    return all;
}

notify::options notify_options_of(config const& settings, variables const& set, state_folder const& state) {
    notify::options how;
    how.addresses = net::address_rules{settings.notify.allowed_networks};
    how.ca_file = settings.notify.ca_file;
    for (auto const& one : settings.notify.endpoints) {
        how.endpoints.push_back({one.name, one.url, secrets_of(one, set, state)});
    }
    return how;
}

}  // namespace quittance::app
