#include "api_query.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "api_request.hpp"
#include "quittance/base/digest.hpp"

namespace quittance::web {
namespace {

constexpr std::size_t most_per_page = 100;
constexpr std::size_t booking_id_length = 16;

template <class Number>
std::optional<Number> number_in(std::string_view text) {
    Number read{};
    auto const* const end = text.data() + text.size();
    auto const [stopped, error] = std::from_chars(text.data(), end, read);
    if (text.empty() || error != std::errc{} || stopped != end) return std::nullopt;
    return read;
}

// `<list>.<milliseconds>.<client>.<booking>`; an id holds no dot.
std::optional<engine::listed_booking> mark_in(std::string_view cursor, std::string_view list) {
    auto const text = from_base64url(cursor);
    if (!text) return std::nullopt;
    std::array<std::string_view, 4> parts;
    std::string_view rest{*text};
    for (auto& part : parts) {
        part = rest.substr(0, rest.find('.'));
        rest.remove_prefix(std::min(rest.size(), part.size() + 1));
    }
    auto const at = number_in<std::int64_t>(parts[1]);
    bool const is_booking = parts[3].size() == booking_id_length && from_base64url(parts[3]);
    if (parts[0] != list || !at || !domain::is_client_id(parts[2]) || !is_booking || !rest.empty())
        return std::nullopt;
    return engine::listed_booking{domain::client_id{std::string{parts[2]}},
                                  domain::booking_id{std::string{parts[3]}},
                                  {},
                                  from_unix_millis(*at)};
}

}  // namespace

void refuse_unknown(form const& parameters, std::vector<std::string_view> const& known,
                    std::vector<field_error>& errors) {
    for (auto const& [name, unused] : parameters) {
        if (std::ranges::find(known, name) != known.end()) continue;
        auto const near = nearest_name(name, known);
        errors.push_back(
            {name.substr(0, 64),
             near.empty() ? "is not a parameter of this request"
                          : "is not a parameter of this request; did you mean `" + std::string{near} + "`?"});
    }
}

problem unreadable_query() {
    return {400,
            "invalid-request",
            "The address cannot be read.",
            "Percent-encode the path and the query as UTF-8.",
            {}};
}

problem invalid_query(std::vector<field_error> errors) {
    return {422, "invalid-request", "Some parameters cannot be taken.", "", std::move(errors)};
}

page_request read_page(form const& parameters, std::string_view list, std::vector<field_error>& errors) {
    page_request asked;
    auto const& limit = value_of(parameters, "limit");
    auto const read = number_in<std::size_t>(limit);
    bool const is_fine = read && *read >= 1 && *read <= most_per_page;
    if (is_fine) asked.most = *read;
    if (!limit.empty() && !is_fine)
        errors.push_back({"limit", "must be a whole number from 1 to " + std::to_string(most_per_page)});
    auto const& cursor = value_of(parameters, "cursor");
    if (cursor.empty()) return asked;
    asked.after = mark_in(cursor, list);
    if (!asked.after)
        errors.push_back({"cursor", "must be the `next` of an earlier answer of the same list"});
    return asked;
}

std::string cursor_of(std::string_view list, engine::listed_booking const& last) {
    return to_base64url(std::string{list} + '.' + std::to_string(unix_millis(last.at)) + '.' +
                        last.client.text() + '.' + last.booking.text());
}

}  // namespace quittance::web
