#include <fmt/format.h>

#include <algorithm>

#include "config.hpp"
#include "quittance/domain/money.hpp"

namespace quittance::app {
namespace {

bool is_offer_id(std::string const& text) {
    auto const fits = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; };
    return !text.empty() && text.size() <= 64 && std::all_of(text.begin(), text.end(), fits);
}

// "120.00 EUR": the amount, one blank, the currency. Answers what is wrong.
std::optional<std::string> read_price(std::string const& text, domain::money& into) {
    auto const blank = text.find(' ');
    if (blank == std::string::npos) {
        return fmt::format("is '{}', but must be an amount and a currency, such as \"120.00 EUR\"", text);
    }
    auto const unit = domain::currency::parse(text.substr(blank + 1));
    if (!unit) {
        return fmt::format("names '{}', no ISO 4217 currency; such as \"120.00 EUR\"",
                           text.substr(blank + 1));
    }
    auto const amount = domain::parse_amount(text.substr(0, blank), *unit);
    if (!amount) {
        return fmt::format("is '{}', no exact amount of {} ({} decimals, no separators, no sign)", text,
                           unit->code(), unit->exponent());
    }
    into = *amount;
    return std::nullopt;
}

// "19", "7.7", "8.875": percent with at most four decimals, so that it is exact in parts per million.
std::optional<std::int32_t> parse_percent(std::string text) {
    if (text.ends_with('%')) text.pop_back();
    while (text.ends_with(' ')) text.pop_back();
    auto const dot = text.find('.');
    auto whole = text.substr(0, dot);
    auto decimals = dot == std::string::npos ? std::string{} : text.substr(dot + 1);
    if (whole.empty() || whole.size() > 2 || decimals.size() > 4) return std::nullopt;
    if (dot != std::string::npos && decimals.empty()) return std::nullopt;
    decimals.resize(4, '0');
    auto const digits = whole + decimals;
    std::int32_t ppm = 0;
    for (char const c : digits) {
        if (c < '0' || c > '9') return std::nullopt;
        ppm = ppm * 10 + (c - '0');
    }
    return ppm;
}

void read_tax(toml_section from, domain::tax_terms& into) {
    if (auto const name = from.text("name")) into.name = *name;
    from.checked("rate", [&](std::string const& text) -> std::optional<std::string> {
        auto const rate = parse_percent(text);
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
