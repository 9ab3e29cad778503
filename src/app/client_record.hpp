// Promises: the one document a client has of all that is held about them (records/disclosure.hpp), from the
// record and the letters of one account. The ledger is read in one moment; letters are read one after the
// other, so that nobody else waits long. What is made of them is made on a thread of its own: it may be
// megabytes. Keeps within bounds, and says in the document what it left out: the newest entries and letters
// come first.
#pragma once
#include <boost/asio/awaitable.hpp>
#include <boost/asio/thread_pool.hpp>
#include <string>

#include "quittance/base/clock.hpp"
#include "quittance/engine/erasure.hpp"
#include "quittance/engine/kept_letters.hpp"
#include "quittance/pages/business.hpp"
#include "quittance/records/disclosure.hpp"

namespace quittance::app {

inline constexpr std::size_t most_told_entries = 5'000;
inline constexpr int most_told_letters = 300;

class client_records {
public:
    // All of them outlive this.
    client_records(engine::ledgers& ledgers, engine::kept_letters& letters, pages::business const& business,
                   clock const& time);

    // Throws store_unavailable.
    boost::asio::awaitable<std::string> record_of(domain::client_id client);

private:
    engine::ledgers& ledgers_;
    engine::kept_letters& letters_;
    pages::business const& business_;
    clock const& time_;
    boost::asio::thread_pool writing_{1};
};

}  // namespace quittance::app
