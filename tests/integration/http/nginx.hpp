// A real nginx in front of a server, listening on Unix sockets in a folder of its own.
#pragma once
#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace quittance::http {

class nginx {
public:
    explicit nginx(std::uint16_t upstream);
    nginx(nginx const&) = delete;
    nginx& operator=(nginx const&) = delete;
    ~nginx();

    // The ways it can be set up to talk to us: as it comes out of the box (HTTP/1.0), with kept connections
    // (HTTP/1.1), and passing bodies through as they arrive.
    static std::vector<std::string> manners() { return {"default", "kept", "streaming"}; }
    // A connected socket to the listener of that manner.
    int connect(std::string const& manner) const;
    struct passage {
        std::string request;  // "METHOD target"
        bool answered;        // false: nginx gave up on its client before we were done
    };
    // Ends it and tells what it sent to us, each request once.
    std::vector<passage> forwarded();

private:
    void configure(std::uint16_t upstream) const;
    void launch();
    void end();

    std::filesystem::path folder_;
    pid_t process_ = -1;
};

}  // namespace quittance::http
