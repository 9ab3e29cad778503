// From what the processor says to what the account is asked to record.
#pragma once
#include <optional>

#include "quittance/domain/command.hpp"
#include "quittance/engine/webhook.hpp"

namespace quittance::engine {

// Nothing for reports that carry no fact (uninteresting ones and pointers).
std::optional<domain::command> command_for(report const& what, domain::booking_id const& booking);

// The same of an object that was read and not told of.
std::optional<domain::command> command_for_read(report const& what, domain::booking_id const& booking);

// The object a pointer names, read and with its route as far as its metadata tells; nothing when it is none
// we take.
struct read_object {
    report what;
    route whose;
    domain::intent_id intent;  // for objects without metadata
};
awaitable<processor_result<read_object>> read_pointed(processor& outside, std::string object_id);

// A final no to a read: asking again is useless until somebody changes something there.
struct processor_refused : processor_unavailable {
    using processor_unavailable::processor_unavailable;
};

// A reply that nobody here can read: asking again brings the same.
inline bool is_unreadable(processor_failure const& why) { return why.code == "malformed_reply"; }
struct processor_unreadable : processor_unavailable {
    using processor_unavailable::processor_unavailable;
};

// The key is right, and may not read this kind of object: asking again brings the same until it may.
inline bool is_forbidden(processor_failure const& why) { return why.code == "forbidden"; }

// What could not be read, as an exception: processor_refused for a final no, processor_unreadable for a reply
// that makes no sense.
[[noreturn]] void throw_unavailable(processor_failure const& why);

}  // namespace quittance::engine
