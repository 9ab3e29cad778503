#include "statuses.hpp"

#include <array>
#include <utility>

namespace quittance::stripe {

namespace {

template <class Status, std::size_t N>
Status named(std::array<std::pair<std::string_view, Status>, N> const& table, std::string_view name) {
    for (auto const& [known, status] : table) {
        if (known == name) return status;
    }
    return Status::unknown;
}

template <class Status>
using entry = std::pair<std::string_view, Status>;

}  // namespace

domain::session_status session_status_named(std::string_view name) {
    using enum domain::session_status;
    static constexpr std::array<entry<domain::session_status>, 3> table{
        {{"open", open}, {"complete", complete}, {"expired", expired}}};
    return named(table, name);
}

domain::payment_status payment_status_named(std::string_view name) {
    using enum domain::payment_status;
    static constexpr std::array<entry<domain::payment_status>, 3> table{
        {{"unpaid", unpaid}, {"paid", paid}, {"no_payment_required", no_payment_required}}};
    return named(table, name);
}

domain::intent_status intent_status_named(std::string_view name) {
    using enum domain::intent_status;
    static constexpr std::array<entry<domain::intent_status>, 7> table{
        {{"requires_payment_method", requires_payment_method},
         {"requires_confirmation", requires_confirmation},
         {"requires_action", requires_action},
         {"processing", processing},
         {"requires_capture", requires_capture},
         {"succeeded", succeeded},
         {"canceled", canceled}}};
    return named(table, name);
}

domain::refund_status refund_status_named(std::string_view name) {
    using enum domain::refund_status;
    static constexpr std::array<entry<domain::refund_status>, 5> table{{{"pending", pending},
                                                                        {"requires_action", requires_action},
                                                                        {"succeeded", succeeded},
                                                                        {"failed", failed},
                                                                        {"canceled", canceled}}};
    return named(table, name);
}

domain::dispute_status dispute_status_named(std::string_view name) {
    using enum domain::dispute_status;
    static constexpr std::array<entry<domain::dispute_status>, 10> table{
        {{"warning_needs_response", warning_needs_response},
         {"warning_under_review", warning_under_review},
         {"warning_closed", warning_closed},
         {"needs_response", needs_response},
         {"under_review", under_review},
         {"won", won},
         {"lost", lost},
         {"prevented", prevented},
         {"appeal_needs_response", appeal_needs_response},
         {"appeal_under_review", appeal_under_review}}};
    return named(table, name);
}

}  // namespace quittance::stripe
