// What pages say, in the language of who reads them: a sentence by its name in the catalogue, with its
// values. A name that no catalogue has, or a value that is missing, is our own mistake and stops the process.
#pragma once
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <variant>

#include "quittance/pages/business.hpp"

namespace quittance::pages {

struct named_value {
    std::string_view name;
    std::variant<std::string, std::int64_t> value;  // a number where the sentence depends on how many
};

class words {
public:
    words(std::string_view language, std::string locale) : language_(language), locale_(std::move(locale)) {}

    std::string operator()(std::string_view name, std::initializer_list<named_value> with = {}) const;
    std::string_view language() const { return language_; }  // of the sentences: "de"
    std::string const& locale() const { return locale_; }    // of amounts and dates: "de-AT"

private:
    std::string_view language_;
    std::string locale_;
};

// In the client's language where pages speak it, else in the business's, else in English; never the words of
// one with the dates of another. The same rule as that of letters.
words words_for(business const& who, std::string_view locale);
// For the pages that only the business sees: its own dates, and the words of the desk.
words desk_words(business const& who);

}  // namespace quittance::pages
