#include "wiring.hpp"

#include "agreement_words.hpp"
#include "binding.hpp"
#include "notify_options.hpp"
#include "site_options.hpp"
#include "store_link.hpp"

namespace quittance::app {

engine::settings engine_settings_of(foundation const& base) {
    engine::settings current;
    current.policy = base.settings.policy;
    current.policy.write_agreement = agreement_writer_of(business_of(base.settings), base.settings.policy);
    current.public_base = base.public_base();
    current.livemode = base.around.processor.livemode;
    current.held_most = base.settings.held_most;
    current.held_most_per_network = base.settings.held_most_per_network;
    current.notice_endpoints = notice_endpoints_of(base.settings);
    return current;
}

application::application(foundation& from)
    : base(from),
      current(engine_settings_of(from)),
      store(make_store(from)),
      outside(from.loop.get_executor(), from.around.processor, from.settings.processor, from.time,
              *from.randomness, *from.journal, *from.figures),
      guard(from, current, *store, outside),
      books(store->accounts(), outside.calls(), from.time, *from.randomness, current, *from.journal,
            *from.figures),
      work(from.loop.get_executor(), books, store->queues(), outside.calls(), from.time, *from.randomness,
           current, *from.journal, *from.figures),
      settling(from.loop.get_executor(), books, store->registry(), store->queues(), store->accounts(),
               outside.calls(), from.time, current, *from.journal, *from.figures),
      buying(books, work, settling, store->accounts(), store->registry(), from.time, *from.randomness,
             current, *from.journal),
      reading(store->accounts(), store->registry()) {
    books.on_store_changed([this] { guard.suspect(); });
    books.on_effects(
        [this](std::vector<engine::ordered_effect> fresh, engine::loaded_account const& as_committed) {
            work.start(std::move(fresh), as_committed);
        });
}

void application::send_mail() {
    mail = make_post(base);
    if (!mail) return;
    mail->office.record = &store->letters();
    work.use(mail->office);
}

boost::asio::awaitable<void> application::open() {
    co_await reach_store(*store, true);
    co_await guard.look_first();
    bool const usable = !guard.quarantined();
    auto const identity = co_await bind(outside.calls(), usable ? &store->registry() : nullptr, base.around,
                                        *base.randomness, *base.journal);
    current.processor_account = identity.account;
    if (usable) co_await guard.believe(identity);
}

}  // namespace quittance::app
