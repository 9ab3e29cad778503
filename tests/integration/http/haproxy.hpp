#pragma once
#include <cstdint>

#include "front.hpp"

namespace quittance::http {

class haproxy final : public front {
public:
    explicit haproxy(std::uint16_t upstream);

    // As it comes out of the box, a new connection for every request, and waiting for the whole request
    // first.
    std::vector<std::string> manners() const override { return {"default", "closing", "waiting"}; }

private:
    std::vector<passage> read_log() const override;
    int farewell() const override;
    void configure(std::uint16_t upstream) const;
};

}  // namespace quittance::http
