// Promises: what the surroundings decide, the same for `quickstart` and every command: a set variable wins,
// an unset secret comes from NAME_FILE, from a systemd credential or from the state folder, and what may be
// generated is generated once and kept there.
// Refuses (std::runtime_error): live keys with another API base or a test clock, plain HTTP to a processor
// beyond loopback, an API base without a key.
#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "config.hpp"
#include "quittance/base/entropy.hpp"
#include "quittance/base/secret.hpp"
#include "quittance/web/client_link.hpp"
#include "state_folder.hpp"

namespace quittance::app {

using variables = std::function<std::optional<std::string>(std::string const& name)>;
// The process's own; an empty variable counts as unset.
variables process_variables();

using setting_secret = secret<struct setting_tag>;
struct link_key {
    std::string kid;
    setting_secret key;
};

std::filesystem::path state_path(variables const& set);

// NAME, then the file NAME_FILE names, then $CREDENTIALS_DIRECTORY/name, then the state folder's `name`
// (lower case).
struct found_secret {
    std::string text;
    std::string before_state;  // what it came from, in words; empty: the state folder
};
std::optional<found_secret> locate_secret(std::string const& name, variables const& set,
                                          state_folder const& state);
std::optional<std::string> find_secret(std::string const& name, variables const& set,
                                       state_folder const& state);

// Without spaces; "a, b" is two.
std::vector<std::string> split_commas(std::string const& text);

struct processor_access {
    bool sandbox = false;  // STRIPE_API_BASE and STRIPE_SECRET_KEY are both unset
    std::string base;
    setting_secret key;
    bool livemode = false;
    std::vector<setting_secret> webhook_secrets;  // may be empty: then the gateway polls
};

struct environment {
    std::shared_ptr<state_folder> state;
    endpoint public_listen;
    endpoint admin_listen;
    endpoint sandbox_listen;
    std::string redis;  // "unix:…", "redis://…", "rediss://…"
    processor_access processor;
    setting_secret first_api_key;
    std::vector<link_key> link_keys;  // the first signs, all verify
    setting_secret page_key;  // proves the links to clients' pages, and the paths bounces come back by
    std::optional<setting_secret> mail_password;
    std::string test_clock;           // a file; empty: real time
    std::string public_base() const;  // how this machine reaches the public listener
};

web::page_key page_key_of(environment const& around);

environment read_environment(config const& settings, variables const& set, entropy& randomness);
// Secrets alone, for a reload.
processor_access read_processor_access(endpoint const& sandbox, variables const& set,
                                       state_folder const& state, entropy& randomness);
std::vector<link_key> read_link_keys(variables const& set, state_folder const& state, entropy& randomness);

}  // namespace quittance::app
