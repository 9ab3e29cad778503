#include "trouble_flags.hpp"

#include <charconv>
#include <map>
#include <stdexcept>

#include "suggestion.hpp"

namespace quittance::app {
namespace {

std::map<std::string, sandbox::dose sandbox::trouble::*> const doses{
    {"webhook_duplicate", &sandbox::trouble::webhook_duplicate},
    {"webhook_reorder", &sandbox::trouble::webhook_reorder},
    {"webhook_delay", &sandbox::trouble::webhook_delay},
    {"webhook_drop", &sandbox::trouble::webhook_drop},
    {"reply_lost", &sandbox::trouble::reply_lost},
    {"cut", &sandbox::trouble::cut},
    {"status_429", &sandbox::trouble::status_429},
    {"lock_timeout", &sandbox::trouble::lock_timeout},
    {"status_500", &sandbox::trouble::status_500},
    {"status_500_after", &sandbox::trouble::status_500_after},
};
std::map<std::string, std::chrono::milliseconds sandbox::trouble::*> const times{
    {"webhook_delay_ms", &sandbox::trouble::webhook_delay_by},
    {"slow_ms", &sandbox::trouble::slow},
};

[[noreturn]] void refuse(std::string const& flag, std::string const& why) {
    throw std::runtime_error{"--trouble " + flag + ": " + why};
}

template <class Number>
bool read_number(std::string_view text, Number& into) {
    auto const [stop, error] = std::from_chars(text.data(), text.data() + text.size(), into);
    return error == std::errc{} && stop == text.data() + text.size();
}

sandbox::dose dose_of(std::string const& flag, std::string_view text) {
    sandbox::dose dose;
    bool const counted = text.ends_with('x');
    if (counted) text.remove_suffix(1);
    bool const read = counted ? read_number(text, dose.count) : read_number(text, dose.rate);
    if (!read || dose.rate < 0 || dose.rate > 1)
        refuse(flag, "say how often, as a rate (0.25) or a count (3x)");
    return dose;
}

void take(std::string const& flag, sandbox::trouble& into) {
    auto const equals = flag.find('=');
    auto const name = flag.substr(0, equals);
    auto const value = equals == std::string::npos ? std::string{"1"} : flag.substr(equals + 1);
    if (auto const found = doses.find(name); found != doses.end()) {
        into.*(found->second) = dose_of(flag, value);
        return;
    }
    if (auto const found = times.find(name); found != times.end()) {
        std::int64_t number = 0;
        if (!read_number(std::string_view{value}, number) || number < 0) refuse(flag, "say milliseconds");
        into.*(found->second) = std::chrono::milliseconds{number};
        return;
    }
    std::vector<std::string> known;
    for (auto const& [one, field] : doses) known.push_back(one);
    for (auto const& [one, field] : times) known.push_back(one);
    refuse(flag, "no such trouble" + did_you_mean(name, known));
}

}  // namespace

sandbox::trouble trouble_of(std::vector<std::string> const& flags) {
    sandbox::trouble all;
    for (auto const& flag : flags) take(flag, all);
    return all;
}

}  // namespace quittance::app
