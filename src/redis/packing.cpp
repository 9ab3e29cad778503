#include "packing.hpp"

#include <zstd.h>

#include <memory>

#include "quittance/base/assert.hpp"
#include "quittance/records/documents.hpp"
#include "record_words.hpp"

namespace quittance::redis {
namespace {

constexpr char packed_with_words_1 = '1';
// The words do most of it; a finer search costs four times as much and finds a tenth.
constexpr int quick_level = -3;
// A letter has few of those words: this finds more than half of it, where the quick search finds a third.
constexpr int close_level = 1;

template <auto Free>
struct freed_by {
    template <class T>
    void operator()(T* what) const {
        Free(what);
    }
};
using packer = std::unique_ptr<ZSTD_CCtx, freed_by<ZSTD_freeCCtx>>;
using unpacker = std::unique_ptr<ZSTD_DCtx, freed_by<ZSTD_freeDCtx>>;
using words_to_pack = std::unique_ptr<ZSTD_CDict, freed_by<ZSTD_freeCDict>>;
using words_to_unpack = std::unique_ptr<ZSTD_DDict, freed_by<ZSTD_freeDDict>>;

template <class Owner>
Owner there(typename Owner::pointer made) {
    if (made == nullptr) throw std::bad_alloc{};
    return Owner{made};
}

template <int Level>
packer make_packer() {
    auto made = there<packer>(ZSTD_createCCtx());
    static auto const words =
        there<words_to_pack>(ZSTD_createCDict(record_words_1.data(), record_words_1.size(), Level));
    // The chain of hashes says whether a record is whole.
    ZSTD_CCtx_setParameter(made.get(), ZSTD_c_checksumFlag, 0);
    ZSTD_CCtx_setParameter(made.get(), ZSTD_c_dictIDFlag, 0);
    ZSTD_CCtx_refCDict(made.get(), words.get());
    return made;
}

unpacker make_unpacker() {
    auto made = there<unpacker>(ZSTD_createDCtx());
    static auto const words =
        there<words_to_unpack>(ZSTD_createDDict(record_words_1.data(), record_words_1.size()));
    ZSTD_DCtx_refDDict(made.get(), words.get());
    return made;
}

[[noreturn]] void damaged() { throw records::unreadable("a packed record is damaged"); }

std::string packed_by(packer const& with, std::string_view text) {
    std::string made(1 + ZSTD_compressBound(text.size()), packed_with_words_1);
    auto const size = ZSTD_compress2(with.get(), made.data() + 1, made.size() - 1, text.data(), text.size());
    QUITTANCE_ASSERT(!ZSTD_isError(size));
    if (1 + size >= text.size()) return std::string{text};
    made.resize(1 + size);
    return made;
}

}  // namespace

std::string packed(std::string_view text) {
    thread_local packer const with = make_packer<quick_level>();
    return packed_by(with, text);
}

std::string packed_closely(std::string_view text) {
    thread_local packer const with = make_packer<close_level>();
    return packed_by(with, text);
}

std::string unpacked(std::string stored) {
    if (stored.empty() || stored.front() == '{') return stored;
    if (stored.front() != packed_with_words_1)
        throw records::unreadable(
            "a record is packed in a way this program does not know; a newer one wrote it");
    auto const size = ZSTD_getFrameContentSize(stored.data() + 1, stored.size() - 1);
    if (size == ZSTD_CONTENTSIZE_UNKNOWN || size == ZSTD_CONTENTSIZE_ERROR || size > largest_record)
        damaged();
    thread_local unpacker const with = make_unpacker();
    std::string text(size, '\0');
    auto const got =
        ZSTD_decompressDCtx(with.get(), text.data(), text.size(), stored.data() + 1, stored.size() - 1);
    if (ZSTD_isError(got) || got != size) damaged();
    return text;
}

}  // namespace quittance::redis
