#include "quittance/http/router.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <unordered_map>

#include "quittance/base/assert.hpp"
#include "wire.hpp"

namespace quittance::http {
namespace {

constexpr std::size_t usual_body_limit = 64 * 1024;
constexpr std::array<std::string_view, 4> verb_names{"GET", "HEAD", "POST", "OPTIONS"};

struct action {
    std::string name;
    handler handle;
};

struct route {
    std::string pattern;
    std::array<std::optional<action>, 4> actions;  // by method; `other` has none
    std::size_t body_limit = usual_body_limit;
    bool chunked = false;

    action const* find(method verb) const {
        if (verb == method::other) return nullptr;
        auto const& own = actions[static_cast<std::size_t>(verb)];
        if (own) return &*own;
        auto const& get = actions[static_cast<std::size_t>(method::get)];
        return verb == method::head && get ? &*get : nullptr;
    }
    bool known() const {
        return std::ranges::any_of(actions, [](auto const& entry) { return entry.has_value(); });
    }
    void name_into(std::vector<std::string>& list) const {
        for (std::size_t i = 0; i < actions.size(); ++i) {
            if (actions[i]) list.push_back(std::string{verb_names[i]} + ' ' + pattern);
        }
    }
    std::string allow() const {
        std::string list;
        for (std::size_t i = 0; i < actions.size(); ++i) {
            if (find(static_cast<method>(i)) == nullptr) continue;
            if (!list.empty()) list += ", ";
            list += verb_names[i];
        }
        return list;
    }
};

std::string_view take_segment(std::string_view& rest) {
    auto const segment = rest.substr(0, rest.find('/'));
    rest.remove_prefix(std::min(rest.size(), segment.size() + 1));
    return segment;
}

// Walks both segment by segment; `caught` gets what the `{}` matched, still encoded.
bool matches(std::string_view pattern, std::string_view path, std::vector<std::string_view>* caught) {
    if (std::ranges::count(pattern, '/') != std::ranges::count(path, '/')) return false;
    while (!pattern.empty() || !path.empty()) {
        auto const wanted = take_segment(pattern);
        auto const given = take_segment(path);
        if (wanted != "{}" && wanted != given) return false;
        if (wanted == "{}" && given.empty()) return false;
        if (wanted == "{}" && caught != nullptr) caught->push_back(given);
    }
    return true;
}

struct text_hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};

response unknown_path() { return plain_problem(404, "There is nothing at this address."); }

boost::asio::awaitable<response> answer_unknown(request /*asked*/, captures /*caught*/) {
    co_return unknown_path();
}

response internal_problem(request const& /*asked*/, std::exception_ptr /*thrown*/) {
    return plain_problem(500, "Something went wrong on our side. Please try again.");
}

std::optional<captures> decoded(std::vector<std::string_view> const& raw) {
    captures plain;
    plain.reserve(raw.size());
    for (auto const piece : raw) {
        auto text = percent_decode(piece, false);
        if (!text) return std::nullopt;
        plain.push_back(std::move(*text));
    }
    return plain;
}

}  // namespace

struct router::table {
    std::unordered_map<std::string, route, text_hash, std::equal_to<>> literal;
    std::vector<std::unique_ptr<route>> with_captures;
    handler fallback = answer_unknown;
    std::function<response(request const&, std::exception_ptr)> on_error = internal_problem;

    route& at(std::string_view pattern) {
        QUITTANCE_ASSERT(pattern.starts_with('/'));
        if (pattern.find("{}") == pattern.npos) {
            auto& place = literal[std::string{pattern}];
            place.pattern = pattern;
            return place;
        }
        auto const known = std::ranges::find_if(
            with_captures, [pattern](auto const& entry) { return entry->pattern == pattern; });
        if (known != with_captures.end()) return **known;
        with_captures.push_back(std::make_unique<route>());
        with_captures.back()->pattern = pattern;
        return *with_captures.back();
    }

    route const* find(std::string_view path, std::vector<std::string_view>* caught = nullptr) const {
        auto const exact = literal.find(path);
        if (exact != literal.end() && exact->second.known()) return &exact->second;
        for (auto const& entry : with_captures) {
            if (caught != nullptr) caught->clear();
            if (entry->known() && matches(entry->pattern, path, caught)) return entry.get();
        }
        if (caught != nullptr) caught->clear();
        return nullptr;
    }
};

router::router() : table_(std::make_unique<table>()) {}
router::router(router&&) noexcept = default;
router& router::operator=(router&&) noexcept = default;
router::~router() = default;

void router::add(method verb, std::string_view pattern, std::string_view name, handler handle) {
    QUITTANCE_ASSERT(verb != method::other);
    auto& place = table_->at(pattern).actions[static_cast<std::size_t>(verb)];
    QUITTANCE_ASSERT(!place.has_value());
    place = action{std::string{name}, std::move(handle)};
}

void router::fallback(handler handle) { table_->fallback = std::move(handle); }

void router::on_error(std::function<response(request const&, std::exception_ptr)> translate) {
    table_->on_error = std::move(translate);
}

void router::set_body_limit(std::string_view pattern, std::size_t bytes) {
    table_->at(pattern).body_limit = bytes;
}
void router::allow_chunked(std::string_view pattern) { table_->at(pattern).chunked = true; }

std::size_t router::body_limit(std::string_view path) const {
    auto const* const found = table_->find(path);
    return found != nullptr ? found->body_limit : usual_body_limit;
}

bool router::chunked_allowed(std::string_view path) const {
    auto const* const found = table_->find(path);
    return found != nullptr && found->chunked;
}

std::vector<std::string> router::list() const {
    std::vector<std::string> all;
    for (auto const& [pattern, entry] : table_->literal) entry.name_into(all);
    for (auto const& entry : table_->with_captures) entry->name_into(all);
    std::ranges::sort(all);
    return all;
}

std::string_view router::name_of(method verb, std::string_view path) const {
    auto const* const found = table_->find(path);
    auto const* const act = found != nullptr ? found->find(verb) : nullptr;
    return act != nullptr ? std::string_view{act->name} : std::string_view{"none"};
}

boost::asio::awaitable<response> router::answer(request asked) const {
    std::vector<std::string_view> raw;
    auto const* const found = table_->find(asked.path, &raw);
    auto const* const act = found != nullptr ? found->find(asked.verb) : nullptr;
    if (found != nullptr && act == nullptr) {
        auto refused = plain_problem(405, "This address does not take that method.");
        refused.headers.emplace_back("Allow", found->allow());
        co_return refused;
    }
    auto caught = decoded(raw);
    auto const& handle = act != nullptr && caught ? act->handle : table_->fallback;
    request remembered;
    remembered.verb = asked.verb;
    remembered.path = asked.path;
    remembered.peer = asked.peer;
    remembered.request_id = asked.request_id;
    // The page about what went wrong is in a language, too.
    if (auto const language = asked.header("Accept-Language"); !language.empty())
        remembered.headers.emplace_back("Accept-Language", std::string{language});
    std::exception_ptr thrown;
    try {
        auto work = handle(std::move(asked), caught ? std::move(*caught) : captures{});
        auto reply = co_await std::move(work);
        co_return reply;
    } catch (...) {
        thrown = std::current_exception();
    }
    co_return table_->on_error(remembered, thrown);
}

}  // namespace quittance::http
