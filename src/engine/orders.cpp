#include "orders.hpp"

#include <algorithm>

#include "quittance/base/planted.hpp"
#include "quittance/engine/effects.hpp"

namespace quittance::engine {
namespace {

// The processor may forget a key after 24 hours: a repeat would then be a new order.
constexpr std::chrono::hours key_lifetime{23};

effect_key key_of(std::uint64_t epoch, domain::client_id const& client, domain::booking_id const& booking,
                  char kind, int number) {
    return effect_key{std::to_string(epoch) + '-' + client.text() + '-' + booking.text() + '-' + kind +
                      std::to_string(number)};
}

struct writer {
    domain::client_id const& client;
    processor const& forms;
    settings const& current;
    instant now;

    route whose(domain::booking_id const& booking, int checkout) const {
        return {current.store_id, client, booking, checkout};
    }

    // What every order says of itself.
    ordered_effect begin(domain::booking_id const& booking, std::string kind, effect_key key) const {
        ordered_effect made;
        made.key = std::move(key);
        made.client = client;
        made.booking = booking;
        made.kind = std::move(kind);
        made.ordered_at = now;
        made.give_up_at = now + key_lifetime;
        return made;
    }

    ordered_effect operator()(domain::create_checkout const& order) const {
        auto made = begin(order.booking, "create_checkout",
                          checkout_key(current.store_epoch, client, order.booking, order.checkout));
        made.checkout = order.checkout;
        made.body = forms.checkout_body(order, whose(order.booking, order.checkout));
        // A page needs half an hour of life to be created at all.
        made.give_up_at = std::min<instant>(made.give_up_at, order.expires_at - current.policy.repeat_margin);
        return made;
    }

    ordered_effect operator()(domain::create_refund const& order) const {
        auto made = begin(order.booking, "create_refund",
                          refund_key(current.store_epoch, client, order.booking, order.order));
        made.object = order.intent.text();
        made.number = order.order;
        made.body = forms.refund_body(order, whose(order.booking, 0));
        return made;
    }

    ordered_effect operator()(domain::create_customer const& order) const {
        auto made = begin(order.booking, "create_customer",
                          customer_key(current.store_epoch, client, order.booking, order.checkout));
        made.checkout = order.checkout;
        made.body = forms.customer_body(order, whose(order.booking, 0));
        return made;
    }

    ordered_effect operator()(domain::change_customer const& order) const {
        auto made = begin(order.booking, "change_customer",
                          customer_change_key(current.store_epoch, client, order.booking, order.change));
        made.object = order.customer.text();
        made.number = order.change;
        made.body = forms.customer_change_body(order);
        return made;
    }

    ordered_effect operator()(domain::create_intent const& order) const {
        auto made = begin(order.booking, "create_intent",
                          checkout_key(current.store_epoch, client, order.booking, order.checkout));
        made.checkout = order.checkout;
        made.body = forms.intent_body(order, whose(order.booking, order.checkout));
        return made;
    }

    ordered_effect operator()(domain::confirm_intent const& order) const {
        auto const charge = checkout_key(current.store_epoch, client, order.booking, order.checkout);
        int const attempt = planted(bug::attempt_under_old_key) ? 1 : order.attempt;
        auto made = begin(order.booking, "confirm_intent",
                          effect_key{charge.text() + "-a" + std::to_string(attempt)});
        made.checkout = order.checkout;
        made.object = order.intent.text();
        made.number = order.attempt;
        made.body = forms.confirm_body(order);
        made.give_up_at = std::min<instant>(made.give_up_at, order.before);
        return made;
    }

    ordered_effect operator()(domain::create_card_page const& order) const {
        auto made = begin(order.booking, "create_card_page",
                          card_page_key(current.store_epoch, client, order.booking, order.page));
        made.number = order.page;
        made.body = forms.card_page_body(order, whose(order.booking, 0));
        made.give_up_at = std::min<instant>(made.give_up_at, order.expires_at - current.policy.repeat_margin);
        return made;
    }

    ordered_effect operator()(domain::send_letter const& order) const {
        auto made = begin(order.booking, "send_letter",
                          letter_key(current.store_epoch, client, order.booking, order.letter));
        made.number = order.letter;
        made.give_up_at = order.before;
        return made;
    }

    template <class Order>
    ordered_effect closing(Order const& order, std::string kind, std::string object) const {
        auto made =
            begin(order.booking, std::move(kind),
                  closing_key(current.store_epoch, client, order.booking, order.checkout, order.closing));
        made.checkout = order.checkout;
        made.object = std::move(object);
        made.number = order.closing;
        return made;
    }
    ordered_effect operator()(domain::cancel_intent const& order) const {
        return closing(order, "cancel_intent", order.intent.text());
    }
    ordered_effect operator()(domain::expire_session const& order) const {
        return closing(order, "expire_session", order.session.text());
    }
};

}  // namespace

effect_key checkout_key(std::uint64_t epoch, domain::client_id const& client,
                        domain::booking_id const& booking, int checkout) {
    return key_of(epoch, client, booking, 'c', checkout);
}

effect_key customer_key(std::uint64_t epoch, domain::client_id const& client,
                        domain::booking_id const& booking, int checkout) {
    return key_of(epoch, client, booking, 'u', checkout);
}

effect_key customer_change_key(std::uint64_t epoch, domain::client_id const& client,
                               domain::booking_id const& booking, int change) {
    return key_of(epoch, client, booking, 'e', change);
}

effect_key closing_key(std::uint64_t epoch, domain::client_id const& client,
                       domain::booking_id const& booking, int checkout, int closing) {
    return effect_key{checkout_key(epoch, client, booking, checkout).text() + "-x" + std::to_string(closing)};
}

effect_key refund_key(std::uint64_t epoch, domain::client_id const& client, domain::booking_id const& booking,
                      int order) {
    return key_of(epoch, client, booking, 'r', order);
}

effect_key card_page_key(std::uint64_t epoch, domain::client_id const& client,
                         domain::booking_id const& booking, int page) {
    return key_of(epoch, client, booking, 'k', page);
}

effect_key letter_key(std::uint64_t epoch, domain::client_id const& client, domain::booking_id const& booking,
                      int letter) {
    return key_of(epoch, client, booking, 'm', letter);
}

ordered_effect as_ordered(domain::effect const& order, domain::client_id const& client,
                          processor const& forms, settings const& current, instant now) {
    return std::visit(writer{client, forms, current, now}, order);
}

}  // namespace quittance::engine
