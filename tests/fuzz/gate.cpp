// The raw HTTP gate: where a header block ends does not depend on how it came, and what is admitted says the
// same when it is written anew, as a proxy would. Nothing ambiguous passes.
#include <algorithm>

#include "forwarded.hpp"
#include "fuzz/input.hpp"
#include "gate.hpp"
#include "quittance/base/assert.hpp"

namespace quittance::http {
namespace {

bool same_word(std::string_view left, std::string_view right) {
    return std::ranges::equal(left, right, [](char a, char b) {
        return (a >= 'A' && a <= 'Z' ? a + 32 : a) == (b >= 'A' && b <= 'Z' ? b + 32 : b);
    });
}

std::size_t count_of(request const& asked, std::string_view name) {
    return static_cast<std::size_t>(
        std::ranges::count_if(asked.headers, [name](auto const& one) { return same_word(one.first, name); }));
}

void check_cuts(std::string_view bytes, head_scan whole) {
    auto const stride = std::max<std::size_t>(1, bytes.size() / 32);
    for (std::size_t cut = 0; cut < bytes.size(); cut += stride) {
        auto const first = find_head_end(bytes.substr(0, cut), 0);
        auto const seen = first.what == head_scan::found::incomplete ? find_head_end(bytes, cut) : first;
        QUITTANCE_ASSERT(seen.what == whole.what && seen.length == whole.length);
    }
}

void check_plain(admitted const& passed) {
    auto const& asked = passed.asked;
    QUITTANCE_ASSERT(asked.path.starts_with('/'));
    for (auto const* text : {&asked.path, &asked.query}) {
        QUITTANCE_ASSERT(std::ranges::all_of(*text, [](char c) { return c > 0x20 && c < 0x7F; }));
    }
    for (auto const& [name, value] : asked.headers) {
        QUITTANCE_ASSERT(!name.empty() && name.find_first_of(" \t\r\n:_\0") == std::string::npos);
        QUITTANCE_ASSERT(value.find_first_of(std::string_view{"\r\n\0", 3}) == std::string::npos);
    }
    QUITTANCE_ASSERT(count_of(asked, "host") == 1);
    for (auto const* name : {"content-length", "transfer-encoding", "authorization", "idempotency-key"}) {
        QUITTANCE_ASSERT(count_of(asked, name) <= 1);
    }
}

void check_framing(admitted const& passed) {
    auto const length = passed.asked.header("Content-Length");
    auto const encoding = passed.asked.header("Transfer-Encoding");
    QUITTANCE_ASSERT(length.empty() || encoding.empty());
    QUITTANCE_ASSERT(passed.chunked == (encoding == "chunked"));
    QUITTANCE_ASSERT(passed.chunked || encoding.empty());
    QUITTANCE_ASSERT(!passed.chunked || passed.asked.verb == method::post);
    QUITTANCE_ASSERT(std::ranges::all_of(length, [](char c) { return c >= '0' && c <= '9'; }));
    bool const may = passed.asked.verb == method::post || passed.asked.verb == method::other;
    QUITTANCE_ASSERT(may || passed.content_length == 0);
    QUITTANCE_ASSERT(!length.empty() || passed.content_length == 0);
}

std::string rewritten(std::string_view block, admitted const& passed) {
    auto const line = block.substr(0, block.find("\r\n"));
    std::string text{line.substr(0, line.find(' ') + 1)};
    text += passed.asked.path;
    if (!passed.asked.query.empty()) text += '?' + passed.asked.query;
    text += line.substr(line.rfind(' '));
    text += "\r\n";
    for (auto const& [name, value] : passed.asked.headers) text += name + ':' + value + "\r\n";
    return text + "\r\n";
}

void check_rewritten(std::string_view block, admitted const& passed) {
    auto const text = rewritten(block, passed);
    auto const end = find_head_end(text, 0);
    QUITTANCE_ASSERT(end.what == head_scan::found::complete && end.length == text.size());
    auto const again = gate(text, {});
    QUITTANCE_ASSERT(again.has_value());
    QUITTANCE_ASSERT(again->asked.verb == passed.asked.verb && again->asked.path == passed.asked.path);
    QUITTANCE_ASSERT(again->asked.query == passed.asked.query);
    QUITTANCE_ASSERT(again->asked.headers == passed.asked.headers);
    QUITTANCE_ASSERT(again->content_length == passed.content_length && again->chunked == passed.chunked);
    QUITTANCE_ASSERT(again->expects_continue == passed.expects_continue);
    QUITTANCE_ASSERT(again->keep_alive == passed.keep_alive);
}

// A stranger's address counts only as a trusted proxy tells it.
void check_sender(request const& asked) {
    static trusted_proxies const ours{{"10.0.0.0/8", "fd00::/8"}};
    static auto const proxy = boost::asio::ip::make_address("10.1.2.3");
    static auto const stranger = boost::asio::ip::make_address("203.0.113.9");
    QUITTANCE_ASSERT(ours.client(stranger, asked.headers) == stranger);
    auto const told = ours.client(proxy, asked.headers);
    bool const both = count_of(asked, "forwarded") > 0 && count_of(asked, "x-forwarded-for") > 0;
    QUITTANCE_ASSERT(!both || told == proxy);
    static_cast<void>(told.to_string());
}

void check(std::string_view bytes) {
    auto const end = find_head_end(bytes, 0);
    check_cuts(bytes, end);
    static_cast<void>(too_long_to_wait_for(bytes));
    if (end.what != head_scan::found::complete) return;
    auto const block = bytes.substr(0, end.length);
    auto const passed = gate(block, {});
    if (!passed) {
        QUITTANCE_ASSERT(passed.error().status >= 400 && passed.error().status < 600);
        return;
    }
    check_plain(*passed);
    check_framing(*passed);
    check_rewritten(block, *passed);
    check_sender(passed->asked);
}

}  // namespace
}  // namespace quittance::http

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    quittance::http::check(quittance::fuzz::input{data, size}.rest());
    return 0;
}
