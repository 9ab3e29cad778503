// What must hold of the books of any story; fails a property where it does not.
#pragma once
#include "story.hpp"

namespace quittance::domain {

std::int64_t sum_of(std::vector<posting> const& all, book_account account, currency const& unit);
void books_agree(story const& told);

}  // namespace quittance::domain
