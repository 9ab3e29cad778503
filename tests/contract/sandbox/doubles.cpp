// The scripted processor that the engine is tested with answers as the adapter in front of the sandbox does:
// each story is told to both.
#include "doubles/scripted_processor.hpp"

#include <doctest/doctest.h>

#include "adapter_bench.hpp"
#include "doubles/manual_clock.hpp"

namespace {

using namespace adapter_test;
using kind = engine::processor_failure::kind;
using status = domain::intent_status;

enum class card { pays, declines, asks };

// A processor, and the hands of payers and of the business.
class place {
public:
    place() = default;
    place(place const&) = delete;
    place& operator=(place const&) = delete;
    virtual ~place() = default;
    virtual char const* name() const = 0;
    virtual engine::processor& port() = 0;
    virtual domain::method_id kept(domain::customer_id const& who, card what) = 0;
    virtual void detach(domain::method_id const& method) = 0;
    virtual void pass(milliseconds span) = 0;
    virtual instant now() = 0;

    engine::effect_key fresh_key() { return engine::effect_key{"place-" + std::to_string(++keys_)}; }
    engine::route route(int checkout) const {
        return {"st0re", domain::client_id{"cL1ent"}, booking, checkout};
    }
    domain::customer_id customer() {
        auto const body = port().customer_body({booking, 1, "Mara", "mara@lind.example"}, route(0));
        return run(port().create_customer(fresh_key(), body))->customer;
    }
    domain::intent_id order(domain::customer_id const& who, int number) {
        domain::create_intent what;
        what.amount = euros(4'167);
        what.customer = who;
        auto const made = run(port().create_intent(fresh_key(), port().intent_body(what, route(number))));
        return made->fact.intent;
    }
    engine::processor_result<engine::routed_intent> confirm(domain::intent_id const& which,
                                                            domain::method_id const& with,
                                                            engine::effect_key key) {
        domain::confirm_intent what;
        what.method = with;
        return run(port().confirm_intent(std::move(key), which, port().confirm_body(what)));
    }
    engine::processor_result<engine::routed_intent> confirm(domain::intent_id const& which,
                                                            domain::method_id const& with) {
        return confirm(which, with, fresh_key());
    }
    engine::processor_result<engine::routed_intent> cancel(domain::intent_id const& which) {
        return run(port().cancel_intent(fresh_key(), which));
    }
    engine::processor_result<domain::refund_fact> refund(domain::intent_id const& which, int number,
                                                         std::int64_t cents) {
        domain::create_refund const what{booking, number, which, euros(cents), ""};
        return run(port().create_refund(fresh_key(), port().refund_body(what, route(0))));
    }
    domain::booking_id const booking{"b4Kq8Zt1n0Xw2LmA"};

private:
    int keys_ = 0;
};

class scripted final : public place {
public:
    char const* name() const override { return "scripted"; }
    engine::processor& port() override { return outside_; }
    domain::method_id kept(domain::customer_id const& who, card what) override {
        auto const method = outside_.keep_card(who);
        if (what == card::declines) outside_.cards[method] = {"generic_decline", "try_again_later"};
        if (what == card::asks) outside_.cards[method] = doubles::asks_for_authentication;
        return method;
    }
    void detach(domain::method_id const& method) override { outside_.detach(method); }
    void pass(milliseconds span) override { time_.advance(span); }
    instant now() override { return time_.now(); }

private:
    doubles::manual_clock time_{from_unix_seconds(1'798'761'600)};
    doubles::scripted_processor outside_{time_};
};

class spoken final : public place {
public:
    char const* name() const override { return "sandbox"; }
    engine::processor& port() override { return *bench_.port; }
    domain::method_id kept(domain::customer_id const& who, card what) override {
        return bench_.kept_card(who, what == card::pays       ? "4242424242424242"
                                     : what == card::declines ? "4000000000000341"
                                                              : "4000002760003184");
    }
    void detach(domain::method_id const& method) override {
        bench_.machine.detach_method(method.text(), bench_.over.now);
    }
    void pass(milliseconds span) override { bench_.over.now += span; }
    instant now() override { return bench_.over.now; }

private:
    adapter_bench bench_;
};

template <class Story>
void told_to_both(Story story) {
    scripted first;
    spoken second;
    for (auto* const here : {static_cast<place*>(&first), static_cast<place*>(&second)}) {
        CAPTURE(here->name());
        story(*here);
    }
}

TEST_CASE("a charge is ordered unpaid, confirmed once, and answers paid whatever is asked afterwards") {
    told_to_both([](place& at) {
        auto const who = at.customer();
        auto const good = at.kept(who, card::pays);
        auto const charge = at.order(who, 2);
        auto const before = run(at.port().read_intent(charge));
        CHECK(before->whose == at.route(2));
        CHECK(before->fact.status == status::requires_payment_method);
        CHECK(before->fact.customer == who);
        CHECK(before->fact.received == euros(0));
        at.pass(milliseconds{60'000});
        auto const paid = at.confirm(charge, good);
        CHECK(paid->fact.status == status::succeeded);
        CHECK(paid->fact.received == euros(4'167));
        CHECK(paid->fact.method == good);
        CHECK(paid->fact.at == at.now());
        CHECK(run(at.port().read_intent(charge))->fact == paid->fact);
        CHECK(at.confirm(charge, good)->fact == paid->fact);
        CHECK(at.cancel(charge)->fact == paid->fact);
        auto const took = run(at.port().read_charge(paid->fact.charge));
        CHECK(took->captured);
        CHECK(took->intent == charge);
    });
}

TEST_CASE("a declined charge says why, stays payable, and another card pays it") {
    told_to_both([](place& at) {
        auto const who = at.customer();
        auto const bad = at.kept(who, card::declines);
        auto const charge = at.order(who, 2);
        auto const declined = at.confirm(charge, bad);
        CHECK(declined->fact.status == status::requires_payment_method);
        CHECK(declined->fact.decline_code == "generic_decline");
        CHECK(declined->fact.advice_code == "try_again_later");
        CHECK(declined->fact.method == bad);
        CHECK(declined->fact.received == euros(0));
        auto const asks = at.confirm(charge, at.kept(who, card::asks));
        CHECK(asks->fact.decline_code == "authentication_required");
        CHECK(asks->fact.advice_code.empty());
        auto const paid = at.confirm(charge, at.kept(who, card::pays));
        CHECK(paid->fact.status == status::succeeded);
        CHECK(paid->fact.decline_code.empty());
    });
}

TEST_CASE("a key repeats its first answer, and refuses another body") {
    told_to_both([](place& at) {
        auto const who = at.customer();
        auto const bad = at.kept(who, card::declines);
        auto const good = at.kept(who, card::pays);
        auto const charge = at.order(who, 2);
        engine::effect_key const key{"attempt-1"};
        auto const declined = at.confirm(charge, bad, key);
        at.confirm(charge, good);
        CHECK(at.confirm(charge, bad, key)->fact == declined->fact);
        auto const misused = at.confirm(charge, good, key);
        CHECK(misused.error().what == kind::refused);
        CHECK(misused.error().code == "idempotency_error");
    });
}

TEST_CASE("a cancelled charge takes no money any more") {
    told_to_both([](place& at) {
        auto const who = at.customer();
        auto const good = at.kept(who, card::pays);
        auto const charge = at.order(who, 2);
        CHECK(at.cancel(charge)->fact.status == status::canceled);
        CHECK(at.cancel(charge)->fact.status == status::canceled);
        CHECK(at.confirm(charge, good)->fact.status == status::canceled);
        CHECK(run(at.port().read_intent(charge))->fact.received == euros(0));
    });
}

TEST_CASE("what is missing, detached or another's is refused, and nothing moves") {
    told_to_both([](place& at) {
        auto const who = at.customer();
        auto const good = at.kept(who, card::pays);
        auto const charge = at.order(who, 2);
        auto const refusal_of = [](auto const& answer) {
            CHECK(answer.error().what == kind::refused);
            return answer.error().code;
        };
        domain::intent_id const nothing{"pi_none"};
        CHECK(refusal_of(at.confirm(nothing, good)) == "resource_missing");
        CHECK(refusal_of(at.cancel(nothing)) == "resource_missing");
        CHECK(refusal_of(at.confirm(charge, domain::method_id{"pm_none"})) == "resource_missing");
        CHECK(refusal_of(at.confirm(at.order(at.customer(), 3), good)) == "http_400");
        CHECK(run(at.port().read_method(good))->customer == who);
        at.detach(good);
        CHECK(run(at.port().read_method(good))->customer.empty());
        CHECK(refusal_of(at.confirm(charge, good)) == "http_400");
        CHECK(run(at.port().read_method(domain::method_id{"pm_none"})).error().what == kind::not_found);
        CHECK(run(at.port().read_intent(charge))->fact.status == status::requires_payment_method);
    });
}

TEST_CASE("a customer's address is changed under a key of its own, and nobody's is refused") {
    told_to_both([](place& at) {
        auto const who = at.customer();
        auto const body = at.port().customer_change_body({at.booking, 1, who, "mara@new.example"});
        engine::effect_key const key{"change-1"};
        auto const first = run(at.port().change_customer(key, who, body));
        REQUIRE(first.has_value());
        CHECK(first->customer == who);
        CHECK(*run(at.port().change_customer(key, who, body)) == *first);
        auto const other = at.port().customer_change_body({at.booking, 1, who, "mara@third.example"});
        CHECK(run(at.port().change_customer(key, who, other)).error().code == "idempotency_error");
        auto const nobody =
            run(at.port().change_customer(at.fresh_key(), domain::customer_id{"cus_none"}, body));
        CHECK(nobody.error().what == kind::refused);
        CHECK(nobody.error().code == "resource_missing");
    });
}

TEST_CASE("refunds carry our number, and no more goes back than came in") {
    told_to_both([](place& at) {
        auto const who = at.customer();
        auto const charge = at.order(who, 2);
        at.confirm(charge, at.kept(who, card::pays));
        auto const part = at.refund(charge, 7, 1'000);
        CHECK(part->order == 7);
        CHECK(part->intent == charge);
        CHECK(part->amount == euros(1'000));
        CHECK(part->status == domain::refund_status::succeeded);
        CHECK(*run(at.port().read_refund(part->refund)) == *part);
        CHECK(at.refund(charge, 8, 3'168).error().code == "http_400");
        CHECK(at.refund(charge, 9, 3'167).has_value());
        CHECK(at.refund(charge, 10, 1).error().code == "charge_already_refunded");
    });
}

TEST_CASE("intents are listed newest first, within their time") {
    told_to_both([](place& at) {
        auto const who = at.customer();
        at.pass(milliseconds{3'600'000});
        auto const from = at.now();
        auto const first = at.order(who, 2);
        at.pass(milliseconds{60'000});
        auto const second = at.order(who, 3);
        auto const listed = run(at.port().list_intents(from, at.now()));
        REQUIRE(listed->size() == 2);
        CHECK(listed->front().fact.intent == second);
        CHECK(listed->back().fact.intent == first);
        CHECK(listed->back().whose == at.route(2));
        CHECK(run(at.port().list_intents(at.now(), at.now()))->size() == 1);
    });
}

}  // namespace
