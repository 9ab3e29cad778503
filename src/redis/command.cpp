#include "command.hpp"

#include <array>
#include <charconv>

namespace quittance::redis {
namespace {

void append_count(std::string& out, char mark, std::size_t count) {
    std::array<char, 24> line;
    line[0] = mark;
    if (count < 100) {  // nearly all of them, and a commit has sixty
        line[1] = static_cast<char>('0' + count / 10);
        line[2] = static_cast<char>('0' + count % 10);
        line[3] = '\r';
        line[4] = '\n';
        if (count >= 10) {
            out.append(line.data(), 5);
            return;
        }
        line[1] = mark;
        out.append(&line[1], 4);
        return;
    }
    auto* const end = std::to_chars(&line[1], line.data() + line.size() - 2, count).ptr;
    end[0] = '\r';
    end[1] = '\n';
    out.append(line.data(), static_cast<std::size_t>(end + 2 - line.data()));
}

}  // namespace

void append_part(std::string& out, std::string_view part) {
    append_count(out, '$', part.size());
    out.append(part);
    out.append("\r\n", 2);
}

void append_part(std::string& out, std::int64_t part) {
    std::array<char, 24> digits;
    auto const* const end = std::to_chars(digits.data(), digits.data() + digits.size(), part).ptr;
    append_part(out, std::string_view(digits.data(), static_cast<std::size_t>(end - digits.data())));
}

command_batch& command_batch::begin(std::size_t parts) {
    append_count(text_, '*', parts);
    ++commands_;
    return *this;
}

command_batch& command_batch::add(std::string_view part) {
    append_part(text_, part);
    return *this;
}

command_batch& command_batch::add(std::int64_t part) {
    append_part(text_, part);
    return *this;
}

command_batch& command_batch::add_encoded(std::string_view parts) {
    text_.append(parts);
    return *this;
}

command_batch& command_batch::command(std::initializer_list<std::string_view> parts) {
    begin(parts.size());
    for (auto const part : parts) add(part);
    return *this;
}

}  // namespace quittance::redis
