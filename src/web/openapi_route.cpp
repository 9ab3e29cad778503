// GET /v1/openapi.json: what the API is, for whoever may not call it yet, too.
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "openapi_text.hpp"
#include "replies.hpp"
#include "site.hpp"

namespace quittance::web {
namespace {

// Compact, and with the address the gateway is reached at.
std::string served_text(public_options const& options) {
    auto described = boost::json::parse(openapi_text());
    auto& root = described.as_object();
    root["servers"] = boost::json::array{boost::json::object{{"url", options.public_base}}};
    return boost::json::serialize(described);
}

awaitable<http::response> answer(shared_site at, http::request /*asked*/, http::captures /*caught*/) {
    http::response reply;
    reply.headers = {{"Content-Type", "application/json"}, {"Cache-Control", "public, max-age=300"}};
    reply.body = served_text(at->options);
    co_return reply;
}

}  // namespace

void mount_api_description(http::router& on, shared_site const& at) {
    on.add(http::method::get, "/v1/openapi.json", "api_description",
           [at](http::request asked, http::captures caught) {
               return answer(at, std::move(asked), std::move(caught));
           });
}

}  // namespace quittance::web
