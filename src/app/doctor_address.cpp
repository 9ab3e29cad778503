#include "doctor_address.hpp"

#include <fmt/format.h>

#include <boost/json/parse.hpp>

#include "quittance/net/https_client.hpp"

namespace quittance::app {
namespace {

constexpr char const* address_check = "public";

bool is_our_description(std::string_view body) {
    boost::system::error_code broken;
    auto const read = boost::json::parse(body, broken);
    if (broken) return false;
    auto const* const title = read.find_pointer("/info/title", broken);
    return title != nullptr && title->is_string() && title->get_string() == "Quittance";
}

void say_answer(std::string const& address, net::client_reply const& answered, doctor_report& report) {
    auto const strange = judge_answer(answered.status, answered.body);
    if (strange) {
        report.wrong(address_check, fmt::format("{} {}", address, strange->what), strange->advice);
    } else {
        report.fine(address_check, address + " leads to a gateway");
    }
}

}  // namespace

std::optional<strange_answer> judge_answer(unsigned status, std::string_view body) {
    if (status == 200 && is_our_description(body)) return std::nullopt;
    if (status >= 500) {
        return strange_answer{
            fmt::format("answers {}", status),
            "start the gateway, and look whether the reverse proxy leads to [public] listen"};
    }
    if (status == 421) {
        return strange_answer{"answers 421: that name is not served",
                              "add it to [public] allowed_hosts, or let the reverse proxy pass it on"};
    }
    return strange_answer{fmt::format("answers {}, but not as a gateway", status),
                          "look where the name and the reverse proxy lead; all paths have to come here"};
}

boost::asio::awaitable<void> check_reachable(foundation& base, doctor_report& report) {
    auto const& address = base.settings.public_address;
    if (address.empty()) co_return;
    net::client_options options;
    options.base = address;
    options.allow_plain_loopback = true;
    net::https_client client{base.loop.get_executor(), std::move(options)};
    net::client_request asked{"GET", "/v1/openapi.json", {}, ""};
    auto const answered = co_await client.send(std::move(asked), milliseconds{10'000});
    if (answered) {
        say_answer(address, *answered, report);
    } else {
        report.wrong(address_check, address + " cannot be reached from here: " + answered.error().message(),
                     "check DNS, certificate and reverse proxy");
    }
    client.close();
}

}  // namespace quittance::app
