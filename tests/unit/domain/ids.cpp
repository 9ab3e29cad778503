// What identifies a client.
#include "quittance/domain/ids.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <deque>

#include "quittance/domain/new_client.hpp"

namespace quittance::domain {
namespace {

// Fills with one byte after the other, whole tokens of it.
class listed_entropy final : public entropy {
public:
    explicit listed_entropy(std::deque<std::byte> bytes) : bytes_(std::move(bytes)) {}
    void fill(std::span<std::byte> into) override {
        REQUIRE_FALSE(bytes_.empty());
        std::ranges::fill(into, bytes_.front());
        bytes_.pop_front();
    }
    bool is_used_up() const { return bytes_.empty(); }

private:
    std::deque<std::byte> bytes_;
};

TEST_CASE("a new client's id never begins with what begins an option of a command") {
    constexpr std::byte begins_with_minus{0xF8};  // base64url's 62 is '-'
    listed_entropy randomness{{begins_with_minus, begins_with_minus, std::byte{0x11}}};
    auto const made = new_client_id(randomness);
    CHECK(made.text().front() != '-');
    CHECK(is_client_id(made.text()));
    CHECK(randomness.is_used_up());
}

TEST_CASE("an id with '-' in front that was made before is still one") {
    CHECK(is_client_id("-bcdefghijklmnopqrstuv"));
    CHECK_FALSE(is_client_id("-bcdefghijklmnopqrstu"));
    CHECK_FALSE(is_client_id("-bcdefghijklmnopqrstu!"));
}

}  // namespace
}  // namespace quittance::domain
