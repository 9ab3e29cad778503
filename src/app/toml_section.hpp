// Promises: one table of a configuration file, read key by key. What is wrong is collected as
// "file:line: what; did you mean 'x'?", so that one start shows everything that has to be corrected. Refuses
// keys nobody asked for: a misspelt setting must not silently be the default.
#pragma once
#include <toml++/toml.h>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "quittance/base/time.hpp"

namespace quittance::app {

struct config_refused : std::runtime_error {
    using std::runtime_error::runtime_error;
};

class complaints {
public:
    explicit complaints(std::string file) : file_(std::move(file)) {}
    void add(std::size_t line, std::string const& what);
    std::size_t count() const { return lines_.size(); }
    // Throws config_refused with all of them, one a line.
    void refuse_if_any() const;

private:
    std::string file_;
    std::vector<std::string> lines_;
};

// Throws config_refused when the file cannot be read or is not TOML.
toml::table read_toml(std::string const& file);

class toml_section {
public:
    // `path` is how a person names the table, "public" for `[public]`; empty for the file itself.
    toml_section(toml::table const& table, std::string path, complaints& to);

    bool has(std::string_view key) const { return table_->contains(key); }
    std::optional<std::string> text(std::string_view key);
    std::optional<std::int64_t> whole(std::string_view key, std::int64_t least, std::int64_t most);
    std::optional<bool> flag(std::string_view key);
    std::optional<std::vector<std::string>> texts(std::string_view key);  // one text counts as a list of one
    std::optional<std::vector<std::int64_t>> wholes(std::string_view key, std::int64_t least,
                                                    std::int64_t most);
    // A list of dates, in quotes or not.
    std::optional<std::vector<civil_date>> dates(std::string_view key);
    std::optional<std::string> one_of(std::string_view key, std::vector<std::string> const& allowed);
    // A text that `take` accepts; it answers what is wrong, or nothing.
    void checked(std::string_view key,
                 std::function<std::optional<std::string>(std::string const&)> const& take);
    std::optional<toml_section> section(std::string_view key);
    std::vector<toml_section> sections(std::string_view key);  // [[key]]
    // [key.NAME] tables, or name = "text" pairs of [key].
    std::vector<std::pair<std::string, toml_section>> named_sections(std::string_view key);
    std::vector<std::pair<std::string, std::string>> pairs();  // of this table, all of them texts

    void complain(std::string_view key, std::string const& what);
    std::size_t complaints_so_far() const { return to_->count(); }
    std::size_t line_of(std::string_view key) const;
    // Refuses what nobody asked for. Call it last.
    void done();

private:
    toml::node const* find(std::string_view key);
    void wrong_type(std::string_view key, std::string const& wanted);
    std::string name_of(std::string_view key) const;

    toml::table const* table_;
    std::string path_;
    complaints* to_;
    std::vector<std::string> asked_;
};

}  // namespace quittance::app
