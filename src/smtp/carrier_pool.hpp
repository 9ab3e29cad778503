// Carriers at work, one thread each; who has a turn finds one free. Its end cuts what is in hand and
// answers what waits with "not attempted".
#pragma once
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>

#include "carrier.hpp"

namespace quittance::smtp {

class carrier_pool {
public:
    explicit carrier_pool(std::vector<std::unique_ptr<carrier>> carriers);
    carrier_pool(carrier_pool const&) = delete;
    carrier_pool& operator=(carrier_pool const&) = delete;
    ~carrier_pool();

    // The turn is over when the carrier is free again, waited for or not.
    boost::asio::awaitable<std::vector<engine::recipient_outcome>> carry(engine::mail_turn leave,
                                                                         engine::posted_mail mail);
    // What is in hand ends soon, and nothing more is carried.
    void cut() noexcept;

private:
    struct place;
    struct job;
    void work(carrier& by);
    std::unique_ptr<job> next();

    std::vector<std::unique_ptr<carrier>> carriers_;
    std::mutex guard_;
    std::condition_variable changed_;
    std::deque<std::unique_ptr<job>> waiting_;
    bool ending_ = false;
    std::vector<std::thread> threads_;
};

}  // namespace quittance::smtp
