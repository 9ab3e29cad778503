// The strict gate: a raw header block in, one unambiguous request or a refusal out. Pure: no socket, no
// clock. Every refusal closes the connection, for after it nobody can say where the next request starts.
#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "quittance/base/result.hpp"
#include "quittance/http/message.hpp"

namespace quittance::http {

struct gate_rules {
    std::size_t header_bytes = 8 * 1024;
    std::size_t header_lines = 64;
    std::size_t target_bytes = 2 * 1024;
    std::span<std::string const> hosts;  // those served, without port; empty: any valid one
    bool addresses = false;              // are served whatever is named, and so is localhost
};

struct refusal {
    unsigned status = 400;
    char const* why = "";  // for the log and the metrics, never for the client
};

// What passed: the request without its body, and how the body is framed.
struct admitted {
    request asked;
    std::uint64_t content_length = 0;
    bool chunked = false;
    bool expects_continue = false;
    bool keep_alive = true;
};

struct head_scan {
    enum class found { incomplete, complete, bare_line_feed };
    found what = found::incomplete;
    std::size_t length = 0;  // of the block with its closing empty line, when complete
};

// Looks for the end of the header block; lines end in CR LF and nothing else. `scanned` bytes were looked at
// before and held no end.
head_scan find_head_end(std::string_view bytes, std::size_t scanned);
// Why a block that still has no end at the limit is refused: an endless target or endless fields.
refusal too_long_to_wait_for(std::string_view bytes);

result<admitted, refusal> gate(std::string_view block, gate_rules const& rules);

}  // namespace quittance::http
