// Promises: the address of a client's page, for every letter: the client's id, the generation of such links,
// and a proof that we made it. It stays valid until the generation is raised.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "environment.hpp"
#include "quittance/domain/account.hpp"

namespace quittance::app {

// What follows "/a/".
std::string page_token(setting_secret const& key, domain::client_id const& client, int generation);
// "https://pay.example/a/<token>".
std::string client_page(std::string const& public_base, setting_secret const& key, domain::account const& all);

struct page_claim {
    domain::client_id client;
    int generation = 0;  // compare it with the account's
};
// Nothing: we did not make this token.
std::optional<page_claim> read_page_token(setting_secret const& key, std::string_view token);

}  // namespace quittance::app
