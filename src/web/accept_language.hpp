// What a browser says of its reader's languages, where nobody has told us theirs.
#pragma once
#include <string>
#include <string_view>

#include "quittance/http/message.hpp"
#include "quittance/pages/business.hpp"

namespace quittance::web {

// The language of Accept-Language that is wanted most and that pages speak, as a tag; empty: there is none.
// A header that is too long or not in form says nothing beyond what is in form before it.
std::string accepted_language(std::string_view header);

// The business as whoever asks reads of it: where it is not known better, pages read in the language their
// browser asks for. In the business's own language they read as in the business's own country, because
// browsers name a country that nobody chose.
pages::business as_read_by(pages::business who, http::request const& asked);

// Who asks.
struct visitor {
    std::string request_id;  // for the log
    pages::business who;     // as they read of it
};
visitor visitor_of(pages::business const& who, http::request const& asked);

}  // namespace quittance::web
