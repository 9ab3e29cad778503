// Accounts and commits to try a store with.
#pragma once
#include <string>
#include <vector>

#include "quittance/domain/account.hpp"
#include "quittance/engine/outbox.hpp"

namespace quittance::contract {

inline constexpr instant noon = from_unix_millis(1'795'262'400'000);
using std::chrono::minutes;
using std::chrono::seconds;

inline domain::money euros(std::int64_t cents) {
    return domain::money::minor(cents, domain::currency::parse("EUR").value());
}

// 22 characters, like a real one.
inline domain::client_id client_named(std::string name) {
    name.resize(22, 'x');
    return domain::client_id{std::move(name)};
}

inline domain::booking_identity identity_of(std::string reference) {
    return {"website", domain::offer_id{"coaching-60"}, std::move(reference)};
}

inline domain::booking booking_of(std::string reference) {
    domain::booking made;
    made.identity = identity_of(std::move(reference));
    made.id = domain::booking_id_of(made.identity);
    made.terms = {
        made.identity.offer, "Coaching", "60 minutes \"in depth\"", euros(12'000), {"VAT", 190'000, true}};
    made.who = {"Zoë Ångström", "zoe@example.org", "de-DE", "Europe/Berlin"};
    made.page_token = "token-" + made.identity.reference;
    made.booked_at = noon;
    made.items.push_back({1, euros(12'000), std::chrono::year{2026} / 11 / 21});
    return made;
}

// An account on its way to the next version, and the commit that takes it there.
struct draft {
    domain::account account;
    std::string chain_head;
    std::vector<domain::event> events;
    engine::commit_request request;

    draft(engine::loaded_account before, std::string commit_id)
        : account(std::move(before.account)), chain_head(std::move(before.chain_head)) {
        ++account.version;
        request.commit_id = std::move(commit_id);
        request.at = noon;
        request.lease_until = noon + seconds(30);
    }
    draft& with(domain::booking what) {
        events.emplace_back(domain::booked{what});
        request.changed.push_back(what.id);
        account.bookings.insert_or_assign(what.id, std::move(what));
        return *this;
    }
    engine::commit_request const& ready() {
        request.after = &account;
        request.chain_head = chain_head;
        request.events = &events;
        return request;
    }
};

inline engine::ordered_effect effect_of(domain::client_id const& client, domain::booking_id const& booking,
                                        int number) {
    engine::ordered_effect made;
    made.key =
        engine::effect_key{"1-" + client.text() + "-" + booking.text() + "-c" + std::to_string(number)};
    made.client = client;
    made.booking = booking;
    made.checkout = number;
    made.kind = "create_checkout";
    made.body = "mode=payment&line_items[0][name]=\xC3\x85&\"\\";
    made.ordered_at = noon;
    made.give_up_at = noon + minutes(60);
    return made;
}

inline engine::ordered_notice notice_of(domain::client_id const& client, domain::booking_id const& booking,
                                        std::string const& number, std::string endpoint = "calendar") {
    engine::ordered_notice made;
    made.endpoint = std::move(endpoint);
    made.id = engine::notice_id{"msg_" + number};
    made.client = client;
    made.booking = booking;
    made.kind = "item.paid";
    made.body = "{\"type\":\"item.paid\",\"data\":{\"reference\":\"\xC3\x85 \\\"1\\\"\"}}";
    made.ordered_at = noon;
    return made;
}

}  // namespace quittance::contract
