// Signed events: the same bytes give the same answer, blanks around them change nothing, and what is taken
// has an id that fits a key.
#include <algorithm>

#include "fuzz/input.hpp"
#include "quittance/base/assert.hpp"
#include "quittance/stripe/webhook.hpp"

namespace quittance::stripe {
namespace {

struct comparer {
    bool operator()(engine::uninteresting const&, engine::uninteresting const&) const { return true; }
    bool operator()(engine::session_report const& a, engine::session_report const& b) const {
        return a.fact == b.fact && a.async_failed == b.async_failed;
    }
    bool operator()(engine::pointer_report const& a, engine::pointer_report const& b) const {
        return a.object_id == b.object_id;
    }
    template <class Fact>
    bool operator()(Fact const& a, Fact const& b) const {
        return a == b;
    }
    template <class Left, class Right>
    bool operator()(Left const&, Right const&) const {
        return false;
    }
};

bool same(result<engine::webhook_event> const& a, result<engine::webhook_event> const& b) {
    if (a.has_error() || b.has_error()) {
        return a.has_error() && b.has_error() && a.error() == b.error();
    }
    return a->event_id == b->event_id && a->type == b->type && a->created == b->created &&
           a->livemode == b->livemode && a->account == b->account && a->whose == b->whose &&
           a->intent == b->intent && std::visit(comparer{}, a->what, b->what);
}

void check(std::string_view body) {
    auto const first = read_event(body);
    auto const copy = std::string{body};
    QUITTANCE_ASSERT(same(first, read_event(copy)));
    QUITTANCE_ASSERT(same(first, read_event(' ' + copy + "\r\n\t")) || body.empty());
    if (first.has_error()) {
        QUITTANCE_ASSERT(first.error() == make_error_code(static_cast<webhook_errc>(first.error().value())));
        return;
    }
    auto const& id = first->event_id;
    QUITTANCE_ASSERT(!id.empty() && id.size() <= 255);
    QUITTANCE_ASSERT(std::ranges::all_of(id, [](char c) { return c > ' ' && c < 0x7F; }));
    QUITTANCE_ASSERT(!first->type.empty() || std::holds_alternative<engine::uninteresting>(first->what));
}

}  // namespace
}  // namespace quittance::stripe

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    quittance::stripe::check(quittance::fuzz::input{data, size}.rest());
    return 0;
}
