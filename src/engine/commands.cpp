#include "commands.hpp"

namespace quittance::engine {
namespace {

struct to_command {
    domain::booking_id const& booking;
    using maybe = std::optional<domain::command>;

    maybe operator()(uninteresting const&) const { return std::nullopt; }
    maybe operator()(pointer_report const&) const { return std::nullopt; }
    maybe operator()(session_report const& r) const {
        return domain::session_seen{booking, r.fact, r.async_failed};
    }
    maybe operator()(domain::intent_fact const& f) const { return domain::intent_seen{booking, f}; }
    maybe operator()(domain::charge_fact const& f) const { return domain::charge_seen{booking, f}; }
    maybe operator()(domain::refund_fact const& f) const { return domain::refund_seen{booking, f}; }
    maybe operator()(domain::card_page_fact const& f) const { return domain::card_page_seen{booking, f}; }
    maybe operator()(domain::method_fact const& f) const { return domain::card_seen{booking, f, false}; }
    maybe operator()(domain::dispute_fact const& f) const { return domain::dispute_seen{booking, f}; }
};

bool starts_with(std::string const& text, std::string_view prefix) { return text.rfind(prefix, 0) == 0; }

awaitable<processor_result<read_object>> read_session(processor& outside, std::string id) {
    auto const read = co_await outside.read_session(domain::session_id{id});
    if (!read) co_return read.error();
    read_object found{session_report{read->fact, false}, read->whose, read->fact.intent};
    if (read->card_page) found.what = *read->card_page;
    co_return found;
}

awaitable<processor_result<read_object>> read_setup(processor& outside, std::string id) {
    auto const read = co_await outside.read_setup(std::move(id));
    if (!read) co_return read.error();
    read_object found{read->fact, read->whose, {}};
    co_return found;
}

awaitable<processor_result<read_object>> read_intent(processor& outside, std::string id) {
    auto const read = co_await outside.read_intent(domain::intent_id{id});
    if (!read) co_return read.error();
    read_object found{read->fact, read->whose, read->fact.intent};
    co_return found;
}

template <class Fact>
processor_result<read_object> without_route(processor_result<Fact> const& read) {
    if (!read) return read.error();
    return read_object{*read, {}, read->intent};
}

}  // namespace

std::optional<domain::command> command_for(report const& what, domain::booking_id const& booking) {
    return std::visit(to_command{booking}, what);
}

std::optional<domain::command> command_for_read(report const& what, domain::booking_id const& booking) {
    auto made = command_for(what, booking);
    auto* const disputed = made ? std::get_if<domain::dispute_seen>(&*made) : nullptr;
    if (disputed) disputed->is_read = true;
    return made;
}

awaitable<processor_result<read_object>> read_pointed(processor& outside, std::string object_id) {
    if (starts_with(object_id, "cs_")) co_return co_await read_session(outside, object_id);
    if (starts_with(object_id, "seti_")) co_return co_await read_setup(outside, object_id);
    if (starts_with(object_id, "pi_")) co_return co_await read_intent(outside, object_id);
    if (starts_with(object_id, "ch_") || starts_with(object_id, "py_")) {
        auto const read = co_await outside.read_charge(domain::charge_id{object_id});
        co_return without_route(read);
    }
    if (starts_with(object_id, "re_") || starts_with(object_id, "pyr_")) {
        auto const read = co_await outside.read_refund(domain::refund_id{object_id});
        co_return without_route(read);
    }
    if (starts_with(object_id, "dp_") || starts_with(object_id, "du_")) {
        auto const read = co_await outside.read_dispute(domain::dispute_id{object_id});
        co_return without_route(read);
    }
    if (starts_with(object_id, "pm_")) {
        auto const read = co_await outside.read_method(domain::method_id{object_id});
        if (!read) co_return read.error();
        co_return read_object{*read, {}, {}};
    }
    co_return read_object{};
}

void throw_unavailable(processor_failure const& why) {
    if (why.what == processor_failure::kind::refused) {
        throw processor_refused("the processor refused a look-up (" + why.code + "): " + why.message +
                                "; check what the API key may read");
    }
    if (is_unreadable(why)) {
        throw processor_unreadable("the processor's answer to a look-up could not be read: " + why.message);
    }
    if (is_forbidden(why)) {
        throw processor_unavailable("the processor's key may not read this: " + why.message +
                                    " The README says which rights a restricted key needs.");
    }
    throw processor_unavailable("the processor did not answer a look-up (" + why.code + "): " + why.message);
}

}  // namespace quittance::engine
