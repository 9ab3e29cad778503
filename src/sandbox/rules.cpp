#include "rules.hpp"

#include <charconv>

#include "parameter_table.hpp"
#include "quittance/base/assert.hpp"

namespace quittance::sandbox {

namespace {

std::vector<std::string_view> split_words(std::string_view text) {
    if (text.starts_with('@')) {
        for (auto const& each : all_word_lists())
            if (each.name == text) return split_words(each.words);
    }
    std::vector<std::string_view> words;
    while (!text.empty()) {
        auto const end = std::min(text.find('|'), text.size());
        words.push_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return words;
}

class reader {
public:
    explicit reader(std::string_view text) : rest_(text) {}

    std::vector<rule> rules() {
        std::vector<rule> out;
        while (!rest_.empty() && rest_.front() != '}') {
            if (!take(" ")) out.push_back(one());
        }
        return out;
    }

private:
    bool take(std::string_view token) {
        if (!rest_.starts_with(token)) return false;
        rest_.remove_prefix(token.size());
        return true;
    }

    std::string_view until(std::string_view stops) {
        auto const end = std::min(rest_.find_first_of(stops), rest_.size());
        auto const text = rest_.substr(0, end);
        rest_.remove_prefix(end);
        return text;
    }

    rule one() {
        rule made;
        made.name = until("!~[{?*: }");
        for (;;) {
            if (take("!"))
                made.required = true;
            else if (take("~"))
                made.unsets = true;
            else if (take("[]"))
                made.list = true;
            else
                break;
        }
        if (take(":"))
            simple(made);
        else
            members(made);
        return made;
    }

    void members(rule& made) {
        made.is = take("?") ? shape::number_or_object : take("*") ? shape::map : shape::object;
        QUITTANCE_ASSERT(take("{"));
        made.members = rules();
        QUITTANCE_ASSERT(take("}"));
    }

    void simple(rule& made) {
        if (take("(")) {
            made.is = shape::one_of;
            made.words = split_words(until(")"));
            QUITTANCE_ASSERT(take(")"));
            return;
        }
        auto const word = until(" }");
        QUITTANCE_ASSERT(!word.empty());
        switch (word.front()) {
            case 'i': made.is = shape::integer; break;
            case 'b': made.is = shape::boolean; break;
            case 'c': made.is = shape::currency; break;
            case 'd': made.is = shape::decimal; break;
            case 'm': made.is = shape::metadata; break;
            case 'w': made.is = shape::word; break;
            default: std::from_chars(word.data() + 1, word.data() + word.size(), made.longest);
        }
    }

    std::string_view rest_;
};

}  // namespace

std::vector<rule> parse_rules(std::string_view text) {
    reader source{text};
    return source.rules();
}

}  // namespace quittance::sandbox
