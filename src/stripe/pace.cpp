#include "quittance/stripe/pace.hpp"

#include <algorithm>
#include <set>

#include "quittance/stripe/processor.hpp"

namespace quittance::stripe {

namespace {

using std::chrono::microseconds;

// How often it is looked whether an object is free again.
constexpr milliseconds turn{50};

// A bucket told by one moment: when it would be full again were nothing more taken from it.
class bucket {
public:
    bucket(pace limits, instant now)
        : gap_(limits.per_second > 0 ? microseconds{1'000'000 / limits.per_second} : microseconds{0}),
          slack_(gap_ * (std::max(limits.at_once, 1) - 1)),
          full_at_(now),
          last_(now) {}

    // How long the next request would have to wait.
    milliseconds wait_at(instant now) {
        if (now < last_) full_at_ -= last_ - now;
        last_ = now;
        auto const wait = full_at_ - slack_ - moment{now};
        return std::max(milliseconds{0}, std::chrono::ceil<milliseconds>(wait));
    }
    void take(instant now) { full_at_ = std::max(full_at_, moment{now}) + gap_; }

private:
    using moment = std::chrono::time_point<instant::clock, microseconds>;
    microseconds gap_;
    microseconds slack_;
    moment full_at_;
    instant last_;
};

// The object a write is about: named in its path, or as the payment that a refund gives back.
std::string object_of(request const& what) {
    if (what.method != request::verb::post) return {};
    constexpr std::string_view payment = "payment_intent=";
    if (what.form.starts_with(payment)) {
        return what.form.substr(payment.size(), what.form.find('&') - payment.size());
    }
    for (std::size_t from = 0; from < what.path.size();) {
        auto const to = std::min(what.path.find('/', from), what.path.size());
        auto const part = std::string_view{what.path}.substr(from, to - from);
        bool const is_id = part.find('_') != std::string_view::npos &&
                           std::any_of(part.begin(), part.end(), [](char c) { return c >= '0' && c <= '9'; });
        if (is_id) return std::string{part};
        from = to + 1;
    }
    return {};
}

struct shared_state {
    bucket left;
    std::set<std::string> busy;
};

// Lets go of the object with its frame, however that ends.
class holding {
public:
    holding(std::shared_ptr<shared_state> all, std::string object)
        : all_(std::move(all)), object_(std::move(object)) {
        if (!object_.empty()) all_->busy.insert(object_);
    }
    holding(holding const&) = delete;
    holding& operator=(holding const&) = delete;
    ~holding() { all_->busy.erase(object_); }

private:
    std::shared_ptr<shared_state> all_;
    std::string object_;
};

class paced_transport final : public transport {
public:
    paced_transport(transport& over, clock const& time, pace limits)
        : over_(over),
          time_(time),
          state_(std::make_shared<shared_state>(bucket{limits, time.now()}, busy{})) {}

    awaitable<delivery> send(request what, milliseconds patience) override {
        auto const all = state_;
        auto const object = object_of(what);
        milliseconds waited{0};
        while (all->busy.contains(object)) {
            if (waited + turn >= patience) co_return never_sent(waited);
            co_await over_.pause(turn);
            waited += turn;
        }
        holding const mine{all, object};
        auto const wait = all->left.wait_at(time_.now());
        if (waited + wait >= patience) co_return never_sent(waited);
        all->left.take(time_.now());
        if (wait > milliseconds{0}) co_await over_.pause(wait);
        waited += wait;
        auto came = co_await over_.send(std::move(what), patience - waited);
        came.took += waited;
        co_return came;
    }
    awaitable<void> pause(milliseconds how_long) override { return over_.pause(how_long); }

private:
    using busy = std::set<std::string>;

    static delivery never_sent(milliseconds waited) {
        delivery came;
        came.what = delivery::kind::not_sent;
        came.took = waited;
        return came;
    }

    transport& over_;
    clock const& time_;
    std::shared_ptr<shared_state> state_;
};

}  // namespace

pace pace_for(std::string_view base, bool livemode, int gateways) {
    if (base != default_api_base) return {};
    auto const all = livemode ? pace{80, 40} : pace{20, 10};
    return {std::max(1, all.per_second / gateways), std::max(1, all.at_once / gateways)};
}

std::unique_ptr<transport> make_paced_transport(transport& over, clock const& time, pace limits) {
    return std::make_unique<paced_transport>(over, time, limits);
}

}  // namespace quittance::stripe
