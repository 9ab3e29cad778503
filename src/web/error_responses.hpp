// The one table from what went wrong to a status. A 500 explains nothing.
#pragma once
#include <exception>

#include "quittance/base/log.hpp"
#include "quittance/domain/decide.hpp"
#include "quittance/pages/public.hpp"
#include "replies.hpp"

namespace quittance::web {

problem problem_of(domain::refusal const& refused);
http::response refusal_page(domain::refusal const& refused, pages::purchase_view const& what,
                            pages::business const& who, public_options const& options);

// For what a handler threw: JSON below /v1, text below /webhooks, a page elsewhere.
http::response thrown_reply(http::request const& asked, std::exception_ptr thrown,
                            public_options const& options, log& journal);
http::response thrown_desk_reply(http::request const& asked, std::exception_ptr thrown,
                                 admin_options const& options, log& journal);
// For addresses no route knows, in the same three shapes.
http::response unknown_address(http::request const& asked, public_options const& options);

}  // namespace quittance::web
