// Promises: a key or token that cannot be printed by accident, compares in constant time and is wiped when it
// goes. Reading it is spelled `reveal()`, so that every use can be found by searching for that word.
#pragma once
#include <string>
#include <string_view>
#include <utility>

namespace quittance {

// Same length and same bytes, without a hint in the time taken where they differ.
bool equal_in_constant_time(std::string_view left, std::string_view right) noexcept;
void wipe(std::string& text) noexcept;

template <class Tag>
class secret {
public:
    secret() = default;
    explicit secret(std::string text) : text_(std::move(text)) {}
    secret(secret const&) = default;
    secret(secret&& other) noexcept : text_(std::exchange(other.text_, {})) {}
    secret& operator=(secret other) noexcept {
        text_.swap(other.text_);
        return *this;
    }
    ~secret() { wipe(text_); }

    std::string_view reveal() const { return text_; }
    bool empty() const { return text_.empty(); }

    friend bool operator==(secret const& left, secret const& right) noexcept {
        return equal_in_constant_time(left.text_, right.text_);
    }

private:
    std::string text_;
};

}  // namespace quittance
