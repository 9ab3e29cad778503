// The registry part of the way to the store.
#include <utility>

#include "store_link.hpp"

namespace quittance::simulation {

awaitable<engine::store_identity> store_link::identify(engine::store_identity fresh) {
    return ask(kind::write, inner_.identify(std::move(fresh)));
}
awaitable<engine::store_condition> store_link::condition() { return inner_.condition(); }
awaitable<engine::store_look> store_link::look() { return ask(kind::read, inner_.look()); }
awaitable<void> store_link::close(std::string why) { return tell(inner_.close(std::move(why))); }
awaitable<void> store_link::seal(engine::store_identity as, std::string replaces, std::string closed,
                                 std::string reason) {
    return tell(inner_.seal(std::move(as), std::move(replaces), std::move(closed), std::move(reason)));
}
awaitable<std::vector<engine::api_key_record>> store_link::api_keys() {
    return ask(kind::read, inner_.api_keys());
}
awaitable<void> store_link::add_api_key(engine::api_key_record key) {
    return tell(inner_.add_api_key(std::move(key)));
}
awaitable<void> store_link::end_api_key(engine::api_key_record key) {
    return tell(inner_.end_api_key(std::move(key)));
}
awaitable<std::vector<engine::api_key_record>> store_link::ended_api_keys() {
    return ask(kind::read, inner_.ended_api_keys());
}
awaitable<std::optional<engine::idempotent_reply>> store_link::begin_idempotent(std::string key,
                                                                                std::string body_hash) {
    return ask(kind::write, inner_.begin_idempotent(std::move(key), std::move(body_hash)));
}
awaitable<void> store_link::keep_reply(std::string key, engine::idempotent_reply reply) {
    return tell(inner_.keep_reply(std::move(key), std::move(reply)));
}
awaitable<void> store_link::forget_reply(std::string key) {
    return tell(inner_.forget_reply(std::move(key)));
}
awaitable<std::vector<engine::parked_event>> store_link::parked(std::size_t most) {
    return ask(kind::read, inner_.parked(most));
}
awaitable<void> store_link::unpark(std::string id) { return tell(inner_.unpark(std::move(id))); }
awaitable<std::uint64_t> store_link::parked_count() { return ask(kind::read, inner_.parked_count()); }
awaitable<std::optional<engine::event_mark>> store_link::event_cursor() {
    return ask(kind::read, inner_.event_cursor());
}
awaitable<void> store_link::move_event_cursor(engine::event_mark to) {
    return tell(inner_.move_event_cursor(std::move(to)));
}
awaitable<std::optional<instant>> store_link::digest_cursor() {
    return ask(kind::read, inner_.digest_cursor());
}
awaitable<void> store_link::move_digest_cursor(instant to) { return tell(inner_.move_digest_cursor(to)); }
awaitable<std::vector<engine::listed_booking>> store_link::open_list(std::size_t most) {
    return ask(kind::read, inner_.open_list(most));
}
awaitable<std::vector<engine::listed_booking>> store_link::attention_list(std::size_t most) {
    return ask(kind::read, inner_.attention_list(most));
}
awaitable<std::vector<engine::listed_booking>> store_link::page_of(
    engine::booking_list which, std::optional<engine::listed_booking> after, std::size_t most) {
    return ask(kind::read, inner_.page_of(which, std::move(after), most));
}
awaitable<std::uint64_t> store_link::open_count() { return ask(kind::read, inner_.open_count()); }
awaitable<std::uint64_t> store_link::attention_count() { return ask(kind::read, inner_.attention_count()); }
awaitable<std::uint64_t> store_link::held_count() { return ask(kind::read, inner_.held_count()); }
awaitable<engine::held_admission> store_link::admit_held(domain::booking_id booking, std::string network_hash,
                                                         std::uint64_t most) {
    return ask(kind::write, inner_.admit_held(std::move(booking), std::move(network_hash), most));
}

}  // namespace quittance::simulation
