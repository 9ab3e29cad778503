#include "refusals.hpp"

#include <charconv>

namespace quittance::redis {

using boost::asio::awaitable;

namespace {

// The value of `name:` in an INFO text; empty when it does not say.
std::string info_field(std::string_view info, std::string_view name) {
    for (std::size_t at = info.find(name); at != std::string_view::npos; at = info.find(name, at + 1)) {
        auto const end = at + name.size();
        auto const begins_line = at == 0 || info[at - 1] == '\n';
        if (!begins_line || end >= info.size() || info[end] != ':') continue;
        return std::string(info.substr(end + 1, info.find_first_of("\r\n", end) - end - 1));
    }
    return {};
}

// CONFIG GET answers name, value; managed Redis forbids it.
std::optional<std::string> config_value(reply const& given) {
    if (given.is_error() || given.items.size() < 2) return std::nullopt;
    return given.items[1].text;
}

std::optional<bool> is_append_only(reply const& config, std::string const& info) {
    if (auto const said = config_value(config)) return *said == "yes";
    if (auto const said = info_field(info, "aof_enabled"); !said.empty()) return said == "1";
    return std::nullopt;
}

int major_version(std::string const& version) {
    int major = 0;
    std::from_chars(version.data(), version.data() + version.size(), major);
    return major;
}

void judge_durability(observed_settings const& seen, bool accept_power_loss, std::vector<std::string>& out) {
    if (seen.append_only != true) {
        out.emplace_back(
            "Redis does not keep an append-only file, so a restart loses payments: set `appendonly yes`.");
    }
    if (accept_power_loss || seen.fsync == "always") return;
    auto const said =
        seen.fsync ? "Redis has appendfsync " + *seen.fsync : "Redis does not tell its appendfsync";
    out.push_back(said +
                  ", so a power cut can lose acknowledged payments: set `appendfsync always`, or say "
                  "`accept_power_loss = true` in quittance.toml.");
}

}  // namespace

std::vector<std::string> judge(observed_settings const& seen, bool accept_power_loss) {
    std::vector<std::string> refusals;
    if (major_version(seen.version) < 7) {
        refusals.push_back("Redis is version " + (seen.version.empty() ? "unknown" : seen.version) +
                           ": install 7.0 or later.");
    }
    if (seen.role != "master") {
        refusals.emplace_back("This Redis is a replica, so nothing can be written: connect to the master.");
    }
    if (seen.eviction != "noeviction") {
        refusals.push_back("Redis may evict keys when memory is short (maxmemory-policy " +
                           seen.eviction.value_or("unknown") +
                           "), and a balance would be one: set `maxmemory-policy noeviction`.");
    }
    judge_durability(seen, accept_power_loss, refusals);
    return refusals;
}

awaitable<observed_settings> observe(pool& connections) {
    command_batch batch;
    batch.command({"INFO"});
    for (auto const* const name : {"appendonly", "appendfsync", "maxmemory-policy"}) {
        batch.command({"CONFIG", "GET", name});
    }
    auto const given = co_await connections.ask_again(batch);
    require_fine(given[0]);
    auto const& info = given[0].text;
    observed_settings seen;
    seen.version = info_field(info, "redis_version");
    seen.role = info_field(info, "role");
    seen.append_only = is_append_only(given[1], info);
    seen.fsync = config_value(given[2]);
    seen.eviction = config_value(given[3]);
    if (!seen.eviction) seen.eviction = info_field(info, "maxmemory_policy");
    co_return seen;
}

}  // namespace quittance::redis
