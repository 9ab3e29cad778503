// Sums by currency and account, while they are added up.
#pragma once
#include <map>
#include <utility>

#include "quittance/domain/journal.hpp"

namespace quittance::domain {

class journal_sums {
public:
    void add(book_account account, money amount) { all_[{amount.unit(), account}] += amount.minor_units(); }
    void add(std::vector<posting> const& more) {
        for (auto const& p : more) add(p.account, p.amount);
    }
    void subtract(std::vector<posting> const& less) {
        for (auto const& p : less) all_[{p.amount.unit(), p.account}] -= p.amount.minor_units();
    }
    // None of them zero.
    std::vector<posting> postings() const {
        std::vector<posting> told;
        for (auto const& [key, units] : all_) {
            if (units != 0) told.push_back({key.second, money::minor(units, key.first)});
        }
        return told;
    }

private:
    std::map<std::pair<currency, book_account>, std::int64_t> all_;
};

}  // namespace quittance::domain
