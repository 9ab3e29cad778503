// What a processor answers, believed to be it or not: every operation ends with a value or a failure, never
// with an exception; a 2xx that cannot be read is unknown; nobody is sent to a page that is not https. First
// byte: the operation; second: the status; the rest is the body, told as often as it is asked for.
#include <array>

#include "fuzz/input.hpp"
#include "quittance/base/assert.hpp"
#include "quittance/stripe/endpoints.hpp"
#include "unit/stripe/scripted_transport.hpp"

namespace quittance::stripe {
namespace {

using engine::processor_failure;
namespace test = stripe_test;

constexpr std::array<unsigned, 12> statuses{200, 200, 200, 201, 400, 401, 403, 404, 409, 429, 500, 503};

template <class T>
void judge_list(engine::processor_result<T> const& got) {
    QUITTANCE_ASSERT(got.has_value() || (!got.error().code.empty() && !got.error().message.empty()));
}

template <class T>
void judge(engine::processor_result<T> const& got, unsigned status) {
    judge_list(got);
    QUITTANCE_ASSERT(got.has_value() ? status < 300
                                     : status >= 300 || got.error().what == processor_failure::kind::unknown);
}

void judge_session(engine::processor_result<engine::routed_session> const& got, unsigned status) {
    judge(got, status);
    if (got.has_value()) QUITTANCE_ASSERT(got->fact.url.empty() || got->fact.url.starts_with("https://"));
}

void ask(test::stripe_at_hand& there, unsigned operation, unsigned status) {
    auto& port = *there.port;
    auto const time = from_unix_seconds(1'700'000'000);
    auto const later = from_unix_seconds(1'800'000'000);
    switch (operation % 10) {
        case 0: return judge_session(test::run(port.create_checkout(engine::effect_key{"k"}, "a=b")), status);
        case 1: return judge_session(test::run(port.read_session(domain::session_id{"cs_1"})), status);
        case 2: return judge(test::run(port.read_intent(domain::intent_id{"pi_1"})), status);
        case 3: return judge(test::run(port.read_refund(domain::refund_id{"re_1"})), status);
        case 4: return judge(test::run(port.read_charge(domain::charge_id{"ch_1"})), status);
        case 5: return judge(test::run(port.read_dispute(domain::dispute_id{"dp_1"})), status);
        case 6: return judge_list(test::run(port.list_sessions(time, later)));
        case 7: return judge_list(test::run(port.list_events("evt_1", time, 10, engine::event_bodies::keep)));
        case 8: return judge(test::run(port.read_account()), status);
        default: break;
    }
    auto registry = make_endpoint_registry(there.over, there.jitter, there.lines, {});
    judge_list(test::run(registry->list()));
}

void check(fuzz::input bytes) {
    auto const operation = bytes.byte();
    auto const status = statuses[bytes.byte() % statuses.size()];
    std::deque<delivery> answers;
    for (int i = 0; i < 3; ++i) {
        answers.push_back(test::answer(status, std::string{bytes.rest()}, {{"Request-Id", "req_1"}}));
    }
    test::stripe_at_hand there{std::move(answers)};
    ask(there, operation, status);
}

}  // namespace
}  // namespace quittance::stripe

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    quittance::stripe::check({data, size});
    return 0;
}
