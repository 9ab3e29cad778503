#include "letter_checks.hpp"

#include <algorithm>
#include <array>

#include "letter_rules.hpp"
#include "letter_samples.hpp"
#include "letter_sheet.hpp"

namespace quittance::pages {
namespace {

int line_of(std::string_view text, std::size_t at) {
    return static_cast<int>(1 + std::ranges::count(text.substr(0, at), '\n'));
}

std::string lowered(std::string text) {
    std::ranges::transform(text, text.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return text;
}

bool has_section(std::vector<sheet const*> const& given, std::string const& name) {
    return std::ranges::any_of(given, [&](sheet const* one) { return one->sections().contains(name); });
}

// A section that no letter of the kind would ever show is a mistake, not a condition.
void check_sections(wanted const& asked, std::vector<sheet const*> const& given, assembled const& from,
                    problems& wrong) {
    for (auto const& [name, inside] : asked.sections) {
        if (!has_section(given, name)) {
            wrong.push_back(from.problem(inside.line, "{{#" + name + "}} is unknown here"));
            continue;
        }
        std::vector<sheet const*> within;
        for (auto const* one : given)
            if (auto const shown = one->sections().find(name); shown != one->sections().end())
                for (auto const& each : shown->second) within.push_back(&each);
        check_sections(inside, within, from, wrong);
    }
}

// What templates of a kind may name: what its samples say.
struct vocabulary {
    std::array<sheet, 3> sheets;
    std::vector<sheet const*> all() const { return {&sheets[0], &sheets[1], &sheets[2]}; }
};

vocabulary vocabulary_of(letter_kind kind) {
    auto const said = [kind](letter_view const& view) { return letter_sheet(kind, view, "en", "en-GB"); };
    return {{said(full_sample(kind)), said(bare_sample(kind)), said(edge_sample(kind))}};
}

vocabulary const& known_names(letter_kind kind) {
    static auto const all = [] {
        std::map<letter_kind, vocabulary> made;
        for (auto const each : all_letter_kinds()) made.emplace(each, vocabulary_of(each));
        return made;
    }();
    return all.at(kind);
}

void check_names(letter_kind kind, wanted const& asked, assembled const& from, problems& wrong) {
    auto const given = known_names(kind).all();
    std::map<std::string, int> missing;
    for (auto const* one : given) missing.merge(without_value(asked, *one));
    for (auto const& [name, line] : missing)
        wrong.push_back(from.problem(
            line, "{{" + name + "}} has no value here; " +
                      (has_section(given, name) ? "it belongs inside its section" : "is the name right?")));
    check_sections(asked, given, from, wrong);
}

void check_required(letter_kind kind, wanted const& asked, assembled const& from, problems& wrong) {
    for (auto const name : required_fields(kind))
        if (!mentions(asked, name))
            wrong.push_back(from.problem(0, "lacks {{" + std::string{name} +
                                                "}}, which a letter of this "
                                                "kind always says"));
}

// Paying comes first, other ways and what else can be done after it.
void check_order(assembled const& from, problems& wrong) {
    auto const pay = from.text.find("{{PAY}}");
    for (std::string_view const name :
         {"{{#OTHER}}", "{{MORE_TIME}}", "{{SPLIT}}", "{{SOMETHING_WRONG}}", "{{ALREADY_PAID}}"})
        if (auto const at = from.text.find(name); at != from.text.npos && at < pay)
            wrong.push_back(
                from.problem(line_of(from.text, at), std::string{name} + " stands before {{PAY}}"));
}

void each(assembled const& from, std::string_view text, std::string_view part, std::string const& message,
          problems& wrong) {
    for (auto at = text.find(part); at != text.npos; at = text.find(part, at + 1))
        wrong.push_back(from.problem(line_of(text, at), message));
}

void check_buttons(assembled const& from, std::string const& text, problems& wrong) {
    int buttons = 0;
    std::size_t last = 0;
    for (std::string_view const mark : {"class=\"primary\"", "<button", "role=\"button\"", "type=\"submit\""})
        for (auto at = text.find(mark); at != text.npos; at = text.find(mark, at + 1)) {
            ++buttons;
            last = std::max(last, at);
        }
    if (buttons > 1)
        wrong.push_back(from.problem(line_of(text, last), "a second primary button; a letter has one"));
}

constexpr std::array<std::string_view, 7> links{
    "PAGE", "PAY", "MORE_TIME", "SPLIT", "SOMETHING_WRONG", "ALREADY_PAID", "CONFIRM"};

void check_hrefs(assembled const& from, std::string const& text, problems& wrong) {
    for (auto at = text.find("href"); at != text.npos; at = text.find("href", at + 1)) {
        auto const rest = std::string_view{from.text}.substr(at);
        bool const ours = std::ranges::any_of(links, [&](std::string_view name) {
            return rest.starts_with("href=\"{{" + std::string{name} + "}}\"");
        });
        if (!ours)
            wrong.push_back(from.problem(line_of(text, at),
                                         "a link leads to the client's page only: "
                                         "href=\"{{PAGE}}\", \"{{PAY}}\", …"));
    }
}

void check_html(assembled const& from, problems& wrong) {
    auto const text = lowered(from.text);
    check_buttons(from, text, wrong);
    check_hrefs(from, text, wrong);
    for (std::string_view const tag :
         {"<img", "<script", "<iframe", "<object", "<embed", "<link", "<form", "<input", "<video", "<audio",
          "<svg", "<base", "<meta http-equiv", "background=", "src=", "url(", "@import"})
        each(from, text, tag,
             "'" + std::string{tag} + "' has no place in a letter: nothing is loaded or sent", wrong);
    if (from.text.find("<html lang=\"{{LANG}}\">") == from.text.npos)
        wrong.push_back(from.problem(0, "does not say its language: <html lang=\"{{LANG}}\">"));
    if (from.text.find("<h1") == from.text.npos) wrong.push_back(from.problem(0, "has no heading <h1>"));
}

void check_addresses(assembled const& from, problems& wrong) {
    for (std::string_view const mark : {"http://", "https://", "www.", "mailto:"})
        each(from, lowered(from.text), mark, "an address of its own; links lead to the client's page only",
             wrong);
}

// Every value one word, of every list one line.
sheet narrowed(sheet const& from) {
    sheet made;
    for (auto const& [name, unused] : from.values()) made.set(name, "x");
    for (auto const& [name, many] : from.sections()) made.add(name) = narrowed(many.front());
    return made;
}

}  // namespace

int words_in(std::string_view text) {
    int words = 0;
    bool inside = false;
    for (char const c : text) {
        bool const letter = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
                            static_cast<unsigned char>(c) >= 0xC3;
        if (c == ' ' || c == '\n' || c == '\t') inside = false;
        if (letter && !inside) ++words;
        inside = inside || letter;
    }
    return words;
}

sheet shortest_values(letter_kind kind) { return narrowed(known_names(kind).sheets[0]); }

std::optional<wanted> scan(assembled const& from, problems& wrong) {
    try {
        return scan_template(from.text);
    } catch (template_broken const& broken) {
        wrong.push_back(from.problem(broken.line(), broken.reason()));
        return std::nullopt;
    }
}

void check_letter(letter_kind kind, assembled_letter const& from, scanned_letter const& asked,
                  problems& wrong) {
    check_names(kind, asked.subject, from.subject, wrong);
    check_names(kind, asked.text, from.text, wrong);
    check_names(kind, asked.html, from.html, wrong);
    check_required(kind, asked.text, from.text, wrong);
    check_required(kind, asked.html, from.html, wrong);
    for (std::string_view const name : {"BUSINESS", "TOPIC"}) {
        if (name == "TOPIC" && is_about_address(kind)) continue;
        if (!mentions(asked.subject, name))
            wrong.push_back(from.subject.problem(1, "the subject lacks {{" + std::string{name} + "}}"));
    }
    if (reminds(kind)) {
        check_order(from.text, wrong);
        check_order(from.html, wrong);
    }
    check_html(from.html, wrong);
    for (auto const* one : {&from.subject, &from.text, &from.html}) check_addresses(*one, wrong);
}

}  // namespace quittance::pages
