// Every input that changes something is one line of JSON, and is applied from that line, live as on replay:
// so the two cannot differ.
#pragma once
#include "world.hpp"

namespace quittance::sandbox {

struct applied {
    unsigned status = 200;
    std::string body;
    bool stored = true;  // false: nothing was changed, nothing need be kept
    bool yes = false;
    pay_outcome paid;
};

// A line of this kind, with the time and the state of the id generator.
json::object input(world const& here, std::string_view kind);
applied apply(world& here, json::object const& line);
std::string error_body(world const& here, json::object error, unsigned status, std::string_view request);

}  // namespace quittance::sandbox
