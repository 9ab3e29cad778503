// A decision made step by step: what one step decided, the next one sees.
#pragma once
#include "quittance/domain/decide.hpp"

namespace quittance::domain {

using decided = result<decision, refusal>;
using verdict = result<void, refusal>;

class deciding {
public:
    explicit deciding(account const& current) : account_(current) {}

    account const& seen() const { return account_; }
    void happens(event e) {
        evolve(account_, e);
        made_.events.push_back(std::move(e));
    }
    void orders(effect e) { made_.effects.push_back(std::move(e)); }
    decision done() { return std::move(made_); }

private:
    account account_;
    decision made_;
};

template <class Step>
decided deciding_by(account const& current, Step step) {
    deciding so_far{current};
    if (auto const outcome = step(so_far); !outcome) return outcome.error();
    return so_far.done();
}

}  // namespace quittance::domain
