#include "api_fields.hpp"

#include <algorithm>
#include <boost/json/parse.hpp>

#include "api_request.hpp"

namespace quittance::web {

std::variant<boost::json::object, problem> parse_object(std::string_view body) {
    boost::system::error_code error;
    boost::json::parse_options strict;
    strict.max_depth = 4;
    auto parsed = boost::json::parse({body.data(), body.size()}, error, {}, strict);
    if (error) return problem{400, "not-json", "The body is not JSON.", error.message(), {}};
    auto* const object = parsed.if_object();
    if (object == nullptr) return problem{422, "invalid-request", "The body must be a JSON object.", "", {}};
    return std::move(*object);
}

void refuse_unknown(boost::json::object const& body, std::vector<std::string_view> const& known,
                    field_reader& from) {
    for (auto const& entry : body) {
        auto const name = std::string_view{entry.key()};
        if (std::ranges::find(known, name) != known.end()) continue;
        auto const near = nearest_name(name, known);
        from.wrong(name.substr(0, 64), near.empty() ? "is not a field of this request"
                                                    : "is not a field of this request; did you mean `" +
                                                          std::string{near} + "`?");
    }
}

}  // namespace quittance::web
