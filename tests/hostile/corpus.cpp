#include "corpus.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>
#include <fstream>
#include <stdexcept>

namespace quittance::hostile {
namespace {

constexpr std::array<char const*, 7> tables{"smuggling", "chunks",    "framing", "encodings",
                                            "oversize",  "splitting", "slow"};
constexpr std::string_view host = "Host: pay.example\r\n";
constexpr std::string_view hidden = "GET /pay/smuggled HTTP/1.1\r\nHost: pay.example\r\n\r\n";
constexpr std::string_view wait_mark = "{wait}";

std::size_t number(std::string_view text, int base = 10) {
    std::size_t value = 0;
    auto const* const begin = text.data();
    auto const* const end = begin + text.size();
    auto const read = std::from_chars(begin, end, value, base);
    if (read.ec != std::errc{} || read.ptr != end) {
        throw std::runtime_error("not a number: " + std::string{text});
    }
    return value;
}

std::string hexadecimal(std::size_t value) {
    std::array<char, 16> digits;
    auto const end = std::to_chars(digits.data(), digits.data() + digits.size(), value, 16).ptr;
    return {digits.data(), end};
}

std::string expanded(std::string_view word) {
    if (word == "host") return std::string{host};
    if (word == "hidden") return std::string{hidden};
    if (word == "n:hidden") return std::to_string(hidden.size());
    if (word == "x:hidden") return hexadecimal(hidden.size());
    if (word.size() > 2 && word[1] == '*') return std::string(number(word.substr(2)), word[0]);
    return {};
}

// Takes the escape at the start of `text` off it.
char escaped(std::string_view& text) {
    char const mark = text.size() > 1 ? text[1] : '\0';
    std::size_t const length = mark == 'x' ? 4 : 2;
    if (text.size() < length) throw std::runtime_error("an escape without an end");
    auto const whole = text.substr(0, length);
    text.remove_prefix(length);
    switch (mark) {
        case 'r': return '\r';
        case 'n': return '\n';
        case 't': return '\t';
        case '0': return '\0';
        case '\\': return '\\';
        case 'x': return static_cast<char>(number(whole.substr(2), 16));
        default: throw std::runtime_error("an unknown escape: " + std::string{whole});
    }
}

std::string bytes_of(std::string_view text) {
    std::string bytes;
    while (!text.empty()) {
        if (text.front() == '\\') {
            bytes += escaped(text);
            continue;
        }
        auto const end = text.front() == '{' ? text.find('}') : text.npos;
        auto const meant = end == text.npos ? std::string{} : expanded(text.substr(1, end - 1));
        bytes += meant.empty() ? std::string{text.front()} : meant;
        text.remove_prefix(meant.empty() ? 1 : end + 1);
    }
    return bytes;
}

std::string_view trimmed(std::string_view text) {
    while (text.starts_with(' ')) text.remove_prefix(1);
    while (text.ends_with(' ')) text.remove_suffix(1);
    return text;
}

std::vector<std::string_view> parted(std::string_view text, std::string_view mark) {
    std::vector<std::string_view> parts;
    for (;;) {
        auto const at = text.find(mark);
        parts.push_back(text.substr(0, at));
        if (at == text.npos) return parts;
        text.remove_prefix(at + mark.size());
    }
}

verdict verdict_of(std::string_view text) {
    auto const words = parted(trimmed(text), " ");
    auto const& last = words.back();
    return {std::string{words.front()}, last == "gone" ? 0 : static_cast<int>(number(last))};
}

hostile_request request_of(std::string_view line) {
    auto const columns = parted(line, " | ");
    if (columns.size() != 3) throw std::runtime_error("not three columns: " + std::string{line});
    hostile_request made;
    made.name = columns[0];
    for (auto const one : parted(columns[1], ",")) made.verdicts.push_back(verdict_of(one));
    for (auto const piece : parted(columns[2], wait_mark)) made.pieces.push_back(bytes_of(piece));
    return made;
}

}  // namespace

bool hostile_request::slow() const {
    return std::ranges::any_of(verdicts, [](verdict const& one) { return one.kind == "late"; });
}

std::vector<hostile_request> read_table(std::string const& name) {
    std::string const path = "tests/hostile/requests/" + name + ".txt";
    std::ifstream file{path};
    if (!file) throw std::runtime_error("cannot read " + path);
    std::vector<hostile_request> all;
    for (std::string line; std::getline(file, line);) {
        if (!line.empty() && !line.starts_with('#')) all.push_back(request_of(line));
    }
    return all;
}

std::vector<hostile_request> read_all_tables() {
    std::vector<hostile_request> all;
    for (auto const* const name : tables) {
        auto more = read_table(name);
        std::ranges::move(more, std::back_inserter(all));
    }
    return all;
}

std::vector<answer> answers_in(std::string_view bytes, bool bodyless) {
    std::vector<answer> all;
    while (!bytes.empty()) {
        auto const end = bytes.find("\r\n\r\n");
        auto const broken = end == bytes.npos || !bytes.starts_with("HTTP/1.1 ") || end < 12;
        if (broken) throw std::runtime_error("no reply: " + std::string{bytes.substr(0, 200)});
        auto const head = bytes.substr(0, end + 2);
        bytes.remove_prefix(end + 4);
        auto const status = static_cast<int>(number(head.substr(9, 3)));
        if (status == 100) continue;
        auto const at = head.find("Content-Length: ");
        auto const value = at == head.npos ? "0" : head.substr(at + 16, head.find('\r', at) - at - 16);
        auto const length = bodyless && all.empty() ? 0 : number(value);
        if (length > bytes.size()) throw std::runtime_error("a reply that was cut: " + std::string{head});
        bytes.remove_prefix(length);
        all.push_back({status, head.find("\r\nConnection: close\r\n") != head.npos});
    }
    return all;
}

mutator::mutator(std::vector<hostile_request> const& all) {
    constexpr std::size_t most = std::size_t{16} * 1024;
    for (auto const& one : all) {
        auto const& text = one.pieces.front();
        // That route is not among those whose requests are counted.
        bool const counted = text.find("/split") == std::string::npos;
        if (counted && !text.empty() && text.size() <= most) texts_.push_back(text);
    }
}

// A linear congruential generator: the same requests on every machine.
std::size_t mutator::below(std::size_t bound) {
    state_ = state_ * 6364136223846793005ULL + 1442695040888963407ULL;
    return static_cast<std::size_t>((state_ >> 33U) % bound);
}

void mutator::change(std::string& text) {
    constexpr std::string_view turned{"\r\n\t \0:,;x0\x80\x0b/?%", 15};
    auto const at = below(text.size());
    switch (below(5)) {
        case 0: text.erase(at, 1 + below(3)); break;
        case 1: text.insert(at, 1, text[at]); break;
        case 2: text[at] = turned[below(turned.size())]; break;
        case 3: text.insert(at, 1, turned[below(turned.size())]); break;
        default: {
            auto const& other = texts_[below(texts_.size())];
            auto const from = below(other.size());
            text.insert(at, other, from, 1 + below(60));
        }
    }
    if (text.empty()) text = "G";
}

std::string mutator::next() {
    auto text = texts_[below(texts_.size())];
    for (auto changes = 1 + below(3); changes > 0; --changes) change(text);
    return text;
}

bool in_full() {
#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
    return false;
#endif
#endif
    char const* const set = std::getenv("QUITTANCE_FULL");
    return set != nullptr && *set != '\0';
}

}  // namespace quittance::hostile
