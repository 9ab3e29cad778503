// Notices and deliveries as they are stored, and back. Throws document_unreadable.
#pragma once
#include <string>

#include "quittance/engine/outbox.hpp"
#include "quittance/records/documents.hpp"

namespace quittance::redis {

records::notice_record record_of(engine::ordered_notice const& what);
std::string delivery_text(engine::delivery_note const& what);

engine::ordered_notice read_notice(std::string const& text);
engine::delivery_note read_delivery(std::string const& text);

}  // namespace quittance::redis
