// A body in `Transfer-Encoding: chunked`, decoded as it comes. Strict: no chunk extensions, no trailers,
// sizes of at most eight hex digits: nobody who delivers webhooks needs more, and each has hidden a second
// request.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>

namespace quittance::http {

class chunked_decoder {
public:
    enum class progress { more, done, broken, too_large };

    explicit chunked_decoder(std::size_t most) : most_(most) {}

    // Appends what `bytes` hold of the body to `body`; `used` says how many were part of it.
    progress feed(std::string_view bytes, std::string& body, std::size_t& used);

private:
    enum class place { size, size_end, data, data_cr, data_lf, last_cr, last_lf, after };

    progress step(char c);
    progress size_digit(char c);
    progress end_of_size(char c);
    progress expect(char wanted, char c, place next);
    std::size_t take_data(std::string_view bytes, std::string& body);

    std::size_t most_;
    std::size_t total_ = 0;
    std::size_t left_ = 0;
    std::size_t digits_ = 0;
    place at_ = place::size;
};

}  // namespace quittance::http
