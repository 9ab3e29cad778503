#include "integration/redis_server.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstring>
#include <stdexcept>
#include <thread>

namespace quittance::tests {
namespace {

// Behind the reply that begins at `at` (RESP2); npos while more of it has to come.
std::size_t end_of_reply(std::string const& text, std::size_t at) {
    auto const line = text.find("\r\n", at);
    if (line == std::string::npos) return line;
    char const kind = text[at];
    if (kind != '$' && kind != '*') return line + 2;
    auto const count = std::stol(text.substr(at + 1, line - at - 1));
    auto end = line + 2;
    if (kind == '$' && count >= 0) end += static_cast<std::size_t>(count) + 2;
    for (long i = 0; kind == '*' && i < count && end != std::string::npos; ++i) end = end_of_reply(text, end);
    return end <= text.size() ? end : std::string::npos;
}

class local_socket {
public:
    explicit local_socket(std::string const& path)
        : handle_(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_un where{};
        where.sun_family = AF_UNIX;
        if (path.size() >= sizeof where.sun_path) throw std::runtime_error("the socket's path is too long");
        std::memcpy(where.sun_path, path.c_str(), path.size() + 1);
        connected_ = ::connect(handle_, reinterpret_cast<sockaddr const*>(&where), sizeof where) == 0;
    }
    local_socket(local_socket const&) = delete;
    local_socket& operator=(local_socket const&) = delete;
    ~local_socket() { ::close(handle_); }

    bool connected() const { return connected_; }
    std::string ask(std::string_view line) const {
        std::string const text = std::string(line) + "\r\n";
        if (::send(handle_, text.data(), text.size(), MSG_NOSIGNAL) < 0) return {};
        std::string answer;
        std::array<char, 65536> part{};
        while (end_of_reply(answer, 0) == std::string::npos) {
            auto const count = ::recv(handle_, part.data(), part.size(), 0);
            if (count <= 0) break;
            answer.append(part.data(), static_cast<std::size_t>(count));
        }
        return answer;
    }

private:
    int handle_;
    bool connected_ = false;
};

std::filesystem::path make_folder() {
    std::string name = (std::filesystem::temp_directory_path() / "quittance-redis-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder can be made");
    return name;
}

[[noreturn]] void become(std::vector<std::string> const& words, std::string const& log_file) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    int const output = ::open(log_file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    ::dup2(output, 1);
    ::dup2(output, 2);
    std::vector<char*> arguments;
    for (auto const& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    ::execvp(arguments[0], arguments.data());
    ::_exit(127);
}

}  // namespace

redis_server::redis_server(std::vector<std::string> more) : more_(std::move(more)), folder_(make_folder()) {
    start();
}

redis_server::~redis_server() {
    kill_hard();
    std::error_code told;  // a folder left behind in /tmp is not worth a failed test
    std::filesystem::remove_all(folder_, told);
}

void redis_server::start() {
    std::filesystem::remove(socket_path());
    std::vector<std::string> words{"redis-server",
                                   "--port",
                                   "0",
                                   "--unixsocket",
                                   socket_path(),
                                   "--dir",
                                   folder_.string(),
                                   "--appendonly",
                                   "yes",
                                   "--appendfsync",
                                   "always",
                                   "--save",
                                   "",
                                   "--daemonize",
                                   "no",
                                   "--maxmemory-policy",
                                   "noeviction"};
    words.insert(words.end(), more_.begin(), more_.end());
    auto const log_file = (folder_ / "redis.log").string();
    process_ = ::fork();
    if (process_ == 0) become(words, log_file);
    auto const patience = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (std::chrono::steady_clock::now() < patience) {
        if (command("PING").starts_with("+PONG")) return;
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    throw std::runtime_error("redis-server did not start; see " + log_file);
}

void redis_server::kill_hard() {
    if (process_ > 0) ::kill(process_, SIGKILL);
    wait_for_end();
}

void redis_server::stop() {
    if (process_ > 0) ::kill(process_, SIGTERM);
    wait_for_end();
}

void redis_server::wait_for_end() {
    if (process_ > 0) ::waitpid(process_, nullptr, 0);
    process_ = -1;
}

std::string redis_server::command(std::string_view line) const {
    local_socket const connection(socket_path());
    return connection.connected() ? connection.ask(line) : std::string{};
}

}  // namespace quittance::tests
