// application/x-www-form-urlencoded, and percent-encoding of path segments. The same fields in the same order
// give the same bytes: a body is committed before it is sent.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace quittance::stripe {

std::string percent_encoded(std::string_view text);

class form {
public:
    // Brackets in names stay as they are; Stripe takes them raw.
    form& add(std::string_view name, std::string_view value);
    form& add(std::string_view name, std::int64_t value);
    std::string const& text() const { return text_; }

private:
    std::string text_;
};

}  // namespace quittance::stripe
