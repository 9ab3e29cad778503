// Promises: every object of a running engine, each given what it needs by its constructor. Declared in
// dependency order, destroyed in reverse.
#pragma once
#include <memory>

#include "foundation.hpp"
#include "post.hpp"
#include "processor_link.hpp"
#include "quittance/engine/bookings.hpp"
#include "quittance/engine/checkouts.hpp"
#include "quittance/engine/effects.hpp"
#include "quittance/engine/settings.hpp"
#include "quittance/engine/settlement.hpp"
#include "quittance/redis/redis.hpp"
#include "store_guard.hpp"

namespace quittance::app {

engine::settings engine_settings_of(foundation const& base);

struct application {
    explicit application(foundation& base);

    // Reaches Redis, refuses one that would lose money, learns whose account this is. Throws a sentence.
    // A store that is not the one that was known is left as it is, in quarantine (guard).
    boost::asio::awaitable<void> open();
    // This process sends letters from now on, if mail is set up; what others order waits for one that does.
    // Throws a sentence for what is wrong with templates, names or the server.
    void send_mail();

    foundation& base;
    engine::settings current;
    std::unique_ptr<redis::database> store;
    processor_link outside;
    store_guard guard;
    engine::accounts books;
    std::unique_ptr<post> mail;  // nullptr: off, or not for this process
    engine::effects work;
    engine::settlement settling;
    engine::checkouts buying;
    engine::bookings reading;
};

}  // namespace quittance::app
