#include "quittance/web/options.hpp"

#include <algorithm>

namespace quittance::web {

std::vector<link_source> preset_sources() {
    return {
        {},
        {"cal.com", "uid", "email", "attendeeName", "startTime", "", ""},
        {"calendly", "invitee_uuid", "invitee_email", "invitee_full_name", "event_start_time", "", ""},
    };
}

link_source const* find_source(std::vector<link_source> const& all, std::string_view name) {
    auto const found = std::ranges::find(all, name, &link_source::name);
    return found == all.end() ? nullptr : &*found;
}

}  // namespace quittance::web
