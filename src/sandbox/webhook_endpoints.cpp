#include "webhook_endpoints.hpp"

#include <algorithm>

namespace quittance::sandbox {

namespace {

std::optional<refusal> check(world const& here, form const& given) {
    std::string const url = given.text("url");
    if (!url.empty() && !url.starts_with("http://") && !url.starts_with("https://"))
        return invalid("Invalid URL: An explicit scheme (such as https) must be provided.", "url",
                       "url_invalid");
    std::string const version = given.text("api_version");
    if (!version.empty() && version != here.options.api_version)
        return invalid("Invalid api_version: the sandbox speaks " + here.options.api_version + " only.",
                       "api_version");
    if (given.any_below("enabled_events") && given.list("enabled_events").empty())
        return invalid("Invalid enabled_events: must not be empty.", "enabled_events");
    return std::nullopt;
}

void fill(endpoint& made, form const& given) {
    if (auto const* url = given.find("url")) made.url = *url;
    if (auto const* text = given.find("description")) made.description = *text;
    if (given.any_below("enabled_events")) made.enabled_events = given.list("enabled_events");
    apply_metadata(made.metadata, given, "metadata");
}

}  // namespace

endpoint configured(processor_options const& options) {
    return {.id = "we_1SandboxConfigured00000",
            .url = options.endpoint->url,
            .description = "from the configuration",
            .api_version = options.api_version,
            .secrets = options.endpoint->secrets,
            .enabled_events = options.endpoint->enabled_events,
            .created = 1'700'000'000,
            .configured = true};
}

json::object render_endpoint(world const&, endpoint const& from) {
    json::array events;
    for (auto const& each : from.enabled_events) events.emplace_back(each);
    return json::object{{"id", from.id},
                        {"object", "webhook_endpoint"},
                        {"api_version", text_or_null(from.api_version)},
                        {"application", nullptr},
                        {"created", from.created},
                        {"description", text_or_null(from.description)},
                        {"enabled_events", std::move(events)},
                        {"livemode", false},
                        {"metadata", from.metadata},
                        {"status", from.status},
                        {"url", from.url}};
}

outcome create_endpoint(world& here, form const& given) {
    if (auto refused = check(here, given)) return *refused;
    if (here.endpoints.size() >= 16)
        return impossible("You have reached the maximum of 16 test webhook endpoints.", "");
    auto& made = here.endpoints.emplace_back();
    made.id = here.new_id("we_1", 27);
    made.secrets = {here.new_id("whsec_", 38)};
    made.created = here.seconds();
    made.api_version = given.text("api_version");
    fill(made, given);
    json::object shown = render_endpoint(here, made);
    shown["secret"] = made.secrets.front();
    return shown;
}

outcome update_endpoint(world& here, std::string const& id, form const& given) {
    auto const at = std::find_if(here.endpoints.begin(), here.endpoints.end(),
                                 [&](endpoint const& e) { return e.id == id; });
    if (at == here.endpoints.end()) return missing_resource("webhook endpoint", id, "webhook_endpoint");
    if (auto refused = check(here, given)) return *refused;
    fill(*at, given);
    if (auto const* off = given.find("disabled")) at->status = *off == "true" ? "disabled" : "enabled";
    return render_endpoint(here, *at);
}

}  // namespace quittance::sandbox
