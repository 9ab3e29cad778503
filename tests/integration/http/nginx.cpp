#include "nginx.hpp"

#include <doctest/doctest.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstring>
#include <fstream>
#include <thread>

namespace quittance::http {
namespace {

constexpr char const* program = "/usr/sbin/nginx";

std::string server_block(std::string const& folder, std::string const& manner, std::string const& settings) {
    return "  server { listen unix:" + folder + "/" + manner +
           ".sock; location / { proxy_pass http://gateway; proxy_set_header Host pay.example; "
           "proxy_ignore_client_abort on; proxy_next_upstream off; " +
           settings + " } }\n";
}

int connected(std::string const& path) {
    sockaddr_un there{};
    there.sun_family = AF_UNIX;
    std::strncpy(there.sun_path, path.c_str(), sizeof there.sun_path - 1);
    int const socket = ::socket(AF_UNIX, SOCK_STREAM, 0);
    if (::connect(socket, reinterpret_cast<sockaddr*>(&there), sizeof there) == 0) return socket;
    ::close(socket);
    return -1;
}

}  // namespace

nginx::nginx(std::uint16_t upstream) {
    REQUIRE_MESSAGE(std::filesystem::exists(program), "nginx is missing; install the package nginx-light");
    std::string pattern = std::filesystem::temp_directory_path() / "quittance-nginx-XXXXXX";
    folder_ = ::mkdtemp(pattern.data());
    configure(upstream);
    launch();
}

nginx::~nginx() {
    end();
    std::error_code ignored;  // what is left in the temporary folder hurts nobody
    std::filesystem::remove_all(folder_, ignored);
}

void nginx::configure(std::uint16_t upstream) const {
    std::string const here = folder_;
    std::ofstream file{folder_ / "nginx.conf"};
    file << "daemon off; master_process off; worker_processes 1;\n"
         << "pid " << here << "/pid; error_log " << here << "/error.log;\n"
         << "events { worker_connections 512; }\nhttp {\n";
    for (auto const* kind : {"client_body", "proxy", "fastcgi", "uwsgi", "scgi"}) {
        file << "  " << kind << "_temp_path " << here << "/" << kind << ";\n";
    }
    file << "  log_format sent '$request_method $request_uri $upstream_status $upstream_addr';\n"
         << "  access_log " << here << "/access.log sent;\n"
         << "  client_header_timeout 2s; client_body_timeout 2s; keepalive_timeout 2s; lingering_close off;\n"
         << "  upstream gateway { server 127.0.0.1:" << upstream << " max_fails=0; keepalive 4; }\n"
         << server_block(here, "default", "")
         << server_block(here, "kept", "proxy_http_version 1.1; proxy_set_header Connection '';")
         << server_block(
                here, "streaming",
                "proxy_http_version 1.1; proxy_set_header Connection ''; proxy_request_buffering off;")
         << "}\n";
}

void nginx::launch() {
    std::string const folder = folder_;
    std::string const config = folder_ / "nginx.conf";
    std::string const errors = folder_ / "error.log";
    char const* const words[] = {program,        "-p", folder.c_str(), "-c",
                                 config.c_str(), "-e", errors.c_str(), nullptr};
    auto* const* const arguments = const_cast<char* const*>(words);
    REQUIRE(::posix_spawn(&process_, program, nullptr, nullptr, arguments, environ) == 0);
    auto const patience = std::chrono::steady_clock::now() + std::chrono::seconds{5};
    for (;;) {
        int const socket = connected(folder_ / "streaming.sock");
        if (socket >= 0) {
            ::close(socket);
            return;
        }
        REQUIRE_MESSAGE(std::chrono::steady_clock::now() < patience, "nginx did not start listening");
        std::this_thread::sleep_for(std::chrono::milliseconds{5});
    }
}

int nginx::connect(std::string const& manner) const { return connected(folder_ / (manner + ".sock")); }

void nginx::end() {
    if (process_ < 0) return;
    ::kill(process_, SIGQUIT);
    ::waitpid(process_, nullptr, 0);
    process_ = -1;
}

std::vector<nginx::passage> nginx::forwarded() {
    end();
    std::vector<passage> all;
    std::ifstream file{folder_ / "access.log"};
    for (std::string line; std::getline(file, line);) {
        auto const address = line.rfind(' ');
        auto const status = line.rfind(' ', address - 1);
        if (line.substr(address + 1) == "-") continue;
        all.push_back({line.substr(0, status), line.substr(status + 1, address - status - 1) != "-"});
    }
    return all;
}

}  // namespace quittance::http
