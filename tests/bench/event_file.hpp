// Promises: a file of events, one JSON body on each line, mapped and not copied; and the signature each is
// sent with, made at the moment of sending.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "quittance/base/digest.hpp"

namespace quittance::bench {

class event_file {
public:
    // Throws std::runtime_error when it cannot be read or has no line.
    explicit event_file(std::string const& path);
    event_file(event_file const&) = delete;
    event_file& operator=(event_file const&) = delete;
    ~event_file();

    std::size_t size() const { return bodies_.size(); }
    std::string_view body(std::size_t index) const { return bodies_[index]; }

private:
    void* mapped_ = nullptr;
    std::size_t bytes_ = 0;
    std::vector<std::string_view> bodies_;
};

// "Stripe-Signature: t=…,v1=…\r\n" and what else a webhook's header holds.
class signer {
public:
    explicit signer(std::string const& secret) : key_(secret) {}
    std::string headers(std::string_view body) const;

private:
    hmac_sha256 key_;
};

}  // namespace quittance::bench
