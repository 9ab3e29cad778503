// A real reverse proxy in front of a server, listening on Unix sockets in a folder of its own, one for each
// manner in which it can be set up to talk to us.
#pragma once
#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

namespace quittance::http {

class front {
public:
    front(front const&) = delete;
    front& operator=(front const&) = delete;
    virtual ~front();

    virtual std::vector<std::string> manners() const = 0;
    // A connected socket to the listener of that manner.
    int connect(std::string const& manner) const;
    struct passage {
        std::string request;  // "METHOD target"
        bool answered;        // false: it gave up on its client before we were done
    };
    // Ends it and tells what it sent to us, each request once.
    std::vector<passage> forwarded();

protected:
    explicit front(std::string const& name);
    std::filesystem::path const& folder() const { return folder_; }
    std::filesystem::path socket_of(std::string const& manner) const { return folder_ / (manner + ".sock"); }
    // Starts it, its output in output.log, and waits until that manner's listener takes connections.
    void launch(std::vector<std::string> const& words, std::string const& manner);

private:
    virtual std::vector<passage> read_log() const = 0;
    virtual int farewell() const = 0;  // the signal that lets it finish what it has
    void end();

    std::filesystem::path folder_;
    pid_t process_ = -1;
    int farewell_ = 0;
};

}  // namespace quittance::http
