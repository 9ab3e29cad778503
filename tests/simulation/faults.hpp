// Promises: which kinds of trouble a run knows, which of them a seed switches on and how hard (swarm: each
// class on or off by itself, with a rate of its own), and how often each one struck.
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "chance.hpp"

namespace quittance::simulation {

enum class fault : unsigned {
    crash,              // a gateway loses every frame, and starts again later
    request_lost,       // it never arrives
    reply_lost,         // it is carried out, nobody hears of it
    slow,               // seconds instead of milliseconds
    duplicate_request,  // a proxy sends it twice
    webhook_dropped,    // all of them, for days
    webhook_duplicated,
    webhook_reordered,
    webhook_resent,         // by hand, weeks later
    webhook_other_version,  // an endpoint of another API version: words mean other things there
    no_store,               // one gateway cannot reach it
    no_processor,
    no_gateway,        // the processor cannot reach it
    store_refuses,     // OOM, READONLY, BUSY
    store_loses_tail,  // an unsynced or unreplicated tail is gone
    clock_skew,
    clock_jump,
    clock_freeze,
    secrets_change,
    policy_changes,
    processor_busy,         // 429, lock_timeout
    processor_fails,        // 500 before anything was done, saved
    processor_fails_after,  // 500 after it was done, saved
    amount_changed,         // the page asks for another amount than was ordered
    mail_refused,           // 5yz: this letter, its address for good, or all we send
    mail_deferred,          // 4yz, 421, no connection
    mail_unanswered,        // after the final dot: it may be there
    mail_slow,              // minutes
    last = mail_slow,
};
inline constexpr unsigned fault_classes = static_cast<unsigned>(fault::last) + 1;

std::string_view name_of(fault what);
std::optional<fault> fault_named(std::string_view name);

// A set of classes, as text "crash,reply_lost", "all" or "none".
class fault_set {
public:
    bool has(fault what) const { return (bits_ & bit(what)) != 0; }
    void add(fault what) { bits_ |= bit(what); }
    void remove(fault what) { bits_ &= ~bit(what); }
    bool empty() const { return bits_ == 0; }
    std::string text() const;
    static fault_set all();
    static std::optional<fault_set> parse(std::string_view text);
    friend bool operator==(fault_set const&, fault_set const&) = default;

private:
    static std::uint32_t bit(fault what) { return std::uint32_t{1} << static_cast<unsigned>(what); }
    std::uint32_t bits_ = 0;
};

using fault_counts = std::array<std::uint64_t, fault_classes>;

// The dice of one run.
class trouble {
public:
    trouble(std::uint64_t seed, fault_set on);

    // Whether `what` strikes this one operation or occasion; counted when it does.
    bool strikes(fault what);
    void count(fault what) { ++counts_[static_cast<unsigned>(what)]; }
    void end() { over_ = true; }
    void begin() { over_ = false; }
    bool over() const { return over_; }
    chance& luck(fault what) { return dice_[static_cast<unsigned>(what)]; }
    fault_counts const& counts() const { return counts_; }

private:
    std::array<chance, fault_classes> dice_;
    std::array<double, fault_classes> rates_{};
    fault_counts counts_{};
    bool over_ = false;
};

}  // namespace quittance::simulation
