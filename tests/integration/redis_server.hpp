// A real redis-server of the test's own: durable as in production, on a Unix socket in a folder of its own,
// gone with this object (or with the test process, however that ends).
#pragma once
#include <sys/types.h>

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace quittance::tests {

class redis_server {
public:
    // `more` goes to the command line: {"--maxmemory", "10mb"}; a later setting wins.
    explicit redis_server(std::vector<std::string> more = {});
    redis_server(redis_server const&) = delete;
    redis_server& operator=(redis_server const&) = delete;
    ~redis_server();

    std::string url() const { return "unix:" + socket_path(); }
    std::string socket_path() const { return (folder_ / "redis.sock").string(); }
    std::filesystem::path const& folder() const { return folder_; }

    void kill_hard();  // kill -9
    void stop();       // SHUTDOWN, and wait
    void start();      // on the same folder; returns when it answers

    // One inline command over a connection of its own; the first 64 KB of the raw answer.
    std::string command(std::string_view line) const;

private:
    void wait_for_end();
    std::vector<std::string> more_;
    std::filesystem::path folder_;
    pid_t process_ = -1;
};

}  // namespace quittance::tests
