// The connections as one thing to ask. Any connection serves any account: each caller waits for its reply.
#pragma once
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "command.hpp"
#include "connection.hpp"
#include "quittance/engine/store.hpp"
#include "script.hpp"

namespace quittance::redis {

// The connection broke after the command may have been sent: it may have been done.
struct answer_lost : engine::store_unavailable {
    using engine::store_unavailable::store_unavailable;
};

class pool {
public:
    pool(boost::asio::any_io_executor executor, connection_settings const& settings, int connections,
         counter& script_loads);
    ~pool();
    pool(pool const&) = delete;
    pool& operator=(pool const&) = delete;

    void close();

    // Throws store_unavailable when certainly nothing was sent, answer_lost when it is unknown what was done.
    // Error replies are in the answer. What is passed by reference must outlive the call.
    boost::asio::awaitable<std::vector<reply>> ask(command_batch const& batch);
    // For what may be done twice: asks once more when the answer was lost.
    boost::asio::awaitable<std::vector<reply>> ask_again(command_batch const& batch);
    // The same for one command whose error reply is thrown.
    boost::asio::awaitable<reply> ask_one(command_batch const& batch);

    // The script on each of the calls, loaded when Redis does not know it. Error replies are thrown.
    boost::asio::awaitable<std::vector<reply>> run(script const& what, std::span<script_call const> calls);
    boost::asio::awaitable<reply> run_one(script const& what, script_call const& call);

private:
    connection& pick();

    std::vector<std::shared_ptr<connection>> connections_;
    std::size_t turn_ = 0;
    counter& script_loads_;
};

// Throws store_unavailable with what to do, when `one` is an error.
void require_fine(reply const& one);

}  // namespace quittance::redis
