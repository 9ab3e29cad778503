#include "keys.hpp"

namespace quittance::redis {

unsigned shard_of(std::string_view id) {
    std::uint64_t hash = 14695981039346656037ULL;
    for (char const letter : id) {
        hash ^= static_cast<unsigned char>(letter);
        hash *= 1099511628211ULL;
    }
    return static_cast<unsigned>((hash ^ (hash >> 32U)) % shard_count);
}

std::string shard_key(unsigned shard, std::string_view what, std::string_view whose) {
    constexpr std::string_view start = "q:{s00}:";
    std::string key;
    key.reserve(start.size() + what.size() + whose.size());
    key += start;
    key[4] = static_cast<char>('0' + shard / 10);
    key[5] = static_cast<char>('0' + shard % 10);
    key += what;
    key += whose;
    return key;
}

std::string account_key(domain::client_id const& client) {
    return shard_key(shard_of(client.text()), "a:", client.text());
}
std::string ledger_key(domain::client_id const& client) {
    return shard_key(shard_of(client.text()), "l:", client.text());
}
std::string directory_key(domain::booking_id const& booking) {
    return shard_key(shard_of(booking.text()), "x:booking:", booking.text());
}
std::string reference_key(std::string_view source, std::string_view reference) {
    // What a page calls its bookings may be anything: only its digest becomes part of a key.
    auto const digest = domain::booking_id_of({std::string(source), {}, std::string(reference)});
    return shard_key(shard_of(digest.text()), "x:ref:", digest.text());
}
std::string letter_key(domain::client_id const& client, int number) {
    return shard_key(shard_of(client.text()), "m:", client.text() + ':' + std::to_string(number));
}
std::string token_key(std::string_view token) { return shard_key(shard_of(token), "x:mail:", token); }
std::string staged_key(domain::client_id const& client, std::string_view commit) {
    return shard_key(shard_of(client.text()), "w:", commit);
}
std::string mark_key(unsigned shard, instant created) {
    auto const day = std::chrono::floor<std::chrono::days>(created).time_since_epoch().count();
    return shard_key(shard, "d:", std::to_string(day));
}
std::string reply_key(std::string_view idempotency_key) {
    return shard_key(shard_of(idempotency_key), "idem:", idempotency_key);
}
std::string seal_key(unsigned shard) { return shard_key(shard, "seal"); }
std::string network_key(std::string_view network_hash) {
    return shard_key(shard_of(network_hash), "net:", network_hash);
}

std::string notices_key(unsigned shard, std::string_view endpoint) {
    return shard_key(shard, "n:" + std::string(endpoint));
}
std::string notice_bodies_key(unsigned shard, std::string_view endpoint) {
    return shard_key(shard, "nx:" + std::string(endpoint));
}
std::string deliveries_key(std::string_view endpoint) {
    return shard_key(shard_of(endpoint), "nl:" + std::string(endpoint));
}
std::string delivery_bodies_key(std::string_view endpoint) {
    return shard_key(shard_of(endpoint), "nlx:" + std::string(endpoint));
}

std::string booking_field(domain::booking_id const& booking) { return "b:" + booking.text(); }

std::string member_of(domain::client_id const& client, domain::booking_id const& booking) {
    std::string text;
    text.reserve(client.text().size() + 1 + booking.text().size());
    text += client.text();
    text += '/';
    text += booking.text();
    return text;
}
std::string member_of(domain::client_id const& client, domain::booking_id const& booking,
                      std::string_view attention) {
    std::string text = member_of(client, booking);
    text += '/';
    text += attention;
    return text;
}

std::string member_of(domain::client_id const& client, engine::notice_id const& notice) {
    return client.text() + '/' + notice.text();
}

std::optional<domain::client_id> client_of_notice(std::string_view member) {
    if (member.size() <= client_id_length || member[client_id_length] != '/') return std::nullopt;
    return domain::client_id{std::string(member.substr(0, client_id_length))};
}

member parse_member(std::string_view text) {
    auto const first = text.find('/');
    auto const rest = first == std::string_view::npos ? std::string_view{} : text.substr(first + 1);
    auto const second = rest.find('/');
    auto const attention = second == std::string_view::npos ? std::string_view{} : rest.substr(second + 1);
    return {domain::client_id{std::string(text.substr(0, first))},
            domain::booking_id{std::string(rest.substr(0, second))}, std::string(attention)};
}

std::optional<domain::client_id> client_of(engine::effect_key const& key) {
    std::string_view const text = key.text();
    auto const first = text.find('-');
    if (first == std::string_view::npos) return std::nullopt;
    auto const rest = text.substr(first + 1);
    if (rest.size() <= client_id_length || rest[client_id_length] != '-') return std::nullopt;
    return domain::client_id{std::string(rest.substr(0, client_id_length))};
}

}  // namespace quittance::redis
