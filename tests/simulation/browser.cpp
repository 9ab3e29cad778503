#include "browser.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "surroundings.hpp"

namespace quittance::simulation {
namespace {

std::string plain(std::string text) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 5> signs{
        {{"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&#39;", "'"}, {"&amp;", "&"}}};
    for (auto const& [coded, sign] : signs) {
        for (auto at = text.find(coded); at != std::string::npos; at = text.find(coded, at + 1)) {
            text.replace(at, coded.size(), sign);
        }
    }
    return text;
}

}  // namespace

http::request get(std::string path, std::string query) {
    http::request asked;
    asked.path = std::move(path);
    asked.query = std::move(query);
    return asked;
}

std::string between(std::string const& text, std::string_view before, std::size_t& from) {
    auto const at = text.find(before, from);
    if (at == std::string::npos) return {};
    auto const begin = at + before.size();
    from = text.find('"', begin);
    return plain(text.substr(begin, from - begin));
}

std::vector<http::request> forms_of(std::string const& page) {
    std::vector<http::request> all;
    for (auto at = page.find("<form method=\"post\""); at != std::string::npos;) {
        auto const end = std::min(page.find("</form>", at), page.size());
        auto const form = page.substr(at, end - at);
        std::size_t place = 0;
        http::request pressed;
        pressed.verb = http::method::post;
        pressed.path = between(form, "action=\"", place);
        bool const is_choice = form.find("type=\"checkbox\"") != std::string::npos;
        for (;;) {
            auto const name = between(form, "name=\"", place);
            if (name.empty() || (is_choice && !pressed.body.empty())) break;
            auto const value = between(form, "value=\"", place);
            pressed.body += (pressed.body.empty() ? "" : "&") + http::percent_encode(name) + '=' +
                            http::percent_encode(value);
        }
        all.push_back(std::move(pressed));
        at = page.find("<form method=\"post\"", end);
    }
    return all;
}

std::vector<http::request> forms_with(std::string const& page, std::string const& button) {
    std::vector<http::request> all;
    for (auto at = page.find("<form"); at != std::string::npos; at = page.find("<form", at + 1)) {
        auto const form = page.substr(at, std::min(page.find("</form>", at), page.size()) - at);
        if (form.find("name=\"do\" value=\"" + button + '"') == std::string::npos) continue;
        http::request pressed;
        pressed.verb = http::method::post;
        std::size_t place = 0;
        pressed.path = between(form, "action=\"", place);
        pressed.body = "do=" + button;
        for (auto const* const name : {"proof", "booking", "item"}) {
            place = 0;
            auto value = between(form, std::string{"name=\""} + name + "\" value=\"", place);
            if (value.empty() && form.find("<option") != std::string::npos) {
                place = 0;
                value = between(form, "<option value=\"", place);
            }
            if (!value.empty()) pressed.body += '&' + std::string{name} + '=' + http::percent_encode(value);
        }
        all.push_back(std::move(pressed));
    }
    return all;
}

bool shows(http::response const& reply, std::string_view what) {
    return reply.status == 200 && reply.body.find(what) != std::string::npos;
}

std::string location_of(http::response const& reply) {
    for (auto const& [name, value] : reply.headers) {
        if (name == "Location") return value;
    }
    return {};
}

std::string session_in(std::string const& url) {
    auto const at = url.find("/cs_");
    return at == std::string::npos ? std::string{} : url.substr(at + 1, url.find_first_of("#?", at) - at - 1);
}

http::request at_address(std::string const& url) {
    auto const rest = url.substr(std::min(url.size(), std::string_view{public_base}.size()));
    auto const mark = rest.find('?');
    if (mark == std::string::npos) return get(rest);
    return get(rest.substr(0, mark), rest.substr(mark + 1));
}

}  // namespace quittance::simulation
