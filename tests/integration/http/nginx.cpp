#include "nginx.hpp"

#include <signal.h>

#include <fstream>

namespace quittance::http {
namespace {

constexpr char const* program = "/usr/sbin/nginx";

std::string server_block(std::string const& folder, std::string const& manner, std::string const& settings) {
    return "  server { listen unix:" + folder + "/" + manner +
           ".sock; location / { proxy_pass http://gateway; proxy_set_header Host pay.example; "
           "proxy_ignore_client_abort on; proxy_next_upstream off; " +
           settings + " } }\n";
}

// It writes quotes, backslashes and what is not ASCII as \\xHH.
std::string unescaped(std::string const& text) {
    std::string plain;
    for (std::size_t i = 0; i < text.size(); ++i) {
        bool const escape = text.compare(i, 2, "\\x") == 0 && i + 4 <= text.size();
        plain += escape ? static_cast<char>(std::stoi(text.substr(i + 2, 2), nullptr, 16)) : text[i];
        if (escape) i += 3;
    }
    return plain;
}

}  // namespace

nginx::nginx(std::uint16_t upstream) : front("nginx") {
    configure(upstream);
    launch({program, "-p", folder(), "-c", folder() / "nginx.conf", "-e", folder() / "error.log"},
           "streaming");
}

int nginx::farewell() const { return SIGQUIT; }

void nginx::configure(std::uint16_t upstream) const {
    std::string const here = folder();
    std::ofstream file{folder() / "nginx.conf"};
    file << "daemon off; master_process off; worker_processes 1;\n"
         << "pid " << here << "/pid; error_log " << here << "/error.log;\n"
         << "events { worker_connections 512; }\nhttp {\n";
    for (auto const* kind : {"client_body", "proxy", "fastcgi", "uwsgi", "scgi"}) {
        file << "  " << kind << "_temp_path " << here << "/" << kind << ";\n";
    }
    file << "  log_format sent '$request_method $request_uri $upstream_status $upstream_addr';\n"
         << "  access_log " << here << "/access.log sent;\n"
         << "  client_header_timeout 2s; client_body_timeout 2s; keepalive_timeout 2s; lingering_close off; "
         << "client_max_body_size 0;\n"
         << "  upstream gateway { server 127.0.0.1:" << upstream << " max_fails=0; keepalive 4; }\n"
         << server_block(here, "default", "")
         << server_block(here, "kept", "proxy_http_version 1.1; proxy_set_header Connection '';")
         << server_block(
                here, "streaming",
                "proxy_http_version 1.1; proxy_set_header Connection ''; proxy_request_buffering off;")
         << "}\n";
}

std::vector<front::passage> nginx::read_log() const {
    std::vector<passage> all;
    std::ifstream file{folder() / "access.log"};
    for (std::string line; std::getline(file, line);) {
        auto const address = line.rfind(' ');
        auto const status = line.rfind(' ', address - 1);
        if (line.substr(address + 1) == "-") continue;
        all.push_back(
            {unescaped(line.substr(0, status)), line.substr(status + 1, address - status - 1) != "-"});
    }
    return all;
}

}  // namespace quittance::http
