#include "idempotency.hpp"

#include <algorithm>

#include "quittance/base/digest.hpp"

namespace quittance::sandbox {

namespace {
constexpr std::chrono::hours remembered{24};
}

std::string print_of(api_request const& asked, form const& given) {
    auto fields = given.fields();
    std::sort(fields.begin(), fields.end());
    std::string text = asked.method + " " + asked.path;
    for (auto const& [name, value] : fields) text += '\0' + name + '\0' + value;
    return to_hex(sha256(text));
}

key_verdict look_up_key(world const& here, std::string const& key, std::string const& print) {
    auto const at = here.keys.find(key);
    if (at == here.keys.end() || here.now - at->second.made >= remembered) return {};
    if (at->second.print == print) return {.again = at->second, .original_request = at->second.request_id};
    auto refused =
        with_status(400, "idempotency_error",
                    "Keys for idempotent requests can only be used with the same parameters they were first "
                    "used with. Try using a key other than '" +
                        key +
                        "' if you meant to execute a different "
                        "request.");
    refused.stored = false;
    return {.refused = std::move(refused), .original_request = at->second.request_id};
}

void remember(world& here, std::string const& key, saved_reply reply) {
    here.key_ages.emplace_back(reply.made, key);
    here.keys[key] = std::move(reply);
}

void forget_old_keys(world& here) {
    while (!here.key_ages.empty() && here.now - here.key_ages.front().first >= remembered) {
        auto const at = here.keys.find(here.key_ages.front().second);
        if (at != here.keys.end() && here.now - at->second.made >= remembered) here.keys.erase(at);
        here.key_ages.pop_front();
    }
}

}  // namespace quittance::sandbox
