// A certificate authority made for one test run, and the certificates it signs.
#pragma once
#include <filesystem>
#include <memory>
#include <string>

namespace quittance::net {

struct issued {
    std::string certificate;  // PEM
    std::string key;          // PEM
};

class authority {
public:
    authority();
    authority(authority const&) = delete;
    authority& operator=(authority const&) = delete;
    ~authority();

    // Valid from `from` to `to`, in seconds from now, for a DNS name.
    issued issue(std::string const& name, long from, long to) const;
    std::string file() const { return folder_ / "ca.pem"; }

private:
    struct keys;
    std::unique_ptr<keys> keys_;
    std::filesystem::path folder_;
};

}  // namespace quittance::net
