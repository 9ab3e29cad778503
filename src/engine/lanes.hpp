// A lane per busy account: first come, first served, and the next in line inherits the account just committed
// and skips the load. Optimistic retries alone fail on a hot account: with 64 connections on one, 80 % of the
// requests were still conflicting after eight tries. Whoever is at work may take along those who stand at the
// front of the line: one commit for all of them, where one after the other cost a round trip each.
#pragma once
#include <functional>
#include <list>
#include <memory>
#include <optional>
#include <unordered_map>

#include "quittance/base/suspension.hpp"
#include "quittance/engine/accounts.hpp"

namespace quittance::engine {

class lanes : public std::enable_shared_from_this<lanes> {
    struct place_in_line;
    using line = std::list<place_in_line*>;
    struct lane {
        line waiting;  // empty nearly always, and then it costs nothing
        std::optional<loaded_account> inherited;
    };

public:
    // Who waits and may be taken along. It stays where it is, in the waiter's own frame.
    struct fellow {
        apply_request const& asked;
        bool alone = false;                   // it was taken along before, and must go by itself now
        std::optional<apply_result> outcome;  // its own, once it was served
    };

    // The right to work on one account, until destroyed. It keeps the lanes alive: frames of a stopped
    // process are unwound in any order.
    class turn {
    public:
        turn(std::shared_ptr<lanes> all, domain::client_id client)
            : all_(std::move(all)), client_(std::move(client)) {}
        turn(turn&&) noexcept = default;
        turn& operator=(turn&&) = delete;
        turn(turn const&) = delete;
        turn& operator=(turn const&) = delete;
        ~turn() {
            if (all_) all_->leave(client_, std::move(bequest_));
        }

        bool is_waited_for() const { return !all_->lanes_.at(client_).waiting.empty(); }
        std::optional<loaded_account> take_inheritance() { return all_->take(client_); }
        void bequeath(loaded_account committed) { bequest_ = std::move(committed); }

    private:
        friend class lanes;
        std::shared_ptr<lanes> all_;
        domain::client_id client_;
        std::optional<loaded_account> bequest_;
    };

    // Those taken along, in the order they came. Who is cancelled leaves by itself; who was not served when
    // this ends stands in line again, where they stood. It must end before the turn does.
    class company {
    public:
        explicit company(turn& mine) : mine_(mine) {}
        company(company const&) = delete;
        company& operator=(company const&) = delete;
        ~company() { send_back(0); }

        // From the front of the line, as long as they fit.
        void take(std::size_t most, std::function<bool(fellow const&)> const& fits);
        std::vector<fellow*> fellows() const;
        bool empty() const { return together_.empty(); }
        // All but the first so many go back in line.
        void send_back(std::size_t all_but);
        // All go back, and nobody takes them along any more.
        void part();
        // Each has its outcome and waits no longer.
        void serve();

    private:
        turn& mine_;
        line together_;
    };

    awaitable<turn> enter(domain::client_id client);
    // Nothing: `me` was taken along and has its outcome. Without `me` nobody takes it along.
    awaitable<std::optional<turn>> enter_or_ride(domain::client_id client, fellow* me);
    std::size_t busy() const { return lanes_.size(); }

private:
    std::optional<loaded_account> take(domain::client_id const& client);
    void leave(domain::client_id const& client, std::optional<loaded_account> bequest);

    std::unordered_map<domain::client_id, lane> lanes_;
};

}  // namespace quittance::engine
