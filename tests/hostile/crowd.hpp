// Slow clients by the thousand, from many loopback addresses, held by one thread: silent ones, headers that
// drip and bodies that drip. Whoever is shown out comes in again at once, so the crowd keeps its size.
#pragma once
#include <atomic>
#include <cstdint>
#include <thread>
#include <vector>

namespace quittance::hostile {

class crowd {
public:
    crowd(std::uint16_t port, std::size_t size);
    crowd(crowd const&) = delete;
    crowd& operator=(crowd const&) = delete;
    ~crowd();  // all of them leave

    std::size_t inside() const { return inside_; }        // connected now
    std::size_t shown_out() const { return shown_out_; }  // so far

private:
    struct guest {
        int socket = -1;
        std::size_t said = 0;
    };

    void hold();
    void come_in(std::size_t who);
    void leave(std::size_t who);
    void drip(std::size_t who);
    void listen();

    std::uint16_t port_;
    std::vector<guest> guests_;
    int watch_;
    std::atomic<std::size_t> inside_{0};
    std::atomic<std::size_t> shown_out_{0};
    std::atomic<bool> over_{false};
    std::thread thread_;
};

}  // namespace quittance::hostile
