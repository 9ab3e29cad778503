#include "haproxy.hpp"

#include <signal.h>

#include <fstream>
#include <sstream>

namespace quittance::http {
namespace {

constexpr char const* program = "/usr/sbin/haproxy";

std::string listener(std::string const& folder, std::string const& manner, std::uint16_t upstream,
                     std::string const& settings) {
    return "listen " + manner + "\n  bind " + folder + "/" + manner + ".sock\n" + settings +
           "  server gateway 127.0.0.1:" + std::to_string(upstream) + "\n";
}

// It writes what could end a field or a line as #HH.
std::string unescaped(std::string const& text) {
    std::string plain;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '#' || i + 3 > text.size()) {
            plain += text[i];
            continue;
        }
        plain += static_cast<char>(std::stoi(text.substr(i + 1, 2), nullptr, 16));
        i += 2;
    }
    return plain;
}

}  // namespace

haproxy::haproxy(std::uint16_t upstream) : front("haproxy") {
    configure(upstream);
    launch({program, "-db", "-f", folder() / "haproxy.cfg"}, "waiting");
}

int haproxy::farewell() const { return SIGUSR1; }

void haproxy::configure(std::uint16_t upstream) const {
    std::string const here = folder();
    std::ofstream file{folder() / "haproxy.cfg"};
    file << "global\n  log stdout len 16384 format raw local0 info\n  tune.http.logurilen 8192\n  maxconn "
            "1024\n  nbthread 1\n  hard-stop-after 5s\n"
         << "defaults\n  mode http\n  log global\n  retries 0\n"
         << "  timeout client 2s\n  timeout server 5s\n  timeout connect 2s\n  timeout http-request 2s\n"
         // Which server took it, how long the connection and the reply took (-1: never), then the request
         // itself.
         << "  log-format \"forwarded %s %Tc %Tr %HM %HU\"\n"
         << listener(here, "default", upstream, "")
         << listener(here, "closing", upstream, "  option httpclose\n")
         << listener(here, "waiting", upstream, "  option http-buffer-request\n");
}

std::vector<front::passage> haproxy::read_log() const {
    std::vector<passage> all;
    std::ifstream file{folder() / "output.log"};
    for (std::string line; std::getline(file, line);) {
        std::istringstream words{line};
        std::string mark, server, verb, target;
        int connected = -1, replied = -1;
        words >> mark >> server >> connected >> replied >> verb >> target;
        if (mark != "forwarded" || server == "<NOSRV>" || connected < 0) continue;
        all.push_back({verb + " " + unescaped(target), replied >= 0});
    }
    return all;
}

}  // namespace quittance::http
