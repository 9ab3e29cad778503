// All that is held about a client, in one file. Its making reads the whole record, so that one client has
// only so many of them in an hour.
#include "client_visit.hpp"
#include "error_responses.hpp"
#include "purchase_replies.hpp"

namespace quittance::web {
namespace {

constexpr int seconds_to_the_next = 300;

http::response too_many(site& at, http::request const& asked) {
    at.records_limited.add();
    auto reply =
        page_reply(429, pages::too_many_requests(as_read_by(at.options.business, asked)), at.options);
    retry_after(reply, seconds_to_the_next);
    return reply;
}

http::response file_of(std::string text) {
    http::response reply;
    reply.status = 200;
    reply.headers = {{"Content-Type", "application/json; charset=utf-8"},
                     {"Content-Disposition", "attachment; filename=\"what-is-held.json\""},
                     {"Content-Security-Policy", "default-src 'none'; sandbox"},
                     {"Cache-Control", "no-store"}};
    reply.body = std::move(text);
    return reply;
}

awaitable<http::response> answer_record(shared_site at, http::request asked, http::captures caught) {
    http::response refused;
    if (link_is_limited(*at, asked, refused)) co_return refused;
    auto visiting = visit_of(at, caught.at(0), visitor_of(at->options.business, asked));
    auto const visit = co_await std::move(visiting);
    if (!visit || !at->cases.record_of) co_return no_such_page(*at, asked);
    if (!at->records.take(visit->all.id.text(), at->time.now())) co_return too_many(*at, asked);
    auto work = at->cases.record_of(visit->all.id);
    auto text = co_await std::move(work);
    at->journal.info("record_downloaded", {{"request", visit->by.request_id}, {"client", visit->all.id}});
    co_return file_of(std::move(text));
}

}  // namespace

void mount_client_record(http::router& on, shared_site const& at) {
    on.add(http::method::get, "/a/{}/record", "client_record",
           [at](http::request asked, http::captures caught) {
               return answer_record(at, std::move(asked), std::move(caught));
           });
}

}  // namespace quittance::web
