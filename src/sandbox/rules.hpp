// The parameter table as a tree.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace quittance::sandbox {

enum class shape {
    text,
    integer,
    boolean,
    currency,
    decimal,
    metadata,
    word,
    one_of,
    object,
    map,
    number_or_object
};

struct rule {
    std::string name;
    shape is = shape::text;
    bool required = false;
    bool list = false;
    bool unsets = false;
    std::size_t longest = 5'000;
    std::vector<std::string_view> words;
    std::vector<rule> members;
};

std::vector<rule> parse_rules(std::string_view text);

}  // namespace quittance::sandbox
