#include "effect_kinds.hpp"

#include <algorithm>
#include <array>

#include "letters.hpp"
#include "quittance/base/planted.hpp"

namespace quittance::engine {
namespace {

// Between our order and the processor's `created` lie two clocks.
constexpr std::chrono::minutes clock_margin{5};

// An error that was answered is kept under the key and comes again with every repeat, though the session may
// be there: the list shows it. That it is not there yet proves nothing.
bool is_saved_error(processor_failure const& why) {
    return why.what == processor_failure::kind::unknown && why.code != "no_answer";
}

// --- create_checkout

awaitable<processor_result<routed_session>> find_session(at_hand with, ordered_effect const& order,
                                                         processor_failure why) {
    auto const listed =
        co_await with.outside.list_sessions(order.ordered_at - clock_margin, with.time.now() + clock_margin);
    if (!listed) co_return why;
    route const whose{with.current.store_id, order.client, order.booking, order.checkout};
    auto const found = std::find_if(listed->begin(), listed->end(),
                                    [&whose](routed_session const& s) { return s.whose == whose; });
    if (found == listed->end()) co_return why;
    auto fresh = co_await with.outside.read_session(found->fact.session);
    co_return fresh;
}

// After a repeat only a fresh read may send a payer anywhere.
awaitable<processor_result<routed_session>> create_session(at_hand with, ordered_effect const& order,
                                                           bool repeated) {
    auto key =
        planted(bug::retry_with_new_key) && repeated ? effect_key{order.key.text() + "-again"} : order.key;
    auto created = co_await with.outside.create_checkout(std::move(key), order.body);
    if (!created && is_saved_error(created.error()))
        co_return co_await find_session(with, order, created.error());
    if (!created || !repeated) co_return created;
    auto fresh = co_await with.outside.read_session(created->fact.session);
    co_return fresh;
}

awaitable<processor_result<domain::command>> send_checkout(at_hand with, ordered_effect const& order,
                                                           bool repeated) {
    auto const created = co_await create_session(with, order, repeated);
    if (!created) co_return created.error();
    domain::command outcome = domain::checkout_created{order.booking, order.checkout, created->fact};
    co_return outcome;
}

domain::command refuse_checkout(ordered_effect const& order, std::string const& code) {
    return domain::checkout_refused{order.booking, order.checkout, code};
}

domain::command give_up_checkout(ordered_effect const& order) {
    return domain::checkout_abandoned{order.booking, order.checkout};
}

// --- create_refund

awaitable<processor_result<domain::command>> send_refund(at_hand with, ordered_effect const& order,
                                                         bool /*repeated*/) {
    auto const made = co_await with.outside.create_refund(order.key, order.body);
    if (!made) co_return made.error();
    auto fact = *made;
    fact.order = order.number;
    domain::command outcome = domain::refund_seen{order.booking, fact};
    co_return outcome;
}

domain::command refuse_refund(ordered_effect const& order, std::string const& code) {
    return domain::refund_refused{order.booking, order.number, code};
}

domain::command give_up_refund(ordered_effect const& order) {
    return domain::refund_abandoned{order.booking, order.number};
}

// --- create_customer

awaitable<processor_result<domain::command>> send_customer(at_hand with, ordered_effect const& order,
                                                           bool /*repeated*/) {
    auto const made = co_await with.outside.create_customer(order.key, order.body);
    if (!made) co_return made.error();
    domain::command outcome =
        domain::customer_created{order.booking, *made, with.current.public_base + "/r/"};
    co_return outcome;
}

domain::command refuse_customer(ordered_effect const& order, std::string const& code) {
    return domain::customer_refused{order.booking, code};
}

domain::command give_up_customer(ordered_effect const& order) {
    return domain::customer_refused{order.booking, "abandoned"};
}

// --- change_customer

// An older address must not come after a newer one, and none after the person was erased.
awaitable<bool> is_newest_address(at_hand with, ordered_effect const& order) {
    std::vector<domain::booking_id> wanted{order.booking};
    auto const loaded = co_await with.books.read(order.client, std::move(wanted));
    co_return loaded.account.client.customer_change == order.number;
}

awaitable<processor_result<domain::command>> send_customer_change(at_hand with, ordered_effect const& order,
                                                                  bool /*repeated*/) {
    domain::command outcome = domain::customer_changed{order.booking, order.number, ""};
    bool const newest = co_await is_newest_address(with, order);
    if (!newest) co_return outcome;
    domain::customer_id customer{order.object};
    auto const told = co_await with.outside.change_customer(order.key, std::move(customer), order.body);
    if (!told) co_return told.error();
    co_return outcome;
}

domain::command refuse_customer_change(ordered_effect const& order, std::string const& code) {
    return domain::customer_changed{order.booking, order.number, code};
}

domain::command give_up_customer_change(ordered_effect const& order) {
    return refuse_customer_change(order, "abandoned");
}

// --- create_card_page

awaitable<processor_result<domain::command>> send_card_page(at_hand with, ordered_effect const& order,
                                                            bool repeated) {
    auto made = co_await with.outside.create_checkout(order.key, order.body);
    if (made && repeated) made = co_await with.outside.read_session(made->fact.session);
    if (!made) co_return made.error();
    domain::command outcome = domain::card_page_refused{order.booking, order.number, "abandoned"};
    if (made->card_page) outcome = domain::card_page_seen{order.booking, *made->card_page};
    co_return outcome;
}

domain::command refuse_card_page(ordered_effect const& order, std::string const& code) {
    return domain::card_page_refused{order.booking, order.number, code};
}

// It takes no money: whether it was made does not matter.
domain::command give_up_card_page(ordered_effect const& order) {
    return refuse_card_page(order, "abandoned");
}

// --- create_intent

// An intent that was made and that nobody knows takes no money: after an error that would come again for
// hours it is given up, and another one is asked for.
awaitable<processor_result<domain::command>> send_intent(at_hand with, ordered_effect const& order,
                                                         bool /*repeated*/) {
    auto const made = co_await with.outside.create_intent(order.key, order.body);
    if (!made && is_saved_error(made.error())) co_return give_up_checkout(order);
    if (!made) co_return made.error();
    if (planted(bug::confirm_before_commit))
        static_cast<void>(co_await with.outside.confirm_intent(order.key, made->fact.intent, order.body));
    domain::command outcome = domain::intent_created{order.booking, order.checkout, made->fact};
    co_return outcome;
}

// --- confirm_intent

// What was ordered a while ago may not be wanted any more: a dispute, a cancellation, the client's own page.
awaitable<bool> is_still_wanted(at_hand with, ordered_effect const& order) {
    std::vector<domain::booking_id> wanted{order.booking};
    auto const loaded = co_await with.books.read(order.client, std::move(wanted));
    auto const* const what = loaded.account.find(order.booking);
    co_return what&& domain::may_still_charge(*what, order.checkout);
}

// Whether an unanswered one was done is looked up from now on; it is not sent again.
awaitable<processor_result<domain::command>> send_confirm(at_hand with, ordered_effect const& order,
                                                          bool repeated) {
    domain::command outcome = domain::attempt_unanswered{order.booking, order.checkout, order.number};
    if (repeated) {
        bool const wanted = co_await is_still_wanted(with, order);
        if (!wanted) co_return outcome;
    }
    auto const answered =
        co_await with.outside.confirm_intent(order.key, domain::intent_id{order.object}, order.body);
    if (!answered && answered.error().what == processor_failure::kind::unknown) co_return outcome;
    if (!answered) co_return answered.error();
    outcome = domain::attempt_answered{order.booking, order.checkout, order.number, answered->fact};
    co_return outcome;
}

domain::command refuse_confirm(ordered_effect const& order, std::string const& code) {
    return domain::attempt_refused{order.booking, order.checkout, order.number, code};
}

domain::command give_up_confirm(ordered_effect const& order) {
    return domain::attempt_unanswered{order.booking, order.checkout, order.number};
}

// --- cancel_intent, expire_session

domain::command end_closing(ordered_effect const& order) {
    return domain::closing_answered{order.booking, order.checkout, std::nullopt, std::nullopt};
}

domain::command refuse_closing(ordered_effect const& order, std::string const& /*code*/) {
    return end_closing(order);
}

awaitable<processor_result<domain::command>> send_cancel(at_hand with, ordered_effect const& order,
                                                         bool /*repeated*/) {
    auto const answered = co_await with.outside.cancel_intent(order.key, domain::intent_id{order.object});
    if (!answered && is_saved_error(answered.error())) co_return end_closing(order);
    if (!answered) co_return answered.error();
    domain::command outcome =
        domain::closing_answered{order.booking, order.checkout, std::nullopt, answered->fact};
    co_return outcome;
}

// Expired or not (paying may have won), what the page is now decides, its intent inside.
awaitable<processor_result<domain::command>> send_expire(at_hand with, ordered_effect const& order,
                                                         bool /*repeated*/) {
    domain::session_id const session{order.object};
    auto const answered = co_await with.outside.expire_session(order.key, session);
    bool const may_have_been_done =
        answered || answered.error().what != processor_failure::kind::not_attempted;
    if (!may_have_been_done) co_return answered.error();
    auto const now = co_await with.outside.read_session(session);
    if (!now) co_return now.error();
    domain::command outcome =
        domain::closing_answered{order.booking, order.checkout, now->fact, std::nullopt};
    co_return outcome;
}

// What needs no look at anything.
template <domain::command (*Said)(ordered_effect const& order)>
awaitable<domain::command> at_once(at_hand /*with*/, ordered_effect const& order) {
    co_return Said(order);
}

// RFC 5321, 4.5.4.1: no sooner than half an hour after a server said "not now".
constexpr std::chrono::minutes mail_pause{30};

constexpr std::array kinds{
    effect_kind{"create_checkout", &send_checkout, &refuse_checkout, &at_once<give_up_checkout>,
                "checkout_refused"},
    effect_kind{"create_refund", &send_refund, &refuse_refund, &at_once<give_up_refund>, "refund_refused"},
    effect_kind{"create_customer", &send_customer, &refuse_customer, &at_once<give_up_customer>,
                "customer_refused"},
    effect_kind{"change_customer", &send_customer_change, &refuse_customer_change,
                &at_once<give_up_customer_change>, "customer_change_refused"},
    effect_kind{"create_intent", &send_intent, &refuse_checkout, &at_once<give_up_checkout>,
                "charge_refused"},
    effect_kind{"confirm_intent", &send_confirm, &refuse_confirm, &at_once<give_up_confirm>,
                "confirm_refused"},
    effect_kind{"cancel_intent", &send_cancel, &refuse_closing, &at_once<end_closing>, "cancel_refused"},
    effect_kind{"expire_session", &send_expire, &refuse_closing, &at_once<end_closing>, "expire_refused"},
    effect_kind{"create_card_page", &send_card_page, &refuse_card_page, &at_once<give_up_card_page>,
                "card_page_refused"},
    effect_kind{"send_letter", &send_letter, &refuse_letter, &give_up_letter, "letter_refused", mail_pause,
                true},
};

}  // namespace

effect_kind const* find_kind(std::string_view name) {
    auto const* const at =
        std::find_if(kinds.begin(), kinds.end(), [name](effect_kind const& k) { return k.name == name; });
    return at == kinds.end() ? nullptr : at;
}

}  // namespace quittance::engine
