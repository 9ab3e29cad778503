// TLS as every client of ours speaks it: 1.2 or later, the peer's certificate verified, no renegotiation.
#pragma once
#include <boost/asio/ssl/context.hpp>
#include <string>

namespace quittance::net {

// `ca_file` empty: the system's authorities. Throws with a sentence naming a file that cannot be read.
boost::asio::ssl::context make_client_context(std::string const& ca_file);

}  // namespace quittance::net
