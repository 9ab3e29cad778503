// Configuration: it is read whole, or refused with file and line in every sentence. The files are parted by a
// line of `====`; what stands before it is quittance.toml, what comes after offers.toml.
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "config.hpp"
#include "fuzz/input.hpp"
#include "quittance/base/assert.hpp"

namespace quittance::app {
namespace {

std::string const& folder() {
    static std::string const made = [] {
        std::string pattern = (std::filesystem::exists("/dev/shm") ? "/dev/shm" : "/tmp");
        pattern += "/quittance-fuzz-XXXXXX";
        QUITTANCE_ASSERT(::mkdtemp(pattern.data()) != nullptr);
        static auto const kept = pattern;
        std::atexit([] { std::filesystem::remove_all(kept); });
        return pattern;
    }();
    return made;
}

void write(char const* name, std::string_view text) {
    std::ofstream file{folder() + '/' + name, std::ios::binary | std::ios::trunc};
    file.write(text.data(), static_cast<std::streamsize>(text.size()));
}

// What the catalogue takes has items on some day, and they sum to the price.
bool can_be_sold(domain::sale_terms const& terms) {
    civil_date const day{std::chrono::year{2027}, std::chrono::month{1}, std::chrono::day{31}};
    auto const agreed = terms.plan.dates.empty() ? day : terms.plan.dates.front();
    auto const items = domain::items_of(terms.plan, terms.price, agreed, agreed);
    if (!items) return false;
    std::int64_t sum = 0;
    for (auto const& one : *items) sum += one.amount.minor_units();
    return sum == terms.price.minor_units();
}

// Empty: it was taken.
std::string complaint() {
    try {
        auto const read = read_config(folder() + "/quittance.toml");
        QUITTANCE_ASSERT(read.limits.header_bytes >= 1024 && read.held_most > 0);
        for (auto const& [id, offer] : read.offers) {
            QUITTANCE_ASSERT(id == offer.id && !offer.title.empty() && domain::terms_of(offer).has_value());
            QUITTANCE_ASSERT(can_be_sold(*domain::terms_of(offer)));
        }
        return {};
    } catch (config_refused const& refused) {
        QUITTANCE_ASSERT(*refused.what() != '\0');
        return refused.what();
    }
}

void check(std::string_view text) {
    constexpr std::string_view border = "\n====\n";
    auto const at = std::min(text.find(border), text.size());
    write("quittance.toml", text.substr(0, at));
    write("offers.toml", text.substr(std::min(at + border.size(), text.size())));
    auto const said = complaint();
    QUITTANCE_ASSERT(said.empty() || said.starts_with(folder()));
    QUITTANCE_ASSERT(said == complaint());
}

}  // namespace
}  // namespace quittance::app

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    quittance::app::check(quittance::fuzz::input{data, size}.rest());
    return 0;
}
