// Promises: the clock of a running gateway: the system's, moved by the offset a test keeps in a file
// (QUITTANCE_TEST_CLOCK). Sleepers look at the file's clock again within a tenth of a second of a change.
// Never for deadlines of I/O: those are real time.
#pragma once
#include <boost/asio/any_io_executor.hpp>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "quittance/base/clock.hpp"

namespace quittance::app {

// "90" and "90s" (seconds), "1500ms", "10m", "2h", "3d"; a sign is allowed. Nothing for anything else.
std::optional<milliseconds> parse_offset(std::string_view text);

class wall_clock final : public clock {
public:
    // An empty file name: real time. A file that is missing or cannot be understood is an offset of zero.
    wall_clock(boost::asio::any_io_executor executor, std::string offset_file);
    ~wall_clock() override;

    instant now() const override;
    boost::asio::awaitable<void> sleep_until(instant when) override;

private:
    struct state;
    std::shared_ptr<state> state_;
};

}  // namespace quittance::app
