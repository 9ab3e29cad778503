// Whatever answers in Redis' place: the real connection, parser and store behind a stream that plays the
// bytes back, cut where the input says. Every question ends with a value or with one of the two exceptions
// the doors name. First byte: the question; second: how the answer is cut.
#include "fuzz/input.hpp"
#include "unit/redis/tape.hpp"

namespace quittance::redis {
namespace {

using engine::awaitable;

awaitable<void> ask_lists(database& there, unsigned question) {
    switch (question % 8) {
        case 0: co_await there.registry().parked(3); break;
        case 1: co_await there.registry().open_list(3); break;
        case 2: co_await there.registry().api_keys(); break;
        case 3: co_await there.registry().event_cursor(); break;
        case 4: co_await there.registry().condition(); break;
        case 5: co_await there.registry().held_count(); break;
        case 6: co_await there.queues().oldest_wake(); break;
        default: co_await there.refusals(); break;
    }
}

awaitable<void> ask_accounts(database& there, unsigned question) {
    auto const& client = redis_test::somebody;
    domain::booking_identity const identity{"plain", domain::offer_id{"o"}, "r"};
    std::vector<domain::booking_id> const wanted{domain::booking_id_of(identity)};
    auto const now = from_unix_seconds(1'800'000'000);
    engine::effect_key const effect{"1-AAAAAAAAAAAAAAAAAAAAAA-1-1"};
    std::string const key = "key";
    switch (question % 8) {
        case 0: co_await there.accounts().load(client, wanted); break;
        case 1: co_await there.accounts().load_whole(client); break;
        case 2: co_await there.accounts().find_identity(identity); break;
        case 3: co_await there.queues().claim_wakes(now, milliseconds{1}, 3); break;
        case 4: co_await there.queues().claim_effect(effect, now, milliseconds{1}); break;
        case 5: co_await there.registry().begin_idempotent(key, key); break;
        case 6: co_await there.registry().identify({"store", 1, "acct", false}); break;
        default: co_await there.fsck(now, {}); break;
    }
}

awaitable<void> ask(database& there, unsigned question) {
    try {
        auto const which = question % 19;
        if (which < 8) co_await ask_lists(there, which);
        if (which >= 8 && which < 16) co_await ask_accounts(there, which);
        if (which == 16) co_await redis_test::commit_nothing(there);
        if (which == 17) co_await there.registry().look();
        if (which == 18) co_await redis_test::close_store(there);
    } catch (engine::store_unavailable const&) {    // said at the door
    } catch (engine::document_unreadable const&) {  // likewise
    }
}

void check(fuzz::input bytes) {
    auto const number = bytes.byte();
    auto const stride = std::size_t{1} + bytes.byte() * std::size_t{16};
    redis_test::ask_tape(bytes.rest(), stride, [number](database& there) { return ask(there, number); });
}

}  // namespace
}  // namespace quittance::redis

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    quittance::redis::check({data, size});
    return 0;
}
