// What libFuzzer hands over, taken apart: a byte to choose by, a line, the rest. What a target claims for
// every input is a QUITTANCE_ASSERT, which stops the run like any other fault.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace quittance::fuzz {

class input {
public:
    input(std::uint8_t const* data, std::size_t size) : left_(reinterpret_cast<char const*>(data), size) {}

    // Zero when nothing is left.
    std::uint8_t byte() {
        auto const first = left_.substr(0, 1);
        left_.remove_prefix(first.size());
        return first.empty() ? std::uint8_t{0} : static_cast<std::uint8_t>(first.front());
    }
    // Up to the next line feed, which is taken too.
    std::string_view line() {
        auto const found = left_.substr(0, left_.find('\n'));
        left_.remove_prefix(found.size() < left_.size() ? found.size() + 1 : found.size());
        return found;
    }
    std::string_view rest() const { return left_; }

private:
    std::string_view left_;
};

}  // namespace quittance::fuzz
