#include "parameters.hpp"

#include <algorithm>

#include "currencies.hpp"
#include "parameter_table.hpp"
#include "rules.hpp"

namespace quittance::sandbox {

namespace {

struct node {
    std::string key;
    std::optional<std::string> value;
    std::vector<node> children;

    node& child(std::string const& name) {
        for (auto& each : children)
            if (each.key == name) return each;
        return children.emplace_back(node{.key = name});
    }
    node const* find(std::string_view name) const {
        for (auto const& each : children)
            if (each.key == name) return &each;
        return nullptr;
    }
};

using verdict = std::optional<refusal>;

verdict build(node& root, form const& given) {
    for (auto const& [name, value] : given.fields()) {
        auto const parts = split_name(name);
        if (parts.empty() || parts.size() > 8)
            return invalid("Invalid request: the parameter name '" + name + "' cannot be read.", name);
        node* at = &root;
        for (auto const& part : parts) at = &at->child(part);
        at->value = value;
    }
    return std::nullopt;
}

std::size_t characters(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(
        text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

verdict check_word(rule const& wanted, std::string const& value, std::string const& path) {
    if (std::find(wanted.words.begin(), wanted.words.end(), value) != wanted.words.end()) return std::nullopt;
    std::string choices;
    for (auto const word : wanted.words) choices += (choices.empty() ? "" : ", ") + std::string(word);
    return invalid("Invalid " + path + ": must be one of " + choices, path);
}

bool is_plain_word(std::string_view value) {
    return std::all_of(value.begin(), value.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.' || c == '*' ||
               c == '-';
    });
}

bool is_decimal(std::string_view value) {
    auto const dot = std::min(value.find('.'), value.size());
    auto const tail = dot < value.size() ? value.substr(dot + 1) : std::string_view{"0"};
    return to_integer(value.substr(0, dot)).has_value() && to_integer(tail).has_value();
}

verdict check_scalar(rule const& wanted, std::string const& value, std::string const& path) {
    switch (wanted.is) {
        case shape::integer:
        case shape::number_or_object:
            if (!to_integer(value))
                return invalid("Invalid integer: " + value, path, "parameter_invalid_integer");
            break;
        case shape::boolean:
            if (value != "true" && value != "false") return invalid("Invalid boolean: " + value, path);
            break;
        case shape::currency:
            if (!is_known_currency(value))
                return invalid("Invalid currency: " + value + ". It must be a supported code in lower case.",
                               path);
            break;
        case shape::decimal:
            if (!is_decimal(value)) return invalid("Invalid decimal: " + value, path);
            break;
        case shape::one_of: return check_word(wanted, value, path);
        case shape::word:
            if (!is_plain_word(value)) return invalid("Invalid " + path + ": " + value, path);
            break;
        default:
            if (characters(value) > wanted.longest)
                return invalid(
                    "Invalid string: it must be at most " + std::to_string(wanted.longest) + " characters.",
                    path, "parameter_invalid_string");
    }
    return std::nullopt;
}

verdict empty_value(rule const& wanted, std::string const& path) {
    if (wanted.unsets || wanted.is == shape::metadata) return std::nullopt;
    return invalid("You passed an empty string for '" + path +
                       "'. We assume empty values are an attempt to unset a "
                       "parameter; however '" +
                       path + "' cannot be unset. You should remove it or supply a value.",
                   path, "parameter_invalid_empty");
}

verdict check_metadata(node const& given, std::string const& path) {
    if (given.value) return invalid("Invalid hash", path);
    if (given.children.size() > 50) return invalid("Metadata may have at most 50 keys.", path);
    for (auto const& each : given.children) {
        std::string const at = path + "[" + each.key + "]";
        if (!each.children.empty() || each.key.empty())
            return invalid("Metadata values must be strings.", at);
        if (characters(each.key) > 40)
            return invalid("Metadata keys must be at most 40 characters.", at, "parameter_invalid_string");
        if (characters(each.value.value_or("")) > 500)
            return invalid("Metadata values must be at most 500 characters.", at, "parameter_invalid_string");
    }
    return std::nullopt;
}

verdict check_members(std::vector<rule> const& wanted, node const& given, std::string const& prefix);

verdict check_single(rule const& wanted, node const& given, std::string const& path) {
    if (given.value && given.value->empty()) return empty_value(wanted, path);
    if (wanted.is == shape::metadata) return check_metadata(given, path);
    bool const nested = wanted.is == shape::object || wanted.is == shape::map;
    if (given.children.empty() && !nested) return check_scalar(wanted, *given.value, path);
    if (!nested && wanted.is != shape::number_or_object)
        return invalid("Invalid string: an object was given.", path);
    if (given.value) return invalid("Invalid object", path);
    if (wanted.is != shape::map) return check_members(wanted.members, given, path);
    for (auto const& each : given.children)
        if (auto refused = check_members(wanted.members, each, path + "[" + each.key + "]")) return refused;
    return std::nullopt;
}

verdict check_one(rule const& wanted, node const& given, std::string const& path) {
    if (!wanted.list) return check_single(wanted, given, path);
    if (given.value && given.value->empty()) return empty_value(wanted, path);
    if (given.value) return invalid("Invalid array", path);
    if (given.children.size() > 100) return invalid("Arrays may hold at most 100 items.", path);
    for (auto const& each : given.children) {
        std::string const at = path + "[" + each.key + "]";
        auto const index = to_integer(each.key);
        if (!index || *index < 0) return invalid("Invalid array", path);
        if (auto refused = check_single(wanted, each, at)) return refused;
    }
    return std::nullopt;
}

verdict check_members(std::vector<rule> const& wanted, node const& given, std::string const& prefix) {
    auto const full = [&](std::string const& name) {
        return prefix.empty() ? name : prefix + "[" + name + "]";
    };
    for (auto const& each : given.children) {
        auto const known =
            std::find_if(wanted.begin(), wanted.end(), [&](rule const& r) { return r.name == each.key; });
        if (known == wanted.end())
            return invalid("Received unknown parameter: " + full(each.key), full(each.key),
                           "parameter_unknown");
        if (auto refused = check_one(*known, each, full(each.key))) return refused;
    }
    for (auto const& each : wanted)
        if (each.required && !given.find(each.name)) return missing_parameter(full(each.name));
    return std::nullopt;
}

std::vector<std::string_view> segments(std::string_view path) {
    std::vector<std::string_view> parts;
    while (!path.empty()) {
        auto const end = std::min(path.find('/', 1), path.size());
        parts.push_back(path.substr(1, end - 1));
        path.remove_prefix(end);
    }
    return parts;
}

std::optional<std::vector<std::string>> match(std::string_view pattern, std::string_view path) {
    auto const wanted = segments(pattern);
    auto const given = segments(path);
    if (wanted.size() != given.size()) return std::nullopt;
    std::vector<std::string> ids;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        if (wanted[i] == "{}" && !given[i].empty())
            ids.emplace_back(given[i]);
        else if (wanted[i] != given[i])
            return std::nullopt;
    }
    return ids;
}

std::vector<std::vector<rule>> const& rule_sets() {
    static auto const sets = [] {
        std::vector<std::vector<rule>> made;
        for (auto const& each : all_operations()) made.push_back(parse_rules(each.parameters));
        return made;
    }();
    return sets;
}

}  // namespace

std::optional<named_operation> find_operation(std::string_view method, std::string_view path) {
    auto const table = all_operations();
    for (std::size_t i = 0; i < table.size(); ++i) {
        if (table[i].method != method) continue;
        if (auto ids = match(table[i].path, path))
            return named_operation{.name = std::string(method) + " " + std::string(table[i].path),
                                   .ids = std::move(*ids),
                                   .index = i};
    }
    return std::nullopt;
}

std::optional<refusal> check_parameters(named_operation const& operation, form const& given) {
    node root;
    if (auto refused = build(root, given)) return refused;
    return check_members(rule_sets()[operation.index], root, "");
}

}  // namespace quittance::sandbox
