// Records as Redis keeps them. Entries of a ledger repeat the same words, so they are kept packed (zstd, with
// the words of record_words.hpp): a plan of twelve items takes a third of the room, in memory, in the
// append-only file and on the way. The chain of hashes, goldens and every reader know only the text;
// `quittance show` and `evidence` print it.
//
// A record that is not shorter for it is kept as text, and so was every one before there was packing: text
// begins with
// '{', a packed record with its mark.
#pragma once
#include <string>
#include <string_view>

namespace quittance::redis {

// Below this an account's booking is kept as text: it is read and written with every webhook, and a single
// booking has little to gain.
inline constexpr std::size_t packed_from = 3072;
// No record is larger by far; a mark that claims more is damage, and nothing is allocated for it.
inline constexpr std::size_t largest_record = 64U << 20U;

std::string packed(std::string_view text);
// For what has few of those words, such as letters: half as much work again, and a third less is left. Read
// by the same unpacked().
std::string packed_closely(std::string_view text);
// Throws records::unreadable for what was damaged or is of a newer program's kind.
std::string unpacked(std::string stored);

}  // namespace quittance::redis
