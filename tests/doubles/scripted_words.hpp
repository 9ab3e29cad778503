// What the parts of the scripted processor share: its failures, and its bodies of words.
#pragma once
#include <cstdlib>
#include <string>
#include <string_view>

#include "quittance/engine/processor.hpp"

namespace quittance::doubles {

inline engine::processor_failure failure(engine::processor_failure::kind what) {
    bool const unknown = what == engine::processor_failure::kind::unknown;
    return {what, unknown ? "no_answer" : "scripted", "the test said so"};
}

inline domain::money euros(std::int64_t cents) {
    return domain::money::minor(cents, domain::currency::parse("EUR").value());
}

// Of "… name=value …", with the '=' in the name.
inline std::string word_after(std::string const& body, std::string_view name) {
    auto const found = body.find(' ' + std::string{name});
    if (found == std::string::npos) return {};
    auto const from = found + 1 + name.size();
    return body.substr(from, body.find(' ', from) - from);
}

inline std::int64_t number_after(std::string const& body, std::string_view name) {
    return std::strtoll(word_after(body, name).c_str(), nullptr, 10);
}

inline char const* event_type_of(domain::intent_status status) {
    switch (status) {
        case domain::intent_status::succeeded: return "payment_intent.succeeded";
        case domain::intent_status::canceled: return "payment_intent.canceled";
        case domain::intent_status::processing: return "payment_intent.processing";
        case domain::intent_status::requires_action: return "payment_intent.requires_action";
        default: return "payment_intent.payment_failed";
    }
}

}  // namespace quittance::doubles
