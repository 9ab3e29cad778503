#include "command.hpp"

#include <array>
#include <charconv>

namespace quittance::redis {
namespace {

void append_count(std::string& out, char mark, std::size_t count) {
    std::array<char, 24> digits;
    auto const end = std::to_chars(digits.data(), digits.data() + digits.size(), count).ptr;
    out += mark;
    out.append(digits.data(), end);
    out += "\r\n";
}

}  // namespace

command_batch& command_batch::begin(std::size_t arguments) {
    append_count(text_, '*', arguments);
    ++commands_;
    return *this;
}

command_batch& command_batch::add(std::string_view argument) {
    append_count(text_, '$', argument.size());
    text_ += argument;
    text_ += "\r\n";
    return *this;
}

command_batch& command_batch::add(std::int64_t argument) {
    std::array<char, 24> digits;
    auto const end = std::to_chars(digits.data(), digits.data() + digits.size(), argument).ptr;
    return add(std::string_view(digits.data(), static_cast<std::size_t>(end - digits.data())));
}

command_batch& command_batch::command(std::initializer_list<std::string_view> parts) {
    begin(parts.size());
    for (auto const part : parts) add(part);
    return *this;
}

}  // namespace quittance::redis
