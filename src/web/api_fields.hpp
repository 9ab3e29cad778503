// The fields of a JSON body, read one after the other: everything that is wrong is remembered, not only the
// first.
#pragma once
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "hints.hpp"
#include "replies.hpp"

namespace quittance::web {

class field_reader {
public:
    explicit field_reader(boost::json::object const& body) : body_(body) {}

    void wrong(std::string_view field, std::string detail) {
        errors_.push_back({std::string{field}, std::move(detail)});
    }
    bool has(std::string_view field) const {
        auto const* const value = body_.if_contains(field);
        return value != nullptr && !value->is_null();
    }
    // Empty when absent or wrong.
    std::string line(std::string_view field, std::size_t most) {
        if (!has(field)) return {};
        auto const* const text = body_.at(field).if_string();
        if (text == nullptr) {
            wrong(field, "must be a text");
            return {};
        }
        auto plain = plain_line(std::string_view{*text}, most);
        if (!plain)
            wrong(field, "must hold 1 to " + std::to_string(most) + " bytes without control characters");
        return plain.value_or("");
    }
    std::string checked(std::string_view field, std::size_t most, bool (*good)(std::string_view),
                        std::string_view expected) {
        auto text = line(field, most);
        if (text.empty() || good(text)) return text;
        wrong(field, "must be " + std::string{expected});
        return {};
    }
    std::optional<std::int64_t> amount(std::string_view field = "amount") {
        if (!has(field)) return std::nullopt;
        auto const& value = body_.at(field);
        if (value.is_int64() && value.get_int64() >= 0) return value.get_int64();
        if (value.is_int64())
            wrong(field, "must not be negative");
        else if (value.is_uint64())
            wrong(field, "is too large");
        else
            wrong(field, "must be a whole number of minor units, such as 1250 for 12.50 EUR");
        return std::nullopt;
    }
    bool flag(std::string_view field) {
        if (!has(field)) return false;
        if (body_.at(field).is_bool()) return body_.at(field).get_bool();
        wrong(field, "must be true or false");
        return false;
    }
    // From 1 on; `otherwise` when absent.
    int count(std::string_view field, int otherwise) {
        if (!has(field)) return otherwise;
        return small(field, body_.at(field));
    }
    // Not zero; zero when absent or wrong.
    int whole(std::string_view field, int most) {
        if (!has(field)) return 0;
        auto const& value = body_.at(field);
        bool const fits = value.is_int64() && value.get_int64() != 0 && value.get_int64() >= -most &&
                          value.get_int64() <= most;
        if (fits) return static_cast<int>(value.get_int64());
        wrong(field, "must be a whole number, not 0, and not beyond " + std::to_string(most));
        return 0;
    }
    std::vector<int> counts(std::string_view field) {
        std::vector<int> all;
        if (!has(field)) return all;
        auto const* const list = body_.at(field).if_array();
        if (list == nullptr) wrong(field, "must be a list of whole numbers");
        if (list == nullptr) return all;
        all.reserve(list->size());
        for (auto const& one : *list) all.push_back(small(field, one));
        return all;
    }
    // The lines of a list, which may be empty.
    std::vector<std::string> lines(std::string_view field, std::size_t most, bool (*good)(std::string_view),
                                   std::string_view expected) {
        std::vector<std::string> all;
        if (!has(field)) return all;
        auto const* const list = body_.at(field).if_array();
        bool fits = list != nullptr && list->size() <= most;
        for (std::size_t i = 0; fits && i < list->size(); ++i) {
            auto const* const text = (*list)[i].if_string();
            fits = text != nullptr && good(std::string_view{*text});
            if (fits) all.emplace_back(std::string_view{*text});
        }
        if (fits) return all;
        wrong(field, "must be a list of at most " + std::to_string(most) + ", each " + std::string{expected});
        return {};
    }
    // The objects of a list, none of them too deep; empty when absent or wrong.
    std::vector<boost::json::object const*> objects(std::string_view field, std::size_t most) {
        std::vector<boost::json::object const*> all;
        if (!has(field)) return all;
        auto const* const list = body_.at(field).if_array();
        bool fits = list != nullptr && !list->empty() && list->size() <= most;
        for (std::size_t i = 0; fits && i < list->size(); ++i) {
            all.push_back((*list)[i].if_object());
            fits = all.back() != nullptr;
        }
        if (fits) return all;
        wrong(field, "must be a list of 1 to " + std::to_string(most) + " objects");
        return {};
    }
    // The same reader for a part of the body; what is wrong there is named below `field`.
    void take(std::string const& field, field_reader& part) {
        for (auto& one : part.take_errors()) wrong(field + '.' + one.field, std::move(one.detail));
    }
    std::vector<field_error> take_errors() { return std::move(errors_); }

private:
    int small(std::string_view field, boost::json::value const& value) {
        constexpr std::int64_t most = 10'000;
        if (value.is_int64() && value.get_int64() >= 1 && value.get_int64() <= most)
            return static_cast<int>(value.get_int64());
        wrong(field, "must be a whole number from 1 to 10000");
        return 1;
    }

    boost::json::object const& body_;
    std::vector<field_error> errors_;
};

// The body as one JSON object, or the problem to answer with.
std::variant<boost::json::object, problem> parse_object(std::string_view body);

void refuse_unknown(boost::json::object const& body, std::vector<std::string_view> const& known,
                    field_reader& from);

}  // namespace quittance::web
