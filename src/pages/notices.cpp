#include "parts.hpp"
#include "quittance/pages/format.hpp"
#include "quittance/pages/public.hpp"

namespace quittance::pages {
namespace {

std::string notice(business const& who, std::string title, std::initializer_list<std::string> texts) {
    auto page = titled(who, std::move(title));
    for (auto const& text : texts) add_paragraph(page, text);
    return render("notice", page);
}

std::string notice_about(business const& who, std::string title, std::initializer_list<std::string> texts,
                         purchase_view const& what, std::optional<button> const& press = {}) {
    auto page = titled(who, std::move(title));
    for (auto const& text : texts) add_paragraph(page, text);
    describe(page.add("PURCHASE"), who, what);
    add_button(page, press);
    return render("notice", page);
}

std::string ask(business const& who) { return "If something seems wrong, please contact " + who.name + "."; }

}  // namespace

std::string booking_not_found(business const& who) {
    return notice(who, "This link leads to no booking",
                  {"It may have been shortened on its way, or its time is over. Nothing was booked and "
                   "nothing was charged.",
                   "Please open the link from your booking again, or ask " + who.name + " for a new one."});
}

std::string continue_to_payment(business const& who, purchase_view const& what, button const& go_on) {
    return notice_about(who, "Continue to payment",
                        {"Payment happens on the secure page of our card processor."}, what, go_on);
}

std::string already_paid(business const& who, purchase_view const& what) {
    if (what.price.is_zero())
        return notice_about(who, "This booking is confirmed", {"Nothing is due for it."}, what);
    return notice_about(who, "This booking is already paid", {"There is nothing more to do.", ask(who)},
                        what);
}

std::string plan_on_its_way(business const& who, purchase_view const& what) {
    return notice_about(
        who, "Paid as agreed so far",
        {"Nothing is due today. The later amounts are charged to the kept card on their days.",
         "The page you came back to after paying shows them all, and takes a payment earlier."},
        what);
}

std::string payment_under_way(business const& who, purchase_view const& what) {
    return notice_about(who, "The payment is under way",
                        {"The money is on its way. This can take a few minutes, with some banks a few days.",
                         "There is nothing more to do, and nothing to pay twice."},
                        what);
}

std::string booking_closed(business const& who, purchase_view const& what) {
    return notice_about(who, "This booking is closed",
                        {"It takes no payment any more. Nothing was charged now.",
                         "To book again, please contact " + who.name + "."},
                        what);
}

std::string try_again(business const& who, purchase_view const& what, std::optional<button> const& again) {
    return notice_about(who, "The payment page could not be opened",
                        {"Your card was not charged. Your booking is kept.",
                         "The card processor did not answer. Please try again in a minute."},
                        what, again);
}

std::string refused_by_processor(business const& who, purchase_view const& what) {
    return notice_about(who, "This cannot be paid online at the moment",
                        {"Your card was not charged. Your booking is kept.",
                         who.name + " has been told and will look into it."},
                        what);
}

std::string person_looks(business const& who, purchase_view const& what) {
    return notice_about(who, "A payment for this booking is being looked at",
                        {"Money has arrived for it, and " + who.name + " looks at it before more is taken.",
                         "Nothing was charged now. " + ask(who)},
                        what);
}

std::string store_away(business const& who) {
    return notice(
        who, "We are away for a moment",
        {"Nothing was charged by this. Please try again in a minute; a booking that was made is kept."});
}

std::string payments_rest(business const& who) {
    return notice(who, "Payments rest for the moment",
                  {"Nothing was charged by this, and a payment you made before is not lost.",
                   who.name +
                       " has been told and is looking through the records. Please open this link again "
                       "later today, or contact " +
                       who.name + "."});
}

std::string too_many_requests(business const& who) {
    return notice(who, "Please wait a moment",
                  {"There were many requests from your network in a short time. Nothing was charged.",
                   "Please open the link again in a minute."});
}

std::string something_went_wrong(business const& who, std::string const& request_id) {
    auto const name =
        request_id.empty() ? std::string{} : "If you write to us, this number helps: " + request_id;
    return notice(who, "Something went wrong on our side",
                  {"Please open your booking link again to see whether a payment was recorded.", name});
}

}  // namespace quittance::pages
