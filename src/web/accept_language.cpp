#include "accept_language.hpp"

#include <algorithm>

#include "hints.hpp"
#include "quittance/pages/format.hpp"
#include "quittance/pages/languages.hpp"

namespace quittance::web {
namespace {

constexpr std::size_t longest_header = 512;
constexpr int most_languages = 20;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// "0.7" in thousandths; -1: that is no weight.
int weight_of(std::string_view text) {
    if (text.empty() || text.size() > 5 || (text[0] != '0' && text[0] != '1')) return -1;
    if (text.size() > 1 && text[1] != '.') return -1;
    auto const digits = text.size() > 1 ? text.substr(2) : std::string_view{};
    if (!std::ranges::all_of(digits, is_digit)) return -1;
    int thousandths = (text[0] - '0') * 1'000;
    for (int place = 100; char const digit : digits) {
        thousandths += (digit - '0') * place;
        place /= 10;
    }
    return thousandths > 1'000 ? -1 : thousandths;
}

struct wish {
    std::string tag;
    int weight = 0;  // 0: not wanted
};

wish read_wish(std::string_view part) {
    auto const sign = part.find(';');
    auto tag = trimmed(part.substr(0, sign));
    if (!pages::is_locale_tag(tag)) return {};
    if (sign == part.npos) return {std::move(tag), 1'000};
    auto const weight = trimmed(part.substr(sign + 1));
    if (!weight.starts_with("q=") && !weight.starts_with("Q=")) return {};
    return {std::move(tag), weight_of(trimmed(std::string_view{weight}.substr(2)))};
}

std::string language_of(std::string_view tag) {
    std::string language{tag.substr(0, tag.find_first_of("-_"))};
    for (auto& c : language)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    return language;
}

}  // namespace

std::string accepted_language(std::string_view header) {
    if (header.size() > longest_header) return {};
    wish best;
    for (int seen = 0; !header.empty() && seen < most_languages; ++seen) {
        auto const part = header.substr(0, header.find(','));
        header.remove_prefix(std::min(header.size(), part.size() + 1));
        auto one = read_wish(part);
        if (one.weight > best.weight && pages::is_spoken(one.tag)) best = std::move(one);
    }
    return best.tag;
}

pages::business as_read_by(pages::business who, http::request const& asked) {
    auto wanted = accepted_language(asked.header("Accept-Language"));
    if (!wanted.empty() && language_of(wanted) != language_of(who.locale)) who.locale = std::move(wanted);
    return who;
}

visitor visitor_of(pages::business const& who, http::request const& asked) {
    return {asked.request_id, as_read_by(who, asked)};
}

}  // namespace quittance::web
