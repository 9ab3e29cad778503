#include "lists.hpp"

#include <algorithm>
#include <deque>
#include <iterator>

#include "form.hpp"
#include "objects.hpp"
#include "pointer.hpp"
#include "quittance/stripe/webhook.hpp"
#include "read_reply.hpp"

namespace quittance::stripe {

namespace {

constexpr int most_pages = 1000;

template <class Entry>
struct page {
    std::vector<Entry> entries;
    std::string last_id;
    bool has_more = false;
};

processor_failure too_long() {
    return {processor_failure::kind::unknown, "list_too_long",
            "Stripe's list did not end after 100,000 entries; ask for a shorter time."};
}

template <class Read>
auto read_page(delivery const& reply, Read read) {
    using entry = decltype(read(std::declval<node const&>()));
    return read_reply(reply, [&read](node const& root) {
        expect_kind(root, "list");
        page<entry> one;
        root["data"].each([&](node const& element) {
            one.last_id = element["id"].id();
            one.entries.push_back(read(element));
        });
        one.has_more = root["has_more"].boolean();
        if (one.has_more && one.entries.empty()) throw malformed{"an empty page that has more"};
        return one;
    });
}

request list_request(std::string path, form query, std::string const& after) {
    if (!after.empty()) query.add("starting_after", after);
    request what;
    what.path = std::move(path);
    what.query = query.text();
    return what;
}

form created_between(instant from, instant to) {
    form query;
    query.add("limit", 100);
    query.add("created[gte]", unix_seconds(from));
    query.add("created[lte]", unix_seconds(to));
    return query;
}

template <class Entry>
awaitable<processor_result<std::vector<Entry>>> list_all(caller& over, std::string path, form query,
                                                         Entry (*read)(node const&)) {
    std::vector<Entry> all;
    std::string last;
    for (int pages = 0; pages < most_pages; ++pages) {
        auto ask = list_request(path, query, last);
        auto const reply = co_await over.call(std::move(ask));
        if (!reply) co_return reply.error();
        auto one = read_page(*reply, read);
        if (!one) co_return one.error();
        std::move(one->entries.begin(), one->entries.end(), std::back_inserter(all));
        if (!one->has_more) co_return all;
        last = one->last_id;
    }
    co_return too_long();
}

// Nothing: it is no event that could be followed, and those around it must not wait for it for ever.
std::optional<engine::event_pointer> listed_event(node const& element, engine::event_bodies bodies,
                                                  caller& over) {
    try {
        auto pointer = pointer_of(element);
        if (bodies == engine::event_bodies::keep) pointer.body = element.as_json();
        return pointer;
    } catch (malformed const& why) {
        over.journal().error("event_left_behind", {{"event_id", element["id"].id()}, {"reason", why.what()}});
        return std::nullopt;
    }
}

}  // namespace

awaitable<processor_result<std::vector<engine::routed_session>>> list_sessions(caller& over, instant from,
                                                                               instant to) {
    auto query = created_between(from, to);
    query.add("expand[]", "data.payment_intent.latest_charge");
    return list_all(over, "/v1/checkout/sessions", std::move(query), stripe::read_session);
}

awaitable<processor_result<std::vector<engine::routed_intent>>> list_intents(caller& over, instant from,
                                                                             instant to) {
    auto query = created_between(from, to);
    query.add("expand[]", "data.latest_charge");
    return list_all(over, "/v1/payment_intents", std::move(query), stripe::read_intent);
}

awaitable<processor_result<std::vector<engine::event_pointer>>> list_events(caller& over, std::string after,
                                                                            instant from, std::size_t most,
                                                                            engine::event_bodies bodies) {
    form query;
    query.add("limit", 100);
    query.add("created[gte]", unix_seconds(from));
    for (auto const type : listed_event_types()) query.add("types[]", type);
    auto const read = [bodies, &over](node const& element) { return listed_event(element, bodies, over); };
    std::deque<engine::event_pointer> oldest;  // of what was read, newest first
    std::string last;
    for (int pages = 0; pages < most_pages; ++pages) {
        auto ask = list_request("/v1/events", query, last);
        auto const reply = co_await over.call(std::move(ask));
        if (!reply) co_return reply.error();
        auto one = read_page(*reply, read);
        if (!one) co_return one.error();
        bool reached = false;
        for (auto& pointer : one->entries) {
            if (!pointer) continue;
            reached = reached || (!after.empty() && pointer->event_id == after);
            if (reached) break;
            oldest.push_back(std::move(*pointer));
            if (oldest.size() > most) oldest.pop_front();
        }
        if (reached || !one->has_more) {
            co_return std::vector<engine::event_pointer>(std::make_move_iterator(oldest.rbegin()),
                                                         std::make_move_iterator(oldest.rend()));
        }
        last = one->last_id;
    }
    co_return too_long();
}

}  // namespace quittance::stripe
