// What collecting costs, and how much room a plan takes, against a Redis of its own:
//
//   bench_collecting [--scheduled 100000] [--due 10000] [--room 1000] [--items 12] [--together 256]
//                    [--connections 4] [--everysec 0] [--redis "--list-compress-depth 1"]
//
// --scheduled N (a list: 10000,100000,1000000): so many plans are sold, --due of them fall due at one moment
// and are claimed and collected; for each N the cost per item. --room N: so many plans are sold and then
// collected to their last item; for both moments the memory of all keys for each account. One is left out
// with 0.
#include <sys/resource.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <functional>
#include <sstream>

#include "arguments.hpp"
#include "doubles/manual_clock.hpp"
#include "doubles/seeded_entropy.hpp"
#include "instant_processor.hpp"
#include "integration/redis_server.hpp"
#include "quittance/domain/calendar.hpp"
#include "quittance/engine/checkouts.hpp"
#include "quittance/engine/effects.hpp"
#include "quittance/redis/redis.hpp"

namespace quittance::bench {
namespace {

using ticks = std::chrono::steady_clock;
using std::chrono::hours;

struct how {
    std::size_t together = 256;
    int connections = 4;
    int items = 12;
    bool everysec = false;
    std::string redis;
    std::string config;
};

double own_cpu_seconds() {
    rusage used{};
    ::getrusage(RUSAGE_SELF, &used);
    auto const seconds = [](timeval const& t) {
        return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
    };
    return seconds(used.ru_utime) + seconds(used.ru_stime);
}

double number_in(std::string const& text, std::string const& name) {
    auto const at = text.find(name);
    if (at == std::string::npos) throw std::runtime_error("Redis does not say " + name);
    return std::stod(text.substr(at + name.size()));
}

double redis_cpu_seconds(tests::redis_server const& server) {
    auto const said = server.command("INFO cpu");
    return number_in(said, "used_cpu_user:") + number_in(said, "used_cpu_sys:");
}

std::unique_ptr<redis::database> database_on(boost::asio::io_context& loop, tests::redis_server const& server,
                                             int connections, log& lines, metrics& figures) {
    redis::options where;
    where.url = server.url();
    where.connections = connections;
    where.deadline = milliseconds{60'000};
    return redis::make_database(loop.get_executor(), where, lines, figures);
}

engine::settings some_settings() {
    engine::settings made;
    made.public_base = "https://pay.example";
    made.store_id = "s-benchmark-store-0001";
    return made;
}

// As long as an agreement of so many items is, and said in as many different words.
domain::consent agreed_on(civil_date day, int items) {
    std::string text =
        "Agreement\n\nWith: Ana's Studio, Main Street 1, 1010 Vienna, ana@studio.example, VAT id "
        "ATU00000000\n"
        "For: Course in twelve parts\nAbout: A place in the course.\nPrice: 720.00 EUR\nTax: 114.96 EUR VAT "
        "at 19% "
        "is included\nTime zone: Europe/Lisbon\nGeneral terms: https://studio.example/terms\n\nWhat is paid, "
        "and "
        "when\n";
    std::string note = "Paid now: 60.00 EUR. Charged to this card later:";
    for (int item = 0; item < items; ++item) {
        auto const due = iso_date(domain::months_after(day, item));
        text += std::to_string(item + 1) + ". " + due + ": 60.00 EUR, charged to the kept card\n";
        note += " 60.00 EUR on " + due + ',';
    }
    text +=
        "\nHow the later amounts are paid\nThe card you pay with now is charged on each of these days, from "
        "09:00 on "
        "(Europe/Lisbon). There is nothing you need to do.\nIf the card is declined, it is tried again 1, 3, "
        "5 and 7 "
        "days after the first try. You can pay the amount on the page of your booking.\nYour bank may ask "
        "you to "
        "confirm a payment. The page of your booking then has a button for it.\nEach amount can be paid "
        "earlier, also "
        "with another card. The card you pay with there is charged for the rest.\n\nHow to change or end "
        "it\nTo "
        "change or end this agreement, contact Ana's Studio.\nOther amounts or other days need your "
        "agreement again."
        "\n\nWhat is kept\nThe card processor keeps the card, for the amounts of this agreement and for "
        "nothing else. "
        "Ana's Studio does not see its number.\nThe text of this agreement and the time of your agreeing are "
        "kept with "
        "your booking.\n";
    return {text, "Vf0Kj3Zt8Qx1Lm5Rw7Yb2Nc6Hd9Ga4Se0Tp3Uk8Io1E", note, day};
}

// A gateway without its HTTP: engine, effects and the rounds of its workers, on a real store.
class gateway {
public:
    gateway(tests::redis_server const& server, how const& given)
        : given_(given),
          database_(database_on(loop_, server, given.connections, *lines_, *figures_)),
          books_(database_->accounts(), outside, time, randomness_, current_, *lines_, *figures_),
          work_(loop_.get_executor(), books_, database_->queues(), outside, time, randomness_, current_,
                *lines_, *figures_),
          settle_(loop_.get_executor(), books_, database_->registry(), database_->queues(),
                  database_->accounts(), outside, time, current_, *lines_, *figures_),
          sales_(books_, work_, settle_, database_->accounts(), database_->registry(), time, randomness_,
                 current_, *lines_) {
        books_.on_effects(
            [this](std::vector<engine::ordered_effect> fresh, engine::loaded_account const& as_committed) {
                work_.start(std::move(fresh), as_committed);
            });
        finish(database_->connect());
    }
    gateway(gateway const&) = delete;
    gateway& operator=(gateway const&) = delete;
    ~gateway() {
        time.drop_sleepers();
        database_->close();
        loop_.restart();
        loop_.run();
    }

    // `count` plans, as clients buy them: link, terms, page, payment, its webhooks.
    void sell(std::size_t count) {
        each(count, [this](std::size_t) { return sell_one(++sold_); });
    }
    // What is due is claimed and collected, round after round, until nothing is.
    void collect() {
        for (std::size_t found = 1; found > 0;) {
            finish(round(found));
            loop_.restart();
            while (work_.running() > 0) loop_.run_one();
        }
    }
    void hear_webhooks() {
        auto const told = outside.take_webhooks();
        each(told.size(), [this, &told](std::size_t i) { return hear(told[i]); });
    }

    doubles::manual_clock time{*parse_rfc3339("2027-01-11T10:00:00Z")};
    instant_processor outside{time};

private:
    engine::purchase a_plan(std::size_t number) const {
        engine::purchase what;
        what.identity = {"website", domain::offer_id{"course-12"}, "order-" + std::to_string(number)};
        what.origin = domain::origin::signed_link;
        what.terms.offer = what.identity.offer;
        what.terms.title = "Course in twelve parts";
        what.terms.price =
            domain::money::minor(std::int64_t{60'00} * given_.items, *domain::currency::parse("EUR"));
        what.terms.plan.every = domain::rhythm::monthly;
        what.terms.plan.count = given_.items;
        what.who = {"Client Number " + std::to_string(number),
                    "client" + std::to_string(number) + "@example.com", "pt", "Europe/Lisbon"};
        what.agreed = agreed_on(domain::date_in("Europe/Lisbon", time.now()), given_.items);
        return what;
    }

    awaitable<void> hear(engine::webhook_event event) { co_await settle_.receive(std::move(event), "{}"); }

    awaitable<void> sell_one(std::size_t number) {
        auto const bought = co_await sales_.start(a_plan(number));
        if (!bought || bought->outcome != engine::purchase_outcome::pay_at)
            throw std::runtime_error("a plan could not be sold");
        for (auto& event : outside.pay(bought->booking.id)) {
            co_await settle_.receive(std::move(event), "{}");
        }
    }

    awaitable<void> round(std::size_t& found) {
        auto const woken = co_await settle_.run_due();
        auto const left = co_await work_.run_due();
        found = woken + left;
    }

    // At most so many at once; throws what the first of them threw.
    template <class Make>
    void each(std::size_t count, Make make) {
        std::size_t next = 0;
        std::size_t running = 0;
        std::exception_ptr failed;
        std::function<void()> begin = [&] {
            if (next == count || failed) return;
            ++running;
            boost::asio::co_spawn(loop_, make(next++), [&](std::exception_ptr thrown) {
                --running;
                if (thrown && !failed) failed = thrown;
                begin();
            });
        };
        for (std::size_t i = 0; i < std::min(count, given_.together); ++i) begin();
        loop_.restart();
        while (running > 0) loop_.run_one();
        if (failed) std::rethrow_exception(failed);
    }
    void finish(awaitable<void> what) {
        auto waiting = std::make_shared<awaitable<void>>(std::move(what));
        each(1, [waiting](std::size_t) { return std::move(*waiting); });
    }

    how given_;
    std::size_t sold_ = 0;
    boost::asio::io_context loop_;
    std::unique_ptr<log> lines_ = make_silent_log();
    std::unique_ptr<metrics> figures_ = make_metrics();
    std::unique_ptr<redis::database> database_;
    doubles::seeded_entropy randomness_{1};
    engine::settings current_ = some_settings();
    engine::accounts books_;
    engine::effects work_;
    engine::settlement settle_;
    engine::checkouts sales_;
};

// How compact the operator's Redis keeps things is said in its configuration.
std::vector<std::string> redis_options(how const& given) {
    std::vector<std::string> options;
    if (given.everysec) options = {"--appendfsync", "everysec"};
    std::ifstream config{given.config};
    if (!config) throw std::runtime_error("cannot read " + given.config + ": run this in the repository");
    for (std::string line; std::getline(config, line);) {
        bool const counts =
            line.starts_with("hash-") || line.starts_with("list-") || line.starts_with("zset-");
        auto const space = line.find(' ');
        if (!counts || space == std::string::npos) continue;
        options.push_back("--" + line.substr(0, space));
        options.push_back(line.substr(space + 1));
    }
    std::istringstream more{given.redis};
    for (std::string word; more >> word;) options.push_back(word);
    return options;
}

// --- Speed

void measure_collecting(how const& given, std::size_t scheduled, std::size_t due) {
    tests::redis_server server{redis_options(given)};
    gateway at{server, given};
    due = std::min(due, scheduled);
    auto const sold_at = ticks::now();
    at.sell(due);
    at.time.advance(hours{24 * 10});
    at.sell(scheduled - due);  // ten days later, and due ten days later
    auto const selling = std::chrono::duration<double>(ticks::now() - sold_at).count();
    at.time.set(*parse_rfc3339("2027-02-11T09:30:00Z"));
    auto const own = own_cpu_seconds();
    auto const redis = redis_cpu_seconds(server);
    auto const began = ticks::now();
    at.collect();
    auto const took = std::chrono::duration<double>(ticks::now() - began).count();
    auto const each = 1e6 / static_cast<double>(due);
    if (at.outside.charges != due)
        throw std::runtime_error("of " + std::to_string(due) + " due items " +
                                 std::to_string(at.outside.charges) + " were collected");
    std::printf(
        "{\"scheduled\": %zu, \"due\": %zu, \"items_per_second\": %.0f, \"us_per_item\": %.1f, "
        "\"gateway_us_per_item\": %.1f, \"redis_us_per_item\": %.1f, \"selling_seconds\": %.1f}\n",
        scheduled, due, static_cast<double>(due) / took, took * each, (own_cpu_seconds() - own) * each,
        (redis_cpu_seconds(server) - redis) * each, selling);
    std::fflush(stdout);
}

// --- Room

// Of all keys by kind, "a=1234 l=567 ": what MEMORY USAGE says of each.
constexpr char const* add_up_memory =
    "EVAL \"local sums, from = {}, '0' repeat local step = redis.call('SCAN', from, 'COUNT', 1000) from = "
    "step[1] "
    "for _, key in ipairs(step[2]) do local kind = string.match(key, '^q:{s%d%d}:(%a+)') or 'other' "
    "sums[kind] = (sums[kind] or 0) + redis.call('MEMORY', 'USAGE', key, 'SAMPLES', 0) end until from == '0' "
    "local said = '' for kind, sum in pairs(sums) do said = said .. kind .. '=' .. sum .. ' ' end return "
    "said\" 0";

void tell_room(tests::redis_server const& server, std::size_t accounts, double empty, char const* when) {
    auto answer = server.command(add_up_memory);
    if (!answer.starts_with('$')) throw std::runtime_error("Redis does not add up its memory: " + answer);
    std::istringstream words{answer.substr(answer.find('\n') + 1)};
    double sum = 0;
    std::string kinds;
    for (std::string word; words >> word;) {
        auto const bytes = std::stod(word.substr(word.find('=') + 1)) / static_cast<double>(accounts);
        sum += bytes;
        kinds += ", \"" + word.substr(0, word.find('=')) + "\": " + std::to_string(std::lround(bytes));
    }
    auto const used =
        (number_in(server.command("INFO memory"), "used_memory:") - empty) / static_cast<double>(accounts);
    std::printf(
        "{\"when\": \"%s\", \"accounts\": %zu, \"kib_per_account\": %.2f, \"used_memory_kib\": %.2f%s}\n",
        when, accounts, sum / 1024, used / 1024, kinds.c_str());
    std::fflush(stdout);
}

void measure_room(how const& given, std::size_t accounts) {
    tests::redis_server server{redis_options(given)};
    gateway at{server, given};
    auto const empty = number_in(server.command("INFO memory"), "used_memory:");
    at.sell(accounts);
    tell_room(server, accounts, empty, "sold");
    for (int item = 1; item < given.items; ++item) {
        auto const day = domain::months_after(
            civil_date{std::chrono::year{2027}, std::chrono::month{1}, std::chrono::day{11}}, item);
        at.time.set(domain::at_hour("Europe/Lisbon", day, hours{9} + std::chrono::minutes{30}));
        at.collect();
        at.hear_webhooks();
    }
    auto const expected = accounts * static_cast<std::size_t>(given.items - 1);
    if (at.outside.charges != expected) throw std::runtime_error("not all items were collected");
    tell_room(server, accounts, empty, "collected");
}

std::vector<std::size_t> numbers_in(std::string const& list) {
    std::vector<std::size_t> all;
    std::istringstream text{list};
    for (std::string one; std::getline(text, one, ',');) all.push_back(std::stoul(one));
    return all;
}

void run(arguments const& given) {
    how const chosen{given.number("together"),
                     static_cast<int>(given.number("connections")),
                     static_cast<int>(given.number("items")),
                     given.number("everysec") != 0,
                     given.text("redis"),
                     given.text("config")};
    if (auto const room = given.number("room"); room > 0) measure_room(chosen, room);
    for (auto const scheduled : numbers_in(given.text("scheduled"))) {
        if (scheduled > 0) measure_collecting(chosen, scheduled, given.number("due"));
    }
}

}  // namespace
}  // namespace quittance::bench

int main(int argc, char** argv) {
    try {
        quittance::bench::run({argc,
                               argv,
                               {{"scheduled", "100000"},
                                {"due", "10000"},
                                {"room", "1000"},
                                {"items", "12"},
                                {"together", "256"},
                                {"connections", "4"},
                                {"everysec", "0"},
                                {"redis", ""},
                                {"config", "config/redis.conf"}}});
        return 0;
    } catch (std::exception const& wrong) {
        std::fprintf(stderr, "bench_collecting: %s\n", wrong.what());
        return 1;
    }
}
