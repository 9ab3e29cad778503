#include "kept_reply.hpp"

#include <charconv>

namespace quittance::redis {

std::string write_reply(engine::idempotent_reply const& kept) {
    return std::to_string(kept.status) + " " + kept.body_hash + "\n" + kept.body;
}

engine::idempotent_reply read_reply(std::string_view text) {
    engine::idempotent_reply kept;
    auto const space = text.find(' ');
    auto const line_end = text.find('\n');
    auto const parsed = std::from_chars(text.data(), text.data() + text.size(), kept.status);
    if (parsed.ec != std::errc{} || space == std::string_view::npos || line_end == std::string_view::npos ||
        line_end < space) {
        throw engine::document_unreadable("a kept API reply is broken; it goes by itself after 24 hours");
    }
    kept.body_hash = text.substr(space + 1, line_end - space - 1);
    kept.body = text.substr(line_end + 1);
    return kept;
}

}  // namespace quittance::redis
