#include "expansion.hpp"

#include "checkout_sessions.hpp"

namespace quittance::sandbox {

namespace {

json::object const* find_any(world const& here, std::string_view id) {
    for (auto const* shelf : {&here.customers, &here.sessions, &here.intents, &here.setups, &here.charges,
                              &here.refunds, &here.disputes, &here.methods})
        if (auto const* found = shelf->find(id)) return found;
    return nullptr;
}

refusal cannot(std::string_view path) {
    return impossible("This property cannot be expanded (" + std::string(path) + ").", "expand");
}

std::optional<refusal> expand_path(world const& here, json::object& shown, std::string_view path,
                                   std::string_view whole) {
    auto const dot = std::min(path.find('.'), path.size());
    std::string_view const field = path.substr(0, dot);
    std::string_view const rest = dot < path.size() ? path.substr(dot + 1) : std::string_view{};
    if (field == "line_items" && text_of(shown, "object") == "checkout.session") {
        shown["line_items"] = line_items(here, text_of(shown, "id"));
        return std::nullopt;
    }
    auto* value = shown.if_contains(field);
    if (!value) return cannot(whole);
    if (value->is_null()) return std::nullopt;
    if (value->is_string()) {
        auto const* found = find_any(here, value->get_string());
        if (!found) return cannot(whole);
        *value = *found;
    }
    if (!value->is_object()) return cannot(whole);
    return rest.empty() ? std::nullopt : expand_path(here, value->get_object(), rest, whole);
}

std::optional<refusal> expand_one(world const& here, json::object& shown, std::string const& path) {
    if (std::count(path.begin(), path.end(), '.') > 4)
        return invalid("You cannot expand more than 4 levels of a property.", "expand");
    if (text_of(shown, "object") != "list") return expand_path(here, shown, path, path);
    if (!path.starts_with("data.")) return cannot(path);
    for (auto& each : shown["data"].as_array())
        if (auto refused = expand_path(here, each.as_object(), std::string_view(path).substr(5), path))
            return refused;
    return std::nullopt;
}

}  // namespace

std::optional<refusal> expand(world const& here, json::object& shown, form const& given) {
    for (auto const& path : given.list("expand"))
        if (auto refused = expand_one(here, shown, path)) return refused;
    return std::nullopt;
}

}  // namespace quittance::sandbox
