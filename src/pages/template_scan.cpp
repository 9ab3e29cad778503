#include "template_scan.hpp"

#include <algorithm>
#include <stdexcept>
#include <vector>

namespace quittance::pages {
namespace {

[[noreturn]] void broken(std::string_view text, std::size_t at, std::string const& what) {
    auto const line = 1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n');
    throw std::logic_error("template line " + std::to_string(line) + ": " + what);
}

struct open_section {
    std::string name;
    wanted* inside;
};

void take_marker(std::string_view text, std::size_t at, std::string name, std::vector<open_section>& open) {
    auto const kind = name.empty() ? '\0' : name.front();
    if (kind == '%' || kind == '!') return;
    if (kind == '#') {
        name.erase(0, 1);
        auto* const inside = &open.back().inside->sections[name];
        open.push_back({name, inside});
        return;
    }
    if (kind == '/') {
        if (open.size() == 1 || open.back().name != name.substr(1))
            broken(text, at, "stray {{" + name + "}}");
        open.pop_back();
        return;
    }
    if (name.empty()) broken(text, at, "empty marker");
    open.back().inside->variables.insert(name.substr(0, name.find(':')));
}

// The value of a variable may come from any enclosing sheet.
std::string missing_in(wanted const& asked, std::vector<sheet const*>& around) {
    for (auto const& name : asked.variables) {
        auto const has = [&name](sheet const* one) { return one->values().contains(name); };
        if (std::ranges::none_of(around, has)) return "no value for {{" + name + "}}";
    }
    for (auto const& [name, unused] : around.back()->sections())
        if (!asked.sections.contains(name)) return "unknown section {{#" + name + "}}";
    for (auto const& [name, inside] : asked.sections) {
        auto const shown = around.back()->sections().find(name);
        if (shown == around.back()->sections().end()) continue;
        for (auto const& one : shown->second) {
            around.push_back(&one);
            auto found = missing_in(inside, around);
            around.pop_back();
            if (!found.empty()) return found;
        }
    }
    return {};
}

bool mentions(wanted const& asked, std::string const& name) {
    if (asked.variables.contains(name)) return true;
    return std::ranges::any_of(asked.sections,
                               [&name](auto const& entry) { return mentions(entry.second, name); });
}

}  // namespace

wanted scan_template(std::string_view text) {
    wanted all;
    std::vector<open_section> open{{"", &all}};
    for (std::size_t at = text.find("{{"); at != text.npos; at = text.find("{{", at)) {
        auto const end = text.find("}}", at);
        if (end == text.npos) broken(text, at, "a marker is not closed");
        take_marker(text, at, std::string{text.substr(at + 2, end - at - 2)}, open);
        at = end + 2;
    }
    if (open.size() != 1) broken(text, text.size(), "section " + open.back().name + " is not closed");
    return all;
}

std::string disagreement(wanted const& asked, sheet const& given) {
    for (auto const& [name, unused] : given.values())
        if (!mentions(asked, name)) return "value for unknown {{" + name + "}}";
    std::vector<sheet const*> around{&given};
    return missing_in(asked, around);
}

}  // namespace quittance::pages
