#pragma once
#include <cstdint>

#include "front.hpp"

namespace quittance::http {

class nginx final : public front {
public:
    explicit nginx(std::uint16_t upstream);

    // As it comes out of the box (HTTP/1.0), with kept connections (HTTP/1.1), and passing bodies through as
    // they arrive.
    std::vector<std::string> manners() const override { return {"default", "kept", "streaming"}; }

private:
    std::vector<passage> read_log() const override;
    int farewell() const override;
    void configure(std::uint16_t upstream) const;
};

}  // namespace quittance::http
