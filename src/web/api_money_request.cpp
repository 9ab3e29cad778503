#include "api_money_request.hpp"

#include <array>

#include "api_fields.hpp"
#include "hints.hpp"
#include "quittance/base/digest.hpp"
#include "quittance/domain/balance.hpp"

namespace quittance::web {
namespace {

constexpr std::size_t longest_name = 120;
constexpr std::size_t longest_reason = 500;
constexpr std::size_t longest_id = 200;
constexpr std::size_t longest_moment = 40;
constexpr std::size_t most_parts = 60;
constexpr std::size_t most_contacts = 3;
constexpr int most_days = 3'660;
constexpr int most_credits = 10'000;

constexpr std::array<std::pair<std::string_view, domain::hand_kind>, 5> kinds{
    {{"transfer", domain::hand_kind::transfer},
     {"cash", domain::hand_kind::cash},
     {"cheque", domain::hand_kind::cheque},
     {"voucher", domain::hand_kind::voucher},
     {"other", domain::hand_kind::other}}};

// The booking's currency is meant; naming another one is a slip.
std::optional<domain::money> amount_of(field_reader& from, domain::booking const& about,
                                       std::string_view field = "amount") {
    auto const unit = about.terms.price.unit();
    auto const units = from.amount(field);
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

std::string reason_of(field_reader& from) {
    auto reason = from.line("reason", longest_reason);
    if (!from.has("reason")) from.wrong("reason", "is needed: why");
    return reason;
}

std::string id_of(field_reader& from, std::string const& key) {
    auto id = from.line("id", longest_id);
    if (!from.has("id")) id = key;
    if (id.empty()) from.wrong("id", "is needed, or an Idempotency-Key: the same one counts once");
    return id;
}

civil_date date_of(field_reader& from, std::string_view field = "on") {
    auto const text = from.line(field, 10);
    auto const read = parse_iso_date(text);
    if (!from.has(field)) {
        from.wrong(field, "is needed: the day, as YYYY-MM-DD");
    } else if (!read && !text.empty()) {
        from.wrong(field, "must be a date that exists, as YYYY-MM-DD");
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

int item_of(field_reader& from) {
    if (!from.has("item")) from.wrong("item", "is needed: its number");
    return from.count("item", 1);
}

domain::money whole_of(domain::booking const& about, int item) {
    for (auto const& one : about.items)
        if (one.number == item) return one.amount;
    return about.terms.price;  // there is no such item, which is refused
}

// A part without an amount is the whole item on another day.
std::vector<domain::item_part> parts_of(field_reader& from, domain::booking const& about, int item) {
    std::vector<domain::item_part> parts;
    auto const given = from.objects("parts", most_parts);
    if (!from.has("parts")) from.wrong("parts", "is needed: what the item becomes");
    for (auto const* const one : given) {
        field_reader inside{*one};
        refuse_unknown(*one, {"amount", "due"}, inside);
        auto const amount = inside.amount();
        auto const due = date_of(inside, "due");
        if (given.size() > 1 && !inside.has("amount")) inside.wrong("amount", "is needed in each of several");
        from.take("parts[" + std::to_string(parts.size()) + "]", inside);
        parts.push_back(
            {amount ? domain::money::minor(*amount, about.terms.price.unit()) : whole_of(about, item), due});
    }
    return parts;
}

domain::item_part remaining_part(field_reader& from, boost::json::object const& one,
                                 domain::booking const& about, std::size_t index) {
    field_reader inside{one};
    refuse_unknown(one, {"amount", "due"}, inside);
    auto const amount = inside.amount();
    if (!inside.has("amount")) inside.wrong("amount", "is needed");
    auto const due = date_of(inside, "due");
    from.take("items[" + std::to_string(index) + "]", inside);
    return {domain::money::minor(amount.value_or(0), about.terms.price.unit()), due};
}

civil_date days_after(civil_date from, int days) {
    return civil_date{std::chrono::sys_days{from} + std::chrono::days{days}};
}

std::optional<instant> moment_of(field_reader& from, std::string_view field) {
    auto const text = from.line(field, longest_moment);
    auto const read = parse_rfc3339(text);
    if (!text.empty() && !read) from.wrong(field, "must be a moment, as 2027-01-31T10:00:00Z");
    return read;
}

domain::command take_back(field_reader& from, domain::booking const& about) {
    domain::take_back_delivery asked;
    asked.booking = about.id;
    asked.id = from.line("id", longest_id);
    if (!from.has("id")) from.wrong("id", "is needed: of the delivery that is taken back");
    for (auto const* const name : {"on", "credits", "no_show"})
        if (from.has(name)) from.wrong(name, "says nothing where a delivery is taken back");
    asked.reason = reason_of(from);
    asked.author = author_of(from);
    return asked;
}

// Its delivery will be known by it.
std::string session_of(field_reader& from) {
    auto id = from.line("id", longest_id);
    if (!from.has("id")) from.wrong("id", "is needed: the session's own");
    return id;
}

domain::command release(field_reader& from, domain::booking const& about) {
    domain::release_credits asked;
    asked.booking = about.id;
    asked.id = session_of(from);
    for (auto const* const name : {"on", "credits"})
        if (from.has(name)) from.wrong(name, "says nothing where a reservation is released");
    asked.reason = from.line("reason", longest_reason);
    asked.author = author_of(from);
    return asked;
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
    std::vector<std::string_view> const names{"id",         "on",     "credits", "no_show",
                                              "taken_back", "reason", "author"};
    return read_with(body, names, [&](field_reader& from) -> domain::command {
        if (from.flag("taken_back")) return take_back(from, about);
        domain::deliver asked;
        asked.booking = about.id;
        asked.id = id_of(from, key);
        asked.on = date_of(from);
        if (from.has("credits")) asked.credits = from.count("credits", 1);
        asked.no_show = from.flag("no_show");
        asked.author = author_of(from);
        if (from.has("reason")) from.wrong("reason", "is for a delivery that is taken back");
        return asked;
    });
}

money_request read_reservation(std::string_view body, domain::booking const& about, std::string const&) {
    std::vector<std::string_view> const names{"id", "on", "credits", "released", "reason", "author"};
    return read_with(body, names, [&](field_reader& from) -> domain::command {
        if (from.flag("released")) return release(from, about);
        domain::reserve_credits asked;
        asked.booking = about.id;
        asked.id = session_of(from);
        asked.on = date_of(from, "on");
        if (from.has("credits")) asked.credits = from.count("credits", 1);
        asked.author = author_of(from);
        if (from.has("reason")) from.wrong("reason", "is for a reservation that is released");
        return asked;
    });
}

money_request read_credits(std::string_view body, domain::booking const& about, std::string const& key) {
    return read_with(body, {"credits", "until", "reason", "author", "id"}, [&](field_reader& from) {
        domain::change_credits asked;
        asked.booking = about.id;
        asked.credits = from.whole("credits", most_credits);
        if (!from.has("credits"))
            from.wrong("credits", "is needed: how many more, or fewer where it is below 0");
        if (from.has("until")) asked.until = date_of(from, "until");
        if (asked.credits < 0 && asked.until)
            from.wrong("until", "says nothing where credits are taken away");
        asked.reason = reason_of(from);
        asked.author = author_of(from);
        asked.id = id_of(from, key);
        return asked;
    });
}

money_request read_client_credit(std::string_view body, domain::booking const& about,
                                 std::string const& key) {
    return read_with(body, {"to", "amount", "currency", "author", "id"}, [&](field_reader& from) {
        domain::use_credit asked;
        asked.booking = about.id;
        asked.to = domain::booking_id{from.line("to", longest_id)};
        if (!from.has("to")) from.wrong("to", "is needed: the `booking` of what it shall pay");
        asked.amount = amount_of(from, about);
        asked.author = author_of(from);
        asked.id = id_of(from, key);
        return asked;
    });
}

money_request read_correction(std::string_view body, domain::booking const& about, std::string const& key) {
    return read_with(body, {"reference", "amount", "currency", "handed_back", "reason", "author", "id"},
                     [&](field_reader& from) {
                         domain::correct_by_hand asked;
                         asked.booking = about.id;
                         asked.reference = from.line("reference", longest_id);
                         if (!from.has("reference"))
                             from.wrong("reference", "is needed: of the payment that is corrected");
                         asked.amount = amount_of(from, about);
                         asked.handed_back = from.flag("handed_back");
                         asked.reason = reason_of(from);
                         asked.author = author_of(from);
                         asked.id = id_of(from, key);
                         return asked;
                     });
}

money_request read_waiver(std::string_view body, domain::booking const& about, std::string const& key) {
    return read_with(body, {"item", "amount", "currency", "written_off", "reason", "author", "id"},
                     [&](field_reader& from) {
                         domain::waive asked;
                         asked.booking = about.id;
                         asked.item = item_of(from);
                         asked.amount = amount_of(from, about);
                         asked.written_off = from.flag("written_off");
                         asked.reason = reason_of(from);
                         asked.author = author_of(from);
                         asked.id = id_of(from, key);
                         return asked;
                     });
}

money_request read_change(std::string_view body, domain::booking const& about, std::string const& key) {
    return read_with(body, {"item", "parts", "reason", "author"}, [&](field_reader& from) {
        domain::change_item asked;
        asked.booking = about.id;
        asked.item = item_of(from);
        asked.parts = parts_of(from, about, asked.item);
        asked.reason = reason_of(from);
        asked.author = author_of(from);
        if (asked.parts.size() > 1 && key.empty())
            from.wrong("Idempotency-Key", "is needed to split an item: sent again, it is split once");
        return asked;
    });
}

money_request read_move(std::string_view body, domain::booking const& about, std::string const& key) {
    return read_with(body, {"days", "to", "from", "reason", "author"}, [&](field_reader& from) {
        civil_date const nothing_open{std::chrono::sys_days{}};  // whatever it says is refused
        domain::move_plan asked;
        asked.booking = about.id;
        asked.from =
            from.has("from") ? date_of(from, "from") : domain::first_open_day(about).value_or(nothing_open);
        // The booking itself remembers it: what is kept of a key ends, or a gateway ends before it is kept.
        if (!key.empty()) asked.id = to_base64url(as_text(sha256(key + '\n' + std::string{body})));
        asked.in_rhythm = from.has("to");
        if (from.has("days") == from.has("to"))
            from.wrong("days", "is needed, or `to`: by how many days all go, or where the first goes");
        asked.to =
            asked.in_rhythm ? date_of(from, "to") : days_after(asked.from, from.whole("days", most_days));
        asked.reason = reason_of(from);
        asked.author = author_of(from);
        if (!asked.in_rhythm && !from.has("from") && key.empty())
            from.wrong("from",
                       "is needed, or an Idempotency-Key: when the first open item is due now; sent "
                       "again, the plan is moved once");
        return asked;
    });
}

money_request read_remaining(std::string_view body, domain::booking const& about, std::string const&) {
    return read_with(body, {"items", "reason", "author"}, [&](field_reader& from) {
        domain::change_plan asked;
        asked.booking = about.id;
        for (auto const* const one : from.objects("items", most_parts))
            asked.parts.push_back(remaining_part(from, *one, about, asked.parts.size()));
        if (!from.has("items")) from.wrong("items", "is needed: what is to be paid instead, and when");
        asked.reason = reason_of(from);
        asked.author = author_of(from);
        return asked;
    });
}

money_request read_cancellation(std::string_view body, domain::booking const& about, std::string const&) {
    return read_with(body, {"service_at", "refund", "currency", "reason", "author"}, [&](field_reader& from) {
        domain::cancel_booking asked;
        asked.booking = about.id;
        asked.service = moment_of(from, "service_at");
        asked.refund = amount_of(from, about, "refund");
        asked.reason = reason_of(from);
        asked.author = author_of(from);
        return asked;
    });
}

money_request read_service(std::string_view body, domain::booking const& about, std::string const&) {
    return read_with(body, {"service_at", "reason", "author"}, [&](field_reader& from) {
        domain::reschedule asked;
        asked.booking = about.id;
        auto const said = from.line("service_at", longest_moment);
        asked.service_at = start_hint(said);
        if (!from.has("service_at")) {
            from.wrong("service_at", "is needed: when the service takes place");
        } else if (!said.empty() && asked.service_at.empty()) {
            from.wrong("service_at", "must be RFC 3339 or YYYY-MM-DD");
        }
        asked.reason = reason_of(from);
        asked.author = author_of(from);
        return asked;
    });
}

money_request read_contacts(std::string_view body, domain::booking const& about, std::string const&) {
    return read_with(body, {"addresses", "author"}, [&](field_reader& from) {
        domain::name_contacts asked;
        asked.booking = about.id;
        if (!from.has("addresses")) from.wrong("addresses", "is needed; an empty list names nobody");
        asked.addresses = from.lines("addresses", most_contacts, is_email, "an e-mail address");
        asked.author = author_of(from);
        return asked;
    });
}

}  // namespace quittance::web
