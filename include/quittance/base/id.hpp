// Promises: identifiers of different things do not mix, and never convert by themselves.
#pragma once
#include <compare>
#include <functional>
#include <string>
#include <utility>

namespace quittance {

template <class Tag>
class id {
public:
    id() = default;
    explicit id(std::string text) : text_(std::move(text)) {}

    std::string const& text() const { return text_; }
    bool empty() const { return text_.empty(); }

    friend bool operator==(id const&, id const&) = default;
    friend auto operator<=>(id const&, id const&) = default;

private:
    std::string text_;
};

}  // namespace quittance

template <class Tag>
struct std::hash<quittance::id<Tag>> {
    std::size_t operator()(quittance::id<Tag> const& value) const noexcept {
        return std::hash<std::string>{}(value.text());
    }
};
