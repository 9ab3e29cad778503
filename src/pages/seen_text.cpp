#include "seen_text.hpp"

#include <algorithm>

namespace quittance::pages {
namespace {

constexpr std::string_view value_mark = "\xEF\xBF\xBC";

void keep_feeds(std::string& to, std::string_view dropped) {
    to += ' ';
    to.append(static_cast<std::size_t>(std::ranges::count(dropped, '\n')), '\n');
}

std::string without_markers(std::string_view text) {
    std::string made;
    while (!text.empty()) {
        auto const begin = std::min(text.find("{{"), text.size());
        made.append(text.substr(0, begin));
        text.remove_prefix(begin);
        auto const end = text.find("}}");
        if (text.empty() || end == text.npos) break;
        auto const marker = text.substr(2, end - 2);
        bool const value = !marker.empty() && marker.front() >= 'A' && marker.front() <= 'Z';
        if (value) made.append(value_mark);
        if (!value) keep_feeds(made, marker);
        text.remove_prefix(end + 2);
    }
    return made;
}

// Of an attribute that is read out or shown.
void keep_shown(std::string& to, std::string_view tag) {
    for (std::string_view const name : {" alt=\"", " title=\"", " aria-label=\""}) {
        auto const at = tag.find(name);
        if (at == tag.npos) continue;
        auto const value = tag.substr(at + name.size());
        to.append(value.substr(0, value.find('"'))).append(" ");
    }
}

std::size_t end_of_tag(std::string_view text) {
    auto const after = [&](std::string_view mark) {
        auto const at = text.find(mark);
        return at == text.npos ? text.size() : at + mark.size();
    };
    if (text.starts_with("<!--")) return after("-->");
    if (text.starts_with("<style")) return after("</style>");
    return after(">");
}

std::string without_tags(std::string_view text) {
    std::string made;
    while (!text.empty()) {
        auto const begin = std::min(text.find('<'), text.size());
        made.append(text.substr(0, begin));
        text.remove_prefix(begin);
        if (text.empty()) break;
        auto const tag = text.substr(0, end_of_tag(text));
        if (!tag.starts_with("<style") && !tag.starts_with("<!")) keep_shown(made, tag);
        keep_feeds(made, tag);
        text.remove_prefix(tag.size());
    }
    return made;
}

}  // namespace

std::string seen_text(std::string_view file, bool html) {
    auto const text = without_markers(file);
    return html ? without_tags(text) : text;
}

}  // namespace quittance::pages
