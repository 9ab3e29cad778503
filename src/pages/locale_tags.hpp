// What letters and pages share about the tags of languages.
#pragma once
#include <string>
#include <string_view>

namespace quittance::pages {

// "de_AT" is "de-AT".
std::string dashed(std::string_view tag);
// Tags are told apart without regard to case.
std::string folded(std::string_view tag);
bool same_language(std::string_view one, std::string_view other);
// A language without a country reads as in the business's country, or where the shipped words are from.
std::string with_country(std::string const& locale, std::string const& of_business);

}  // namespace quittance::pages
