#include "currencies.hpp"

#include <algorithm>

namespace quittance::sandbox {

namespace {

constexpr std::string_view known =
    " usd aed afn all amd ang aoa ars aud awg azn bam bbd bdt bgn bhd bif bmd bnd bob brl bsd bwp byn bzd "
    "cad cdf chf"
    " clp cny cop crc cve czk djf dkk dop dzd egp etb eur fjd fkp gbp gel gip gmd gnf gtq gyd hkd hnl hrk "
    "htg huf idr"
    " ils inr isk jmd jod jpy kes kgs khr kmf krw kwd kyd kzt lak lbp lkr lrd lsl mad mdl mga mkd mmk mnt "
    "mop mur mvr"
    " mwk mxn myr mzn nad ngn nio nok npr nzd omr pab pen pgk php pkr pln pyg qar ron rsd rub rwf sar sbd "
    "scr sek sgd"
    " shp sle sos srd std szl thb tjs tnd top try ttd twd tzs uah ugx uyu uzs vnd vuv wst xaf xcd xof xpf "
    "yer zar zmw ";
constexpr std::string_view without_decimals = " bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf ";
constexpr std::string_view three_decimals = " bhd jod kwd omr tnd ";
constexpr std::string_view whole_units_only = " isk ugx ";

struct least {
    std::string_view currency;
    std::int64_t amount;
};
constexpr least minimums[] = {
    {"usd", 50},  {"aed", 200},  {"ars", 50},  {"aud", 50},  {"brl", 50},  {"cad", 50},   {"chf", 50},
    {"cop", 50},  {"czk", 1500}, {"dkk", 250}, {"eur", 50},  {"gbp", 30},  {"hkd", 400},  {"huf", 17500},
    {"idr", 50},  {"ils", 50},   {"inr", 50},  {"jpy", 50},  {"krw", 50},  {"mxn", 1000}, {"myr", 200},
    {"nok", 300}, {"nzd", 50},   {"php", 50},  {"pln", 200}, {"ron", 200}, {"rub", 50},   {"sek", 300},
    {"sgd", 50},  {"thb", 1000}, {"zar", 50},
};

bool among(std::string_view list, std::string_view code) {
    return code.size() == 3 && list.find(" " + std::string(code) + " ") != std::string_view::npos;
}

unsigned decimals(std::string_view code) {
    if (among(without_decimals, code)) return 0;
    return among(three_decimals, code) ? 3 : 2;
}

std::int64_t minimum(std::string_view code) {
    for (auto const& each : minimums)
        if (each.currency == code) return each.amount;
    return 1;
}

std::string_view symbol(std::string_view code) {
    if (code == "eur") return "€";
    if (code == "usd") return "$";
    if (code == "gbp") return "£";
    return code == "jpy" ? "¥" : "";
}

}  // namespace

bool is_known_currency(std::string_view code) { return among(known, code); }

std::optional<refusal> check_amount(std::int64_t amount, std::string_view currency,
                                    std::string_view parameter) {
    if (amount < 0) return invalid("Invalid non-negative integer", parameter, "parameter_invalid_integer");
    if (amount < minimum(currency))
        return invalid("Amount must be at least " + money_text(minimum(currency), currency) + " " +
                           std::string(currency),
                       parameter, "amount_too_small");
    if (amount > 99'999'999)
        return invalid("Amount must be no more than " + money_text(99'999'999, currency), parameter,
                       "amount_too_large");
    if (among(three_decimals, currency) && amount % 10 != 0)
        return invalid("The last digit of an amount in this currency must be 0.", parameter,
                       "parameter_invalid_integer");
    if (among(whole_units_only, currency) && amount % 100 != 0)
        return invalid("Amounts in this currency are whole units: the last two digits must be 00.", parameter,
                       "parameter_invalid_integer");
    return std::nullopt;
}

std::string money_text(std::int64_t amount, std::string_view currency) {
    unsigned const places = decimals(currency);
    std::string digits = std::to_string(amount);
    if (digits.size() <= places) digits.insert(0, places + 1 - digits.size(), '0');
    if (places > 0) digits.insert(digits.size() - places, ".");
    if (auto const sign = symbol(currency); !sign.empty()) return std::string(sign) + digits;
    std::string code(currency);
    std::transform(code.begin(), code.end(), code.begin(),
                   [](char c) { return static_cast<char>(c - 'a' + 'A'); });
    return code + " " + digits;
}

}  // namespace quittance::sandbox
