#pragma once
#include <span>
#include <string_view>

namespace quittance::sandbox {

struct operation {
    std::string_view method;
    std::string_view path;  // `{}` for each id
    std::string_view parameters;
};
struct word_list {
    std::string_view name;
    std::string_view words;
};

std::span<operation const> all_operations();
std::span<word_list const> all_word_lists();

}  // namespace quittance::sandbox
