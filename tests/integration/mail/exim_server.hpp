// A real mail server of the test's own (Debian's exim4): TLS, and a login before anybody is named. It keeps
// what it takes in its queue, in a folder of its own; nothing leaves this machine. Each connection is a
// process of exim's, as inetd would start it.
// By what stands before the '@' a recipient is refused (gone, policy, later) or the server dies: before it
// says go ahead to DATA (dies-before), or with the whole mail in its hands (dies-after).
#pragma once
#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace quittance::tests {

struct queued_mail {
    std::string sender;
    std::vector<std::string> recipients;
    std::string bytes;  // with the fields that exim added; lines end in CR LF
};

class exim_server {
public:
    // PEM; encrypted from the first byte, or from STARTTLS on.
    exim_server(std::string const& certificate, std::string const& key, bool from_the_start);
    exim_server(exim_server const&) = delete;
    exim_server& operator=(exim_server const&) = delete;
    ~exim_server();

    static constexpr char const* user = "studio@studio.example";
    static constexpr char const* password = "a word of seven letters";

    std::uint16_t port() const { return port_; }
    std::vector<queued_mail> mails() const;  // in the order of their ids

private:
    void configure(std::string const& certificate, std::string const& key) const;
    void serve();
    void start_process(int line);
    queued_mail read_mail(std::string const& id) const;
    std::string contents(std::filesystem::path const& file) const;

    std::filesystem::path folder_;
    bool from_the_start_;
    int listener_;
    std::uint16_t port_ = 0;
    std::mutex guard_;
    std::vector<pid_t> processes_;
    std::thread accepting_;
};

}  // namespace quittance::tests
