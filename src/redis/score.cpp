#include "score.hpp"

#include <charconv>

#include "quittance/engine/store.hpp"

namespace quittance::redis {

instant parse_score(std::string const& text) {
    std::int64_t millis = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), millis);
    if (error != std::errc{} || end != text.data() + text.size()) {
        throw engine::document_unreadable("a score in an index is not a whole number; run `quittance fsck`");
    }
    return from_unix_millis(millis);
}

}  // namespace quittance::redis
