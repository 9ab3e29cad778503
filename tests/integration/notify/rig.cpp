#include "rig.hpp"

#include <chrono>

namespace quittance::notify_test {
namespace {

domain::client_id const client{"clientxxxxxxxxxxxxxxxx"};

boost::asio::awaitable<bool> and_then_true(boost::asio::awaitable<void> work) {
    co_await std::move(work);
    co_return true;
}

// One commit of an account nobody else writes to.
boost::asio::awaitable<engine::commit_outcome> commit_with(doubles::memory_store& store,
                                                           engine::ordered_notice notice) {
    auto loaded = co_await store.load_whole(client);
    ++loaded.account.version;
    std::vector<domain::event> const events{domain::client_registered{}};
    engine::commit_request request;
    request.after = &loaded.account;
    request.chain_head = loaded.chain_head;
    request.commit_id = notice.id.text();
    request.events = &events;
    request.notices.push_back(std::move(notice));
    auto const result = co_await store.commit(request);
    co_return result.outcome;
}

}  // namespace

notify::endpoint endpoint_at(net::peer const& there, std::string const& path, std::string name) {
    notify::endpoint made;
    made.name = std::move(name);
    made.url = "http://127.0.0.1:" + there.port() + path;
    made.secrets.emplace_back(known_secret);
    return made;
}

notify::options options_for(std::vector<notify::endpoint> endpoints) {
    notify::options how;
    how.endpoints = std::move(endpoints);
    how.addresses = net::address_rules{{"127.0.0.0/8"}};
    how.deadline = 1s;
    return how;
}

rig::rig(world& w, std::uint64_t seed)
    : all(w),
      randomness(seed),
      notifier(loop.get_executor(), w.store, w.current, time, randomness, journal, *figures) {}

rig::~rig() { time.drop_sleepers(); }

void rig::start(notify::options how) {
    std::vector<std::string> names;
    for (auto const& one : how.endpoints) names.push_back(one.name);
    ask(all.store.know_endpoints(std::move(names)));
    notifier.use(std::move(how));
    notifier.start();
    settle();
}

void rig::order(std::string const& number, std::string const& endpoint) {
    engine::ordered_notice what;
    what.endpoint = endpoint;
    what.id = engine::notice_id{"msg_" + number};
    what.client = client;
    what.booking = domain::booking_id{"booking"};
    what.kind = "item.paid";
    what.body = R"({"type":"item.paid","data":{"number":")" + number + R"("}})";
    what.ordered_at = time.now();
    REQUIRE(ask(commit_with(all.store, std::move(what))) == engine::commit_outcome::committed);
    notifier.poke();
}

void rig::until(std::function<bool()> const& is_so) {
    auto const patience = std::chrono::steady_clock::now() + 10s;
    while (!is_so()) {
        REQUIRE(std::chrono::steady_clock::now() < patience);
        loop.restart();
        loop.run_for(2ms);
    }
}

void rig::settle() {
    auto const enough = std::chrono::steady_clock::now() + 20ms;
    while (std::chrono::steady_clock::now() < enough) {
        loop.restart();
        loop.run_for(2ms);
    }
}

void rig::pass(milliseconds span) {
    time.advance(span);
    settle();
}

void rig::stop() {
    bool stopped = false;
    boost::asio::co_spawn(loop, notifier.stop(), [&stopped](std::exception_ptr) { stopped = true; });
    until([&] {
        time.advance(10ms);
        return stopped;
    });
}

std::vector<engine::delivery_note> rig::deliveries(std::string endpoint) {
    return ask(all.store.deliveries(std::move(endpoint), 100));
}

engine::delivery_note rig::note_of(std::string const& number, std::string endpoint) {
    for (auto const& one : deliveries(std::move(endpoint))) {
        if (one.notice.id.text() == "msg_" + number) return one;
    }
    return {};
}

engine::delivery_note rig::after_try(int tries, std::string const& number, std::string const& endpoint) {
    until([&] { return note_of(number, endpoint).notice.tries >= tries; });
    return note_of(number, endpoint);
}

engine::endpoint_standing rig::standing(std::string const& endpoint) {
    for (auto const& one : ask(all.store.endpoints())) {
        if (one.name == endpoint) return one;
    }
    return {};
}

void rig::ask(boost::asio::awaitable<void> work) { ask(and_then_true(std::move(work))); }

std::string header_of(std::string const& request, std::string const& name) {
    auto const at = request.find("\r\n" + name + ": ");
    if (at == std::string::npos) return {};
    auto const from = at + name.size() + 4;
    return request.substr(from, request.find("\r\n", from) - from);
}

}  // namespace quittance::notify_test
