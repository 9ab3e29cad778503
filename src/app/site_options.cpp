#include "site_options.hpp"

#include <algorithm>

#include "origin.hpp"

namespace quittance::app {
namespace {

constexpr char const* processor_pages = "https://checkout.stripe.com";

void take_name(booking_page const& page, std::string const& ours, std::string& theirs) {
    auto const found = page.parameters.find(ours);
    if (found != page.parameters.end()) theirs = found->second;
}

web::link_source source_of(booking_page const& page) {
    auto const presets = web::preset_sources();
    auto const* const preset = web::find_source(presets, page.preset);
    auto source = preset != nullptr ? *preset : web::link_source{};
    source.name = page.name;
    take_name(page, "ref", source.reference);
    take_name(page, "email", source.email);
    take_name(page, "name", source.person);
    take_name(page, "start", source.start);
    take_name(page, "zone", source.zone);
    take_name(page, "locale", source.locale);
    return source;
}

}  // namespace

pages::business business_of(config const& settings) {
    auto const& from = settings.business;
    pages::business shown;
    shown.name = from.name;
    shown.address = from.address;
    shown.contact = from.contact;
    shown.vat_id = from.vat_id;
    shown.terms_url = from.terms;
    shown.logo_url = from.logo;
    shown.locale = from.locale;
    shown.zone = settings.policy.zone;
    return shown;
}

std::vector<web::link_source> sources_of(config const& settings) {
    auto sources = web::preset_sources();
    for (auto const& page : settings.pages) {
        std::erase_if(sources, [&](web::link_source const& one) { return one.name == page.name; });
        sources.push_back(source_of(page));
    }
    return sources;
}

web::public_options public_options_of(foundation const& base) {
    web::public_options options;
    options.business = business_of(base.settings);
    options.public_base = base.public_base();
    options.payment_origins = {processor_pages};
    for (auto const& more : base.settings.processor.page_origins) options.payment_origins.push_back(more);
    auto const own = origin_of(base.around.processor.base);
    if (!base.around.processor.livemode && own != "https://api.stripe.com") {
        for (auto& origin : names_of_origin(own)) options.payment_origins.push_back(std::move(origin));
    }
    options.sources = sources_of(base.settings);
    options.default_source = base.settings.default_page;
    for (auto const& key : base.around.link_keys) {
        options.link_keys.push_back({key.kid, decltype(web::link_key::key){std::string{key.key.reveal()}}});
    }
    options.page_key = page_key_of(base.around);
    options.link_rate = base.settings.link_rate;
    options.api_rate = base.settings.api_rate;
    return options;
}

bool must_poll(foundation const& base) {
    if (base.around.processor.webhook_secrets.empty()) return true;
    bool const processor_is_here = base.around.processor.base.starts_with("http://");
    return base.settings.public_address.empty() && !processor_is_here;
}

web::admin_options admin_options_of(foundation const& base) {
    web::admin_options options;
    options.business = business_of(base.settings);
    options.polling = must_poll(base);
    options.any_host =
        base.settings.admin_listener.allowed_hosts.empty() && !is_loopback(base.around.admin_listen.host);
    return options;
}

}  // namespace quittance::app
