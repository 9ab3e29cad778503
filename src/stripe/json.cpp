#include "json.hpp"

#include <algorithm>
#include <array>

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

// A session has 60 members and is asked for a dozen of them: going through all of it each time was the
// largest single cost of a webhook in our own code. Remembers the members of the object that was asked last.
class member_index {
public:
    static bool takes(std::size_t members) { return members >= 16 && members <= most; }

    void forget() { first_ = nullptr; }
    node find(simdjson::dom::object const& in, std::string_view name) {
        if (in.begin().key_c_str() != first_) fill(in);
        auto const& found = place_of(name);
        if (found.round != round_) return {};
        if (found.twice) throw malformed{"a member occurs twice: " + std::string{name}};
        return found.value.is_null() ? node{} : node{found.value};
    }

private:
    static constexpr std::size_t most = 96;
    struct place {
        std::string_view name;
        simdjson::dom::element value;
        std::uint32_t round = 0;
        bool twice = false;
    };

    // Length and three letters tell the members of one object apart well enough; a text that makes them all
    // collide costs what it would cost without an index.
    static std::size_t start_of(std::string_view name) {
        if (name.empty()) return 0;
        auto const letter = [name](std::size_t at) -> std::size_t {
            return static_cast<unsigned char>(name[at]);
        };
        return name.size() * 7 + letter(0) * 5 + letter(name.size() / 2) * 3 + letter(name.size() - 1) * 11;
    }
    // The place of that name, or the free one it would take: more than half of all places stay free.
    place& place_of(std::string_view name) {
        for (std::size_t at = start_of(name);; ++at) {
            auto& here = places_[at % places_.size()];
            if (here.round != round_ || here.name == name) return here;
        }
    }
    void fill(simdjson::dom::object const& in) {
        if (++round_ == 0) {  // after 4 billion objects the oldest marks would look fresh
            places_.fill({});
            round_ = 1;
        }
        for (auto at = in.begin(); at != in.end(); ++at) {
            auto& here = place_of(at.key());
            bool const again = here.round == round_;
            here = {at.key(), at.value(), round_, again};
        }
        first_ = in.begin().key_c_str();
    }

    std::array<place, 256> places_;
    std::uint32_t round_ = 0;
    char const* first_ = nullptr;  // the first key's bytes: no two objects of one document share them
};

member_index& index_of_this_thread() {
    thread_local member_index index;
    return index;
}

}  // namespace

node parse_json(std::string_view text) {
    index_of_this_thread().forget();
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
    if (member_index::takes(object.size())) return index_of_this_thread().find(object, name);
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

std::string node::as_json() const {
    if (!exists_) throw malformed{"a value was expected"};
    return simdjson::minify(element_);
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
