// The bytes to and from Redis, over whatever carries them.
#pragma once
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/system/error_code.hpp>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "address.hpp"

namespace quittance::redis {

class stream {
public:
    stream() = default;
    stream(stream const&) = delete;
    stream& operator=(stream const&) = delete;
    virtual ~stream() = default;

    // Throw boost::system::system_error.
    virtual boost::asio::awaitable<void> connect() = 0;
    virtual boost::asio::awaitable<std::size_t> read_some(std::span<char> into) = 0;
    // `bytes` must outlive the call.
    virtual boost::asio::awaitable<void> write(std::string_view bytes) = 0;
    // What waits ends with operation_aborted.
    virtual void close() = 0;
};

std::unique_ptr<stream> make_stream(boost::asio::any_io_executor executor, address const& where,
                                    std::string const& ca_file);

}  // namespace quittance::redis
