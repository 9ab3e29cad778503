#include "letter_files.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include "quittance/pages/format.hpp"

namespace quittance::pages {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t most_bytes = 262'144;

std::string read_whole(fs::path const& path, problems& wrong) {
    std::ifstream in{path, std::ios::binary};
    std::string text{std::istreambuf_iterator<char>{in}, {}};
    if (!in || fs::file_size(path) > most_bytes)
        wrong.push_back({path.string(), 0, "cannot be read, or is larger than 256 KiB"});
    auto const odd = [](char c) { return (c >= 0 && c < ' ' && c != '\n' && c != '\t') || c == 0x7f; };
    if (auto const at = std::ranges::find_if(text, odd); at != text.end())
        wrong.push_back({path.string(), static_cast<int>(1 + std::count(text.begin(), at, '\n')),
                         "holds a control character; lines end with a line feed alone"});
    return text;
}

void read_folder(fs::path const& folder, language_files& into, problems& wrong) {
    for (auto const& one : fs::directory_iterator{folder}) {
        auto const name = one.path().filename().string();
        if (!one.is_regular_file() || name.starts_with('.')) continue;
        into.files.insert_or_assign(name, letter_file{one.path().string(), read_whole(one.path(), wrong)});
    }
}

// The folder of parts that read the same in every language.
constexpr std::string_view shared_folder = "shared";

void read_root(fs::path const& root, std::map<std::string, language_files>& into, problems& wrong) {
    std::error_code failed;
    fs::directory_iterator const folders{root, failed};
    if (failed) {
        wrong.push_back({root.string(), 0, "cannot be read: " + failed.message()});
        return;
    }
    for (auto const& one : folders) {
        auto const name = one.path().filename().string();
        if (!one.is_directory() || name.starts_with('.')) continue;
        if (!is_locale_tag(name) && name != shared_folder) {
            wrong.push_back({one.path().string(), 0, "is no language; such as de or pt-BR"});
            continue;
        }
        auto& language = into[name];
        language.language = name;
        if (language.folder.empty()) language.folder = one.path().string();
        read_folder(one.path(), language, wrong);
    }
}

// What is inside {{…}} in turn; nothing once a marker is not closed.
std::vector<std::string_view> markers_of(std::string_view line) {
    std::vector<std::string_view> all;
    for (auto at = line.find("{{"); at != line.npos; at = line.find("{{", at)) {
        auto const end = line.find("}}", at);
        if (end == line.npos) break;
        all.push_back(line.substr(at + 2, end - at - 2));
        at = end + 2;
    }
    return all;
}

bool holds_markers_alone(std::string_view line) {
    auto const markers = markers_of(line);
    std::size_t length = 0;
    for (auto const& one : markers) {
        if (one.empty() || std::string_view{"#/!"}.find(one.front()) == std::string_view::npos) return false;
        length += one.size() + 4;
    }
    auto const blanks = static_cast<std::size_t>(std::ranges::count(line, ' '));
    auto const inside = [](std::size_t sum, std::string_view one) {
        return sum + static_cast<std::size_t>(std::ranges::count(one, ' '));
    };
    std::size_t marked = 0;
    for (auto const& one : markers) marked = inside(marked, one);
    return !markers.empty() && length + blanks - marked == line.size();
}

class assembling {
public:
    assembling(language_files const& from, problems& wrong) : from_(from), wrong_(wrong) {}

    assembled_letter letter(std::string const& kind) {
        assembled_letter made;
        auto const* const text = file(kind + ".txt");
        auto const* const html = file(kind + ".html");
        if (html != nullptr) made.html.file = html->path;
        if (text != nullptr) made.text.file = made.subject.file = text->path;
        if (html != nullptr) take(made.html, *html, html->text, 1, ".html");
        if (text == nullptr) return made;
        auto const end = std::min(text->text.find('\n'), text->text.size());
        auto const first = std::string_view{text->text}.substr(0, end);
        if (!first.starts_with(subject_mark) ||
            !std::string_view{text->text}.substr(end).starts_with("\n\n")) {
            wrong_.push_back({text->path, 1, "begins with \"Subject: …\" and an empty line"});
            return made;
        }
        take(made.subject, *text, first.substr(subject_mark.size()), 1, "");
        take(made.text, *text, std::string_view{text->text}.substr(end + 2), 3, ".txt");
        return made;
    }

    void name_unused() const {
        for (auto const& [name, one] : from_.files)
            if (!used_.contains(name) && name != "tone.txt" && name != "tone-own.txt")
                wrong_.push_back({one.path, 0, "is used by no letter; is its name right?"});
    }

private:
    letter_file const* file(std::string const& name) {
        auto const found = from_.files.find(name);
        used_.insert(name);
        if (found != from_.files.end()) return &found->second;
        wrong_.push_back({from_.folder + "/" + name, 0, "is missing"});
        return nullptr;
    }

    void take(assembled& into, letter_file const& of, std::string_view text, int line,
              std::string_view kind) {
        while (!text.empty()) {
            auto const end = std::min(text.find('\n'), text.size());
            take_line(into, of, text.substr(0, end), line, kind);
            text.remove_prefix(std::min(text.size(), end + 1));
            ++line;
        }
    }

    void take_line(assembled& into, letter_file const& of, std::string_view line, int number,
                   std::string_view kind) {
        auto const markers = markers_of(line);
        for (auto const& one : markers) check_marker(of, number, one);
        if (auto const last = line.rfind("{{"); last != line.npos && line.find("}}", last) == line.npos)
            wrong_.push_back({of.path, number, "a marker is not closed on its line"});
        if (!markers.empty() && markers.front().starts_with('>')) {
            include(into, of, line, number, kind);
            return;
        }
        into.text.append(line).append("\n");
        into.origins.push_back({&of.path, number});
        into.body.append(line).append(holds_markers_alone(line) ? "" : "\n");
    }

    void include(assembled& into, letter_file const& of, std::string_view line, int number,
                 std::string_view kind) {
        auto const name = std::string{line.substr(3, line.size() < 5 ? 0 : line.size() - 5)};
        if (line != "{{>" + name + "}}" || kind.empty() || depth_ > 3) {
            wrong_.push_back({of.path, number, "an include stands alone on its line, and not in a circle"});
            return;
        }
        auto const* const part =
            from_.files.contains(name + std::string{kind}) ? file(name + std::string{kind}) : nullptr;
        if (part == nullptr) {
            wrong_.push_back({of.path, number, "there is no " + name + std::string{kind} + " to include"});
            return;
        }
        ++depth_;
        take(into, *part, part->text, 1, kind);
        --depth_;
    }

    // What ctemplate knows beyond sections, values, includes and comments would go around the escaping.
    void check_marker(letter_file const& of, int line, std::string_view marker) {
        if (marker.starts_with('!') || marker.starts_with('>')) return;
        auto const name = marker.substr(marker.starts_with('#') || marker.starts_with('/') ? 1 : 0);
        bool const plain = !name.empty() && std::ranges::all_of(name, [](char c) {
            return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
        });
        if (!plain)
            wrong_.push_back({of.path, line, "{{" + std::string{marker} + "}} is not a name in capitals"});
    }

    language_files const& from_;
    problems& wrong_;
    std::set<std::string, std::less<>> used_;
    int depth_ = 0;
};

}  // namespace

template_problem assembled::problem(int line, std::string message) const {
    if (line < 1 || origins.empty()) return {file, 0, std::move(message)};
    auto const& from = origins[std::min(static_cast<std::size_t>(line), origins.size()) - 1];
    return {*from.path, from.line, std::move(message)};
}

std::vector<language_files> read_languages(letter_sources const& from, problems& wrong) {
    std::map<std::string, language_files> found;
    read_root(from.folder, found, wrong);
    if (!from.overrides.empty()) read_root(from.overrides, found, wrong);
    auto const shared = std::move(found[std::string{shared_folder}].files);
    found.erase(std::string{shared_folder});
    std::vector<language_files> all;
    all.reserve(found.size());
    for (auto& [name, one] : found) {
        one.files.insert(shared.begin(), shared.end());  // what a language has itself stays
        all.push_back(std::move(one));
    }
    return all;
}

std::map<letter_kind, assembled_letter> assemble(language_files const& from, problems& wrong) {
    assembling all{from, wrong};
    std::map<letter_kind, assembled_letter> made;
    for (auto const kind : all_letter_kinds()) made.emplace(kind, all.letter(std::string{name_of(kind)}));
    all.name_unused();
    return made;
}

}  // namespace quittance::pages
