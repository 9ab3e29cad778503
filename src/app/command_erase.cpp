// `quittance erase`: the person behind an account, erased on their request, decided by a named person.
#include <fmt/format.h>

#include "erasure_text.hpp"
#include "wiring.hpp"

namespace quittance::app {
namespace {

using boost::asio::awaitable;

awaitable<engine::erasure_view> look_or_erase(application& parts, erase_options const& what) {
    engine::eraser work{parts.store->ledgers(), parts.store->letters(), parts.store->registry(),
                        parts.outside.calls(),  parts.current,          parts.base.time,
                        *parts.base.randomness};
    domain::client_id const client{what.client};
    if (what.apply) {
        auto before = co_await work.erase(client, what.author);
        co_return before;
    }
    auto view = co_await work.look(client);
    co_return view;
}

int tell(engine::erasure_view const& view, erase_options const& what) {
    if (!view.exists) {
        fmt::print(stderr, "quittance: there is no client '{}'; `quittance show` prints ids\n", what.client);
        return 1;
    }
    fmt::print("{}", erasure_text(view));
    if (view.refused()) return 1;
    if (!what.apply) {
        if (!view.done) fmt::print("Nothing was changed. `--apply --author NAME` does it.\n");
        return 0;
    }
    fmt::print("{}\n{}", view.done ? "What was left is gone." : "Done.", elsewhere_text(view.account));
    return 0;
}

awaitable<int> erase_them(application& parts, erase_options const& what) {
    co_await parts.open();
    if (parts.guard.quarantined()) {
        fmt::print(stderr, "quittance: nothing is erased: {}\n", parts.current.standing_reason);
        parts.store->close();
        co_return 1;
    }
    auto const view = co_await look_or_erase(parts, what);
    if (what.apply && view.exists && !view.refused()) {
        parts.base.journal->info("client_erased", {{"client", view.account.id}});
    }
    parts.store->close();
    co_return tell(view, what);
}

}  // namespace

int erase_client(common_options const& how, erase_options const& what) {
    foundation base{how, foundation::voice::warnings};
    application parts{base};
    return run_on(base.loop, erase_them(parts, what));
}

}  // namespace quittance::app
