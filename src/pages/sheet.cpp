#include "sheet.hpp"

#include <ctemplate/template.h>

#include <stdexcept>

#include "template_scan.hpp"
#include "templates.hpp"

namespace quittance::pages {
namespace {

constexpr std::string_view label_mark = "SAY_";

struct compiled {
    std::map<std::string, wanted, std::less<>> asked;
    std::map<std::string, std::set<std::string>, std::less<>> labels;  // as templates name them
    ctemplate::TemplateCache cache;
};

std::string key_of(std::string_view name) { return "quittance/" + std::string{name}; }

void collect_labels(wanted const& asked, std::set<std::string>& into) {
    for (auto const& [name, line] : asked.variables)
        if (name.starts_with(label_mark)) into.insert(name);
    for (auto const& [name, inside] : asked.sections) collect_labels(inside, into);
}

std::string sentence_named(std::string_view label) {
    std::string name{"label."};
    for (char const c : label.substr(label_mark.size()))
        name += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    return name;
}

void compile(compiled& all, template_text const& one) {
    auto const text = std::string{layout_top()} + one.body + std::string{layout_bottom()};
    if (!all.cache.StringToTemplateCache(key_of(one.name), text, ctemplate::DO_NOT_STRIP))
        throw std::logic_error("template " + std::string{one.name} + " cannot be compiled");
    auto const asked = all.asked.emplace(std::string{one.name}, scan_template(text)).first;
    collect_labels(asked->second, all.labels[std::string{one.name}]);
}

compiled const& templates() {
    static compiled const& all = []() -> compiled const& {
        static compiled made;
        for (auto const& one : template_texts()) compile(made, one);
        made.cache.Freeze();
        return made;
    }();
    return all;
}

void fill(ctemplate::TemplateDictionary& target, sheet const& from) {
    for (auto const& [name, value] : from.values()) target.SetValue(name, value);
    for (auto const& [name, many] : from.sections())
        for (auto const& one : many) fill(*target.AddSectionDictionary(name), one);
}

}  // namespace

sheet& sheet::set(std::string_view name, std::string value) {
    values_.insert_or_assign(std::string{name}, std::move(value));
    return *this;
}

sheet& sheet::add(std::string_view section) { return sections_[std::string{section}].emplace_back(); }

sheet& sheet::add_if(std::string_view section, std::string const& value) {
    if (!value.empty()) add(section).set(section, value);
    return *this;
}

std::string render(std::string_view name, sheet filled, words const& say) {
    auto const& all = templates();
    auto const asked = all.asked.find(name);
    if (asked == all.asked.end()) throw std::logic_error("no template " + std::string{name});
    filled.set("LANG", std::string{say.language()});
    for (auto const& label : all.labels.find(name)->second) filled.set(label, say(sentence_named(label)));
    if (auto const wrong = disagreement(asked->second, filled); !wrong.empty())
        throw std::logic_error("template " + std::string{name} + ": " + wrong);
    return expand(all.cache, key_of(name), filled);
}

std::set<std::string> labels_of(std::string_view name) {
    std::set<std::string> all;
    for (auto const& label : templates().labels.find(name)->second) all.insert(sentence_named(label));
    return all;
}

std::string expand(ctemplate::TemplateCache const& cache, std::string const& key, sheet const& filled) {
    ctemplate::TemplateDictionary values{key};
    fill(values, filled);
    std::string text;
    if (!cache.ExpandNoLoad(key, ctemplate::DO_NOT_STRIP, &values, nullptr, &text))
        throw std::logic_error("template " + key + " did not expand");
    return text;
}

}  // namespace quittance::pages
