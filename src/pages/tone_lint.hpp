// The tone of letters: which words a language's letters do without. Looks at what a template says by itself,
// never at a value.
#pragma once
#include <memory>
#include <set>
#include <string>
#include <string_view>

#include "letter_files.hpp"

namespace quittance::pages {

class tone_lint {
public:
    // tone.txt, and what an operator adds in tone-own.txt.
    tone_lint(language_files const& from, problems& wrong);
    ~tone_lint();
    tone_lint(tone_lint&&) noexcept;
    tone_lint& operator=(tone_lint&&) = delete;

    void check(letter_file const& file, problems& wrong) const;
    // Of the sender's name, what suggests a third party.
    std::vector<std::string> third_party_words(std::string_view name) const;

private:
    struct patterns;
    std::unique_ptr<patterns> all_;
};

}  // namespace quittance::pages
