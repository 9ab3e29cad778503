// What was sent, kept in memory, with the semantics of the redis room: both pass the contract suite in
// tests/contract/store.
#pragma once
#include <map>
#include <utility>

#include "quittance/base/clock.hpp"
#include "quittance/engine/kept_letters.hpp"

namespace quittance::doubles {

using engine::awaitable;

class memory_letters final : public engine::kept_letters {
public:
    // Without a clock no token is ever too old.
    explicit memory_letters(clock const* time = nullptr) : clock_(time) {}

    bool unavailable = false;  // every call throws store_unavailable

    awaitable<void> keep(engine::letter_place where, std::string token, engine::kept_letter what) override;
    awaitable<void> note_reply(engine::letter_place where, std::string hash, std::string reply) override;
    awaitable<void> drop(engine::letter_place where, std::string hash) override;
    awaitable<std::vector<engine::kept_letter>> kept(domain::client_id client, int number) override;
    awaitable<void> forget(domain::client_id client, int number) override;
    awaitable<std::optional<engine::letter_place>> find_token(std::string token) override;

    // With the account whose they are.
    void forget_all(domain::client_id const& client);

private:
    using message = std::pair<domain::client_id, int>;
    struct known_token {
        engine::letter_place where;
        std::optional<instant> ends;
    };
    awaitable<void> turn();
    engine::kept_letter* find(engine::letter_place const& where, std::string const& hash);

    clock const* clock_;
    std::map<message, std::map<std::string, engine::kept_letter>> messages_;
    std::map<std::string, known_token> tokens_;
};

}  // namespace quittance::doubles
