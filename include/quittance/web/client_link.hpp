// Promises: the address of a client's page, for every letter: the client's id, the generation of such links,
// and a proof that we made it. It stays valid until the client's generation is raised.
// Refuses, without saying why, what we did not make.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "quittance/base/secret.hpp"
#include "quittance/domain/address.hpp"
#include "quittance/domain/ids.hpp"

namespace quittance::web {

using page_key = secret<struct page_key_tag>;

// What follows "/a/".
std::string page_token(page_key const& key, domain::client_id const& client, int generation);

struct page_claim {
    domain::client_id client;
    int generation = 0;  // compare it with the account's: correspondence.page_generation
};
// Nothing: we did not make this token.
std::optional<page_claim> read_page_token(page_key const& key, std::string_view token);

// What follows "/c/": the link that is mailed to an address somebody asked for, by which whoever reads mail
// there says yes. It is good for this client, this generation of their page's links, this ask, this address
// and until this moment: whatever of these is another one makes it a link we did not make.
std::string address_token(page_key const& key, domain::client_id const& client, int generation,
                          domain::new_address const& asked);
// Whose it claims to be; nothing: we did not make this token. What it is good for is compared by making it
// anew.
std::optional<domain::client_id> read_address_token(page_key const& key, std::string_view token);

// Hidden in the forms of that page: a form without it is not the page's own.
std::string page_proof(page_key const& key, std::string_view token);
bool is_page_proof(page_key const& key, std::string_view token, std::string_view proof);

}  // namespace quittance::web
