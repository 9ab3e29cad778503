#include "packed.hpp"

#include <zlib.h>

#include <algorithm>

#include "quittance/base/assert.hpp"
#include "quittance/records/documents.hpp"

namespace quittance::redis {
namespace {

constexpr char first_of_packed = 0x78;  // RFC 1950: deflate, window of 32 KiB
constexpr std::size_t most_unpacked = std::size_t{32} << 20U;
constexpr std::size_t piece = std::size_t{64} << 10U;

Bytef const* bytes_of(std::string_view text) {
    return reinterpret_cast<Bytef const*>(
        text.data());  // NOLINT(cppcoreguidelines-pro-type-reinterpret-cast)
}
Bytef* bytes_of(std::string& text) {
    return reinterpret_cast<Bytef*>(text.data());  // NOLINT(cppcoreguidelines-pro-type-reinterpret-cast)
}

struct inflating {
    z_stream stream{};
    inflating() {
        if (inflateInit(&stream) != Z_OK) throw std::bad_alloc{};
    }
    inflating(inflating const&) = delete;
    inflating& operator=(inflating const&) = delete;
    ~inflating() { inflateEnd(&stream); }
};

}  // namespace

std::string packed(std::string_view text) {
    auto size = compressBound(text.size());
    std::string made(size, '\0');
    auto const done = compress2(bytes_of(made), &size, bytes_of(text), text.size(), Z_DEFAULT_COMPRESSION);
    if (done == Z_MEM_ERROR) throw std::bad_alloc{};
    QUITTANCE_ASSERT(done == Z_OK);
    made.resize(size);
    return made;
}

std::string unpacked(std::string_view kept) {
    if (kept.empty() || kept.front() != first_of_packed) return std::string{kept};
    inflating one;
    one.stream.next_in = const_cast<Bytef*>(bytes_of(kept));  // NOLINT(cppcoreguidelines-pro-type-const-cast)
    one.stream.avail_in = static_cast<uInt>(kept.size());
    std::string text;
    for (int said = Z_OK; said != Z_STREAM_END;) {
        auto const had = text.size();
        if (had >= most_unpacked) throw records::unreadable("a packed text is longer than 32 MiB");
        text.resize(had + piece);
        one.stream.next_out = bytes_of(text) + had;
        one.stream.avail_out = static_cast<uInt>(piece);
        said = inflate(&one.stream, Z_NO_FLUSH);
        if (said != Z_OK && said != Z_STREAM_END) throw records::unreadable("a packed text is damaged");
        text.resize(had + piece - one.stream.avail_out);
    }
    return text;
}

}  // namespace quittance::redis
