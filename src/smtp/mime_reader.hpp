// A mail taken apart as far as bounces need it, from bytes that anybody may have sent: views into them,
// limits on everything, no decoding.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace quittance::smtp {

struct header_field {
    std::string name;   // lower case
    std::string value;  // unfolded, trimmed
};

struct read_part {
    std::vector<header_field> fields;
    std::string_view body;

    // The first of that name, which is given in lower case; empty: none.
    std::string_view value_of(std::string_view name) const;
    bool has(std::string_view name) const;
    std::string media_type() const;  // lower case, "text/plain" where none is given
};

// One line without its end, CR LF or LF, taken off.
std::string_view take_line(std::string_view& text);
// Fields up to the first empty line, which is taken too.
std::vector<header_field> take_fields(std::string_view& text);
read_part read_whole(std::string_view mail);
// Of `multipart/x; boundary="y"`, with the quotes off.
std::string parameter_of(std::string_view value, std::string_view name);
// The parts directly inside; none where it is no multipart.
std::vector<read_part> parts_of(read_part const& whole);

}  // namespace quittance::smtp
