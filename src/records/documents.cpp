#include "quittance/records/documents.hpp"

#include "reader.hpp"
#include "writer.hpp"

namespace quittance::records {
namespace {

template <class T>
std::string write_document(T const& what, std::size_t likely_size) {
    std::string text;
    text.reserve(likely_size);
    append_header(text);
    append_members(text, what, ',');
    text += '}';
    repair_utf8(text);
    return text;
}

}  // namespace

std::string encode(domain::client const& what) { return write_document(what, 256); }
std::string encode(domain::booking const& what) { return write_document(what, 1536); }
std::string encode(effect_record const& what) { return write_document(what, 512 + what.body.size()); }
std::string encode(notice_record const& what) { return write_document(what, 512 + what.body.size()); }
std::string encode(delivery_record const& what) {
    return write_document(what, 640 + what.notice.body.size());
}
std::string encode(letter_record const& what) {
    return write_document(what, 512 + what.bytes.size() * 9 / 8);
}

domain::client decode_client(std::string_view text) { return read_document<domain::client>(text); }
domain::booking decode_booking(std::string_view text) { return read_document<domain::booking>(text); }
effect_record decode_effect(std::string_view text) { return read_document<effect_record>(text); }
notice_record decode_notice(std::string_view text) { return read_document<notice_record>(text); }
delivery_record decode_delivery(std::string_view text) { return read_document<delivery_record>(text); }
letter_record decode_letter(std::string_view text) { return read_document<letter_record>(text); }

}  // namespace quittance::records
