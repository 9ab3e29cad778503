#include <doctest/doctest.h>

#include "quittance/stripe/webhook.hpp"

namespace {

using namespace quittance;
using namespace quittance::stripe;

std::string event(std::string const& object, std::string const& type = "refund.updated",
                  std::string const& version = R"("2026-10-28.endive")") {
    return R"({"id":"evt_1","object":"event","livemode":false,"created":1798761600,"api_version":)" +
           version + R"(,"type":")" + type + R"(","data":{"object":)" + object + "}}";
}
std::string refund(std::string const& members) {
    return R"({"id":"re_1","object":"refund",)" + members + "}";
}

auto error_of(std::string const& body) { return read_event(body).error(); }

// What is said of an object that is not as documented: where to read it.
std::string pointed_at(std::string const& body) {
    auto const read = read_event(body);
    if (!read) return "refused: " + read.error().message();
    auto const* const pointer = std::get_if<engine::pointer_report>(&read->what);
    return pointer ? pointer->object_id : "believed";
}

TEST_CASE("bodies that are not JSON, not an object, or cut anywhere are refused") {
    auto const whole = event(refund(R"("amount":5,"currency":"eur","status":"pending")"));
    REQUIRE(read_event(whole).has_value());
    for (std::size_t length = 0; length < whole.size(); ++length) {
        REQUIRE_FALSE(read_event(std::string_view{whole}.substr(0, length)).has_value());
    }
    for (auto const* const body :
         {"", " ", "null", "[]", "7", "\"text\"", "{", "\xFF", "{}x", "{\"id\":\"\xC0\"}"}) {
        CAPTURE(body);
        CHECK(error_of(body) == webhook_errc::not_json);
    }
    CHECK(error_of("{}") == webhook_errc::not_an_event);
}

TEST_CASE("nesting deeper than the limit is refused, wherever it is") {
    auto const deep = [](std::size_t levels) {
        return event(refund(R"("amount":5,"currency":"eur","status":"pending","x":)" +
                            std::string(levels, '[') + std::string(levels, ']')));
    };
    CHECK(read_event(deep(50)).has_value());
    CHECK(error_of(deep(70)) == webhook_errc::not_json);
    CHECK(error_of(deep(100'000)) == webhook_errc::not_json);
    CHECK(error_of(std::string(500'000, '{')) == webhook_errc::not_json);
}

TEST_CASE("a body larger than the limit is refused, one of just that size is read") {
    auto body = event(refund(R"("amount":5,"currency":"eur","status":"pending")"));
    body.append(most_event_bytes - body.size(), ' ');
    CHECK(read_event(body).has_value());
    body += ' ';
    CHECK(error_of(body) == webhook_errc::too_large);
}

TEST_CASE("numbers that do not fit and values of the wrong type are not believed: the object is read") {
    for (auto const* const members :
         {R"("amount":9223372036854775808,"currency":"eur")", R"("amount":1e3,"currency":"eur")",
          R"("amount":5.5,"currency":"eur")", R"("amount":"5","currency":"eur")",
          R"("amount":5,"currency":978)", R"("amount":5,"currency":"eur","status":7)",
          R"("amount":5,"currency":"eur","charge":7)", R"("amount":5,"currency":"eur","charge":{"id":7})",
          R"("amount":5,"currency":"eur","charge":"")",
          R"("amount":5,"currency":"eur","payment_intent":"a b")", R"("amount":550,"currency":"isk")"}) {
        CAPTURE(members);
        CHECK(pointed_at(event(refund(members))) == "re_1");
    }
    CHECK(pointed_at(event(refund(R"("amount":123456789012345678901234567890,"currency":"eur")"))) !=
          "believed");
    CHECK(pointed_at(event("null")).empty());
    CHECK(pointed_at(event("\"re_1\"")).empty());
}

TEST_CASE("an event whose version or data is of a wrong kind, or said twice, can still be parked") {
    auto const fine = refund(R"("amount":5,"currency":"eur","status":"pending")");
    CHECK(pointed_at(event(fine, "refund.updated", "5")).empty());
    CHECK(pointed_at(event(fine, "refund.updated", R"("a","api_version":"b")")).empty());
    CHECK(pointed_at(event(R"({"id":"pm_1"},"object":{"id":"pm_2"})", "payment_method.detached")).empty());
    auto twice = event(R"({"id":"pm_1"})", "payment_method.detached");
    twice.insert(twice.size() - 1, R"(,"data":{})");
    CHECK(pointed_at(twice).empty());
}

TEST_CASE("an id longer than Stripe's is none, the longest is taken") {
    auto const with_id = [](std::size_t length) {
        return event(R"({"object":"refund","status":"pending","id":")" + std::string(length, 'x') + "\"}");
    };
    CHECK(pointed_at(with_id(255)) == "believed");
    CHECK(pointed_at(with_id(256)).empty());
}

TEST_CASE("a member said twice is not believed: two readers could take different ones") {
    CHECK(pointed_at(event(refund(R"("amount":5,"amount":500,"currency":"eur")"))) == "re_1");
    CHECK(pointed_at(event(refund(R"("amount":5,"id":"re_2","currency":"eur")"))).empty());
    CHECK(error_of(R"({"id":"evt_1","id":"evt_2","object":"event","type":"x","created":1})") ==
          webhook_errc::not_an_event);
    CHECK(error_of(R"({"id":"evt_1","object":"event","type":"x","type":"refund.created","created":1})") ==
          webhook_errc::not_an_event);
}

TEST_CASE("in an object of many members, too, one said twice is not believed and null is absent") {
    auto const among = [](int others, std::string const& members) {
        std::string all = members;
        for (int i = 0; i < others; ++i) all += ",\"other" + std::to_string(i) + "\":null";
        return event(refund(all));
    };
    for (int const others : {8, 40, 110, 400}) {
        CAPTURE(others);
        auto const read = read_event(among(others, R"("amount":5,"currency":"eur","charge":null)"));
        REQUIRE(read.has_value());
        auto const& fact = std::get<domain::refund_fact>(read->what);
        CHECK(fact.amount.minor_units() == 5);
        CHECK(fact.charge.empty());
        CHECK(pointed_at(among(others, R"("amount":5,"amount":500,"currency":"eur")")) == "re_1");
        CHECK(pointed_at(among(others, R"("amount":5,"amount":null,"currency":"eur")")) == "re_1");
    }
}

TEST_CASE("times outside four-digit years are refused") {
    auto const at = [](std::string const& created) {
        return R"({"id":"evt_1","object":"event","type":"plan.created","created":)" + created + "}";
    };
    CHECK(read_event(at("253402300799")).has_value());
    CHECK(error_of(at("253402300800")) == webhook_errc::not_an_event);
    CHECK(error_of(at("-1")) == webhook_errc::not_an_event);
    CHECK(error_of(at("\"2027\"")) == webhook_errc::not_an_event);
}

TEST_CASE("a type that names another object than the body holds is not believed") {
    CHECK(pointed_at(event(refund(R"("status":"pending")"), "charge.refunded")) == "re_1");
    CHECK(pointed_at(event(refund(R"("status":"pending")"), "payment_intent.succeeded")) == "re_1");
}

TEST_CASE("enum values and currencies we do not know decide nothing and break nothing") {
    auto const read = read_event(event(refund(R"("amount":5,"currency":"xyz","status":"levitating")")));
    REQUIRE(read.has_value());
    auto const& fact = std::get<domain::refund_fact>(read->what);
    CHECK(fact.status == domain::refund_status::unknown);
    CHECK(fact.amount == domain::money::minor(5, {}));
}

TEST_CASE("whose an event is is read also where its object is not as documented") {
    auto const odd = read_event(event(refund(
        R"("amount":"5","currency":"eur","payment_intent":"pi_1","metadata":{"q_client":"c","q_booking":"b"})")));
    REQUIRE(odd.has_value());
    CHECK(odd->whose.client.text() == "c");
    CHECK(odd->intent.text() == "pi_1");
    CHECK(std::get<engine::pointer_report>(odd->what).object_id == "re_1");
    for (auto const* const data : {"7", "[]", "null", R"({"object":7})"}) {
        CAPTURE(data);
        auto const hollow =
            read_event(R"({"id":"evt_1","object":"event","created":1,"api_version":"2026-10-28.endive",)"
                       R"("type":"payment_method.detached","data":)" +
                       std::string{data} + "}");
        REQUIRE(hollow.has_value());
        CHECK(std::get<engine::pointer_report>(hollow->what).object_id.empty());
        CHECK(hollow->whose.empty());
    }
}

TEST_CASE("metadata that a person mistyped routes nowhere, and is not an error") {
    for (auto const* const number : {"", "0", "-1", "2x", "99999999999999"}) {
        CAPTURE(number);
        auto const read =
            read_event(event(refund(R"("status":"pending","metadata":{"q_client":"c","q_checkout":")" +
                                    std::string{number} + "\"}")));
        REQUIRE(read.has_value());
        CHECK(read->whose.client.text() == "c");
        CHECK(read->whose.checkout == 0);
    }
}

}  // namespace
