// A lane per busy account: first come, first served, and the next in line inherits the account just committed
// and skips the load. Optimistic retries alone fail on a hot account: with 64 connections on one, 80 % of the
// requests were still conflicting after eight tries.
#pragma once
#include <list>
#include <memory>
#include <optional>
#include <unordered_map>

#include "quittance/base/suspension.hpp"
#include "quittance/engine/store.hpp"

namespace quittance::engine {

class lanes : public std::enable_shared_from_this<lanes> {
    struct place_in_line;
    struct lane {
        std::list<place_in_line*> waiting;  // empty nearly always, and then it costs nothing
        std::optional<loaded_account> inherited;
    };

public:
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
        std::shared_ptr<lanes> all_;
        domain::client_id client_;
        std::optional<loaded_account> bequest_;
    };

    awaitable<turn> enter(domain::client_id client);
    std::size_t busy() const { return lanes_.size(); }

private:
    std::optional<loaded_account> take(domain::client_id const& client);
    void leave(domain::client_id const& client, std::optional<loaded_account> bequest);

    std::unordered_map<domain::client_id, lane> lanes_;
};

}  // namespace quittance::engine
