// What Stripe sends, field by field. A node points into the parser's memory: it lives until the next parse on
// this thread, so it never crosses a suspension. What is not as documented throws `malformed`, which the
// room's boundary functions turn into a result.
#pragma once
#include <simdjson.h>

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

namespace quittance::stripe {

struct malformed : std::runtime_error {
    using std::runtime_error::runtime_error;
};

inline constexpr std::size_t most_reply_bytes = std::size_t{4} * 1024 * 1024;
inline constexpr std::size_t most_depth = 64;
inline constexpr std::size_t most_id_characters = 255;

class node {
public:
    node() = default;
    explicit node(simdjson::dom::element element) : element_(element), exists_(true) {}

    // Absent when there is no such member or it is null. A member that occurs twice is malformed: two readers
    // could take different ones.
    node operator[](std::string_view name) const;

    bool exists() const { return exists_; }
    bool is_object() const { return exists_ && element_.is_object(); }
    std::string text() const;           // must be there
    std::string text_or_empty() const;  // absent: empty
    std::string id() const;  // printable, at most 255 characters; of an object in its place, its id
    std::string id_or_empty() const;
    std::int64_t integer() const;
    std::int64_t integer_or(std::int64_t fallback) const;
    bool boolean() const;         // absent: false
    std::string as_json() const;  // must be there; without the spaces it came with

    template <class Visit>
    void each(Visit visit) const {
        for (auto const child : array()) visit(node{child});
    }

private:
    simdjson::dom::array array() const;

    simdjson::dom::element element_;
    bool exists_ = false;
};

// The root, which must be an object.
node parse_json(std::string_view text);

}  // namespace quittance::stripe
