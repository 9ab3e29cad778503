// One endpoint as it is spoken to: one signed request for each try.
#pragma once
#include "quittance/net/https_client.hpp"
#include "quittance/notify/notifier.hpp"
#include "signature.hpp"
#include "url.hpp"

namespace quittance::notify {

struct answer {
    unsigned status = 0;  // 0: none came
    std::string reason;   // why none came: "no_connection", "no_answer", "reply_too_large", "address_refused"
};

class sender {
public:
    // Throws std::invalid_argument.
    sender(boost::asio::any_io_executor executor, endpoint const& whom, options const& how);

    boost::asio::awaitable<answer> send(engine::ordered_notice what, instant now);
    void close() { client_.close(); }

private:
    url where_;
    signer signer_;
    milliseconds deadline_;
    net::https_client client_;
};

}  // namespace quittance::notify
