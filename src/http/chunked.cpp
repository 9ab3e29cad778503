#include "chunked.hpp"

#include <algorithm>

namespace quittance::http {

chunked_decoder::progress chunked_decoder::feed(std::string_view bytes, std::string& body,
                                                std::size_t& used) {
    used = 0;
    while (used < bytes.size() && at_ != place::after) {
        if (at_ == place::data) {
            used += take_data(bytes.substr(used), body);
            continue;
        }
        auto const here = step(bytes[used++]);
        if (here == progress::broken || here == progress::too_large) return here;
    }
    return at_ == place::after ? progress::done : progress::more;
}

std::size_t chunked_decoder::take_data(std::string_view bytes, std::string& body) {
    auto const part = bytes.substr(0, std::min(left_, bytes.size()));
    body.append(part);
    left_ -= part.size();
    if (left_ == 0) at_ = place::data_cr;
    return part.size();
}

chunked_decoder::progress chunked_decoder::step(char c) {
    switch (at_) {
        case place::size: return size_digit(c);
        case place::size_end: return end_of_size(c);
        case place::data_cr: return expect('\r', c, place::data_lf);
        case place::data_lf: digits_ = 0; return expect('\n', c, place::size);
        case place::last_cr: return expect('\r', c, place::last_lf);
        case place::last_lf: return expect('\n', c, place::after);
        case place::data:
        case place::after: break;
    }
    return progress::broken;
}

chunked_decoder::progress chunked_decoder::size_digit(char c) {
    if (c == '\r' && digits_ > 0) return expect('\r', c, place::size_end);
    std::size_t digit = 0;
    if (c >= '0' && c <= '9')
        digit = static_cast<std::size_t>(c - '0');
    else if (c >= 'a' && c <= 'f')
        digit = static_cast<std::size_t>(c - 'a') + 10;
    else if (c >= 'A' && c <= 'F')
        digit = static_cast<std::size_t>(c - 'A') + 10;
    else
        return progress::broken;
    if (++digits_ > 8) return progress::broken;
    left_ = left_ * 16 + digit;
    return progress::more;
}

chunked_decoder::progress chunked_decoder::end_of_size(char c) {
    if (c != '\n') return progress::broken;
    if (left_ > most_ - total_) return progress::too_large;
    total_ += left_;
    at_ = left_ == 0 ? place::last_cr : place::data;
    return progress::more;
}

chunked_decoder::progress chunked_decoder::expect(char wanted, char c, place next) {
    if (c != wanted) return progress::broken;
    at_ = next;
    return progress::more;
}

}  // namespace quittance::http
