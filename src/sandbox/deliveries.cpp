#include "deliveries.hpp"

#include <algorithm>

#include "events.hpp"
#include "quittance/base/digest.hpp"

namespace quittance::sandbox {

namespace {

endpoint const* find_endpoint(world const& here, std::string const& id) {
    for (auto const& each : here.endpoints)
        if (each.id == id) return &each;
    return nullptr;
}

std::optional<outgoing_webhook> rendered(world& here, delivery& from) {
    auto const* to = find_endpoint(here, from.endpoint);
    auto const* event = find_event(here, from.event);
    if (!event || !to || to->status != "enabled") {
        from.state = "given_up";
        return std::nullopt;
    }
    from.handed_out = true;
    return outgoing_webhook{.delivery = from.id,
                            .event = event->id,
                            .type = event->type,
                            .url = to->url,
                            .body = event->body,
                            .signature = sign(to->secrets, here.seconds(), event->body),
                            .attempt = from.attempts + 1};
}

}  // namespace

std::string sign(std::vector<std::string> const& secrets, std::int64_t timestamp, std::string_view body) {
    std::string const at = std::to_string(timestamp);
    std::string header = "t=" + at;
    for (auto const& secret : secrets) header += ",v1=" + to_hex(hmac_sha256{secret}({at, ".", body}));
    return header;
}

std::vector<outgoing_webhook> take_due(world& here, std::size_t most) {
    std::vector<outgoing_webhook> due;
    while (due.size() < most && !here.delivery_queue.empty()) {
        auto const first = here.delivery_queue.begin();
        if (first->first.first > here.now) break;
        auto& taken = here.deliveries.at(first->second);
        here.delivery_queue.erase(first);
        if (auto made = rendered(here, taken)) due.push_back(std::move(*made));
    }
    return due;
}

void note_delivery(world& here, std::string const& id, bool accepted) {
    auto const at = here.deliveries.find(id);
    if (at == here.deliveries.end() || at->second.state == "delivered") return;
    auto& known = at->second;
    here.delivery_queue.erase(known.place);
    known.handed_out = false;
    ++known.attempts;
    if (accepted) {
        known.state = "delivered";
        if (auto* event = find_event(here, known.event); event && event->waiting > 0) --event->waiting;
        return;
    }
    auto const& gaps = here.options.webhook_gaps;
    if (known.attempts > gaps.size()) {
        known.state = "given_up";
        return;
    }
    known.place = {here.now + gaps[known.attempts - 1], here.next_place++};
    here.delivery_queue.emplace(known.place, id);
}

}  // namespace quittance::sandbox
