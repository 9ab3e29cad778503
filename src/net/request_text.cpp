#include "request_text.hpp"

#include <algorithm>
#include <stdexcept>

namespace quittance::net {
namespace {

bool is_line(std::string_view text, char least) {
    return std::ranges::all_of(text, [least](char c) {
        auto const byte = static_cast<unsigned char>(c);
        return byte >= static_cast<unsigned char>(least) && byte != 0x7F;
    });
}

void check(client_request const& request) {
    bool good = !request.method.empty() && is_line(request.method, '!') && request.target.starts_with('/') &&
                is_line(request.target, '!');
    for (auto const& [name, value] : request.headers) {
        bool const named = !name.empty() && is_line(name, '!') && name.find(':') == std::string::npos;
        good = good && named && is_line(value, ' ');
    }
    // What is wrong stays unnamed: it may be a key.
    if (!good)
        throw std::invalid_argument("a request's method, target or header holds a character it cannot carry");
}

}  // namespace

std::string request_text(origin const& there, client_request const& request) {
    check(request);
    std::string text;
    text.reserve(512 + request.body.size());
    text.append(request.method).append(" ").append(request.target).append(" HTTP/1.1\r\nHost: ");
    text.append(there.authority).append("\r\n");
    for (auto const& [name, value] : request.headers)
        text.append(name).append(": ").append(value).append("\r\n");
    bool const bodyless = request.body.empty() && request.method != "POST" && request.method != "PUT";
    if (!bodyless) text.append("Content-Length: ").append(std::to_string(request.body.size())).append("\r\n");
    text.append("\r\n").append(request.body);
    return text;
}

}  // namespace quittance::net
