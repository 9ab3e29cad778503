#include "sender.hpp"

namespace quittance::notify {
namespace {

constexpr std::size_t most_reply_bytes = 64 * 1024;

net::client_options client_for(url const& where, options const& how) {
    net::client_options made;
    made.base = where.base;
    made.allow_plain_loopback = true;
    made.ca_file = how.ca_file;
    made.most_in_flight = how.most_at_once;
    made.most_reply_bytes = most_reply_bytes;
    made.addresses = how.addresses;
    return made;
}

std::string reason_of(boost::system::error_code const& failed) {
    if (failed == net::client_errc::not_sent) return "no_connection";
    if (failed == net::client_errc::address_refused) return "address_refused";
    if (failed == net::client_errc::reply_too_large) return "reply_too_large";
    return "no_answer";
}

}  // namespace

sender::sender(boost::asio::any_io_executor executor, endpoint const& whom, options const& how)
    : where_(parse_url(whom.url)),
      signer_(whom.secrets),
      deadline_(how.deadline),
      client_(std::move(executor), client_for(where_, how)) {}

boost::asio::awaitable<answer> sender::send(engine::ordered_notice what, instant now) {
    auto const timestamp = std::to_string(unix_seconds(now));
    net::client_request asked;
    asked.method = "POST";
    asked.target = where_.target;
    asked.headers = {{"Content-Type", "application/json"},
                     {"User-Agent", "quittance"},
                     {"webhook-id", what.id.text()},
                     {"webhook-timestamp", timestamp},
                     {"webhook-signature", signer_.sign(what.id.text(), timestamp, what.body)}};
    asked.body = std::move(what.body);
    auto const reply = co_await client_.send(std::move(asked), deadline_);
    answer told;
    if (reply) told.status = reply->status;
    if (!reply) told.reason = reason_of(reply.error());
    co_return told;
}

}  // namespace quittance::notify
