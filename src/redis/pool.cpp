#include "pool.hpp"

#include <utility>

#include "quittance/base/assert.hpp"

namespace quittance::redis {

using boost::asio::awaitable;

namespace {

// A script's commands are refused in words of their own, without a code.
bool lacks_permission(std::string const& error) {
    return error.starts_with("NOPERM") || error.starts_with("NOAUTH") ||
           error.find("The user executing the script can't") != std::string::npos;
}

// What the operator should do about an error reply.
std::string advice(std::string const& error) {
    if (error.starts_with("OOM"))
        return "Redis is out of memory: raise maxmemory or give it a bigger machine.";
    if (error.starts_with("READONLY")) return "This Redis is a replica: connect to the master.";
    if (error.starts_with("MISCONF")) return "Redis cannot save: look at its disk and its log.";
    if (error.starts_with("LOADING")) return "Redis is still reading its data: wait.";
    if (error.starts_with("BUSY")) return "A script keeps Redis busy: see SCRIPT KILL.";
    if (lacks_permission(error)) {
        return "The Redis user lacks a right: the README lists them under \"Go live\".";
    }
    return "Run `quittance fsck`.";
}

bool is_unknown_script(reply const& one) { return one.is_error() && one.text.starts_with("NOSCRIPT"); }

}  // namespace

void require_fine(reply const& one) {
    if (one.is_error())
        throw engine::store_unavailable("Redis refused: " + one.text + " " + advice(one.text));
}

pool::pool(boost::asio::any_io_executor executor, connection_settings const& settings, int connections,
           counter& script_loads)
    : script_loads_(script_loads) {
    QUITTANCE_ASSERT(connections > 0);
    for (int i = 0; i < connections; ++i) {
        connections_.push_back(std::make_shared<connection>(executor, settings));
        connections_.back()->start();
    }
}

pool::~pool() { close(); }

void pool::close() {
    for (auto const& each : connections_) each->close();
}

// What is asked side by side goes out together: on connections of their own two writes would each wait for
// the disk. What is large takes turns.
connection& pool::pick() {
    auto& last = *connections_[turn_];
    if (last.now() == connection::state::up && last.gathers()) return last;
    connection* hopeful = nullptr;
    for (std::size_t i = 0; i < connections_.size(); ++i) {
        turn_ = (turn_ + 1) % connections_.size();
        auto& candidate = *connections_[turn_];
        if (candidate.now() == connection::state::up) return candidate;
        if (candidate.now() == connection::state::connecting) hopeful = &candidate;
    }
    return hopeful != nullptr ? *hopeful : *connections_.front();
}

awaitable<std::vector<reply>> pool::ask(command_batch const& batch) {
    auto& asked = pick();
    auto given = co_await asked.ask(batch);
    switch (given.what) {
        case answer::fate::answered: break;
        case answer::fate::not_sent:
            throw engine::store_unavailable("Redis cannot be reached: " + asked.last_problem());
        case answer::fate::unknown:
            throw answer_lost("the connection to Redis was lost: " + asked.last_problem());
    }
    co_return std::move(given.replies);
}

awaitable<std::vector<reply>> pool::ask_again(command_batch const& batch) {
    bool lost = false;
    std::vector<reply> given;
    try {
        given = co_await ask(batch);
    } catch (answer_lost const&) {
        lost = true;
    }
    if (lost) given = co_await ask(batch);
    co_return given;
}

awaitable<reply> pool::ask_one(command_batch const& batch) {
    auto given = co_await ask_again(batch);
    require_fine(given.front());
    co_return std::move(given.front());
}

awaitable<std::vector<reply>> pool::run(script const& what, std::span<script_call const> calls) {
    command_batch batch;
    for (auto const& call : calls) call.append_to(batch, what);
    auto given = co_await ask(batch);
    for (std::size_t i = 0; i < calls.size(); ++i) {
        if (!is_unknown_script(given[i])) continue;
        script_loads_.add();
        command_batch loading;
        loading.command({"SCRIPT", "LOAD", what.text()});
        calls[i].append_to(loading, what);
        auto loaded = co_await ask(loading);
        require_fine(loaded[0]);
        given[i] = std::move(loaded[1]);
    }
    for (auto const& one : given) require_fine(one);
    co_return given;
}

awaitable<reply> pool::run_one(script const& what, script_call const& call) {
    std::span<script_call const> const only(&call, 1);
    auto given = co_await run(what, only);
    co_return std::move(given.front());
}

}  // namespace quittance::redis
