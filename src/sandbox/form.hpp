// A form as the processor reads it: names with brackets, `[]` numbered, in the order they came.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace quittance::sandbox {

class form {
public:
    // Empty: a broken escape, text that is not UTF-8, or more than 1,000 fields.
    static std::optional<form> parse(std::string_view text);

    using field = std::pair<std::string, std::string>;
    std::vector<field> const& fields() const { return fields_; }
    void add(std::string name, std::string value) { fields_.emplace_back(std::move(name), std::move(value)); }
    void merge(form const& other);

    std::string const* find(std::string_view name) const;
    std::string text(std::string_view name) const;  // "" when absent
    std::optional<std::int64_t> number(std::string_view name) const;
    bool flag(std::string_view name) const { return text(name) == "true"; }
    bool any_below(std::string_view name) const;  // name itself or name[…]
    // Distinct keys below `name`: for name[a][b] it is "a".
    std::vector<std::string> below(std::string_view name) const;
    std::vector<std::string> list(std::string_view name) const;  // values of name[0], name[1], …

private:
    std::vector<field> fields_;
};

// "a[b][0]" into {"a","b","0"}; empty when the brackets do not pair up.
std::vector<std::string> split_name(std::string_view name);
bool is_utf8(std::string_view text);
std::optional<std::int64_t> to_integer(std::string_view text);

}  // namespace quittance::sandbox
