#include "wiring.hpp"

#include "binding.hpp"
#include "store_link.hpp"

namespace quittance::app {

engine::settings engine_settings_of(foundation const& base) {
    engine::settings current;
    current.policy = base.settings.policy;
    current.public_base = base.public_base();
    current.livemode = base.around.processor.livemode;
    current.held_most = base.settings.held_most;
    current.held_most_per_network = base.settings.held_most_per_network;
    return current;
}

application::application(foundation& from)
    : base(from),
      current(engine_settings_of(from)),
      store(make_store(from)),
      outside(from.loop.get_executor(), from.around.processor, from.settings.processor, from.time,
              *from.randomness, *from.journal, *from.figures),
      books(store->accounts(), outside.calls(), from.time, *from.randomness, current, *from.journal,
            *from.figures),
      work(from.loop.get_executor(), books, store->queues(), outside.calls(), from.time, *from.randomness,
           current, *from.journal, *from.figures),
      settling(from.loop.get_executor(), books, store->registry(), store->queues(), store->accounts(),
               outside.calls(), from.time, current, *from.journal, *from.figures),
      buying(books, work, settling, store->accounts(), store->registry(), from.time, *from.randomness,
             current, *from.journal),
      reading(store->accounts(), store->registry()) {
    books.on_effects(
        [this](std::vector<engine::ordered_effect> fresh, engine::loaded_account const& as_committed) {
            work.start(std::move(fresh), as_committed);
        });
}

boost::asio::awaitable<void> application::open() {
    co_await reach_store(*store, true);
    auto const identity =
        co_await bind(outside.calls(), store->registry(), base.around, *base.randomness, *base.journal);
    current.store_id = identity.store_id;
    current.store_epoch = identity.epoch;
    current.processor_account = identity.account;
}

}  // namespace quittance::app
