#include "quittance/pages/format.hpp"

#include <unicode/calendar.h>
#include <unicode/datefmt.h>
#include <unicode/listformatter.h>
#include <unicode/numberformatter.h>
#include <unicode/smpdtfmt.h>
#include <unicode/timezone.h>

#include <algorithm>
#include <map>
#include <memory>
#include <stdexcept>

namespace quittance::pages {
namespace {

icu::Locale locale_named(std::string_view tag) {
    UErrorCode status = U_ZERO_ERROR;
    auto named =
        icu::Locale::forLanguageTag(icu::StringPiece{tag.data(), static_cast<int>(tag.size())}, status);
    if (U_FAILURE(status) != 0 || tag.empty() || named.isBogus() != 0) return icu::Locale::getUK();
    return named;
}

std::string utf8(icu::UnicodeString const& text) {
    std::string out;
    text.toUTF8String(out);
    return out;
}

bool counts_the_first(icu::Locale const& where) { return std::string_view{where.getLanguage()} == "fr"; }

// French counts the first of a month, and only that one: "1er juin". ICU has no letter for it.
void count_the_day(icu::DateFormat& format) {
    auto* const known = dynamic_cast<icu::SimpleDateFormat*>(&format);
    if (known == nullptr) return;
    icu::UnicodeString pattern;
    known->toPattern(pattern);
    auto const day = pattern.indexOf(u'd');
    if (day < 0) return;
    pattern.insert(day + 1, u"'er'");
    known->applyPattern(pattern);
}

bool is_on_the_first(icu::DateFormat const& format, UDate when) {
    UErrorCode status = U_ZERO_ERROR;
    std::unique_ptr<icu::Calendar> const days{format.getCalendar()->clone()};
    days->setTime(when, status);
    return days->get(UCAL_DATE, status) == 1 && U_SUCCESS(status) != 0;
}

std::string formatted_date(instant when, icu::TimeZone* owned_zone, std::string_view locale, bool with_time) {
    auto const where = locale_named(locale);
    std::unique_ptr<icu::DateFormat> const format{
        with_time
            ? icu::DateFormat::createDateTimeInstance(icu::DateFormat::kLong, icu::DateFormat::kShort, where)
            : icu::DateFormat::createDateInstance(icu::DateFormat::kLong, where)};
    format->adoptTimeZone(owned_zone);
    auto const moment = static_cast<UDate>(unix_millis(when));
    if (counts_the_first(where) && is_on_the_first(*format, moment)) count_the_day(*format);
    icu::UnicodeString text;
    format->format(moment, text);
    return utf8(text);
}

// ICU takes a millisecond to make a formatter, and a letter holds a dozen dates. Locales are as many as
// clients say, so what is kept has an end.
constexpr std::size_t most_kept = 64;

template <class Formatter, class Make>
Formatter& kept(std::string const& key, Make make) {
    thread_local std::map<std::string, std::unique_ptr<Formatter>> all;
    if (auto const found = all.find(key); found != all.end()) return *found->second;
    if (all.size() >= most_kept) all.clear();
    return *all.emplace(key, make()).first->second;
}

std::unique_ptr<icu::DateFormat> day_format(char const* skeleton, std::string_view locale) {
    UErrorCode status = U_ZERO_ERROR;
    auto const where = locale_named(locale);
    std::unique_ptr<icu::DateFormat> made{
        icu::DateFormat::createInstanceForSkeleton(skeleton, where, status)};
    if (U_FAILURE(status) != 0)
        made.reset(icu::DateFormat::createDateInstance(icu::DateFormat::kLong, where));
    made->adoptTimeZone(icu::TimeZone::getGMT()->clone());
    return made;
}

std::string formatted_day(civil_date date, char const* skeleton, std::string_view locale) {
    bool const is_counted = date.day() == std::chrono::day{1} && counts_the_first(locale_named(locale));
    auto const key = std::string{skeleton} + (is_counted ? " counted " : " ") + std::string{locale};
    auto const& format = kept<icu::DateFormat>(key, [&] {
        auto made = day_format(skeleton, locale);
        if (is_counted) count_the_day(*made);
        return made;
    });
    auto const noon = instant{std::chrono::sys_days{date} + std::chrono::hours{12}};
    icu::UnicodeString text;
    format.format(static_cast<UDate>(unix_millis(noon)), text);
    return utf8(text);
}

std::unique_ptr<icu::number::LocalizedNumberFormatter> money_format(domain::currency const& unit,
                                                                    std::string_view locale) {
    UErrorCode status = U_ZERO_ERROR;
    auto const code = std::string{unit.code()};
    auto const currency = icu::CurrencyUnit{icu::StringPiece{code.c_str()}, status};
    return std::make_unique<icu::number::LocalizedNumberFormatter>(
        icu::number::NumberFormatter::withLocale(locale_named(locale))
            .unit(currency)
            .precision(icu::number::Precision::fixedFraction(unit.exponent())));
}

icu::TimeZone* zone_named(std::string_view zone) {
    return icu::TimeZone::createTimeZone(
        icu::UnicodeString::fromUTF8(icu::StringPiece{zone.data(), static_cast<int>(zone.size())}));
}

bool is_word(std::string_view part, std::size_t least, std::size_t most) {
    auto const plain = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    };
    return part.size() >= least && part.size() <= most && std::ranges::all_of(part, plain);
}

}  // namespace

std::string money_text(domain::money amount, std::string_view locale) {
    // A decimal text, not a double: 2^53 minor units would already be rounded.
    UErrorCode status = U_ZERO_ERROR;
    auto const code = std::string{amount.unit().code()};
    auto const& format = kept<icu::number::LocalizedNumberFormatter>(
        code + " " + std::string{locale}, [&] { return money_format(amount.unit(), locale); });
    auto const text = format.formatDecimal(domain::plain_number(amount), status).toString(status);
    if (U_FAILURE(status) != 0) return domain::plain_text(amount);
    return utf8(text);
}

std::string date_text(civil_date date, std::string_view locale) {
    auto const noon = std::chrono::sys_days{date} + std::chrono::hours{12};
    return formatted_date(noon, icu::TimeZone::getGMT()->clone(), locale, false);
}

std::string day_text(civil_date date, std::string_view locale) {
    return formatted_day(date, "yMMMEd", locale);
}

std::string weekday_text(civil_date date, std::string_view locale) {
    return formatted_day(date, "yMMMMEEEEd", locale);
}

std::string month_text(std::chrono::year_month month, std::string_view locale) {
    return formatted_day(month / 1, "yMMMM", locale);
}

std::string list_text(std::vector<std::string> const& parts, std::string_view locale) {
    UErrorCode status = U_ZERO_ERROR;
    std::vector<icu::UnicodeString> items;
    items.reserve(parts.size());
    for (auto const& one : parts) items.push_back(icu::UnicodeString::fromUTF8(one));
    auto const& format = kept<icu::ListFormatter>(std::string{locale}, [&] {
        std::unique_ptr<icu::ListFormatter> made{
            icu::ListFormatter::createInstance(locale_named(locale), status)};
        if (made == nullptr) throw std::runtime_error{"ICU has no data: install the package of its data"};
        return made;
    });
    icu::UnicodeString text;
    format.format(items.data(), static_cast<std::int32_t>(items.size()), text, status);
    if (U_SUCCESS(status) != 0) return utf8(text);
    std::string plain;
    for (auto const& one : parts) plain.append(plain.empty() ? "" : ", ").append(one);
    return plain;
}

std::string date_text(instant when, std::string_view zone, std::string_view locale) {
    return formatted_date(when, zone_named(zone), locale, false);
}

std::string moment_text(instant when, std::string_view zone, std::string_view locale) {
    return formatted_date(when, zone_named(zone), locale, true);
}

std::string card_brand_text(std::string_view brand) {
    if (brand == "amex") return "American Express";
    if (brand == "unionpay") return "UnionPay";
    if (brand == "jcb") return "JCB";
    std::string text{brand};
    if (!text.empty() && text.front() >= 'a' && text.front() <= 'z')
        text.front() = static_cast<char>(text.front() - 'a' + 'A');
    return text;
}

std::string percent_text(std::int32_t parts_per_million, std::string_view locale) {
    UErrorCode status = U_ZERO_ERROR;
    auto const text = icu::number::NumberFormatter::withLocale(locale_named(locale))
                          .unit(icu::NoUnit::percent())
                          .scale(icu::number::Scale::powerOfTen(-4))
                          .precision(icu::number::Precision::maxFraction(4))
                          .formatInt(parts_per_million, status)
                          .toString(status);
    if (U_FAILURE(status) != 0) return std::to_string(parts_per_million) + " ppm";
    return utf8(text);
}

bool is_locale_tag(std::string_view tag) {
    if (tag.empty() || tag.size() > 35) return false;
    auto part = tag.substr(0, tag.find('-'));
    auto const letters = [](char c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; };
    if (part.size() < 2 || part.size() > 3 || !std::ranges::all_of(part, letters)) return false;
    for (auto rest = tag.substr(part.size()); !rest.empty(); rest.remove_prefix(part.size())) {
        rest.remove_prefix(1);
        part = rest.substr(0, rest.find('-'));
        if (!is_word(part, 1, 8)) return false;
    }
    return true;
}

}  // namespace quittance::pages
