// The description of the API and the routes say the same.
#include <doctest/doctest.h>

#include <algorithm>
#include <boost/json/parse.hpp>
#include <regex>
#include <set>

#include "harness.hpp"

using namespace quittance;
using namespace quittance::web_test;

namespace {

namespace json = boost::json;

json::value described(world& w) {
    auto const reply = w.get("/v1/openapi.json");
    REQUIRE(reply.status == 200);
    CHECK(header_of(reply, "Content-Type") == "application/json");
    return json::parse(reply.body);
}

std::set<std::string> operations_of(json::value const& document) {
    std::set<std::string> all;
    for (auto const& [path, item] : document.at("paths").as_object()) {
        auto const pattern = std::regex_replace(std::string{path}, std::regex{R"(\{[a-z]+\})"}, "{}");
        for (auto const& [name, operation] : item.as_object())
            if (name == "get" || name == "post") all.insert((name == "get" ? "GET " : "POST ") + pattern);
    }
    return all;
}

// Every value of this name, wherever it stands.
void collect(json::value const& in, std::string_view name, std::vector<json::value>& into) {
    if (auto const* const object = in.if_object()) {
        for (auto const& [key, value] : *object) {
            if (key == name) into.push_back(value);
            collect(value, name, into);
        }
    }
    if (auto const* const list = in.if_array())
        for (auto const& one : *list) collect(one, name, into);
}

}  // namespace

TEST_CASE("every route of the API is described, and everything described has a route") {
    world w;
    std::set<std::string> routes;
    for (auto const& one : w.routes.list())
        if (one.find(" /v1/") != std::string::npos) routes.insert(one);
    CHECK(operations_of(described(w)) == routes);
    CHECK(routes.size() >= 20);
}

TEST_CASE("the description holds together") {
    world w;
    auto const document = described(w);
    CHECK(document.at("openapi") == "3.1.0");
    CHECK(document.at("servers").at(0).at("url") == "https://pay.example");
    std::vector<json::value> references;
    collect(document, "$ref", references);
    CHECK(references.size() > 100);
    std::set<std::string> used;
    for (auto const& one : references) {
        auto const text = std::string{one.as_string()};
        CAPTURE(text);
        REQUIRE(text.starts_with("#/"));
        boost::system::error_code missing;
        CHECK(document.find_pointer(text.substr(1), missing) != nullptr);
        used.insert(text.substr(text.find_last_of('/') + 1));
    }
    for (auto const& [kind, all] : document.at("components").as_object()) {
        if (kind == "securitySchemes") continue;
        for (auto const& [name, unused] : all.as_object()) {
            CAPTURE(std::string{name});
            CHECK(used.contains(std::string{name}));
        }
    }
    std::vector<json::value> names;
    collect(document.at("paths"), "operationId", names);
    std::set<std::string> distinct;
    for (auto const& one : names) distinct.insert(std::string{one.as_string()});
    CHECK(distinct.size() == names.size());
    CHECK(names.size() == operations_of(document).size());
}

TEST_CASE("every name in a described path is one of its parameters") {
    world w;
    auto const document = described(w);
    for (auto const& [path, item] : document.at("paths").as_object()) {
        CAPTURE(std::string{path});
        std::set<std::string> named;
        auto const text = std::string{path};
        std::regex const in_braces{R"(\{([a-z]+)\})"};
        for (std::sregex_iterator at{text.begin(), text.end(), in_braces}, end; at != end; ++at)
            named.insert((*at)[1]);
        std::set<std::string> declared;
        if (auto const* const parameters = item.as_object().if_contains("parameters")) {
            for (auto const& one : parameters->as_array()) {
                auto const* const reference = one.as_object().if_contains("$ref");
                auto const& what = reference == nullptr
                                       ? one
                                       : document.at_pointer(std::string{reference->as_string()}.substr(1));
                declared.insert(std::string{what.at("name").as_string()});
            }
        }
        CHECK(named == declared);
    }
}
