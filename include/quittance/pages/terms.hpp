// Promises: what a client agrees to before a plan is bought. One set of sentences makes three things: the
// page with its button, the exact text that is kept, and the short note that the processor's page repeats.
// The text stands on its own and is the same, byte for byte, whenever the same facts are given. Refuses to
// know what was agreed before, and to take an agreement: that is a POST, and `web`'s.
#pragma once
#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "quittance/domain/schedule.hpp"
#include "quittance/pages/public.hpp"

namespace quittance::pages {

struct terms_view {
    domain::sale_terms terms;
    domain::agreement made;
    std::vector<domain::scheduled_item> items;  // schedule_of; of a retainer: its first periods
    std::string reference;
    std::chrono::minutes collect_at{};
    std::vector<int> retry_days;
    std::string locale;  // BCP 47; empty: the business's
};

std::string agreement_text(business const& who, terms_view const& view);
// What is paid on the processor's page.
domain::money paid_now(terms_view const& view);

// The page asks for the agreement to the very text of agreement_text.
enum class terms_news {
    none,
    renewed  // the client agreed to a text that is not today's
};
std::string terms_page(business const& who, terms_view const& view, button const& agree, terms_news news);

// Beside the processor's pay button, at most 1,200 characters. `hash` is the text's.
constexpr std::size_t most_note = 1'200;
std::string terms_note(business const& who, terms_view const& view, std::string_view hash);
// The first characters of a hash, by which people tell one agreement from another.
std::string short_hash(std::string_view hash);

enum class plan_obstacle {
    service_day_missing,  // the plan counts from a day that the link does not say
    day_passed,           // one of its dates is over
    other                 // its shares cannot be charged, or its dates cannot be computed
};
// Why there is nothing to agree to, and what to do.
std::string plan_not_possible(business const& who, purchase_view const& what, plan_obstacle why);

}  // namespace quittance::pages
