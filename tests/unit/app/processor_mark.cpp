#include "processor_mark.hpp"

#include <doctest/doctest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include "doubles/recording_log.hpp"
#include "doubles/seeded_entropy.hpp"

using namespace quittance;
using namespace quittance::app;

namespace {

using endpoint_answer = engine::processor_result<stripe::webhook_endpoint>;
using endpoint_answers = engine::processor_result<std::vector<stripe::webhook_endpoint>>;

std::string const hook = "https://pay.example/webhooks/stripe";

// Lists what the test put there; takes nothing.
class listed_endpoints final : public stripe::endpoint_registry {
public:
    explicit listed_endpoints(std::vector<stripe::webhook_endpoint> all) : all_(std::move(all)) {}

    stripe::awaitable<endpoint_answers> list() override { co_return all_; }
    stripe::awaitable<endpoint_answer> create(std::string, std::string) override { co_return no(); }
    stripe::awaitable<endpoint_answer> correct(std::string, std::string) override { co_return no(); }
    stripe::awaitable<endpoint_answer> mark(std::string, std::string,
                                            std::map<std::string, std::string>) override {
        co_return no();
    }
    stripe::awaitable<endpoint_answer> disable(std::string, std::string) override { co_return no(); }

private:
    static engine::processor_failure no() { return {engine::processor_failure::kind::refused, "no", ""}; }

    std::vector<stripe::webhook_endpoint> all_;
};

stripe::webhook_endpoint marked_endpoint(std::string id, std::string commits, std::string at, bool enabled) {
    stripe::webhook_endpoint one;
    one.id = std::move(id);
    one.url = hook;
    one.enabled = enabled;
    one.metadata = {{"q_store", "store-1"}, {"q_epoch", "1"}, {"q_commits", std::move(commits)}};
    if (!at.empty()) one.metadata["q_at"] = std::move(at);
    return one;
}

std::optional<store_mark> mark_among(std::vector<stripe::webhook_endpoint> all) {
    doubles::recording_log lines;
    doubles::seeded_entropy randomness{1};
    processor_mark marks{std::make_unique<listed_endpoints>(std::move(all)), hook, randomness, lines};
    boost::asio::io_context loop;
    std::optional<store_mark> found;
    boost::asio::co_spawn(loop, marks.read(), [&found](std::exception_ptr, std::optional<store_mark> given) {
        found = std::move(given);
    });
    loop.run();
    return found;
}

}  // namespace

TEST_CASE("of the marks of several endpoints the one written last counts, however they are listed") {
    auto const fresh = marked_endpoint("we_new", "70", "2026-11-20T10:00:00.000Z", true);
    auto const replaced = marked_endpoint("we_old", "20", "2026-11-01T10:00:00.000Z", false);
    store_mark const newest{"store-1", 1, {70}};
    CHECK(mark_among({fresh, replaced}) == newest);
    CHECK(mark_among({replaced, fresh}) == newest);
}

TEST_CASE("the mark of a switched-off endpoint counts while the one in its place has none") {
    auto unmarked = marked_endpoint("we_new", "70", "", true);
    unmarked.metadata.clear();
    auto const replaced = marked_endpoint("we_old", "20", "2026-11-01T10:00:00.000Z", false);
    CHECK(mark_among({unmarked, replaced}) == store_mark{"store-1", 1, {20}});
    CHECK_FALSE(mark_among({unmarked}));
}

TEST_CASE("a mark of another address is not ours, and one without a time is better than none") {
    auto foreign = marked_endpoint("we_other", "90", "2026-11-22T10:00:00.000Z", true);
    foreign.url = "https://other.example/hook";
    CHECK_FALSE(mark_among({foreign}));
    CHECK(mark_among({foreign, marked_endpoint("we_1", "5", "", true)}) == store_mark{"store-1", 1, {5}});
}
