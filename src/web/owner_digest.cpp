#include "quittance/web/owner_digest.hpp"

#include "admin_views.hpp"

namespace quittance::web {
namespace {

std::vector<pages::booking_line> lines_of(std::vector<engine::found_booking> const& found) {
    std::vector<pages::booking_line> lines;
    lines.reserve(found.size());
    for (auto const& one : found) lines.push_back(line_of(one.client, one.person, one.booking));
    return lines;
}

}  // namespace

pages::digest_view digest_view_of(engine::digest_facts const& of, pages::business const& business,
                                  std::string desk) {
    pages::digest_view view;
    view.day = of.day;
    view.desk = std::move(desk);
    view.attention = of.attention;
    view.open = of.open;
    view.needing = attention_lines(of.needing, business);
    view.late = lines_of(of.late);
    view.booked = lines_of(of.booked);
    view.more_late = of.more_late;
    view.more_booked = of.more_booked;
    return view;
}

}  // namespace quittance::web
