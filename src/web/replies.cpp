#include "replies.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

namespace quittance::web {
namespace {

bool is_host_text(std::string_view text) {
    auto const plain = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == ':' ||
               c == '[' || c == ']';
    };
    return !text.empty() && std::ranges::all_of(text, plain);
}

http::response html_reply(unsigned status, std::string html, std::string policy) {
    http::response reply;
    reply.status = status;
    reply.headers = {{"Content-Type", "text/html; charset=utf-8"},
                     {"Content-Security-Policy", std::move(policy)},
                     {"Cache-Control", "no-store"}};
    reply.body = std::move(html);
    return reply;
}

}  // namespace

std::string origin_of(std::string_view address) {
    auto const scheme_end = address.find("://");
    if (scheme_end == address.npos) return {};
    auto const scheme = address.substr(0, scheme_end);
    if (scheme != "https" && scheme != "http") return {};
    auto const rest = address.substr(scheme_end + 3);
    auto const host = rest.substr(0, rest.find_first_of("/?#"));
    if (!is_host_text(host)) return {};
    return std::string{address.substr(0, scheme_end + 3 + host.size())};
}

std::string content_policy(pages::business const& business, std::vector<std::string> const& form_origins) {
    std::string policy = "default-src 'none'; style-src " + pages::style_source();
    if (auto const logo = origin_of(business.logo_url); !logo.empty()) policy += "; img-src " + logo;
    // Chromium applies form-action to the redirect that answers the form, so the processor is named here.
    policy += "; form-action 'self'";
    for (auto const& origin : form_origins) policy += " " + origin;
    return policy + "; frame-ancestors 'none'; base-uri 'none'";
}

http::response page_reply(unsigned status, std::string html, public_options const& options) {
    return html_reply(status, std::move(html), content_policy(options.business, options.payment_origins));
}

http::response desk_reply(unsigned status, std::string html, admin_options const& options) {
    auto reply = html_reply(status, std::move(html), content_policy(options.business, {}));
    // Without a referrer a browser would hide where the desk's own forms come from.
    reply.headers.emplace_back("Referrer-Policy", "same-origin");
    return reply;
}

http::response redirect_to(std::string const& address) {
    http::response reply;
    reply.status = 303;
    reply.headers = {{"Location", address}, {"Cache-Control", "no-store"}};
    return reply;
}

http::response text_reply(unsigned status, std::string text) {
    http::response reply;
    reply.status = status;
    reply.headers = {{"Content-Type", "text/plain; charset=utf-8"}, {"Cache-Control", "no-store"}};
    reply.body = std::move(text);
    return reply;
}

http::response json_reply(unsigned status, boost::json::object const& body, std::string_view type) {
    http::response reply;
    reply.status = status;
    reply.headers = {{"Content-Type", std::string{type}}, {"Cache-Control", "no-store"}};
    reply.body = boost::json::serialize(body);
    return reply;
}

void retry_after(http::response& reply, int seconds) {
    reply.headers.emplace_back("Retry-After", std::to_string(seconds));
}

http::response problem_reply(problem const& what) {
    boost::json::object body;
    body["type"] = "urn:quittance:problem:" + what.type;
    body["title"] = what.title;
    body["status"] = what.status;
    if (!what.detail.empty()) body["detail"] = what.detail;
    if (!what.errors.empty()) {
        auto& list = body["errors"].emplace_array();
        for (auto const& one : what.errors)
            list.push_back(boost::json::object{{"field", one.field}, {"detail", one.detail}});
    }
    return json_reply(what.status, body, "application/problem+json");
}

}  // namespace quittance::web
