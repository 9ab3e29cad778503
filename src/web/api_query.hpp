// The query of an API call: parameters that are not ours are named, and a list is read page by page from a
// mark that only the list it came from takes.
#pragma once
#include <string_view>
#include <vector>

#include "plain_link.hpp"
#include "quittance/engine/registry.hpp"
#include "replies.hpp"

namespace quittance::web {

void refuse_unknown(form const& parameters, std::vector<std::string_view> const& known,
                    std::vector<field_error>& errors);
problem unreadable_query();
problem invalid_query(std::vector<field_error> errors);

struct page_request {
    std::optional<engine::listed_booking> after;
    std::size_t most = 50;
};
// `limit` (1 to 100) and `cursor`. `list` names the list, in letters and digits.
page_request read_page(form const& parameters, std::string_view list, std::vector<field_error>& errors);
std::string cursor_of(std::string_view list, engine::listed_booking const& last);

}  // namespace quittance::web
