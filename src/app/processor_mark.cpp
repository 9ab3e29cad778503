#include "processor_mark.hpp"

namespace quittance::app {
namespace {

std::string entry(stripe::webhook_endpoint const& of, std::string const& name) {
    auto const found = of.metadata.find(name);
    return found == of.metadata.end() ? std::string{} : found->second;
}

std::optional<store_mark> mark_of(stripe::webhook_endpoint const& of) {
    return mark_in(entry(of, "q_store") + ' ' + entry(of, "q_epoch") + ' ' + entry(of, "q_commits"));
}

bool is_summed_like(store_mark const& one, store_mark const& other) {
    return one.store_id == other.store_id && one.epoch == other.epoch &&
           total(one.commits) == total(other.commits);
}

}  // namespace

processor_mark::processor_mark(std::unique_ptr<stripe::endpoint_registry> endpoints, std::string url,
                               entropy& randomness, log& journal)
    : endpoints_(std::move(endpoints)), url_(std::move(url)), randomness_(randomness), journal_(journal) {}

void processor_mark::cannot(char const* what, engine::processor_failure const& why) {
    if (said_) return;
    said_ = true;
    journal_.warning(what, {{"code", why.code},
                            {"reason",
                             "the store's mark is kept on this disk only; let the key read and write webhook "
                             "endpoints"}});
}

// An endpoint that was replaced keeps the mark it had, and stays in the list.
void processor_mark::take(stripe::webhook_endpoint const& one) {
    if (one.url != url_) return;
    if (endpoint_.empty() || one.enabled) endpoint_ = one.id;
    auto mark = mark_of(one);
    auto const since = parse_rfc3339(entry(one, "q_at")).value_or(instant{});
    if (!mark || (there_ && since <= there_since_)) return;
    there_ = std::move(mark);
    there_since_ = since;
}

boost::asio::awaitable<std::optional<store_mark>> processor_mark::read() {
    if (asked_) co_return there_;
    auto const all = co_await endpoints_->list();
    if (!all) {
        cannot("processor_mark_unknown", all.error());
        asked_ = all.error().what == engine::processor_failure::kind::refused;
        co_return std::nullopt;
    }
    asked_ = true;
    for (auto const& one : *all) take(one);
    co_return there_;
}

boost::asio::awaitable<void> processor_mark::write(store_mark mark, instant now) {
    if (!asked_) co_await read();
    if (endpoint_.empty() || (there_ && is_summed_like(*there_, mark))) co_return;
    auto const key = random_token(randomness_);
    std::map<std::string, std::string> const entries{{"q_store", mark.store_id},
                                                     {"q_epoch", std::to_string(mark.epoch)},
                                                     {"q_commits", std::to_string(total(mark.commits))},
                                                     {"q_at", rfc3339(now)}};
    auto const written = co_await endpoints_->mark(key, endpoint_, entries);
    if (!written) {
        cannot("processor_mark_not_written", written.error());
        co_return;
    }
    there_ = std::move(mark);
}

}  // namespace quittance::app
