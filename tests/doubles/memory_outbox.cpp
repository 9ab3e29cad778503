#include <algorithm>

#include "doubles/memory_store.hpp"

namespace quittance::doubles {
namespace {

template <class Entry>
bool due_earlier(Entry const* left, Entry const* right) {
    return std::tie(left->second.due, left->first) < std::tie(right->second.due, right->first);
}

}  // namespace

void memory_store::apply_notices(engine::commit_request const& request) {
    for (auto const& each : request.notices) {
        all_.notices[each.endpoint].insert_or_assign({each.client, each.id},
                                                     due_notice{each, each.ordered_at});
    }
}

void memory_store::forget_notices_of(domain::client_id const& client) {
    auto const of_client = [&client](auto const& entry) { return entry.first.first == client; };
    for (auto& [endpoint, waiting] : all_.notices) std::erase_if(waiting, of_client);
    for (auto& [endpoint, told] : all_.deliveries) std::erase_if(told, of_client);
}

awaitable<std::vector<engine::ordered_notice>> memory_store::claim_notices(std::string endpoint, instant now,
                                                                           milliseconds lease,
                                                                           std::size_t most) {
    co_await turn();
    using entry = std::pair<notice_key const, due_notice>;
    std::vector<entry*> due;
    for (auto& each : all_.notices[endpoint]) {
        if (each.second.due <= now) due.push_back(&each);
    }
    std::sort(due.begin(), due.end(), due_earlier<entry>);
    if (due.size() > most) due.resize(most);
    std::vector<engine::ordered_notice> answer;
    for (auto* const each : due) {
        each->second.due = now + lease;
        answer.push_back(each->second.notice);
    }
    co_return answer;
}

awaitable<void> memory_store::settle_notice(engine::delivery_note told) {
    co_await turn();
    notice_key const key{told.notice.client, told.notice.id};
    auto& notes = all_.deliveries[told.notice.endpoint];
    notes.insert_or_assign(key, told);
    while (notes.size() > engine::deliveries_kept) {
        notes.erase(std::min_element(notes.begin(), notes.end(), [](auto const& left, auto const& right) {
            return std::tie(left.second.at, left.first) < std::tie(right.second.at, right.first);
        }));
    }
    co_await turn();  // the log lives elsewhere: others come in between
    auto& waiting = all_.notices[told.notice.endpoint];
    auto const found = waiting.find(key);
    if (found == waiting.end()) co_return;
    if (told.next) {
        found->second = {told.notice, *told.next};
    } else {
        waiting.erase(found);
    }
}

awaitable<std::vector<engine::delivery_note>> memory_store::deliveries(std::string endpoint,
                                                                       std::size_t most) {
    co_await turn();
    std::vector<engine::delivery_note> answer;
    for (auto const& entry : all_.deliveries[endpoint]) answer.push_back(entry.second);
    std::sort(answer.begin(), answer.end(), [](auto const& left, auto const& right) {
        return std::tie(left.at, left.notice.client, left.notice.id) >
               std::tie(right.at, right.notice.client, right.notice.id);
    });
    if (answer.size() > most) answer.resize(most);
    co_return answer;
}

awaitable<std::size_t> memory_store::replay_notices(std::string endpoint, engine::replay_choice which,
                                                    instant now) {
    co_await turn();
    std::size_t many = 0;
    for (auto const& [key, note] : all_.deliveries[endpoint]) {
        bool const chosen =
            (!which.id || note.notice.id == *which.id) && (!which.since || note.at >= *which.since);
        if (!chosen) continue;
        due_notice again{note.notice, now};
        again.notice.tries = 0;
        all_.notices[endpoint].insert_or_assign(key, std::move(again));
        ++many;
    }
    co_return many;
}

awaitable<void> memory_store::know_endpoints(std::vector<std::string> names) {
    co_await turn();
    for (auto& name : names) all_.endpoints.try_emplace(std::move(name));
}

awaitable<std::vector<engine::endpoint_standing>> memory_store::endpoints() {
    co_await turn();
    std::vector<engine::endpoint_standing> answer;
    for (auto const& [name, disabled] : all_.endpoints) {
        engine::endpoint_standing one{name, disabled, 0, {}};
        for (auto const& entry : all_.notices[name]) {
            ++one.waiting;
            one.oldest = one.oldest ? std::min(*one.oldest, entry.second.due) : entry.second.due;
        }
        answer.push_back(std::move(one));
    }
    co_return answer;
}

awaitable<bool> memory_store::is_disabled(std::string endpoint) {
    co_await turn();
    auto const found = all_.endpoints.find(endpoint);
    co_return found != all_.endpoints.end() && found->second.has_value();
}

awaitable<void> memory_store::disable_endpoint(std::string endpoint, instant at) {
    co_await turn();
    all_.endpoints[endpoint] = at;
}

awaitable<void> memory_store::enable_endpoint(std::string endpoint, instant now) {
    co_await turn();
    all_.endpoints[endpoint] = std::nullopt;
    for (auto& entry : all_.notices[endpoint]) entry.second.due = std::min(entry.second.due, now);
}

awaitable<void> memory_store::forget_endpoint(std::string endpoint) {
    co_await turn();
    all_.notices.erase(endpoint);
    all_.deliveries.erase(endpoint);
    all_.endpoints.erase(endpoint);
}

}  // namespace quittance::doubles
