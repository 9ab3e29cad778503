// `quittance health`: is the gateway that runs here ready? For container health checks.
#include <boost/asio/ip/tcp.hpp>
#include <cstdio>
#include <string>

#include "foundation.hpp"

namespace quittance::app {

int health(common_options const& how) {
    foundation const base{how, foundation::voice::warnings};
    auto at = base.around.admin_listen;
    if (at.host == "0.0.0.0") at.host = "127.0.0.1";
    if (at.host == "::") at.host = "::1";
    boost::asio::ip::tcp::iostream talk;
    talk.expires_after(std::chrono::seconds{3});
    talk.connect(at.host, std::to_string(at.port));
    talk << "GET /readyz HTTP/1.1\r\nHost: " << at.text() << "\r\nConnection: close\r\n\r\n" << std::flush;
    std::string version;
    unsigned status = 0;
    talk >> version >> status;
    if (status == 200) return 0;
    std::fprintf(stderr, "quittance: the gateway at %s is not ready (%s)\n", at.text().c_str(),
                 status == 0 ? "no answer" : std::to_string(status).c_str());
    return 1;
}

}  // namespace quittance::app
