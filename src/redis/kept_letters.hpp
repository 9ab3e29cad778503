// The letters on record: a hash for each message, `b:<hash>` its bytes and `r:<hash>` the server's words, so
// that one DEL takes it out; and a string for each token of a return path. The bytes are packed; those of an
// older program are text, and read as they are.
#pragma once
#include "pool.hpp"
#include "quittance/engine/kept_letters.hpp"

namespace quittance::redis {

class redis_letters final : public engine::kept_letters {
public:
    explicit redis_letters(pool& connections) : pool_(connections) {}

    engine::awaitable<void> keep(engine::letter_place where, std::string token,
                                 engine::kept_letter what) override;
    engine::awaitable<void> note_reply(engine::letter_place where, std::string hash,
                                       std::string reply) override;
    engine::awaitable<void> drop(engine::letter_place where, std::string hash) override;
    engine::awaitable<std::vector<engine::kept_letter>> kept(domain::client_id client, int number) override;
    engine::awaitable<void> forget(domain::client_id client, int number) override;
    engine::awaitable<std::optional<engine::letter_place>> find_token(std::string token) override;

private:
    pool& pool_;
};

}  // namespace quittance::redis
