#include "quittance/stripe/endpoints.hpp"

#include <algorithm>
#include <iterator>

#include "caller.hpp"
#include "form.hpp"
#include "objects.hpp"
#include "quittance/stripe/webhook.hpp"
#include "read_reply.hpp"

namespace quittance::stripe {

namespace {

constexpr char const endpoints_path[] = "/v1/webhook_endpoints";
constexpr int most_endpoint_pages = 100;

webhook_endpoint endpoint_of(node const& object) {
    expect_kind(object, "webhook_endpoint");
    webhook_endpoint endpoint;
    endpoint.id = object["id"].id();
    endpoint.url = object["url"].text();
    endpoint.version = object["api_version"].text_or_empty();
    object["enabled_events"].each([&](node const& one) { endpoint.events.push_back(one.text()); });
    endpoint.enabled = object["status"].text() == "enabled";
    endpoint.livemode = object["livemode"].boolean();
    for (auto const* const name : {"q_store", "q_epoch", "q_commits", "q_at"}) {
        auto value = object["metadata"][name].text_or_empty();
        if (!value.empty()) endpoint.metadata.emplace(name, std::move(value));
    }
    endpoint.secret = signing_secret{object["secret"].text_or_empty()};
    return endpoint;
}

struct endpoint_page {
    std::vector<webhook_endpoint> entries;
    bool has_more = false;
};

endpoint_page page_of(node const& root) {
    expect_kind(root, "list");
    endpoint_page one;
    root["data"].each([&](node const& element) { one.entries.push_back(endpoint_of(element)); });
    one.has_more = root["has_more"].boolean();
    if (one.has_more && one.entries.empty()) throw malformed{"an empty page that has more"};
    return one;
}

void add_types(form& to) {
    std::size_t index = 0;
    for (auto const type : taken_event_types()) {
        to.add("enabled_events[" + std::to_string(index++) + "]", type);
    }
}

class registry_at_stripe final : public endpoint_registry {
public:
    registry_at_stripe(transport& over, entropy& jitter, log& to, processor_options const& options)
        : caller_(over, jitter, to, options) {}

    awaitable<processor_result<std::vector<webhook_endpoint>>> list() override {
        std::vector<webhook_endpoint> all;
        for (int pages = 0; pages < most_endpoint_pages; ++pages) {
            request what;
            what.path = endpoints_path;
            what.query =
                all.empty() ? "limit=100" : "limit=100&starting_after=" + percent_encoded(all.back().id);
            auto const reply = co_await caller_.call(std::move(what));
            if (!reply) co_return reply.error();
            auto one = read_reply(*reply, page_of);
            if (!one) co_return one.error();
            std::move(one->entries.begin(), one->entries.end(), std::back_inserter(all));
            if (!one->has_more) co_return all;
        }
        co_return malformed_reply("the list of webhook endpoints does not end");
    }

    awaitable<processor_result<webhook_endpoint>> create(std::string key, std::string url) override {
        form body;
        body.add("url", url);
        body.add("api_version", api_version);
        add_types(body);
        return send(std::move(key), endpoints_path, body.text());
    }

    awaitable<processor_result<webhook_endpoint>> correct(std::string key, std::string id) override {
        form body;
        body.add("disabled", "false");
        add_types(body);
        return send(std::move(key), endpoints_path + ('/' + percent_encoded(id)), body.text());
    }

    awaitable<processor_result<webhook_endpoint>> mark(std::string key, std::string id,
                                                       std::map<std::string, std::string> metadata) override {
        form body;
        for (auto const& [name, value] : metadata) body.add("metadata[" + name + "]", value);
        return send(std::move(key), endpoints_path + ('/' + percent_encoded(id)), body.text());
    }

    awaitable<processor_result<webhook_endpoint>> disable(std::string key, std::string id) override {
        return send(std::move(key), endpoints_path + ('/' + percent_encoded(id)), "disabled=true");
    }

private:
    awaitable<processor_result<webhook_endpoint>> send(std::string key, std::string path, std::string body) {
        request what;
        what.method = request::verb::post;
        what.path = std::move(path);
        what.form = std::move(body);
        what.idempotency_key = std::move(key);
        auto const reply = co_await caller_.call(std::move(what));
        if (!reply) co_return reply.error();
        co_return read_reply(*reply, endpoint_of);
    }

    caller caller_;
};

}  // namespace

bool serves_us(webhook_endpoint const& what) {
    auto const has = [&what](std::string_view type) {
        return std::find(what.events.begin(), what.events.end(), type) != what.events.end();
    };
    auto const types = taken_event_types();
    bool const hears_all = has("*") || std::all_of(types.begin(), types.end(), has);
    return what.enabled && what.version == api_version && hears_all;
}

std::unique_ptr<endpoint_registry> make_endpoint_registry(transport& over, entropy& jitter, log& to,
                                                          processor_options options) {
    return std::make_unique<registry_at_stripe>(over, jitter, to, options);
}

}  // namespace quittance::stripe
