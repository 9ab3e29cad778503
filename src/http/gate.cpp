#include "gate.hpp"

#include <algorithm>
#include <array>
#include <boost/asio/ip/address_v4.hpp>
#include <charconv>
#include <optional>

#include "text.hpp"

namespace quittance::http {
namespace {

using maybe_refusal = std::optional<refusal>;

// What the fields say about framing and routing, counted while they are read.
struct seen_fields {
    int hosts = 0;
    int lengths = 0;
    int encodings = 0;
    int expectations = 0;
    std::string_view host;
    std::string_view length;
    std::string_view encoding;
    std::string_view expectation;
    bool close = false;
};

constexpr auto name_characters = [] {
    std::array<bool, 256> table{};
    for (unsigned char c = '0'; c <= '9'; ++c) table[c] = true;
    for (unsigned char c = 'a'; c <= 'z'; ++c) table[c] = true;
    for (unsigned char c = 'A'; c <= 'Z'; ++c) table[c] = true;
    // RFC 9110 tokens but for the underscore: CGI-like hops read `Content_Length` as `Content-Length`.
    for (char const c : std::string_view{"!#$%&'*+-.^`|~"}) table[static_cast<unsigned char>(c)] = true;
    return table;
}();

bool is_name(std::string_view text) {
    return !text.empty() &&
           std::ranges::all_of(text, [](char c) { return name_characters[static_cast<unsigned char>(c)]; });
}

bool is_value(std::string_view text) {
    return std::ranges::all_of(text, [](char c) {
        auto const byte = static_cast<unsigned char>(c);
        return byte == '\t' || (byte >= 0x20 && byte != 0x7F);
    });
}

bool is_digits(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

bool is_alphanumeric(char c) { return (lower(c) >= 'a' && lower(c) <= 'z') || (c >= '0' && c <= '9'); }

// The host without its port; empty when the value is not `host`, `host:port`, `[v6]` or `[v6]:port`.
std::string_view host_name(std::string_view value) {
    bool const literal = value.starts_with('[');
    auto const end = literal ? value.find(']') + 1 : std::min(value.find(':'), value.size());
    if (end == 0 || value.size() > 255) return {};
    auto const name = value.substr(0, end);
    auto const port = value.substr(end);
    if (!port.empty() && (port.front() != ':' || port.size() > 6 || !is_digits(port.substr(1)))) return {};
    if (literal) {
        auto const inside = name.substr(1, name.size() - 2);
        bool const fits =
            !inside.empty() && inside.find_first_not_of("0123456789abcdefABCDEF:.") == inside.npos;
        return fits ? name : std::string_view{};
    }
    bool const fits =
        std::ranges::all_of(name, [](char c) { return is_alphanumeric(c) || c == '-' || c == '.'; });
    return fits && !name.empty() && is_alphanumeric(name.front()) ? name : std::string_view{};
}

method verb_of(std::string_view name) {
    if (name == "GET") return method::get;
    if (name == "POST") return method::post;
    if (name == "HEAD") return method::head;
    if (name == "OPTIONS") return method::options;
    return method::other;
}

maybe_refusal read_target(std::string_view target, gate_rules const& rules, request& asked) {
    if (target.size() > rules.target_bytes) return refusal{414, "target_too_long"};
    if (!target.starts_with('/')) return refusal{400, "target_not_origin_form"};
    bool const plain = std::ranges::all_of(target, [](char c) { return c > 0x20 && c < 0x7F && c != '#'; });
    if (!plain) return refusal{400, "target_characters"};
    auto const mark = std::min(target.find('?'), target.size());
    asked.path = target.substr(0, mark);
    asked.query = target.substr(std::min(mark + 1, target.size()));
    return std::nullopt;
}

maybe_refusal read_version(std::string_view version, bool& http_1_0) {
    if (version == "HTTP/1.1") return std::nullopt;
    http_1_0 = version == "HTTP/1.0";
    if (http_1_0) return std::nullopt;
    bool const shaped = version.size() == 8 && version.starts_with("HTTP/") &&
                        is_digits(version.substr(5, 1)) && version[6] == '.' && is_digits(version.substr(7));
    return shaped ? refusal{505, "version"} : refusal{400, "request_line"};
}

maybe_refusal read_request_line(std::string_view line, gate_rules const& rules, request& asked,
                                bool& http_1_0) {
    auto const first = line.find(' ');
    auto const last = line.rfind(' ');
    if (first == std::string_view::npos || first == last) return refusal{400, "request_line"};
    auto const name = line.substr(0, first);
    if (!is_name(name) || name.size() > 32) return refusal{400, "method"};
    asked.verb = verb_of(name);
    auto const version = read_version(line.substr(last + 1), http_1_0);
    if (version) return version;
    return read_target(line.substr(first + 1, last - first - 1), rules, asked);
}

bool names_token(std::string_view list, std::string_view word) {
    while (!list.empty()) {
        auto const piece = list.substr(0, list.find(','));
        list.remove_prefix(std::min(list.size(), piece.size() + 1));
        if (same_word(trimmed(piece), word)) return true;
    }
    return false;
}

void note(std::string_view name, std::string_view value, seen_fields& seen) {
    if (same_word(name, "host")) {
        ++seen.hosts;
        seen.host = value;
    } else if (same_word(name, "content-length")) {
        ++seen.lengths;
        seen.length = value;
    } else if (same_word(name, "transfer-encoding")) {
        ++seen.encodings;
        seen.encoding = value;
    } else if (same_word(name, "expect")) {
        ++seen.expectations;
        seen.expectation = value;
    } else if (same_word(name, "connection")) {
        seen.close = seen.close || names_token(value, "close");
    }
}

// Of these a second one would let two readers believe two things.
bool is_single(std::string_view name) {
    return same_word(name, "authorization") || same_word(name, "content-type") ||
           same_word(name, "idempotency-key") || same_word(name, "cookie") || same_word(name, "origin");
}

maybe_refusal read_field(std::string_view line, request& asked, seen_fields& seen) {
    if (line.front() == ' ' || line.front() == '\t') return refusal{400, "folded_field"};
    auto const colon = line.find(':');
    if (colon == std::string_view::npos) return refusal{400, "field_without_colon"};
    auto const name = line.substr(0, colon);
    if (!is_name(name)) return refusal{400, "field_name"};
    auto const value = trimmed(line.substr(colon + 1));
    if (!is_value(value)) return refusal{400, "field_value"};
    if (is_single(name) && std::ranges::any_of(asked.headers, [name](auto const& have) {
            return same_word(have.first, name);
        })) {
        return refusal{400, "field_twice"};
    }
    note(name, value, seen);
    asked.headers.emplace_back(name, value);
    return std::nullopt;
}

// What no name server is asked for, so that nobody can make it lead elsewhere.
bool is_address_or_localhost(std::string_view name) {
    if (name.starts_with('[') || same_word(name, "localhost")) return true;
    boost::system::error_code none;
    boost::asio::ip::make_address_v4(name, none);
    return !none;
}

bool is_served(std::string_view name, gate_rules const& rules) {
    if (rules.hosts.empty() || (rules.addresses && is_address_or_localhost(name))) return true;
    return std::ranges::any_of(rules.hosts,
                               [name](std::string const& host) { return same_word(host, name); });
}

maybe_refusal check_host(seen_fields const& seen, gate_rules const& rules) {
    if (seen.hosts != 1) return refusal{400, seen.hosts == 0 ? "host_missing" : "host_twice"};
    auto const name = host_name(seen.host);
    if (name.empty()) return refusal{400, "host_syntax"};
    if (!is_served(name, rules)) return refusal{421, "host_not_served"};
    return std::nullopt;
}

maybe_refusal check_length(seen_fields const& seen, admitted& passed) {
    if (seen.lengths == 0) return std::nullopt;
    if (seen.lengths > 1) return refusal{400, "length_twice"};
    if (!is_digits(seen.length)) return refusal{400, "length_syntax"};
    auto const* const end = seen.length.data() + seen.length.size();
    auto const read = std::from_chars(seen.length.data(), end, passed.content_length);
    if (read.ec != std::errc{}) return refusal{413, "length_overflow"};
    bool const may_have_body = passed.asked.verb == method::post || passed.asked.verb == method::other;
    if (passed.content_length > 0 && !may_have_body) return refusal{400, "body_on_bodyless_method"};
    return std::nullopt;
}

maybe_refusal check_encoding(seen_fields const& seen, bool http_1_0, admitted& passed) {
    if (seen.encodings == 0) return std::nullopt;
    if (seen.lengths > 0) return refusal{400, "length_and_encoding"};
    bool const plain = seen.encodings == 1 && seen.encoding == "chunked";
    if (!plain || http_1_0 || passed.asked.verb != method::post) return refusal{501, "transfer_encoding"};
    passed.chunked = true;
    return std::nullopt;
}

maybe_refusal check_expectation(seen_fields const& seen, bool http_1_0, admitted& passed) {
    if (seen.expectations == 0) return std::nullopt;
    bool const known = seen.expectations == 1 && same_word(seen.expectation, "100-continue");
    if (!known || http_1_0) return refusal{417, "expectation"};
    passed.expects_continue = true;
    return std::nullopt;
}

maybe_refusal check_framing(seen_fields const& seen, bool http_1_0, admitted& passed) {
    if (auto const no = check_length(seen, passed)) return no;
    if (auto const no = check_encoding(seen, http_1_0, passed)) return no;
    return check_expectation(seen, http_1_0, passed);
}

// Takes the next line off `block`, without its CR LF; find_head_end has seen that every line has both.
std::string_view next_line(std::string_view& block) {
    auto const line = block.substr(0, block.find("\r\n"));
    block.remove_prefix(std::min(block.size(), line.size() + 2));
    return line;
}

maybe_refusal read_fields(std::string_view block, gate_rules const& rules, request& asked,
                          seen_fields& seen) {
    asked.headers.reserve(16);
    for (auto line = next_line(block); !line.empty(); line = next_line(block)) {
        if (asked.headers.size() == rules.header_lines) return refusal{431, "too_many_fields"};
        if (auto const no = read_field(line, asked, seen)) return no;
    }
    return std::nullopt;
}

}  // namespace

head_scan find_head_end(std::string_view bytes, std::size_t scanned) {
    // An end may straddle what was seen and what came: step back over a partial CR LF CR LF.
    std::size_t at = scanned < 3 ? 0 : scanned - 3;
    for (at = bytes.find('\n', at); at != bytes.npos; at = bytes.find('\n', at + 1)) {
        if (at == 0 || bytes[at - 1] != '\r') return {head_scan::found::bare_line_feed, 0};
        if (at == 1 || (at >= 3 && bytes[at - 2] == '\n')) return {head_scan::found::complete, at + 1};
    }
    return {};
}

refusal too_long_to_wait_for(std::string_view bytes) {
    if (bytes.find('\n') == bytes.npos) return {414, "target_too_long"};
    return {431, "header_too_long"};
}

result<admitted, refusal> gate(std::string_view block, gate_rules const& rules) {
    admitted passed;
    seen_fields seen;
    bool http_1_0 = false;
    if (block.size() > rules.header_bytes) return too_long_to_wait_for(block);
    if (auto const no = read_request_line(next_line(block), rules, passed.asked, http_1_0)) return *no;
    if (auto const no = read_fields(block, rules, passed.asked, seen)) return *no;
    if (auto const no = check_framing(seen, http_1_0, passed)) return *no;
    if (auto const no = check_host(seen, rules)) return *no;
    passed.keep_alive = !http_1_0 && !seen.close;
    return passed;
}

}  // namespace quittance::http
