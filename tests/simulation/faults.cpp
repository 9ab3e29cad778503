#include "faults.hpp"

#include <utility>

namespace quittance::simulation {
namespace {

// The most often a class may strike: per request for the network's, per visit of a client for the others.
struct row {
    std::string_view name;
    double most;
};
constexpr std::array<row, fault_classes> rows{{
    {"crash", 0.6},
    {"request_lost", 0.06},
    {"reply_lost", 0.1},
    {"slow", 0.08},
    {"duplicate_request", 0.2},
    {"webhook_dropped", 0.1},
    {"webhook_duplicated", 0.5},
    {"webhook_reordered", 0.6},
    {"webhook_resent", 0.3},
    {"webhook_other_version", 0.3},
    {"no_store", 0.2},
    {"no_processor", 0.2},
    {"no_gateway", 0.2},
    {"store_refuses", 0.2},
    {"store_loses_tail", 0.1},
    {"clock_skew", 0.1},
    {"clock_jump", 0.1},
    {"clock_freeze", 0.1},
    {"secrets_change", 0.1},
    {"policy_changes", 0.2},
    {"processor_busy", 0.2},
    {"processor_fails", 0.12},
    {"processor_fails_after", 0.15},
    {"amount_changed", 0.3},
    {"mail_refused", 0.15},
    {"mail_deferred", 0.5},
    {"mail_unanswered", 0.2},
    {"mail_slow", 0.3},
}};

template <std::size_t... Places>
std::array<chance, sizeof...(Places)> dice_of(std::uint64_t seed, std::index_sequence<Places...>) {
    return {chance{seed, rows[Places].name}...};
}

}  // namespace

std::string_view name_of(fault what) { return rows[static_cast<unsigned>(what)].name; }

std::optional<fault> fault_named(std::string_view name) {
    for (unsigned i = 0; i < fault_classes; ++i) {
        if (rows[i].name == name) return static_cast<fault>(i);
    }
    return std::nullopt;
}

std::string fault_set::text() const {
    if (empty()) return "none";
    if (*this == all()) return "all";
    std::string made;
    for (unsigned i = 0; i < fault_classes; ++i) {
        if (!has(static_cast<fault>(i))) continue;
        if (!made.empty()) made += ',';
        made += rows[i].name;
    }
    return made;
}

fault_set fault_set::all() {
    fault_set every;
    for (unsigned i = 0; i < fault_classes; ++i) every.add(static_cast<fault>(i));
    return every;
}

std::optional<fault_set> fault_set::parse(std::string_view text) {
    if (text == "all") return all();
    fault_set read;
    if (text == "none") return read;
    for (std::size_t from = 0; from <= text.size();) {
        auto const to = std::min(text.find(',', from), text.size());
        auto const one = fault_named(text.substr(from, to - from));
        if (!one) return std::nullopt;
        read.add(*one);
        from = to + 1;
    }
    return read;
}

trouble::trouble(std::uint64_t seed, fault_set on)
    : dice_(dice_of(seed, std::make_index_sequence<fault_classes>{})) {
    for (unsigned i = 0; i < fault_classes; ++i) {
        auto const share = dice_[i].part();
        if (on.has(static_cast<fault>(i))) rates_[i] = rows[i].most * (0.05 + 0.95 * share * share);
    }
}

bool trouble::strikes(fault what) {
    auto const place = static_cast<unsigned>(what);
    if (over_ || !dice_[place].odds(rates_[place])) return false;
    count(what);
    return true;
}

}  // namespace quittance::simulation
