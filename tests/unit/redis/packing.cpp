// Records are kept packed, and are read for as long as they are kept.
#include "packing.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "quittance/records/documents.hpp"
#include "record_words.hpp"

using namespace quittance;
using namespace quittance::redis;

namespace {

std::string const entry =
    R"({"f":1,"n":11,"at":1802338200000,"commit":"aE6ajjhJtAkAEAAbZWPcmQ-32","prev":"xKL8Q1qwaHtAAmvSJKCEGSl9GRlez)"
    R"(xyNTofs1s_JOuI","events":[{"charge_recorded":{"booking":"Tg0IxZIUv1F7LcrG","fact":{"charge":"ch_3MtwBwLkdIwHu)"
    R"(7ix0SNM0Yzc","intent":"pi_3MtwBwLkdIwHu7ix28a3tqPa","captured":true,"amount":{"n":6000,"c":"EUR"},"refunded":{)"
    R"("n":0,"c":"EUR"},"at":1802338200000}}}]})";

// What `entry` was packed to when packing began.
constexpr char const* first_packed =
    "3128b52ffd606e00850600040a6e223a31313032333338323030614536616a6a684a74416b41454141625a5750636d512d33"
    "32784b4c385131717761487441416d76534a4b434547536c3947526c657a78794e546f667331735f4a4f7549222c54673049"
    "785a4955763146374c637247223a2263685f334d747742774c6b644977487537697830534e4d30597a63222c4d747742774c"
    "6b64497748753769783238613374715061227d7d7d5d7d0e004ccb80bd6204190243a51903dc95b981b6b2a4ba025b25708c"
    "553d0596bed8680459246b446e823c20086805";

std::string from_hex(std::string_view digits) {
    std::string octets;
    for (std::size_t i = 0; i + 1 < digits.size(); i += 2)
        octets += static_cast<char>(std::stoi(std::string{digits.substr(i, 2)}, nullptr, 16));
    return octets;
}

bool reads_as_entry(std::string stored) {
    try {
        return unpacked(std::move(stored)) == entry;
    } catch (records::unreadable const&) {
        return false;
    }
}

}  // namespace

TEST_CASE("what was packed is unpacked to the same bytes") {
    CHECK(unpacked(packed(entry)) == entry);
    CHECK(rc::check("any record, with any text in it", [](std::string const& said, std::uint8_t again) {
        std::string text = "{";
        for (int i = 0; i <= again; ++i) text += said + std::string{record_words_1.substr(0, again)};
        RC_ASSERT(unpacked(packed(text)) == text);
    }));
}

TEST_CASE("what was packed closely is unpacked to the same bytes, and of prose less is left") {
    std::string const prose =
        R"({"f":1,"bytes":"Dear Anna,\r\n\r\nthank you. Your payment of 120.00 EUR for Coaching, 60 minutes, )"
        R"(has arrived, and your booking is confirmed. A quiet hour is kept for you; should another one suit you )"
        R"(better, the link below moves it until the evening before.\r\n\r\nWith kind regards\r\nAna"})";
    CHECK(unpacked(packed_closely(prose)) == prose);
    CHECK(packed_closely(prose).size() < packed(prose).size());
    CHECK(unpacked(packed_closely(entry)) == entry);
    CHECK(packed_closely("{}") == "{}");
}

TEST_CASE("an entry of a ledger takes little more than what nobody could foresee in it") {
    // Six names of 16 to 43 random characters: 118 bytes at best.
    CHECK(packed(entry).size() < 230);
    CHECK(entry.size() > 360);
}

TEST_CASE("a record that is not shorter for being packed is kept as text") {
    CHECK(packed("{}") == "{}");
    CHECK(unpacked("{}") == "{}");
}

TEST_CASE("a record that an older program kept as text is read as it stands") {
    CHECK(unpacked(entry) == entry);
    CHECK(unpacked("").empty());
}

// Frozen: whoever changes the words makes every ledger unreadable.
TEST_CASE("a record that the first packing program wrote is still read") {
    CHECK(unpacked(from_hex(first_packed)) == entry);
}

TEST_CASE("a damaged record is refused, or told by the chain of hashes, and breaks nothing") {
    auto const whole = packed(entry);
    for (std::size_t size = 1; size < whole.size(); ++size)
        CHECK_THROWS_AS(unpacked(whole.substr(0, size)), records::unreadable);
    for (std::size_t at = 0; at < whole.size(); ++at) {
        auto changed = whole;
        changed[at] = static_cast<char>(changed[at] ^ 0x55);
        CHECK_FALSE(reads_as_entry(changed));
    }
}

TEST_CASE("a record that claims to be larger than any is refused before room is made for it") {
    // A zstd frame whose content would be 2^60 bytes (RFC 8878 §3.1.1.1).
    CHECK_THROWS_AS(unpacked(from_hex("3128b52ffde00000000000000010")), records::unreadable);
}

TEST_CASE("a record of a newer program's packing says so") {
    try {
        unpacked("2 whatever it is");
        FAIL("it was read");
    } catch (records::unreadable const& refused) {
        CHECK(std::string{refused.what()}.find("newer") != std::string::npos);
    }
}
