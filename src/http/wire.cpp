#include "wire.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "text.hpp"

namespace quittance::http {
namespace {

struct standing_header {
    std::string_view name;
    std::string_view line;
};

// Pages set their own, fitting policy; what forgets to gets one under which nothing runs, loads or is framed.
constexpr std::array<standing_header, 4> standing{{
    {"Content-Security-Policy",
     "Content-Security-Policy: default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors "
     "'none'\r\n"},
    {"X-Content-Type-Options", "X-Content-Type-Options: nosniff\r\n"},
    {"Referrer-Policy", "Referrer-Policy: no-referrer\r\n"},
    {"Cache-Control", "Cache-Control: no-store\r\n"},
}};
constexpr standing_header strict_transport{"Strict-Transport-Security",
                                           "Strict-Transport-Security: max-age=31536000\r\n"};

constexpr std::array<std::pair<unsigned, std::string_view>, 37> reasons{{
    {200, "OK"},
    {201, "Created"},
    {202, "Accepted"},
    {204, "No Content"},
    {301, "Moved Permanently"},
    {302, "Found"},
    {303, "See Other"},
    {304, "Not Modified"},
    {307, "Temporary Redirect"},
    {308, "Permanent Redirect"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {402, "Payment Required"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {406, "Not Acceptable"},
    {408, "Request Timeout"},
    {409, "Conflict"},
    {410, "Gone"},
    {411, "Length Required"},
    {412, "Precondition Failed"},
    {413, "Content Too Large"},
    {414, "URI Too Long"},
    {415, "Unsupported Media Type"},
    {417, "Expectation Failed"},
    {421, "Misdirected Request"},
    {422, "Unprocessable Content"},
    {424, "Failed Dependency"},
    {429, "Too Many Requests"},
    {431, "Request Header Fields Too Large"},
    {500, "Internal Server Error"},
    {501, "Not Implemented"},
    {502, "Bad Gateway"},
    {503, "Service Unavailable"},
    {504, "Gateway Timeout"},
    {505, "HTTP Version Not Supported"},
}};

bool carries(response const& reply, std::string_view name) {
    return std::ranges::any_of(reply.headers,
                               [name](auto const& entry) { return same_word(entry.first, name); });
}

// Framing and the request id are the server's to say.
bool is_ours(std::string_view name) {
    return same_word(name, "content-length") || same_word(name, "connection") ||
           same_word(name, "transfer-encoding") || same_word(name, "x-request-id");
}

void append_line(std::string& text, std::string_view name, std::string_view value) {
    text.append(name).append(": ").append(value).append("\r\n");
}

bool ends_a_line(std::string_view text) {
    return text.find_first_of(std::string_view{"\r\n\0", 3}) != text.npos;
}

}  // namespace

std::string_view reason(unsigned status) {
    auto const found = std::ranges::find(reasons, status, &std::pair<unsigned, std::string_view>::first);
    return found != reasons.end() ? found->second : std::string_view{"Status"};
}

bool has_body(unsigned status) { return status >= 200 && status != 204 && status != 304; }

bool splits(response const& reply) {
    return std::ranges::any_of(reply.headers, [](auto const& entry) {
        return entry.first.empty() || entry.first.find_first_of(" :") != std::string::npos ||
               ends_a_line(entry.first) || ends_a_line(entry.second);
    });
}

std::string head_of(response const& reply, wire_rules const& rules) {
    std::string text;
    text.reserve(512);
    text.append("HTTP/1.1 ").append(std::to_string(reply.status)).append(" ").append(reason(reply.status));
    text.append("\r\n");
    for (auto const& [name, value] : reply.headers) {
        if (!is_ours(name)) append_line(text, name, value);
    }
    for (auto const& header : standing) {
        if (!carries(reply, header.name)) text.append(header.line);
    }
    if (rules.tls_in_front && !carries(reply, strict_transport.name)) text.append(strict_transport.line);
    append_line(text, "X-Request-Id", rules.request_id);
    if (has_body(reply.status)) append_line(text, "Content-Length", std::to_string(reply.body.size()));
    if (rules.close) text.append("Connection: close\r\n");
    text.append("\r\n");
    return text;
}

response plain_problem(unsigned status, std::string_view sentence) {
    response reply;
    reply.status = status;
    reply.headers.emplace_back("Content-Type", "text/plain; charset=utf-8");
    reply.body.append(sentence).append("\n");
    return reply;
}

}  // namespace quittance::http
