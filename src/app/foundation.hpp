// Promises: what every command stands on: configuration, surroundings, the loop, clock, randomness, log and
// figures. Declared in dependency order, destroyed in reverse.
#pragma once
#include <boost/asio/io_context.hpp>
#include <memory>

#include "commands.hpp"
#include "config.hpp"
#include "environment.hpp"
#include "quittance/base/entropy.hpp"
#include "quittance/base/log.hpp"
#include "quittance/base/metrics.hpp"
#include "wall_clock.hpp"

namespace quittance::app {

struct foundation {
    // A command that prints for a person keeps quiet about everything below a warning.
    enum class voice { full, warnings };
    foundation(common_options const& how, voice talk);

    std::string config_file;
    config settings;
    std::unique_ptr<entropy> randomness;
    environment around;
    std::unique_ptr<log> journal;
    std::unique_ptr<metrics> figures;
    boost::asio::io_context loop{1};
    wall_clock time;

    // "https://pay.example", or how this machine reaches the public listener.
    std::string public_base() const;
};

// Runs the coroutine on the loop until it ends; its exception is thrown here.
int run_on(boost::asio::io_context& loop, boost::asio::awaitable<int> work);

}  // namespace quittance::app
