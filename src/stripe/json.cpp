#include "json.hpp"

#include <algorithm>

namespace quittance::stripe {

namespace {

bool is_printable(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 0x7F; });
}

simdjson::dom::parser& parser_of_this_thread() {
    thread_local simdjson::dom::parser parser = [] {
        simdjson::dom::parser fresh{most_reply_bytes};
        if (fresh.allocate(16 * 1024, most_depth) != simdjson::SUCCESS) throw std::bad_alloc{};
        return fresh;
    }();
    return parser;
}

}  // namespace

node parse_json(std::string_view text) {
    simdjson::dom::element root;
    auto const error = parser_of_this_thread().parse(text.data(), text.size()).get(root);
    if (error != simdjson::SUCCESS) throw malformed{simdjson::error_message(error)};
    if (!root.is_object()) throw malformed{"not an object"};
    return node{root};
}

node node::operator[](std::string_view name) const {
    simdjson::dom::object object;
    if (!exists_) return {};
    if (element_.get(object) != simdjson::SUCCESS) throw malformed{"an object was expected"};
    node found;
    bool seen = false;
    for (auto at = object.begin(); at != object.end(); ++at) {
        if (!at.key_equals(name)) continue;
        if (seen) throw malformed{"a member occurs twice: " + std::string{name}};
        seen = true;
        auto const value = at.value();
        if (!value.is_null()) found = node{value};
    }
    return found;
}

std::string node::text() const {
    std::string_view text;
    if (!exists_ || element_.get(text) != simdjson::SUCCESS) throw malformed{"a text was expected"};
    return std::string{text};
}

std::string node::text_or_empty() const { return exists_ ? text() : std::string{}; }

std::string node::id() const {
    auto id = is_object() ? (*this)["id"].text() : text();
    if (id.empty() || id.size() > most_id_characters || !is_printable(id)) throw malformed{"not an id"};
    return id;
}

std::string node::id_or_empty() const { return exists_ ? id() : std::string{}; }

std::int64_t node::integer() const {
    std::int64_t number = 0;
    if (!exists_ || !element_.is_int64() || element_.get(number) != simdjson::SUCCESS) {
        throw malformed{"a whole number was expected"};
    }
    return number;
}

std::int64_t node::integer_or(std::int64_t fallback) const { return exists_ ? integer() : fallback; }

bool node::boolean() const {
    bool value = false;
    if (exists_ && element_.get(value) != simdjson::SUCCESS) throw malformed{"true or false was expected"};
    return value;
}

simdjson::dom::array node::array() const {
    simdjson::dom::array array;
    if (!exists_ || element_.get(array) != simdjson::SUCCESS) throw malformed{"a list was expected"};
    return array;
}

}  // namespace quittance::stripe
