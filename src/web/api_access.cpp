#include "api_access.hpp"

#include "api_query.hpp"
#include "quittance/base/digest.hpp"
#include "replies.hpp"

namespace quittance::web {
namespace {

// As `quittance key list` writes it beside the name, which may be anything.
constexpr std::size_t key_name_length = 12;

std::string_view bearer_of(http::request const& asked) {
    auto const value = asked.header("Authorization");
    constexpr std::string_view scheme = "bearer ";
    if (value.size() <= scheme.size()) return {};
    for (std::size_t i = 0; i < scheme.size(); ++i)
        if ((static_cast<unsigned char>(value[i]) | 0x20U) != static_cast<unsigned char>(scheme[i]))
            return {};
    return value.substr(scheme.size());
}

// All of them are compared, so that the time says nothing about which one it was.
bool is_known(std::vector<engine::api_key_record> const& keys, std::string_view hash) {
    bool found = false;
    for (auto const& one : keys) found |= equal_in_constant_time(one.hash, hash);
    return found;
}

awaitable<void> refresh_keys(shared_site at) {
    auto const now = at->time.now();
    auto const& read_at = at->keys.read_at;
    auto const fresh = read_at && now >= *read_at && now < *read_at + at->options.api_key_memory;
    if (fresh) co_return;
    auto work = at->registry.api_keys();
    auto keys = co_await std::move(work);
    at->keys.all = std::move(keys);
    at->keys.read_at = now;
}

http::response too_many(site& at) {
    at.api_limited.add();
    auto reply = problem_reply({429,
                                "too-many-requests",
                                "Too many requests in a short time.",
                                "Wait for the seconds of Retry-After, then go on more slowly.",
                                {}});
    retry_after(reply, 60);
    return reply;
}

http::response unauthorized(bool sent_a_key) {
    auto reply = problem_reply({401,
                                "unauthorized",
                                "An API key is needed.",
                                sent_a_key ? "This key is not known. Make one with `quittance key new`."
                                           : "Send it as `Authorization: Bearer <key>`.",
                                {}});
    reply.headers.emplace_back("WWW-Authenticate", sent_a_key
                                                       ? R"(Bearer realm="quittance", error="invalid_token")"
                                                       : R"(Bearer realm="quittance")");
    return reply;
}

}  // namespace

awaitable<std::optional<api_caller>> admit(shared_site at, http::request const& asked,
                                           http::response& refused) {
    auto const key = bearer_of(asked);
    auto const network = http::token_buckets::network_of(asked.peer);
    auto const hash = to_hex(sha256(key));
    auto work = refresh_keys(at);
    co_await std::move(work);
    auto const now = at->time.now();
    if (key.empty() || !is_known(at->keys.all, hash)) {
        bool const heard = at->api_failures.take(network, now);
        if (heard) {
            at->journal.info("api_key_refused", {{"request", asked.request_id},
                                                 {"network", network},
                                                 {"why", key.empty() ? "missing" : "unknown"}});
        }
        refused = heard ? unauthorized(!key.empty()) : too_many(*at);
        co_return std::nullopt;
    }
    if (!at->api.take(hash, now)) {
        refused = too_many(*at);
        co_return std::nullopt;
    }
    at->journal.info("api_key_used",
                     {{"request", asked.request_id}, {"key", hash.substr(0, key_name_length)}});
    co_return api_caller{hash};
}

awaitable<std::optional<form>> admit_query(shared_site at, http::request const& asked,
                                           http::response& refused) {
    auto admitting = admit(std::move(at), asked, refused);
    auto const caller = co_await std::move(admitting);
    if (!caller) co_return std::nullopt;
    auto parameters = http::parse_form(asked.query);
    if (!parameters) {
        refused = problem_reply(unreadable_query());
        co_return std::nullopt;
    }
    co_return std::move(*parameters);
}

}  // namespace quittance::web
