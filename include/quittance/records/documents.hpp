// Promises: documents as they are stored: JSON that a person can read, small (what equals its default is left
// out) and the same bytes for the same value. Reading tolerates fields it does not know and fills in fields
// that are missing, so one program's new field never makes another program's documents unreadable.
// Refuses, by throwing `unreadable`, a document that says it needs a newer reader, and broken text: it is
// left as it is, never rewritten.
#pragma once
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "quittance/base/time.hpp"
#include "quittance/domain/account.hpp"

namespace quittance::records {

// What this program writes, and the oldest reader that may read it.
inline constexpr int format = 1;
inline constexpr int min_reader = 1;

struct unreadable : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// An ordered effect as it waits to be done.
struct effect_record {
    std::string key;
    domain::client_id client;
    domain::booking_id booking;
    int checkout = 0;
    std::string kind;
    std::string body;
    instant ordered_at{};
    instant give_up_at{};
    std::string object;
    int number = 0;
    friend bool operator==(effect_record const&, effect_record const&) = default;
};

// What a booking system is told, as it waits to be sent.
struct notice_record {
    std::string endpoint;
    std::string id;
    domain::client_id client;
    domain::booking_id booking;
    std::string kind;
    std::string body;
    instant ordered_at{};
    int tries = 0;
    friend bool operator==(notice_record const&, notice_record const&) = default;
};
// The same in the log of deliveries, with what became of it.
struct delivery_record {
    notice_record notice;
    std::string state;
    int status = 0;
    std::string reason;
    instant at{};
    std::optional<instant> next;
    friend bool operator==(delivery_record const&, delivery_record const&) = default;
};

// One message as it was given to a mail server.
struct letter_record {
    instant at{};
    std::string message_id;
    std::vector<std::string> recipients;
    std::string bytes;
    friend bool operator==(letter_record const&, letter_record const&) = default;
};

// Text that is not UTF-8 is stored with U+FFFD in place of what is broken: a stranger's bytes must not make
// an account unreadable.
std::string encode(domain::client const& what);
std::string encode(domain::booking const& what);
std::string encode(effect_record const& what);
std::string encode(notice_record const& what);
std::string encode(delivery_record const& what);
std::string encode(letter_record const& what);

domain::client decode_client(std::string_view text);
domain::booking decode_booking(std::string_view text);
effect_record decode_effect(std::string_view text);
notice_record decode_notice(std::string_view text);
delivery_record decode_delivery(std::string_view text);
letter_record decode_letter(std::string_view text);

}  // namespace quittance::records
