#include "reader.hpp"

namespace quittance::records {

void format_check::require_readable() const {
    if (written_ == 0) throw unreadable("a stored document does not say its format");
    if (needed_ <= format) return;
    throw unreadable("a stored document has format " + std::to_string(written_) +
                     ", which needs a reader of format " + std::to_string(needed_) +
                     "; this program reads up to " + std::to_string(format) +
                     ". Start the newer program on this store.");
}

json::element document_reader::open(std::string_view text) {
    padded_.reserve(text.size() + simdjson::SIMDJSON_PADDING);
    padded_.assign(text);
    return parser_.parse(padded_.data(), padded_.size(), false);
}

document_reader& kept_reader() {
    thread_local document_reader kept;
    return kept;
}

}  // namespace quittance::records
