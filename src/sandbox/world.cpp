#include "world.hpp"

namespace quittance::sandbox {

json::object* shelf::find(std::string_view id) {
    auto const at = by_id.find(std::string(id));
    return at == by_id.end() ? nullptr : &at->second;
}

json::object const* shelf::find(std::string_view id) const {
    auto const at = by_id.find(std::string(id));
    return at == by_id.end() ? nullptr : &at->second;
}

json::object& shelf::put(json::object made) {
    std::string id = text_of(made, "id");
    order.push_back(id);
    return by_id.insert_or_assign(std::move(id), std::move(made)).first->second;
}

void world::later(std::chrono::seconds gap, task_kind what, std::string id) {
    agenda.emplace(now + gap, task{.what = what, .id = std::move(id)});
}

std::string text_of(json::object const& from, std::string_view field) {
    auto const* value = from.if_contains(field);
    return value && value->is_string() ? std::string(value->get_string()) : std::string{};
}

std::int64_t number_of(json::object const& from, std::string_view field) {
    auto const* value = from.if_contains(field);
    boost::system::error_code not_whole;
    auto const number = value ? value->to_number<std::int64_t>(not_whole) : 0;
    return not_whole ? 0 : number;
}

void apply_metadata(json::object& metadata, form const& given, std::string_view name) {
    if (auto const* whole = given.find(name); whole && whole->empty()) metadata.clear();
    for (auto const& key : given.below(name)) {
        std::string const value = given.text(std::string(name) + "[" + key + "]");
        if (value.empty())
            metadata.erase(key);
        else
            metadata[key] = value;
    }
}

json::value text_or_null(std::string const& text) {
    return text.empty() ? json::value(nullptr) : json::value(text);
}

}  // namespace quittance::sandbox
