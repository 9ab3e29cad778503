// What must never be written where others read it: 21.
#include <algorithm>

#include "auditor_state.hpp"

namespace quittance::simulation {
namespace {

bool is_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}
bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Something before it, and a domain with a dot after it.
bool is_email_at(std::string_view text, std::size_t at) {
    if (at == 0 || !is_word(text[at - 1])) return false;
    auto end = at + 1;
    bool dot = false;
    for (; end < text.size() && (is_word(text[end]) || text[end] == '.'); ++end) {
        dot = dot || (text[end] == '.' && end > at + 1);
    }
    return dot && end > at + 3;
}

bool holds_email(std::string_view text) {
    for (auto at = text.find('@'); at != std::string_view::npos; at = text.find('@', at + 1)) {
        if (is_email_at(text, at)) return true;
    }
    return false;
}

bool holds_key(std::string_view text) {
    for (std::string_view const start : {"sk_test_", "sk_live_", "rk_test_", "rk_live_", "whsec_"}) {
        for (auto at = text.find(start); at != std::string_view::npos; at = text.find(start, at + 1)) {
            auto const after = at + start.size();
            if (after < text.size() && is_word(text[after])) return true;
        }
    }
    return false;
}

bool passes_luhn(std::string_view digits) {
    int sum = 0;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        int digit = digits[digits.size() - 1 - i] - '0';
        if (i % 2 == 1) digit = digit > 4 ? 2 * digit - 9 : 2 * digit;
        sum += digit;
    }
    return sum % 10 == 0;
}

// Fifteen or sixteen digits alone, as cards have them; times in milliseconds have thirteen.
bool is_card(std::string_view word) {
    bool const long_enough = word.size() == 15 || word.size() == 16;
    return long_enough && std::all_of(word.begin(), word.end(), is_digit) && passes_luhn(word);
}

template <class Seen>
void each_word(std::string_view text, Seen seen) {
    std::size_t from = 0;
    for (std::size_t i = 0; i <= text.size(); ++i) {
        if (i < text.size() && is_word(text[i])) continue;
        if (i > from) seen(text.substr(from, i - from));
        from = i + 1;
    }
}

std::string_view field_in(std::string_view line, std::string_view name) {
    auto const at = line.find(name);
    if (at == std::string_view::npos) return {};
    auto const value = line.substr(at + name.size());
    return value.substr(0, value.find(' '));
}

}  // namespace

// A gateway says what became of a webhook before anybody is answered: applied is what left its mark.
void auditor::state::note_outcome(std::string_view line, instant at) {
    if (line.find(" event=webhook ") == std::string_view::npos) return;
    if (field_in(line, " outcome=") != "applied") return;
    std::string const id{field_in(line, " event_id=")};
    if (!loss_open && !marks.contains(id)) {
        report(9, at, "event " + id + " was applied and left no dedupe mark");
    }
}

void auditor::state::judge_words(std::string_view given, instant at, bool page) {
    bool const coded = given.find('%') != std::string_view::npos;
    auto const plain = coded ? percent_decoded(given) : std::string{};
    std::string_view const text = coded ? std::string_view{plain} : given;
    auto const place = std::string{page ? "a page: " : "a log line: "} + std::string{given.substr(0, 160)};
    if (holds_key(text)) report(21, at, "a key stands in " + place);
    for (auto const& secret : options.secrets) {
        if (given.find(secret) != std::string_view::npos) report(21, at, "a secret stands in " + place);
    }
    if (page) return;  // it is the payer's own: their address and their booking may stand there
    if (holds_email(text)) report(21, at, "an e-mail address stands in " + place);
    each_word(text, [&](std::string_view word) {
        if (word.size() == 22 && page_tokens.contains(std::string{word})) {
            report(21, at, "a page's token stands in " + place);
        }
        if (is_card(word)) report(21, at, "a card number stands in " + place);
    });
}

}  // namespace quittance::simulation
