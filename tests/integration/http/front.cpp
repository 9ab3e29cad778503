#include "front.hpp"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstring>
#include <thread>

namespace quittance::http {
namespace {

int connected(std::string const& path) {
    sockaddr_un there{};
    there.sun_family = AF_UNIX;
    std::strncpy(there.sun_path, path.c_str(), sizeof there.sun_path - 1);
    int const socket = ::socket(AF_UNIX, SOCK_STREAM, 0);
    if (::connect(socket, reinterpret_cast<sockaddr*>(&there), sizeof there) == 0) return socket;
    ::close(socket);
    return -1;
}

pid_t spawned(std::vector<std::string> const& words, std::string const& output) {
    std::vector<char*> arguments;
    arguments.reserve(words.size() + 1);
    for (auto const& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_addopen(&actions, 1, output.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
    ::posix_spawn_file_actions_adddup2(&actions, 1, 2);
    pid_t process = -1;
    REQUIRE(::posix_spawn(&process, words[0].c_str(), &actions, nullptr, arguments.data(), environ) == 0);
    ::posix_spawn_file_actions_destroy(&actions);
    return process;
}

}  // namespace

front::front(std::string const& name) {
    std::string pattern = std::filesystem::temp_directory_path() / ("quittance-" + name + "-XXXXXX");
    folder_ = ::mkdtemp(pattern.data());
}

front::~front() {
    end();
    std::error_code ignored;  // what is left in the temporary folder hurts nobody
    std::filesystem::remove_all(folder_, ignored);
}

int front::connect(std::string const& manner) const { return connected(socket_of(manner)); }

void front::launch(std::vector<std::string> const& words, std::string const& manner) {
    REQUIRE_MESSAGE(std::filesystem::exists(words[0]), words[0],
                    " is missing; install it with scripts/install-deps tests");
    farewell_ = farewell();
    process_ = spawned(words, folder_ / "output.log");
    auto const patience = std::chrono::steady_clock::now() + std::chrono::seconds{10};
    for (;;) {
        int const socket = connect(manner);
        if (socket >= 0) {
            ::close(socket);
            return;
        }
        REQUIRE_MESSAGE(std::chrono::steady_clock::now() < patience, words[0], " did not start listening");
        std::this_thread::sleep_for(std::chrono::milliseconds{5});
    }
}

void front::end() {
    if (process_ < 0) return;
    ::kill(process_, farewell_);
    ::waitpid(process_, nullptr, 0);
    process_ = -1;
}

std::vector<front::passage> front::forwarded() {
    end();
    return read_log();
}

}  // namespace quittance::http
