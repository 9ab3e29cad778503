#include "toml_section.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "suggestion.hpp"

namespace quittance::app {
namespace {

std::optional<civil_date> date_of(toml::node const& entry) {
    if (auto const text = entry.value_exact<std::string>()) return parse_iso_date(*text);
    auto const date = entry.value_exact<toml::date>();
    if (!date) return std::nullopt;
    return civil_date{std::chrono::year{date->year}, std::chrono::month{date->month},
                      std::chrono::day{date->day}};
}

}  // namespace

void complaints::add(std::size_t line, std::string const& what) {
    lines_.push_back(fmt::format("{}:{}: {}", file_, line, what));
}

void complaints::refuse_if_any() const {
    if (!lines_.empty()) throw config_refused{fmt::format("{}", fmt::join(lines_, "\n"))};
}

toml::table read_toml(std::string const& file) try {
    return toml::parse_file(file);
} catch (toml::parse_error const& error) {
    auto const line = error.source().begin.line;
    if (line == 0) {
        throw config_refused{
            fmt::format("{}: cannot be read ({}); give its place with --config", file, error.description())};
    }
    throw config_refused{fmt::format("{}:{}: {}", file, line, error.description())};
}

toml_section::toml_section(toml::table const& table, std::string path, complaints& to)
    : table_(&table), path_(std::move(path)), to_(&to) {}

std::string toml_section::name_of(std::string_view key) const {
    return path_.empty() ? std::string{key} : fmt::format("{}.{}", path_, key);
}

toml::node const* toml_section::find(std::string_view key) {
    asked_.emplace_back(key);
    return table_->get(key);
}

std::size_t toml_section::line_of(std::string_view key) const {
    auto const* const node = table_->get(key);
    return node != nullptr ? node->source().begin.line : table_->source().begin.line;
}

void toml_section::complain(std::string_view key, std::string const& what) {
    to_->add(line_of(key), fmt::format("{} {}", name_of(key), what));
}

void toml_section::wrong_type(std::string_view key, std::string const& wanted) {
    complain(key, "must be " + wanted);
}

std::optional<std::string> toml_section::text(std::string_view key) {
    auto const* const node = find(key);
    if (node == nullptr) return std::nullopt;
    auto const value = node->value_exact<std::string>();
    if (!value) wrong_type(key, "a text in quotes");
    return value;
}

std::optional<std::int64_t> toml_section::whole(std::string_view key, std::int64_t least, std::int64_t most) {
    auto const* const node = find(key);
    if (node == nullptr) return std::nullopt;
    auto const value = node->value_exact<std::int64_t>();
    if (value && *value >= least && *value <= most) return value;
    wrong_type(key, fmt::format("a whole number from {} to {}", least, most));
    return std::nullopt;
}

std::optional<bool> toml_section::flag(std::string_view key) {
    auto const* const node = find(key);
    if (node == nullptr) return std::nullopt;
    auto const value = node->value_exact<bool>();
    if (!value) wrong_type(key, "true or false");
    return value;
}

std::optional<std::vector<std::string>> toml_section::texts(std::string_view key) {
    auto const* const node = find(key);
    if (node == nullptr) return std::nullopt;
    std::vector<std::string> all;
    if (auto const one = node->value_exact<std::string>()) all.push_back(*one);
    if (auto const* const list = node->as_array()) {
        for (auto const& entry : *list) {
            auto const value = entry.value_exact<std::string>();
            if (!value) return wrong_type(key, "a list of texts in quotes"), std::nullopt;
            all.push_back(*value);
        }
    } else if (!node->is_string()) {
        return wrong_type(key, "a text or a list of texts in quotes"), std::nullopt;
    }
    return all;
}

std::optional<std::vector<std::int64_t>> toml_section::wholes(std::string_view key, std::int64_t least,
                                                              std::int64_t most) {
    auto const* const node = find(key);
    if (node == nullptr) return std::nullopt;
    std::vector<std::int64_t> all;
    auto const* const list = node->as_array();
    if (list != nullptr) {
        for (auto const& entry : *list) {
            auto const value = entry.value_exact<std::int64_t>();
            if (value && *value >= least && *value <= most) all.push_back(*value);
        }
    }
    if (list != nullptr && all.size() == list->size()) return all;
    wrong_type(key, fmt::format("a list of whole numbers from {} to {}", least, most));
    return std::nullopt;
}

std::optional<std::vector<civil_date>> toml_section::dates(std::string_view key) {
    auto const* const node = find(key);
    if (node == nullptr) return std::nullopt;
    std::vector<civil_date> all;
    auto const* const list = node->as_array();
    if (list != nullptr) {
        for (auto const& entry : *list) {
            if (auto const date = date_of(entry)) all.push_back(*date);
        }
    }
    if (list != nullptr && all.size() == list->size()) return all;
    wrong_type(key, "a list of dates such as [2027-03-01, 2027-06-01]");
    return std::nullopt;
}

std::optional<std::string> toml_section::one_of(std::string_view key,
                                                std::vector<std::string> const& allowed) {
    auto value = text(key);
    if (!value) return std::nullopt;
    if (std::find(allowed.begin(), allowed.end(), *value) != allowed.end()) return value;
    complain(key, fmt::format("is '{}', but may be {}{}", *value, fmt::join(allowed, ", "),
                              did_you_mean(*value, allowed)));
    return std::nullopt;
}

void toml_section::checked(std::string_view key,
                           std::function<std::optional<std::string>(std::string const&)> const& take) {
    auto const value = text(key);
    if (!value) return;
    if (auto const wrong = take(*value)) complain(key, *wrong);
}

std::optional<toml_section> toml_section::section(std::string_view key) {
    auto const* const node = find(key);
    if (node == nullptr) return std::nullopt;
    if (auto const* const table = node->as_table()) return toml_section{*table, name_of(key), *to_};
    wrong_type(key, "a table");
    return std::nullopt;
}

std::vector<toml_section> toml_section::sections(std::string_view key) {
    std::vector<toml_section> all;
    auto const* const node = find(key);
    if (node == nullptr) return all;
    auto const* const list = node->as_array();
    if (list == nullptr || !list->is_homogeneous(toml::node_type::table)) {
        wrong_type(key, fmt::format("written as [[{}]] tables", name_of(key)));
        return all;
    }
    for (auto const& entry : *list) all.emplace_back(*entry.as_table(), name_of(key), *to_);
    return all;
}

std::vector<std::pair<std::string, toml_section>> toml_section::named_sections(std::string_view key) {
    std::vector<std::pair<std::string, toml_section>> all;
    auto const* const node = find(key);
    if (node == nullptr) return all;
    auto const* const table = node->as_table();
    if (table == nullptr) return wrong_type(key, "a table of tables"), all;
    for (auto const& [name, entry] : *table) {
        auto const full = fmt::format("{}.{}", name_of(key), name.str());
        if (auto const* const inner = entry.as_table()) {
            all.emplace_back(std::string{name.str()}, toml_section{*inner, full, *to_});
        } else {
            to_->add(entry.source().begin.line, fmt::format("{} must be a table, [{}]", full, full));
        }
    }
    return all;
}

std::vector<std::pair<std::string, std::string>> toml_section::pairs() {
    std::vector<std::pair<std::string, std::string>> all;
    for (auto const& [name, entry] : *table_) {
        auto const value = text(name.str());
        if (value) all.emplace_back(std::string{name.str()}, *value);
    }
    return all;
}

void toml_section::done() {
    for (auto const& [name, entry] : *table_) {
        if (std::find(asked_.begin(), asked_.end(), name.str()) != asked_.end()) continue;
        auto const line = name.source().begin.line;
        to_->add(
            line != 0 ? line : entry.source().begin.line,
            fmt::format("unknown setting '{}'{}", name_of(name.str()), did_you_mean(name.str(), asked_)));
    }
}

}  // namespace quittance::app
