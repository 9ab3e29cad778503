// A client of a server whose loop is turned by hand: what was said has been read, and answered, when say()
// returns. So it is certain which bytes the server saw together.
#pragma once
#include <string>
#include <string_view>

#include "rig.hpp"

namespace quittance::hostile {

class prober {
public:
    explicit prober(http::rig& there);
    prober(prober const&) = delete;
    prober& operator=(prober const&) = delete;
    ~prober();

    void say(std::string_view bytes);
    void end_sending();
    // Whether the server has closed; turns the loop.
    bool closed();
    // As closed(), with patience for what takes a moment; false after two seconds.
    bool closes();
    std::string const& heard() const { return heard_; }

private:
    // False when there was nothing to read.
    bool read();

    http::rig& there_;
    int socket_;
    bool closed_ = false;
    std::string heard_;
};

}  // namespace quittance::hostile
