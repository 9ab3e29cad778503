// Promises: what an operator of a simulated gateway configures, and some of it drawn by chance.
#pragma once
#include <string>
#include <utility>
#include <vector>

#include "chance.hpp"
#include "quittance/domain/decide.hpp"
#include "quittance/domain/offer.hpp"
#include "surroundings.hpp"

namespace quittance::simulation {

// What the operator has written into its files; read at start and at a reload.
struct configuration {
    std::vector<std::string> webhook_secrets{first_webhook_secret};
    std::vector<std::pair<std::string, std::string>> link_keys{{"k1", std::string(32, 'k')}};
    std::string api_key = the_api_key;
    domain::policy policy;
    domain::catalogue offers;
    std::vector<std::string> payment_methods;
};
configuration first_configuration(chance luck);
// Adds a plan, a retainer and a package to what is sold.
void sell_plans(configuration& to, chance luck);
// Parts that are paid late cost something, and missed sessions may.
void charge_fees(configuration& to, chance luck);
// What is changed of an agreement is written down as the product does it.
void put_in_writing(configuration& of);

}  // namespace quittance::simulation
