#include <fmt/format.h>

#include <algorithm>

#include "config.hpp"
#include "offer_plan.hpp"
#include "written_values.hpp"

namespace quittance::app {
namespace {

constexpr std::int32_t most_tax_ppm = 999'999;

bool is_offer_id(std::string const& text) {
    auto const fits = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; };
    return !text.empty() && text.size() <= 64 && std::all_of(text.begin(), text.end(), fits);
}

void read_tax(toml_section from, domain::tax_terms& into) {
    if (auto const name = from.text("name")) into.name = *name;
    from.checked("rate", [&](std::string const& text) -> std::optional<std::string> {
        auto const rate = parse_percent(text, most_tax_ppm);
        if (!rate) return fmt::format("is '{}', but must be a percentage such as \"19\" or \"7.7\"", text);
        into.rate_ppm = *rate;
        return std::nullopt;
    });
    if (auto const included = from.flag("included")) into.included = *included;
    from.done();
}

void read_offer(toml_section from, domain::catalogue& into) {
    domain::offer read;
    from.checked("id", [&](std::string const& text) -> std::optional<std::string> {
        if (!is_offer_id(text)) return fmt::format("is '{}', but may hold a-z, 0-9 and '-' only", text);
        if (into.contains(domain::offer_id{text})) return fmt::format("'{}' is used by another offer", text);
        read.id = domain::offer_id{text};
        return std::nullopt;
    });
    if (!from.has("id")) from.complain("id", "is missing: every offer needs one");
    if (auto const title = from.text("title")) read.title = *title;
    if (read.title.empty()) from.complain("title", "is missing: the payer has to see what is paid for");
    if (auto const description = from.text("description")) read.description = *description;
    from.checked("price", [&](std::string const& text) { return read_price(text, read.price); });
    if (!from.has("price")) {
        from.complain("price", "is missing; such as price = \"120.00 EUR\"");
    }
    if (auto tax = from.section("tax")) read_tax(*tax, read.tax);
    if (auto const open = from.flag("open_link")) read.open_link = *open;
    if (auto const hours = from.whole("hold_hours", 1, 2'160)) read.hold_hours = static_cast<int>(*hours);
    read_plan(from, read);
    read_credits(from, read);
    read_cancellation(from, read);
    read_late_fee(from, read);
    from.done();
    if (!domain::terms_of(read)) from.complain("price", "is too large once the tax is added");
    if (!read.id.empty()) into.emplace(read.id, read);
}

}  // namespace

domain::catalogue read_offers(std::string const& file) {
    auto const text = read_toml(file);
    complaints wrong{file};
    domain::catalogue offers;
    toml_section root{text, "", wrong};
    for (auto& offer : root.sections("offer")) read_offer(std::move(offer), offers);
    root.done();
    wrong.refuse_if_any();
    return offers;
}

}  // namespace quittance::app
