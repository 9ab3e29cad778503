#include "quittance/redis/redis.hpp"

#include "fsck.hpp"
#include "kept_letters.hpp"
#include "ledger.hpp"
#include "outbox.hpp"
#include "pool.hpp"
#include "queues.hpp"
#include "refusals.hpp"
#include "registry.hpp"
#include "store.hpp"

namespace quittance::redis {
namespace {

using told = std::shared_ptr<std::function<void()>>;

connection_settings settings_of(options const& how, log& lines, metrics& figures, told const& whom) {
    connection_settings settings;
    settings.where = parse_address(how.url);
    settings.ca_file = how.ca_file;
    settings.deadline = how.deadline;
    settings.lines = &lines;
    settings.reconnects = &figures.count("quittance_redis_connections_lost_total",
                                         "Connections to Redis that broke and were made again.");
    settings.round_trips = &figures.distribute(
        "quittance_redis_round_trip_seconds", "From a command's being asked to its reply.",
        {0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.5, 2.0});
    settings.lost = [whom] {
        if (*whom) (*whom)();
    };
    return settings;
}

class one_database final : public database {
public:
    one_database(boost::asio::any_io_executor executor, options const& how, log& lines, metrics& figures)
        : pool_(std::move(executor), settings_of(how, lines, figures, lost_), how.connections,
                figures.count("quittance_redis_script_loads_total",
                              "Scripts that Redis had to be told again.")),
          accept_power_loss_(how.accept_power_loss),
          accounts_(pool_),
          queues_(pool_),
          registry_(pool_, how.real_time),
          outbox_(pool_),
          letters_(pool_) {}

    engine::store& accounts() override { return accounts_; }
    engine::queues& queues() override { return queues_; }
    engine::registry& registry() override { return registry_; }
    engine::outbox& outbox() override { return outbox_; }
    engine::kept_letters& letters() override { return letters_; }
    engine::ledgers& ledgers() override { return accounts_; }

    void on_connection_lost(std::function<void()> tell) override { *lost_ = std::move(tell); }
    void forget_what_was_seen() override { accounts_.forget_what_was_seen(); }
    std::vector<std::uint64_t> commits_seen() const override { return accounts_.commits_seen(); }

    boost::asio::awaitable<void> connect() override {
        command_batch batch;
        batch.command({"PING"});
        co_await pool_.ask_one(batch);
    }

    boost::asio::awaitable<std::vector<std::string>> refusals() override {
        auto const seen = co_await observe(pool_);
        co_return judge(seen, accept_power_loss_);
    }

    boost::asio::awaitable<std::vector<finding>> fsck(instant now, domain::policy rules) override {
        co_return co_await check_store(pool_, now, rules);
    }

    boost::asio::awaitable<std::size_t> fill_list_of_all() override {
        co_return co_await redis::fill_list_of_all(pool_);
    }

    boost::asio::awaitable<std::vector<domain::recorded>> ledger(domain::client_id client) override {
        return ledger_of(pool_, std::move(client));
    }

    boost::asio::awaitable<stored_account> stored(domain::client_id client) override {
        return stored_account_of(pool_, std::move(client));
    }

    void close() override { pool_.close(); }

private:
    told lost_ = std::make_shared<std::function<void()>>();
    pool pool_;
    bool accept_power_loss_;
    redis_store accounts_;
    redis_queues queues_;
    redis_registry registry_;
    redis_outbox outbox_;
    redis_letters letters_;
};

}  // namespace

std::unique_ptr<database> make_database(boost::asio::any_io_executor executor, options how, log& lines,
                                        metrics& figures) {
    if (how.connections < 1) throw std::invalid_argument("Redis needs at least one connection");
    return std::make_unique<one_database>(std::move(executor), std::move(how), lines, figures);
}

}  // namespace quittance::redis
