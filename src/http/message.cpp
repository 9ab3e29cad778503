#include "quittance/http/message.hpp"

#include "text.hpp"

namespace quittance::http {

std::string_view request::header(std::string_view name) const {
    for (auto const& [key, value] : headers) {
        if (same_word(key, name)) return value;
    }
    return {};
}

}  // namespace quittance::http
