#include "error_responses.hpp"
#include "site.hpp"

namespace quittance::web {
namespace {

awaitable<http::response> answer_unknown(shared_site at, http::request asked) {
    co_return unknown_address(asked, at->options);
}

}  // namespace

void mount_public(http::router& on, public_site given) {
    auto const at = std::make_shared<site>(std::move(given));
    mount_links(on, at);
    mount_return_page(on, at);
    mount_client_page(on, at);
    mount_client_record(on, at);
    mount_client_receipts(on, at);
    mount_address_page(on, at);
    mount_webhooks(on, at);
    mount_api(on, at);
    mount_api_money(on, at);
    mount_api_lists(on, at);
    mount_api_parts(on, at);
    mount_api_description(on, at);
    mount_plans(on, at);
    on.fallback([at](http::request asked, http::captures /*caught*/) {
        return answer_unknown(at, std::move(asked));
    });
    on.on_error([at](http::request const& asked, std::exception_ptr const& thrown) {
        return thrown_reply(asked, thrown, at->options, at->journal);
    });
}

}  // namespace quittance::web
