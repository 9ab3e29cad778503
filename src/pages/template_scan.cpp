#include "template_scan.hpp"

#include <algorithm>
#include <vector>

namespace quittance::pages {
namespace {

int line_at(std::string_view text, std::size_t at) {
    return static_cast<int>(1 + std::ranges::count(text.substr(0, at), '\n'));
}

[[noreturn]] void broken(std::string_view text, std::size_t at, std::string const& what) {
    throw template_broken{line_at(text, at), what};
}

struct open_section {
    std::string name;
    wanted* inside;
    std::size_t at;
};

void take_marker(std::string_view text, std::size_t at, std::string name, std::vector<open_section>& open) {
    auto const kind = name.empty() ? '\0' : name.front();
    if (kind == '%' || kind == '!') return;
    if (kind == '#') {
        name.erase(0, 1);
        auto const [section, fresh] = open.back().inside->sections.try_emplace(name);
        if (fresh) section->second.line = line_at(text, at);
        open.push_back({name, &section->second, at});
        return;
    }
    if (kind == '/') {
        if (open.size() == 1 || open.back().name != name.substr(1))
            broken(text, at, "stray {{" + name + "}}");
        open.pop_back();
        return;
    }
    if (name.empty()) broken(text, at, "empty marker");
    open.back().inside->variables.try_emplace(name.substr(0, name.find(':')), line_at(text, at));
}

// The value of a variable may come from any enclosing sheet.
void collect_missing(wanted const& asked, std::vector<sheet const*>& around,
                     std::map<std::string, int>& found) {
    for (auto const& [name, line] : asked.variables) {
        auto const has = [&name](sheet const* one) { return one->values().contains(name); };
        if (std::ranges::none_of(around, has)) found.try_emplace(name, line);
    }
    for (auto const& [name, inside] : asked.sections) {
        auto const shown = around.back()->sections().find(name);
        if (shown == around.back()->sections().end()) continue;
        for (auto const& one : shown->second) {
            around.push_back(&one);
            collect_missing(inside, around, found);
            around.pop_back();
        }
    }
}

std::string unknown_section(wanted const& asked, sheet const& given) {
    for (auto const& [name, many] : given.sections()) {
        auto const section = asked.sections.find(name);
        if (section == asked.sections.end()) return name;
        for (auto const& one : many)
            if (auto inside = unknown_section(section->second, one); !inside.empty()) return inside;
    }
    return {};
}

bool wants_value(wanted const& asked, std::string_view name) {
    if (asked.variables.contains(name)) return true;
    return std::ranges::any_of(asked.sections,
                               [name](auto const& entry) { return wants_value(entry.second, name); });
}

}  // namespace

template_broken::template_broken(int line, std::string const& what)
    : std::logic_error{"template line " + std::to_string(line) + ": " + what}, line_(line), reason_(what) {}

bool mentions(wanted const& asked, std::string_view name) {
    if (asked.variables.contains(name) || asked.sections.contains(name)) return true;
    return std::ranges::any_of(asked.sections,
                               [name](auto const& entry) { return mentions(entry.second, name); });
}

wanted scan_template(std::string_view text) {
    wanted all;
    std::vector<open_section> open{{"", &all, 0}};
    for (std::size_t at = text.find("{{"); at != text.npos; at = text.find("{{", at)) {
        auto const end = text.find("}}", at);
        if (end == text.npos) broken(text, at, "a marker is not closed");
        take_marker(text, at, std::string{text.substr(at + 2, end - at - 2)}, open);
        at = end + 2;
    }
    if (open.size() != 1) broken(text, open.back().at, "section " + open.back().name + " is not closed");
    return all;
}

std::map<std::string, int> without_value(wanted const& asked, sheet const& given) {
    std::map<std::string, int> found;
    std::vector<sheet const*> around{&given};
    collect_missing(asked, around, found);
    return found;
}

std::string disagreement(wanted const& asked, sheet const& given) {
    for (auto const& [name, unused] : given.values())
        if (!wants_value(asked, name)) return "value for unknown {{" + name + "}}";
    if (auto const missing = without_value(asked, given); !missing.empty())
        return "no value for {{" + missing.begin()->first + "}}";
    auto const unknown = unknown_section(asked, given);
    return unknown.empty() ? std::string{} : "unknown section {{#" + unknown + "}}";
}

}  // namespace quittance::pages
