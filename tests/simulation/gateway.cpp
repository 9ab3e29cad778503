#include "gateway.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>

#include "gateway_parts.hpp"
#include "guard.hpp"
#include "mail_link.hpp"
#include "quittance/engine/erasure.hpp"
#include "quittance/engine/reconciliation.hpp"
#include "quittance/stripe/amounts.hpp"
#include "quittance/stripe/processor.hpp"

namespace quittance::simulation {
namespace {

using verdict = std::variant<engine::webhook_event, web::webhook_rejection>;

verdict judge(stripe::webhook_verifier const& verifier, std::string_view signature, std::string_view body,
              instant now) {
    auto const found = verifier.check(signature, body, now);
    if (found != stripe::signature_verdict::genuine) {
        return web::webhook_rejection{std::string{stripe::name_of(found)}};
    }
    auto read = stripe::read_event(body);
    if (!read) return web::webhook_rejection{read.error().message(), true};
    return std::move(*read);
}

std::optional<std::string> sentence_about(domain::money amount) {
    auto const problem = stripe::problem_with_amount(amount);
    if (!problem) return std::nullopt;
    return std::string{stripe::name_of(*problem)};
}

stripe::processor_options adapter_options(configuration const& with) {
    stripe::processor_options options;
    options.payment_methods = with.payment_methods;
    return options;
}

stripe::webhook_verifier verifier_of(configuration const& with) {
    std::vector<stripe::signing_secret> secrets;
    secrets.reserve(with.webhook_secrets.size());
    for (auto const& one : with.webhook_secrets) secrets.emplace_back(one);
    return stripe::webhook_verifier{secrets};
}

engine::settings settings_of(configuration const& with) {
    engine::settings made;
    made.policy = with.policy;
    made.public_base = public_base;
    made.store_id = the_store_id;
    made.processor_account = the_processor_account;
    return made;
}

web::public_options options_of(configuration const& with) {
    web::public_options made;
    made.business.name = "Simulated Studio";
    made.public_base = public_base;
    made.payment_origins = {payment_pages};
    made.page_key = web::page_key{std::string{the_page_key}};
    for (auto const& [kid, key] : with.link_keys) {
        made.link_keys.push_back({kid, secret<struct web::link_key_tag>{key}});
    }
    return made;
}

// The product looks through the references of its configuration; people here use one page and one offer.
std::optional<domain::book> recovered(std::vector<domain::booking_identity> const& known,
                                      engine::routed_session const& lost) {
    auto const meant = [&lost](auto const& one) { return domain::booking_id_of(one) == lost.whose.booking; };
    auto const found = std::find_if(known.begin(), known.end(), meant);
    if (found == known.end()) return std::nullopt;
    domain::book again;
    again.origin = domain::origin::plain_link;
    again.terms.offer = found->offer;
    again.terms.title = "Coaching";
    again.terms.price = lost.fact.amount;
    again.who.email = lost.email;
    again.identity = *found;
    return again;
}

}  // namespace

struct gateway::running {
    running(surroundings& around, int number, std::uint64_t start, configuration const& with,
            std::optional<app::store_mark>& on_disk);
    running(running const&) = delete;
    running& operator=(running const&) = delete;
    ~running() { mine.kill(); }

    bool has_work(worker_clock::work kind) const;
    web::public_site site();
    void take(configuration const& with);

    surroundings& around;
    int number;
    process mine;
    gateway_clock time;
    worker_clock pace;
    simulated_entropy randomness;
    judged_log journal;
    unread_metrics figures;
    std::string api_key;
    engine::settings current;
    web::public_options options;
    domain::catalogue offers;
    stripe::webhook_verifier verifier;
    store_link store;
    guard watching;
    processor_link way_out;
    mail_link mail;
    simulated_words words;
    engine::post_office post;
    std::unique_ptr<engine::processor> outside;
    engine::accounts books;
    engine::effects work;
    engine::settlement settling;
    engine::checkouts buying;
    engine::bookings reading;
    web::webhook_watch watch;
    http::router routes;
    engine::workers workers;
    bool stopping = false;
    std::uint64_t changes_seen = 0;
    std::uint64_t openings_seen = 0;
    instant list_rests_until{};
    instant events_until{};  // as long as a change is fresh, the event list may tell something
};

gateway::running::running(surroundings& s, int n, std::uint64_t start, configuration const& with,
                          std::optional<app::store_mark>& on_disk)
    : around(s),
      number(n),
      time(s.time, mine),
      pace(time, mine, std::chrono::hours{std::min(48U * s.how.gateways, 120U)},
           [this](worker_clock::work kind) { return has_work(kind); }),
      randomness(chance{s.how.seed, "gateway", static_cast<std::uint64_t>(n) * 1'000'000 + start}),
      journal(s, n),
      api_key(with.api_key),
      current(settings_of(with)),
      options(options_of(with)),
      offers(with.offers),
      verifier(verifier_of(with)),
      store(s, mine, n),
      watching(s, mine, store, current, n, on_disk),
      way_out(s, mine, n, time, api_key),
      mail(s, mine, n, time),
      post{mail, words, {}, {}},
      outside(stripe::make_processor(way_out, time, randomness, journal, adapter_options(with))),
      books(store, *outside, time, randomness, current, journal, figures),
      work(mine.queue.executor(), books, store, *outside, time, randomness, current, journal, figures),
      settling(mine.queue.executor(), books, store, store, store, *outside, time, current, journal, figures),
      buying(books, work, settling, store, store, time, randomness, current, journal),
      reading(store, store),
      workers(mine.queue.executor(), work, settling, pace, {}, journal, figures) {
    work.use(post);
    books.on_effects(
        [this](std::vector<engine::ordered_effect> fresh, engine::loaded_account const& as_committed) {
            work.start(std::move(fresh), as_committed);
        });
    books.on_store_changed([this] { watching.look_now(); });
    watching.start();
    web::mount_public(routes, site());
    workers.start();
}

web::public_site gateway::running::site() {
    auto const verify = [this](std::string_view signature, std::string_view body, instant now) {
        return judge(verifier, signature, body, now);
    };
    auto const ticks = [] { return std::chrono::nanoseconds{0}; };
    return {options, offers,         current, store, web::use_cases_of(buying, reading, settling, books),
            verify,  sentence_about, ticks,   watch, time,
            journal, figures};
}

void gateway::running::take(configuration const& with) {
    api_key = with.api_key;
    current.policy = with.policy;
    offers = with.offers;
    options.link_keys = options_of(with).link_keys;
    verifier = verifier_of(with);
}

// Looking is worth while when something is due here, or a little while after something moved at the
// processor.
bool gateway::running::has_work(worker_clock::work kind) const {
    if (current.standing != engine::store_standing::open) return false;
    if (kind == worker_clock::work::queues) {
        auto const due = around.first_due();
        return due && *due <= time.now() && around.cut[static_cast<std::size_t>(number)].store == 0 &&
               around.store_refuses == 0;
    }
    return around.time.now() < events_until;
}

gateway::gateway(surroundings& around, int number) : around_(around), number_(number) {}
gateway::~gateway() = default;

void gateway::start(configuration const& with) {
    around_.told.add(around_.time.now(), number_, "start", "");
    crash_in_ = 0;
    running_ = std::make_unique<running>(around_, number_, ++starts_, with, on_disk_);
}

void gateway::reload(configuration const& with) {
    around_.told.add(around_.time.now(), number_, "reload", "");
    if (running_) running_->take(with);
}

void gateway::crash() {
    around_.told.add(around_.time.now(), number_, "crash", "");
    around_.bad.count(fault::crash);
    crash_in_ = 0;
    running_.reset();
}

awaitable<void> gateway::stop() {
    constexpr std::chrono::seconds whole_stop{14};  // as the product's own
    if (!running_ || running_->stopping) co_return;
    around_.told.add(around_.time.now(), number_, "stop", "");
    running_->stopping = true;
    auto const start = starts_;
    run(running_->workers.stop());
    co_await around_.sleep(whole_stop);
    if (!running_ || starts_ != start) co_return;  // it crashed over it
    around_.told.add(around_.time.now(), number_, "stopped", "");
    crash_in_ = 0;
    running_.reset();
}

bool gateway::runnable() const { return running_ && !running_->mine.queue.empty(); }

void gateway::step() {
    running_->mine.queue.run_one();
    if (crash_in_ == 0) return;
    --crash_in_;
    if (crash_in_ == 0) crash();
}

std::optional<instant> gateway::next() const {
    if (!running_) return std::nullopt;
    auto first = running_->time.next();
    auto const earlier = [&first](std::optional<instant> const& at) {
        if (at && (!first || *at < *first)) first = at;
    };
    earlier(running_->mine.steady.next());
    // Who rests is woken by what becomes due.
    auto const due = around_.first_due();
    if (due && running_->pace.is_resting(worker_clock::work::queues) && *due > running_->time.now()) {
        earlier(running_->time.in_world_time(*due));
    }
    return first;
}

void gateway::time_passed() {
    if (!running_) return;
    auto& at = *running_;
    at.time.ring_due();
    at.mine.steady.ring_due(around_.time.now());
    bool const rests = around_.time.now() < at.list_rests_until;
    if (!rests && std::exchange(at.changes_seen, around_.processor_changes) != around_.processor_changes) {
        at.events_until = around_.time.now() + around_.changes_stay_fresh;
        at.list_rests_until = around_.time.now() + around_.list_rests;
    }
    if (std::exchange(at.openings_seen, at.watching.times_opened()) != at.watching.times_opened()) {
        at.events_until = around_.time.now() + around_.changes_stay_fresh;
    }
    at.pace.look();
}

gateway_clock* gateway::clock_of_it() { return running_ ? &running_->time : nullptr; }

void gateway::serve(http::request what, answer answered) {
    if (!running_ || running_->stopping) {
        answered(std::nullopt);
        return;
    }
    // Tells even when the frames that should have are gone.
    struct promise {
        answer tell;
        bool told = false;
        explicit promise(answer t) : tell(std::move(t)) {}
        promise(promise const&) = delete;
        promise& operator=(promise const&) = delete;
        ~promise() {
            if (!told) tell(std::nullopt);
        }
    };
    what.request_id = "r" + std::to_string(around_.latency.next() % 1'000'000'000);
    auto kept = std::make_shared<promise>(std::move(answered));
    auto ended = [kept](std::exception_ptr const& thrown, http::response reply) {
        if (thrown) return;
        kept->told = true;
        kept->tell(std::move(reply));
    };
    kept.reset();
    boost::asio::co_spawn(running_->mine.queue.executor(), running_->routes.answer(std::move(what)),
                          std::move(ended));
}

void gateway::run(awaitable<void> work) {
    if (!running_) return;
    auto ended = [](std::exception_ptr const&) {
    };  // an operator sees the message and tries again another day
    boost::asio::co_spawn(running_->mine.queue.executor(), std::move(work), std::move(ended));
}

awaitable<void> gateway::move_booking(domain::booking_identity from, domain::booking_identity to) {
    co_await running_->buying.move(std::move(from), std::move(to));
}

awaitable<void> gateway::sell(engine::purchase what) { co_await running_->buying.start(std::move(what)); }

awaitable<void> gateway::decide(domain::client_id client, domain::booking_id booking, domain::command what) {
    engine::apply_request asked;
    asked.client = std::move(client);
    asked.bookings = {std::move(booking)};
    asked.what = std::move(what);
    co_await running_->books.apply(std::move(asked));
}

awaitable<void> gateway::replay_parked() {
    auto& at = *running_;
    auto const events = co_await at.store.parked(10'000);
    for (auto const& one : events) {
        auto read = stripe::read_event(one.body);
        if (!read) continue;
        auto const outcome = co_await at.settling.receive(std::move(*read), one.body);
        if (outcome != engine::webhook_outcome::parked) co_await at.store.unpark(one.id);
    }
}

awaitable<void> gateway::erase_person(domain::client_id client) {
    auto& at = *running_;
    engine::eraser work{at.store, around_.letters, at.store, *at.outside, at.current, at.time, at.randomness};
    auto const view = co_await work.erase(std::move(client), "owner");
    around_.told.add(around_.time.now(), number_, "erasing", std::to_string(view.obstacles.size()));
}

void gateway::look_at_store() {
    if (running_) running_->watching.look_now();
}

void gateway::keep_mark() {
    bool const cut = around_.cut[static_cast<std::size_t>(number_)].store > 0;
    if (running_ && !cut) running_->watching.keep_mark();
}

awaitable<void> gateway::make_good(std::vector<domain::booking_identity> known) {
    constexpr std::chrono::hours look_back{24 * 30};
    auto& at = *running_;
    auto const recover = [known = std::move(known)](engine::routed_session const& lost) {
        return recovered(known, lost);
    };
    engine::reconciler work{at.books, at.store,      at.store,   *at.outside,
                            at.time,  at.randomness, at.current, recover};
    auto const told = co_await work.run(around_.time.now() - look_back, true);
    around_.told.add(around_.time.now(), number_, "reconciled", std::to_string(told.found.size()));
    if (!at.watching.quarantined()) co_return;
    engine::store_identity const fresh{the_store_id, at.current.store_epoch + 1, the_processor_account,
                                       false};
    co_await at.store.seal(fresh, {}, {}, "reconciled");
}

}  // namespace quittance::simulation
