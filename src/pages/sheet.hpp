// A page under construction: values by name, sections that repeat. Rendering checks that every variable of
// the template was given a value: ctemplate itself renders an unknown one as nothing, and a receipt without
// its amount must never leave the house.
#pragma once
#include <deque>
#include <map>
#include <set>
#include <string>
#include <string_view>

#include "words.hpp"

namespace ctemplate {
class TemplateCache;
}

namespace quittance::pages {

class sheet {
public:
    sheet& set(std::string_view name, std::string value);
    // One more occurrence of {{#NAME}}…{{/NAME}}.
    sheet& add(std::string_view section);
    // A section that shows a value when there is one.
    sheet& add_if(std::string_view section, std::string const& value);

    std::map<std::string, std::string, std::less<>> const& values() const { return values_; }
    std::map<std::string, std::deque<sheet>, std::less<>> const& sections() const { return sections_; }

private:
    std::map<std::string, std::string, std::less<>> values_;
    std::map<std::string, std::deque<sheet>, std::less<>> sections_;
};

// Body template by name ("notice", "receipt", …) inside the shared layout. What the template names as
// {{SAY_DUE_NOW}} is the sentence `label.due_now`. Throws std::logic_error naming template and variable when
// one is missing or not known to the template.
std::string render(std::string_view name, sheet filled, words const& say);
// The labels a template names: "label.due_now".
std::set<std::string> labels_of(std::string_view name);

// A template of a frozen cache, compiled without stripping.
std::string expand(ctemplate::TemplateCache const& cache, std::string const& key, sheet const& filled);

}  // namespace quittance::pages
