#include "api_idempotency.hpp"

#include <algorithm>

#include "quittance/base/digest.hpp"
#include "quittance/base/planted.hpp"
#include "replies.hpp"

namespace quittance::web {
namespace {

bool is_key(std::string_view key) {
    return key.size() <= 255 && std::ranges::all_of(key, [](char c) { return c > 0x20 && c < 0x7F; });
}

http::response replayed(engine::idempotent_reply const& kept) {
    http::response reply;
    reply.status = kept.status;
    reply.headers = {{"Content-Type", kept.status < 400 ? "application/json" : "application/problem+json"},
                     {"Cache-Control", "no-store"},
                     {"Idempotent-Replayed", "true"}};
    reply.body = kept.body;
    return reply;
}

http::response answer_from(engine::idempotent_reply const& kept, std::string const& body_hash) {
    if (kept.body_hash != body_hash)
        return problem_reply({422,
                              "idempotency-key-reused",
                              "This Idempotency-Key was used with another request.",
                              "Use a new key for a new request.",
                              {{"Idempotency-Key", "was used with another body"}}});
    if (kept.status != 0) return replayed(kept);
    auto reply = problem_reply({409,
                                "request-under-way",
                                "A request with this Idempotency-Key is under way.",
                                "Send the same request again in a moment.",
                                {}});
    retry_after(reply, 2);
    return reply;
}

// A 409 changed nothing and may turn out differently next time: money is under way, a person has to decide.
bool is_final(unsigned status) { return status < 500 && status != 429 && status != 409; }

awaitable<void> note_reply(shared_site at, std::string name, std::string body_hash,
                           http::response const& reply) {
    if (!is_final(reply.status)) {
        auto forgetting = at->registry.forget_reply(std::move(name));
        co_await std::move(forgetting);
        co_return;
    }
    engine::idempotent_reply kept{std::move(body_hash), reply.status, reply.body};
    auto keeping = at->registry.keep_reply(std::move(name), std::move(kept));
    co_await std::move(keeping);
}

// The work is done by now, and who asked is told so: that its answer cannot be kept is another matter.
awaitable<void> keep_or_forget(shared_site at, std::string name, std::string body_hash,
                               http::response const& reply) {
    try {
        auto noting = note_reply(at, std::move(name), std::move(body_hash), reply);
        co_await std::move(noting);
    } catch (engine::store_unavailable const& away) {
        at->journal.warning("idempotent_reply_not_kept", {{"cause", away.what()}});
    }
}

// The claim must not outlive a call that ended without an answer. When the store is away too, the claim ends
// by itself; the failure that is told is the first one.
awaitable<void> release(shared_site at, std::string name) {
    try {
        auto forgetting = at->registry.forget_reply(std::move(name));
        co_await std::move(forgetting);
    } catch (engine::store_unavailable const& away) {
        at->journal.warning("idempotency_claim_left", {{"cause", away.what()}});
    }
}

}  // namespace

awaitable<http::response> once_per_key(shared_site at, api_caller caller, std::string key,
                                       std::string body_hash,
                                       std::function<awaitable<http::response>()> work) {
    if (key.empty()) {
        auto running = work();
        auto reply = co_await std::move(running);
        co_return reply;
    }
    if (!is_key(key))
        co_return problem_reply({400,
                                 "idempotency-key-invalid",
                                 "The Idempotency-Key cannot be used.",
                                 "Send 1 to 255 visible ASCII characters without spaces.",
                                 {}});
    auto const name = to_hex(sha256(caller.key_hash + ":" + key));
    auto beginning = at->registry.begin_idempotent(name, body_hash);
    auto const kept = co_await std::move(beginning);
    if (kept && !(kept->status != 0 && planted(bug::answer_anew))) co_return answer_from(*kept, body_hash);
    std::exception_ptr thrown;
    http::response reply;
    try {
        auto running = work();
        reply = co_await std::move(running);
    } catch (...) {
        thrown = std::current_exception();
    }
    if (thrown) {
        auto releasing = release(at, name);
        co_await std::move(releasing);
        std::rethrow_exception(thrown);
    }
    auto keeping = keep_or_forget(at, name, std::move(body_hash), reply);
    co_await std::move(keeping);
    co_return reply;
}

}  // namespace quittance::web
