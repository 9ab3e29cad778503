// What the API answers a booking system: 26 and 27.
#include "auditor_state.hpp"

namespace quittance::simulation {
namespace {

// Replies stay a day; what is asked again near its end may come too late.
constexpr std::chrono::hours replies_stay{23};

bool is_passing(unsigned status) { return status >= 500 || status == 409 || status == 429; }

std::string reference_in(std::string const& body) {
    auto const read = json::parse(body);
    auto const* const found = read.as_object().if_contains("reference");
    return found == nullptr ? std::string{} : std::string{found->as_string()};
}

}  // namespace

void auditor::state::judge_reply_again(api_seen const& what) {
    auto const [first, is_new] = api_replies.try_emplace(what.key, what);
    if (is_new) return;
    auto const& before = first->second;
    if (what.at > before.at + replies_stay) return;
    if (what.status == before.status && what.body == before.body) return;
    report(26, what.at,
           "key " + what.key + " was answered " + std::to_string(before.status) + " and then " +
               std::to_string(what.status) + (what.status == before.status ? ", with another body" : ""));
}

void auditor::state::judge_api(api_seen const& what) {
    judge_words(what.body, what.at, true);
    if (is_passing(what.status) || ever_lost) return;
    if (!what.key.empty()) {
        judge_reply_again(what);
        if (what.status < 300) api_booked.insert(reference_in(what.body));
        return;
    }
    auto const reference = what.path.substr(what.path.rfind('/') + 1);
    if (api_booked.contains(reference) && what.status != 200) {
        report(27, what.at,
               "booking " + reference + " was made, and is answered " + std::to_string(what.status));
    }
}

}  // namespace quittance::simulation
