#include "identifiers.hpp"

namespace quittance::sandbox {

std::uint64_t random_source::next() {  // splitmix64
    std::uint64_t z = (state += 0x9E3779B97F4A7C15ULL);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31);
}

void random_source::stir(std::string_view text) {
    for (char const c : text) state = (state ^ static_cast<unsigned char>(c)) * 0x100000001B3ULL;
}

std::string identifier(random_source& from, std::string_view prefix, std::size_t length) {
    constexpr std::string_view letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    std::string text(prefix);
    while (text.size() < length) text += letters[from.next() % letters.size()];
    return text;
}

std::string hex_identifier(random_source& from, std::string_view prefix, std::size_t digits) {
    std::string text(prefix);
    for (std::size_t i = 0; i < digits; ++i) text += "0123456789abcdef"[from.next() % 16];
    return text;
}

}  // namespace quittance::sandbox
