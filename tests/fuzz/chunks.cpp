// A chunked body is the same however it is cut, never larger than allowed, and what is encoded comes back.
#include <algorithm>

#include "chunked.hpp"
#include "fuzz/input.hpp"
#include "quittance/base/assert.hpp"

namespace quittance::http {
namespace {

constexpr std::size_t most = 4096;

struct reading {
    chunked_decoder::progress ended = chunked_decoder::progress::more;
    std::string body;
    std::size_t used = 0;
    friend bool operator==(reading const&, reading const&) = default;
};

reading read_in_pieces(std::string_view bytes, std::size_t stride) {
    chunked_decoder decoder{most};
    reading got;
    while (!bytes.empty() && got.ended == chunked_decoder::progress::more) {
        std::size_t used = 0;
        got.ended = decoder.feed(bytes.substr(0, stride), got.body, used);
        got.used += used;
        bytes.remove_prefix(std::min(stride, bytes.size()));
        QUITTANCE_ASSERT(got.body.size() <= most);
    }
    return got;
}

std::string encoded(std::string_view body, std::size_t stride) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    while (!body.empty()) {
        auto const piece = body.substr(0, std::min<std::size_t>(stride, 255));
        body.remove_prefix(piece.size());
        text += {digits[piece.size() / 16], digits[piece.size() % 16]};
        text += "\r\n" + std::string{piece} + "\r\n";
    }
    return text + "0\r\n\r\n";
}

void check(fuzz::input bytes) {
    std::size_t const stride = std::size_t{1} + bytes.byte();
    auto const text = bytes.rest();
    QUITTANCE_ASSERT(read_in_pieces(text, stride) == read_in_pieces(text, text.size() + 1));
    auto const body = text.substr(0, most);
    auto const again = encoded(body, stride);
    auto const back = read_in_pieces(again, stride);
    QUITTANCE_ASSERT(back.ended == chunked_decoder::progress::done);
    QUITTANCE_ASSERT(back.body == body && back.used == again.size());
}

}  // namespace
}  // namespace quittance::http

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    quittance::http::check({data, size});
    return 0;
}
