#include "processor_link.hpp"

#include <stdexcept>

namespace quittance::app {
namespace {

stripe::secret_key key_of(setting_secret const& key) { return stripe::secret_key{std::string{key.reveal()}}; }

stripe::processor_options options_of(processor_access const& access, processor_settings const& settings) {
    stripe::processor_options options;
    options.payment_methods = settings.methods;
    options.livemode = access.livemode;
    options.allow_plain_pages = access.base.starts_with("http://");
    return options;
}

net::client_options client_options_of(processor_access const& access, processor_settings const& settings) {
    if (auto const wrong = stripe::problem_with_access(access.base, key_of(access.key))) {
        throw std::runtime_error{*wrong};
    }
    net::client_options options;
    options.base = access.base;
    options.allow_plain_loopback = true;
    options.most_in_flight = settings.most_in_flight;
    return options;
}

}  // namespace

boost::asio::awaitable<stripe::delivery> changing_transport::send(stripe::request what,
                                                                  milliseconds patience) {
    auto const held = current_;
    auto answered = co_await held->send(std::move(what), patience);
    if (auto const date = stripe::date_of(answered)) skew_ = *date - time_.now();
    co_return answered;
}

boost::asio::awaitable<void> changing_transport::pause(milliseconds how_long) {
    auto const held = current_;
    co_await held->pause(how_long);
}

processor_link::processor_link(boost::asio::any_io_executor executor, processor_access const& access,
                               processor_settings const& settings, clock const& time, entropy& randomness,
                               log& journal, metrics& figures)
    : time_(time),
      journal_(journal),
      figures_(figures),
      randomness_(randomness),
      options_(options_of(access, settings)),
      client_(std::move(executor), client_options_of(access, settings)),
      transport_(time) {
    use_key(access.key);
    auto const limits = stripe::pace_for(access.base, access.livemode, settings.gateways);
    paced_ = stripe::make_paced_transport(transport_, time, limits);
    adapter_ = stripe::make_processor(*paced_, time, randomness, journal, options_);
}

processor_link::~processor_link() = default;

void processor_link::use_key(setting_secret const& key) {
    transport_.use(stripe::make_https_transport(client_, key_of(key), journal_, figures_));
}

boost::asio::awaitable<engine::processor_result<engine::processor_account>> processor_link::account_of(
    setting_secret key) {
    auto const over = stripe::make_https_transport(client_, key_of(key), journal_, figures_);
    auto const asking = stripe::make_processor(*over, time_, randomness_, journal_, options_);
    auto answer = co_await asking->read_account();
    co_return answer;
}

std::unique_ptr<stripe::endpoint_registry> processor_link::endpoints() {
    return stripe::make_endpoint_registry(transport_, randomness_, journal_, options_);
}

}  // namespace quittance::app
