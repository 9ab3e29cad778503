// A client who owes 200.00 on the first of December, and gateways that send letters about it.
#pragma once
#include <algorithm>

#include "doubles/memory_letters.hpp"
#include "doubles/scripted_mailer.hpp"
#include "quittance/base/digest.hpp"
#include "quittance/domain/balance.hpp"
#include "quittance/domain/reminders.hpp"
#include "world.hpp"

namespace quittance::engine {

inline domain::client_id const ana{"ana-the-client"};
inline constexpr auto address = "ana@client.example";
inline instant const due_morning = *parse_rfc3339("2026-12-01T09:00:00Z");
inline constexpr int most_steps = 400;

// Nothing of what it asks for is open: the true words refuse that.
inline bool asks_for_nothing(domain::account const& all, domain::letter const& what) {
    return domain::asks_for_money(what.kind) && std::ranges::none_of(what.about, [&](auto const& about) {
               auto const* const of = all.find(about.booking);
               return of != nullptr && !domain::open_of(*of, {about.item}).is_zero();
           });
}

// The kind, and what is open: enough to tell letters apart.
class plain_words final : public letter_writer {
public:
    bool unwritable = false;
    std::optional<domain::letter_kind> spoilt;  // its template cannot be used
    mutable std::size_t named = 0;              // items in the last one that was written
    mutable int writable = 1'000'000;           // so often still
    mutable domain::booking_id own;             // of the last one that was written
    posted_mail write(domain::account const& all, domain::booking_id const& ordered_for,
                      domain::letter const& what, std::string const& key, instant) const override {
        own = ordered_for;
        if (unwritable || what.kind == spoilt || writable-- <= 0)
            throw std::invalid_argument("a name with a line break cannot be addressed");
        if (asks_for_nothing(all, what)) throw std::invalid_argument("it is about nothing");
        named = what.about.size();
        std::string text{domain::name_of(what.kind)};
        for (auto const& [id, of] : all.bookings)
            text += ' ' + std::to_string(domain::balance_of(of).open.minor_units());
        auto const token = to_hex(sha256(key)).substr(0, 32);
        return {
            key + "@mail.example", "bounces@mail.example", envelope_of(what), text, text + " masked", token};
    }
};

inline domain::book an_invoice(std::string ref = "ref-1") {
    domain::book asked;
    asked.identity = {"page", domain::offer_id{"coaching"}, std::move(ref)};
    asked.origin = domain::origin::signed_link;
    asked.terms.offer = asked.identity.offer;
    asked.terms.title = "Coaching";
    asked.terms.price = domain::money::minor(200'00, domain::currency::parse("eur").value());
    asked.who = {"Ana", address, "", ""};
    asked.due = *parse_iso_date("2026-12-01");
    asked.page_token = "token";
    return asked;
}

inline domain::booking_id const invoice = domain::booking_id_of(an_invoice().identity);

struct mail_world : world {
    doubles::scripted_mailer mailer;
    plain_words words;
    doubles::memory_letters record{&time};
    post_office office{mailer, words, {}, {}, &record};

    mail_world() { current.policy.reminders.letters = current.policy.reminders.on = true; }

    // What arrived, by its first word.
    int arrived(std::string const& kind) const {
        auto const box = mailer.inboxes.find(address);
        if (box == mailer.inboxes.end()) return 0;
        return static_cast<int>(std::count_if(box->second.begin(), box->second.end(), [&](auto const& m) {
            return m.bytes.starts_with(kind + ' ');
        }));
    }
    int reminders() const {
        return arrived("reminder_before") + arrived("reminder_due") + arrived("reminder_gentle") +
               arrived("reminder_clear") + arrived("reminder_final");
    }
};

struct posting_gateway : gateway {
    explicit posting_gateway(mail_world& of, std::uint64_t seed = 1) : gateway(of, seed) {
        work.use(of.office);
    }
};

inline apply_result tell(gateway& one, domain::command what) {
    apply_request request;
    request.client = ana;
    request.bookings = {invoice};
    request.what = std::move(what);
    return one.finish(one.books.apply(std::move(request)));
}

inline domain::take_by_hand all_of_it(std::int64_t cents = 200'00) {
    return {invoice,
            "slip 1",
            domain::money::minor(cents, domain::currency::parse("eur").value()),
            domain::hand_kind::transfer,
            *parse_iso_date("2026-11-21"),
            "Ana"};
}

inline void owe(gateway& one) { REQUIRE(tell(one, an_invoice()).has_value()); }

inline void move_to(mail_world& all, gateway& one, instant when) { pass(all, {&one}, when - all.time.now()); }

inline domain::correspondence record_of(gateway& one) {
    auto const loaded = one.finish(one.books.read(ana, {invoice}));
    return loaded.account.client.correspondence;
}

inline domain::booking booking_of(gateway& one) {
    auto const loaded = one.finish(one.books.read(ana, {invoice}));
    return loaded.account.bookings.at(invoice);
}

}  // namespace quittance::engine
