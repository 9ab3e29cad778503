#include "foundation.hpp"

#include <boost/asio/co_spawn.hpp>
#include <exception>

namespace quittance::app {
namespace {

log_level level_of(std::string const& name) {
    if (name == "debug") return log_level::debug;
    if (name == "warning") return log_level::warning;
    return name == "error" ? log_level::error : log_level::info;
}

log_level level_for(config const& settings, foundation::voice talk) {
    return talk == foundation::voice::full ? level_of(settings.log_level) : log_level::warning;
}

}  // namespace

foundation::foundation(common_options const& how, voice talk)
    : config_file(find_config(how.config)),
      settings(read_config(config_file)),
      randomness(make_system_entropy()),
      around(read_environment(settings, process_variables(), *randomness)),
      journal(make_stderr_log(level_for(settings, talk))),
      figures(make_metrics()),
      time(loop.get_executor(), around.test_clock) {}

std::string foundation::public_base() const {
    return settings.public_address.empty() ? around.public_base() : settings.public_address;
}

int run_on(boost::asio::io_context& loop, boost::asio::awaitable<int> work) {
    int code = 1;
    std::exception_ptr failed;
    boost::asio::co_spawn(loop, std::move(work), [&](std::exception_ptr error, int answered) {
        failed = std::move(error);
        code = answered;
        loop.stop();  // the work is done; what is left are timers nobody waits for
    });
    loop.run();
    // What was closed still has to hear of it: a coroutine that never goes on never gives back what it holds.
    loop.restart();
    loop.poll();
    if (failed) std::rethrow_exception(failed);
    return code;
}

}  // namespace quittance::app
