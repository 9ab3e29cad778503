// Queries and forms: what is read is UTF-8 without NUL, what is written comes back, and a router finds its
// way with any path.
#include <algorithm>

#include "fuzz/input.hpp"
#include "quittance/base/assert.hpp"
#include "quittance/http/router.hpp"

namespace quittance::http {
namespace {

using pairs = std::vector<std::pair<std::string, std::string>>;

std::string written(pairs const& all) {
    std::string text;
    for (auto const& [name, value] : all) {
        text += text.empty() ? "" : "&";
        text += percent_encode(name) + '=' + percent_encode(value);
    }
    return text;
}

void check_form(std::string_view text) {
    auto const read = parse_form(text);
    if (!read) return;
    QUITTANCE_ASSERT(read->size() <= 512);
    for (auto const& [name, value] : *read) {
        QUITTANCE_ASSERT(name.find('\0') == std::string::npos && value.find('\0') == std::string::npos);
    }
    auto const again = parse_form(written(*read));
    QUITTANCE_ASSERT(again.has_value() && *again == *read);
}

void check_percent(std::string_view text) {
    for (bool const plus : {false, true}) {
        auto const plain = percent_decode(text, plus);
        if (!plain) continue;
        QUITTANCE_ASSERT(plain->size() <= text.size());
        auto const coded = percent_encode(*plain);
        QUITTANCE_ASSERT(std::ranges::all_of(coded, [](char c) { return c > 0x20 && c < 0x7F; }));
        auto const back = percent_decode(coded, plus);
        QUITTANCE_ASSERT(back.has_value() && *back == *plain);
    }
}

void check_routes(std::string_view text) {
    static router const routes = [] {
        auto nothing = [](request, captures) -> boost::asio::awaitable<response> { co_return response{}; };
        router made;
        for (auto const* pattern : {"/pay/{}", "/l/{}", "/r/{}", "/r/{}/pay", "/v1/bookings/{}"}) {
            made.add(method::get, pattern, "known", nothing);
        }
        made.allow_chunked("/pay/{}");
        return made;
    }();
    auto const path = std::string{"/"}.append(text);
    auto const name = routes.name_of(method::get, path);
    QUITTANCE_ASSERT(name == "known" || name == "none");
    QUITTANCE_ASSERT(routes.body_limit(path) == std::size_t{64} * 1024);
    QUITTANCE_ASSERT(!routes.chunked_allowed(path) || path.starts_with("/pay/"));
}

}  // namespace
}  // namespace quittance::http

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto const text = quittance::fuzz::input{data, size}.rest();
    quittance::http::check_form(text);
    quittance::http::check_percent(text);
    quittance::http::check_routes(text);
    return 0;
}
