// Promises: one client's record as a text that a third person can read and check: what does not agree is said
// at the top, and again where it stands. Refuses to repair or to leave out: what is stored is shown.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "quittance/engine/kept_letters.hpp"
#include "quittance/redis/redis.hpp"

namespace quittance::app {

struct evidence {
    redis::stored_account stored;
    std::map<int, std::vector<engine::kept_letter>> letters;  // by number; none: its bytes are not kept
    std::map<int, std::string> unreadable;  // letters that are kept and cannot be read, and why
    std::string business;
    instant now{};
};
struct evidence_report {
    std::string text;
    bool verifies = true;
};
evidence_report evidence_text(evidence const& of);

}  // namespace quittance::app
