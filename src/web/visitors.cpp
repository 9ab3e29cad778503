#include "visitors.hpp"

#include <algorithm>
#include <array>
#include <boost/asio/ip/address.hpp>

namespace quittance::web {
namespace {

// Parts of the User-Agent, lower case. Mail and chat scanners, link previews, crawlers, monitors.
constexpr std::array<std::string_view, 38> announced{"bot",
                                                     "crawler",
                                                     "spider",
                                                     "preview",
                                                     "scanner",
                                                     "facebookexternalhit",
                                                     "facebot",
                                                     "whatsapp",
                                                     "telegrambot",
                                                     "skypeuripreview",
                                                     "slack-imgproxy",
                                                     "slackbot",
                                                     "discordbot",
                                                     "linkedinbot",
                                                     "twitterbot",
                                                     "pinterest",
                                                     "embedly",
                                                     "quora link",
                                                     "outbrain",
                                                     "vkshare",
                                                     "w3c_validator",
                                                     "barracuda",
                                                     "proofpoint",
                                                     "mimecast",
                                                     "safelinks",
                                                     "bingpreview",
                                                     "googleimageproxy",
                                                     "google-safety",
                                                     "symantec",
                                                     "trendmicro",
                                                     "fireeye",
                                                     "forcepoint",
                                                     "zscaler",
                                                     "urlscan",
                                                     "virustotal",
                                                     "uptime",
                                                     "pingdom",
                                                     "statuscake"};

std::string lower(std::string_view text) {
    std::string made{text};
    std::ranges::transform(made, made.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return made;
}

bool is_prefetch(http::request const& asked) {
    for (auto const* name : {"Sec-Purpose", "Purpose", "X-Purpose", "X-Moz"}) {
        auto const value = lower(asked.header(name));
        for (auto const* word : {"prefetch", "prerender", "preview"})
            if (value.find(word) != value.npos) return true;
    }
    return false;
}

bool is_announced_scanner(http::request const& asked) {
    auto const agent = lower(asked.header("User-Agent"));
    return std::ranges::any_of(announced, [&agent](auto part) { return agent.find(part) != agent.npos; });
}

}  // namespace

bool only_looks(http::request const& asked) {
    return asked.verb == http::method::head || is_prefetch(asked) || is_announced_scanner(asked);
}

bool is_cross_site(http::request const& asked) {
    auto const site = asked.header("Sec-Fetch-Site");
    return !site.empty() && site != "same-origin" && site != "none";
}

bool is_foreign_form(http::request const& asked) {
    if (!asked.header("Sec-Fetch-Site").empty()) return is_cross_site(asked);
    auto const origin = asked.header("Origin");
    if (origin.empty()) return false;
    auto const scheme_end = origin.find("://");
    return scheme_end == origin.npos || lower(origin.substr(scheme_end + 3)) != lower(asked.header("Host"));
}

bool is_asked_by_address(http::request const& asked) {
    auto host = asked.header("Host");
    bool const bracketed = host.starts_with('[');
    host = host.substr(0, bracketed ? host.find(']') : host.find(':'));
    if (bracketed) host.remove_prefix(1);
    if (lower(host) == "localhost") return true;
    boost::system::error_code none;
    boost::asio::ip::make_address(std::string{host}, none);
    return !none;
}

}  // namespace quittance::web
