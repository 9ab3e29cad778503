// Promises: a store that was restored from an older copy, emptied or exchanged is noticed: at start, at once
// when a connection was lost or a commit finds another store, and every two seconds besides. Then the gateway
// is in quarantine (settings.standing): it takes webhooks, as facts or parked; it opens no checkout and asks
// nothing of anybody. A person leads it out with `quittance reopen`, which raises the store's epoch; the
// guard sees that and opens by itself. What it compares with: the mark on this disk (written at most every
// two seconds, and only when the store moved), the mark at the processor (at most once a minute), and what
// this process's own commits were told. Refuses nothing: a restart without loss is never behind its mark,
// since a mark is read from the store itself.
#pragma once
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <optional>

#include "foundation.hpp"
#include "processor_link.hpp"
#include "processor_mark.hpp"
#include "quittance/base/suspension.hpp"
#include "quittance/engine/settings.hpp"
#include "quittance/redis/redis.hpp"
#include "store_mark.hpp"

namespace quittance::app {

class store_guard {
public:
    store_guard(foundation& base, engine::settings& current, redis::database& store, processor_link& outside);
    store_guard(store_guard const&) = delete;
    store_guard& operator=(store_guard const&) = delete;

    // Before anything is written: looks, and says what it found in the settings.
    boost::asio::awaitable<void> look_first();
    // Of a store that is open: seals what is not sealed, and believes it from here on.
    boost::asio::awaitable<void> believe(engine::store_identity identity);

    // Watches until `stop`. `before_opening`: what has to be there before anybody is told that a quarantine
    // ended.
    void watch(std::function<boost::asio::awaitable<void>()> before_opening);
    boost::asio::awaitable<void> stop();
    // After stop, and after store and processor were closed: nothing of it runs any more.
    boost::asio::awaitable<void> ended();

    // The store may be another one: nothing is charged until it was looked at.
    void suspect();
    // The mark, wherever it is kept, as the store is now.
    boost::asio::awaitable<void> mark_everywhere();

    bool quarantined() const;
    // What was known of the store before; nothing for the first start.
    std::optional<store_mark> known() const;
    engine::store_look const& seen() const { return seen_; }

private:
    struct at_work;
    boost::asio::awaitable<void> watch_store();
    boost::asio::awaitable<void> tend_processor();
    boost::asio::awaitable<void> mark_processor();
    boost::asio::awaitable<void> check();
    boost::asio::awaitable<void> try_check();
    boost::asio::awaitable<void> settle(standing_found found);
    boost::asio::awaitable<void> enter(standing_found found);
    boost::asio::awaitable<void> leave();
    std::vector<store_mark> marks() const;
    void keep_on_disk();
    void say(std::string const& why);

    foundation& base_;
    engine::settings& current_;
    redis::database& store_;
    processor_mark outside_;
    boost::asio::steady_timer turn_;
    boost::asio::steady_timer minute_;
    gauge& closed_;
    std::function<boost::asio::awaitable<void>()> before_opening_;
    engine::store_look seen_;
    std::optional<store_mark> on_disk_;
    std::optional<store_mark> at_processor_;
    std::string said_;
    bool stopping_ = false;
    bool suspected_ = false;
    std::size_t running_ = 0;
    suspension all_ended_;
};

}  // namespace quittance::app
