#include "api_money_request.hpp"

#include <array>

#include "api_fields.hpp"

namespace quittance::web {
namespace {

constexpr std::size_t longest_name = 120;
constexpr std::size_t longest_reason = 500;
constexpr std::size_t longest_id = 200;

constexpr std::array<std::pair<std::string_view, domain::hand_kind>, 5> kinds{
    {{"transfer", domain::hand_kind::transfer},
     {"cash", domain::hand_kind::cash},
     {"cheque", domain::hand_kind::cheque},
     {"voucher", domain::hand_kind::voucher},
     {"other", domain::hand_kind::other}}};

// The booking's currency is meant; naming another one is a slip.
std::optional<domain::money> amount_of(field_reader& from, domain::booking const& about) {
    auto const unit = about.terms.price.unit();
    auto const units = from.amount();
    auto const code = from.line("currency", 3);
    auto const named = domain::currency::parse(code);
    bool const is_meant = code.empty() || (named && *named == unit);
    if (!is_meant) from.wrong("currency", "must be the booking's, " + std::string{unit.code()});
    if (!units) return std::nullopt;
    return domain::money::minor(*units, unit);
}

std::string author_of(field_reader& from) {
    auto author = from.line("author", longest_name);
    if (!from.has("author")) from.wrong("author", "is needed: who decides this");
    return author;
}

std::string id_of(field_reader& from, std::string const& key) {
    auto id = from.line("id", longest_id);
    if (!from.has("id")) id = key;
    if (id.empty()) from.wrong("id", "is needed, or an Idempotency-Key: the same one counts once");
    return id;
}

civil_date date_of(field_reader& from) {
    auto const text = from.line("on", 10);
    auto const read = parse_iso_date(text);
    if (!from.has("on")) {
        from.wrong("on", "is needed: the day, as YYYY-MM-DD");
    } else if (!read && !text.empty()) {
        from.wrong("on", "must be a date that exists, as YYYY-MM-DD");
    }
    return read.value_or(civil_date{});
}

domain::hand_kind kind_of(field_reader& from) {
    auto const word = from.line("kind", 20);
    for (auto const& [name, kind] : kinds) {
        if (word == name) return kind;
    }
    if (from.has("kind")) from.wrong("kind", "must be transfer, cash, cheque, voucher or other");
    return domain::hand_kind::transfer;
}

template <class Read>
money_request read_with(std::string_view body, std::vector<std::string_view> const& names, Read read) {
    auto const parsed = parse_object(body);
    if (auto const* const wrong = std::get_if<problem>(&parsed)) return *wrong;
    auto const& object = std::get<boost::json::object>(parsed);
    field_reader from{object};
    refuse_unknown(object, names, from);
    domain::command asked = read(from);
    auto errors = from.take_errors();
    if (errors.empty()) return asked;
    return problem{422, "invalid-request", "Some fields cannot be taken.", "", std::move(errors)};
}

}  // namespace

money_request read_refund(std::string_view body, domain::booking const& about, std::string const& key) {
    return read_with(body, {"amount", "currency", "payment", "items", "reopens", "reason", "author", "id"},
                     [&](field_reader& from) {
                         domain::order_refund asked;
                         asked.booking = about.id;
                         asked.intent = domain::intent_id{from.line("payment", longest_id)};
                         asked.amount = amount_of(from, about);
                         asked.reopens = from.flag("reopens");
                         asked.items = from.counts("items");
                         asked.reason = from.line("reason", longest_reason);
                         asked.author = author_of(from);
                         asked.id = id_of(from, key);
                         return asked;
                     });
}

money_request read_payment(std::string_view body, domain::booking const& about, std::string const&) {
    return read_with(body, {"amount", "currency", "reference", "kind", "on", "author"},
                     [&](field_reader& from) {
                         domain::take_by_hand asked;
                         asked.booking = about.id;
                         asked.reference = from.line("reference", longest_id);
                         if (!from.has("reference"))
                             from.wrong("reference", "is needed: the same one counts once");
                         if (!from.has("amount")) from.wrong("amount", "is needed");
                         asked.amount = amount_of(from, about).value_or(domain::money{});
                         asked.kind = kind_of(from);
                         asked.on = date_of(from);
                         asked.author = author_of(from);
                         return asked;
                     });
}

money_request read_delivery(std::string_view body, domain::booking const& about, std::string const& key) {
    return read_with(body, {"id", "on", "credits", "no_show", "author"}, [&](field_reader& from) {
        domain::deliver asked;
        asked.booking = about.id;
        asked.id = id_of(from, key);
        asked.on = date_of(from);
        asked.credits = from.count("credits", 1);
        asked.no_show = from.flag("no_show");
        asked.author = author_of(from);
        return asked;
    });
}

}  // namespace quittance::web
