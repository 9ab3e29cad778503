// The two places the contract is tried in: the store in memory, and a real redis-server.
#pragma once
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <exception>
#include <fstream>
#include <iterator>
#include <memory>
#include <optional>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "doubles/memory_letters.hpp"
#include "doubles/memory_store.hpp"
#include "integration/redis_server.hpp"
#include "quittance/redis/redis.hpp"

namespace quittance::contract {

// Runs `work` to its end on the place's loop, and nothing further.
template <class T>
T finish(boost::asio::io_context& loop, boost::asio::awaitable<T> work) {
    std::optional<T> answer;
    std::exception_ptr failure;
    bool done = false;
    boost::asio::co_spawn(loop, std::move(work), [&](std::exception_ptr error, T given) {
        failure = error;
        answer = std::move(given);
        done = true;
    });
    loop.restart();
    while (!done) loop.run_one();
    if (failure) std::rethrow_exception(failure);
    return std::move(*answer);
}
inline void finish(boost::asio::io_context& loop, boost::asio::awaitable<void> work) {
    auto wrapped = [](boost::asio::awaitable<void> inner) -> boost::asio::awaitable<bool> {
        co_await std::move(inner);
        co_return true;
    };
    finish(loop, wrapped(std::move(work)));
}

class memory_place {
public:
    memory_place() {
        store_.on_erase = [this](domain::client_id const& client) { letters_.forget_all(client); };
    }
    engine::store& accounts() { return store_; }
    engine::queues& queues() { return store_; }
    engine::registry& registry() { return store_; }
    engine::outbox& outbox() { return store_; }
    engine::kept_letters& letters() { return letters_; }
    template <class T>
    auto operator()(boost::asio::awaitable<T> work) {
        return finish(loop_, std::move(work));
    }
    boost::asio::io_context& loop() { return loop_; }
    doubles::memory_store& memory() { return store_; }

private:
    boost::asio::io_context loop_;
    doubles::memory_store store_;
    doubles::memory_letters letters_;
};

// A gateway's side of one redis-server.
class redis_side {
public:
    explicit redis_side(tests::redis_server const& server, int connections = 2,
                        milliseconds deadline = milliseconds{2000})
        : redis_side(server.url(), connections, deadline) {}
    explicit redis_side(std::string url, int connections = 2, milliseconds deadline = milliseconds{2000})
        : lines_(make_silent_log()), figures_(make_metrics()) {
        redis::options how;
        how.url = std::move(url);
        how.connections = connections;
        how.deadline = deadline;
        database_ = redis::make_database(loop_.get_executor(), how, *lines_, *figures_);
        finish(loop_, database_->connect());
    }
    ~redis_side() {
        database_->close();
        loop_.restart();
        loop_.run();
    }
    redis_side(redis_side const&) = delete;
    redis_side& operator=(redis_side const&) = delete;

    redis::database& database() { return *database_; }
    engine::store& accounts() { return database_->accounts(); }
    engine::queues& queues() { return database_->queues(); }
    engine::registry& registry() { return database_->registry(); }
    engine::outbox& outbox() { return database_->outbox(); }
    engine::kept_letters& letters() { return database_->letters(); }
    template <class T>
    auto operator()(boost::asio::awaitable<T> work) {
        return finish(loop_, std::move(work));
    }
    boost::asio::io_context& loop() { return loop_; }
    metrics& figures() { return *figures_; }

private:
    boost::asio::io_context loop_;
    std::unique_ptr<log> lines_;
    std::unique_ptr<metrics> figures_;
    std::unique_ptr<redis::database> database_;
};

inline std::string free_port() {
    boost::asio::io_context loop;
    boost::asio::ip::tcp::endpoint const any(boost::asio::ip::address_v4::loopback(), 0);
    boost::asio::ip::tcp::acceptor const taken(loop, any);
    return std::to_string(taken.local_endpoint().port());
}

// The words of the ACL line that the README tells an operator to write: "user", its name, its rights.
inline std::vector<std::string> readme_rights() {
    std::ifstream from("README.md");
    std::string const whole{std::istreambuf_iterator<char>(from), {}};
    auto const begin = whole.find("user quittance on >PASSWORD");
    if (begin == std::string::npos) throw std::runtime_error("the README has no line of rights");
    std::istringstream words(whole.substr(begin, whole.find("\n\n", begin) - begin));
    return {std::istream_iterator<std::string>(words), {}};
}

inline std::string const& shared_port() {
    static auto const port = free_port();
    return port;
}

// One server for all cases of the contract, emptied before each.
inline tests::redis_server& shared_server() {
    static tests::redis_server server = [] {
        std::vector<std::string> more{"--port", shared_port()};
        auto rights = readme_rights();
        rights.front() = "--user";
        more.insert(more.end(), rights.begin(), rights.end());
        return tests::redis_server{more};
    }();
    return server;
}
inline tests::redis_server& emptied_server() {
    shared_server().command("FLUSHALL");
    return shared_server();
}

// As the user that the README describes: what the contract needs and that line lacks fails here.
class redis_place : public redis_side {
public:
    redis_place() : redis_side(emptied_url()) {}

private:
    static std::string emptied_url() {
        emptied_server();
        return "redis://quittance:PASSWORD@127.0.0.1:" + shared_port();
    }
};

}  // namespace quittance::contract
