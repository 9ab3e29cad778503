#include "tls_context.hpp"

#include <openssl/ssl.h>

#include <stdexcept>

namespace quittance::net {

namespace ssl = boost::asio::ssl;

ssl::context make_client_context(std::string const& ca_file) {
    ssl::context context{ssl::context::tls_client};
    SSL_CTX_set_min_proto_version(context.native_handle(), TLS1_2_VERSION);
    SSL_CTX_set_options(context.native_handle(), SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
    context.set_verify_mode(ssl::verify_peer);
    if (ca_file.empty()) {
        context.set_default_verify_paths();
        return context;
    }
    boost::system::error_code error;
    context.load_verify_file(ca_file, error);
    if (error) {
        throw std::invalid_argument("cannot read certificates from " + ca_file + ": " + error.message() +
                                    "; name a PEM file with the authority's certificate");
    }
    return context;
}

}  // namespace quittance::net
