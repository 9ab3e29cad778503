#include <doctest/doctest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/json/parse.hpp>

#include "harness.hpp"

using namespace quittance;
using namespace quittance::web_test;

namespace {

struct api : world {
    api() { add_key("qk_test_key"); }
    void add_key(std::string const& key);
    http::header_list headers(std::string idempotency = "") const {
        http::header_list all{{"Authorization", "Bearer qk_test_key"}, {"Content-Type", "application/json"}};
        if (!idempotency.empty()) all.emplace_back("Idempotency-Key", std::move(idempotency));
        return all;
    }
    http::response create(std::string body, std::string idempotency = "") {
        return post("/v1/checkouts", std::move(body), headers(std::move(idempotency)));
    }
};

void api::add_key(std::string const& key) {
    boost::asio::io_context loop;
    engine::api_key_record record{to_hex(sha256(key)), "test", time.at};
    boost::asio::co_spawn(loop, store.add_api_key(record), boost::asio::detached);
    loop.run();
}

boost::json::object json_of(http::response const& reply) {
    return boost::json::parse(reply.body).as_object();
}

// "field: detail" of each error, one a line.
std::string errors_of(http::response const& reply) {
    std::string all;
    auto const body = json_of(reply);
    if (!body.contains("errors")) return all;
    for (auto const& one : body.at("errors").as_array())
        all += std::string{one.at("field").as_string()} + ": " + std::string{one.at("detail").as_string()} +
               "\n";
    return all;
}

constexpr auto whole =
    R"({"reference":"B-1","offer":"coaching-60","source":"cal.com","client":"client-1-of-22-letters",
  "name":"Kim","email":"kim@example.org","locale":"de-AT","zone":"Europe/Vienna","due":"2027-01-31",
  "service_at":"2027-02-01T10:00:00Z","previous_ref":"B-0","description":"First hour"})";

}  // namespace

TEST_CASE("a checkout is made and told with its addresses and whole minor units") {
    api w;
    auto const reply = w.create(whole);
    CHECK(reply.status == 201);
    CHECK(header_of(reply, "Content-Type") == "application/json");
    auto const body = json_of(reply);
    CHECK(body.at("checkout_url") == payment_page);
    CHECK(body.at("amount").as_int64() == 12'050);
    CHECK(body.at("open").as_int64() == 12'050);
    CHECK(body.at("received").as_int64() == 0);
    CHECK(body.at("currency") == "EUR");
    CHECK(body.at("state") == "open");
    CHECK(body.at("client") == "client-1");
    CHECK(body.at("reference") == "B-1");
    CHECK(std::string_view{body.at("page_url").as_string()}.starts_with("https://pay.example/r/client-1."));
    REQUIRE(w.purchases.size() == 1);
    auto const& asked = w.purchases[0];
    CHECK(asked.origin == domain::origin::api);
    CHECK(asked.who == domain::contact{"Kim", "kim@example.org", "de-AT", "Europe/Vienna"});
    CHECK(asked.previous->reference == "B-0");
    CHECK(asked.terms.description == "First hour");
}

TEST_CASE("a checkout without an offer needs title, amount and currency") {
    api w;
    CHECK(w.create(R"({"reference":"X","title":"Room, 2 h","amount":4500,"currency":"eur"})").status == 201);
    CHECK(w.purchases.at(0).identity == domain::booking_identity{"api", domain::offer_id{"custom"}, "X"});
    CHECK(w.purchases.at(0).terms.price == eur(4'500));
}

TEST_CASE("what cannot be taken is named, field by field") {
    struct row {
        char const* body;
        char const* expected;
    };
    for (auto const& one : {
             row{R"({"offer":"coaching-60"})", "reference: is needed"},
             row{R"({"reference":7,"offer":"coaching-60"})", "reference: must be a text"},
             row{R"({"reference":"a\nb","offer":"coaching-60"})", "reference: must hold"},
             row{R"({"reference":"B"})", "title: is needed"},
             row{R"({"reference":"B"})", "amount: is needed"},
             row{R"({"reference":"B","offer":"coching-60"})", "offer: is not in the catalogue"},
             row{R"({"reference":"B","title":"T","amount":-1,"currency":"EUR"})",
                 "amount: must not be negative"},
             row{R"({"reference":"B","title":"T","amount":9223372036854775808,"currency":"EUR"})",
                 "amount: is too large"},
             row{R"({"reference":"B","title":"T","amount":99999999999999999999999,"currency":"EUR"})",
                 "amount: must be a whole number"},
             row{R"({"reference":"B","title":"T","amount":12.5,"currency":"EUR"})",
                 "amount: must be a whole number"},
             row{R"({"reference":"B","title":"T","amount":"1250","currency":"EUR"})",
                 "amount: must be a whole"},
             row{R"({"reference":"B","title":"T","amount":49,"currency":"EUR"})",
                 "amount: must be at least 0.50 EUR"},
             row{R"({"reference":"B","title":"T","amount":1250,"currency":"XXQ"})",
                 "currency: must be an ISO 4217"},
             row{R"({"reference":"B","title":"T","amount":1250})", "currency: is needed"},
             row{R"({"reference":"B","offer":"coaching-60","currency":"EUR"})", "amount: is needed"},
             row{R"({"reference":"B","offer":"coaching-60","due":"2027-02-30"})", "due: must be a date"},
             row{R"({"reference":"B","offer":"coaching-60","due":"31.01.2027"})", "due: must be a date"},
             row{R"({"reference":"B","offer":"coaching-60","service_at":"soon"})", "service_at: must be"},
             row{R"({"reference":"B","offer":"coaching-60","email":"kim@"})", "email: must be an e-mail"},
             row{R"({"reference":"B","offer":"coaching-60","zone":"Europe/Atlantis"})",
                 "zone: must be an IANA"},
             row{R"({"reference":"B","offer":"coaching-60","locale":"<b>"})", "locale: must be a BCP 47"},
             row{R"({"reference":"B","offer":"coaching-60","source":"elsewhere"})",
                 "source: is not configured"},
             row{R"({"reference":"B","offer":"coaching-60","previous_ref":"B"})",
                 "previous_ref: must differ"},
             row{R"({"reference":"B","offer":"coaching-60","client":"customer-42"})",
                 "client: must be the `client` of an earlier answer"},
             row{R"({"refrence":"B","offer":"coaching-60"})",
                 "refrence: is not a field of this request; did you mean "
                 "`reference`?"},
             row{R"({"reference":"B","offer":"coaching-60","xyzzy":1})",
                 "xyzzy: is not a field of this request\n"},
         }) {
        CAPTURE(one.body);
        api w;
        auto const reply = w.create(one.body);
        CHECK(reply.status == 422);
        CHECK(header_of(reply, "Content-Type") == "application/problem+json");
        CAPTURE(errors_of(reply));
        CHECK(errors_of(reply).find(one.expected) != std::string::npos);
        CHECK(w.purchases.empty());
    }
}

TEST_CASE("every wrong field is named at once") {
    api w;
    auto const errors = errors_of(w.create(R"({"amount":-1,"currency":"??","zone":"x","nmae":"Kim"})"));
    for (auto const* field : {"reference: ", "title: ", "amount: ", "currency: ", "zone: ", "nmae: "}) {
        CAPTURE(field);
        CHECK(errors.find(field) != std::string::npos);
    }
}

TEST_CASE("what is no JSON is 400, no object 422, another type 415") {
    api w;
    CHECK(w.create("{").status == 400);
    CHECK(w.create("").status == 400);
    CHECK(w.create(R"({"a":[[[[[[1]]]]]]})").status == 400);
    CHECK(w.create("[]").status == 422);
    auto headers = w.headers();
    headers[1].second = "application/x-www-form-urlencoded";
    CHECK(w.post("/v1/checkouts", whole, headers).status == 415);
    headers[1].second = "Application/JSON; charset=utf-8";
    CHECK(w.post("/v1/checkouts", whole, headers).status == 201);
}

TEST_CASE("without a known key nothing is answered") {
    api w;
    for (auto const* value : {"", "Bearer", "Bearer ", "Bearer wrong", "Basic qk_test_key", "qk_test_key"}) {
        CAPTURE(value);
        auto const reply =
            w.post("/v1/checkouts", whole, {{"Authorization", value}, {"Content-Type", "application/json"}});
        CHECK(reply.status == 401);
        CHECK(header_of(reply, "WWW-Authenticate").starts_with("Bearer "));
    }
    CHECK(w.get("/v1/bookings/B-1").status == 401);
    CHECK(w.purchases.empty());
}

TEST_CASE("a key that is not known is written down by its network, and not the key") {
    api w;
    w.get("/v1/bookings/B-1", "", {{"Authorization", "Bearer guessed-it"}});
    CHECK(w.journal.all.find("api_key_refused") != std::string::npos);
    CHECK(w.journal.all.find("guessed-it") == std::string::npos);
    auto const once = w.journal.all.size();
    for (int i = 0; i < 100; ++i) w.get("/v1/bookings/B-1", "", {{"Authorization", "Bearer guessed-it"}});
    CHECK(w.journal.all.size() < 25 * once);  // who guesses on does not fill the log
}

TEST_CASE("a request with a known key, be it only a look, is written down, and by which") {
    api w;
    w.get("/v1/bookings/B-1", "", w.headers());
    auto const at = w.journal.all.find("api_key_used");
    REQUIRE(at != std::string::npos);
    CHECK(w.journal.all.find("key=" + to_hex(sha256("qk_test_key")).substr(0, 12) + "\n", at) !=
          std::string::npos);
    CHECK(w.journal.all.find("qk_test_key") == std::string::npos);
}

TEST_CASE("guessing keys is slowed, per network") {
    api w;
    unsigned last = 0;
    for (int i = 0; i < 21; ++i)
        last = w.get("/v1/bookings/B-1", "", {{"Authorization", "Bearer guess" + std::to_string(i)}}).status;
    CHECK(last == 429);
    CHECK(w.create(whole).status == 201);
}

TEST_CASE("a caller above its rate is asked to wait") {
    api w;
    http::response last;
    for (int i = 0; i < 201; ++i) last = w.get("/v1/bookings/B-1", "source=api&offer=custom", w.headers());
    CHECK(last.status == 429);
    CHECK_FALSE(header_of(last, "Retry-After").empty());
}

TEST_CASE("a new key works as soon as the remembered list has aged") {
    api w;
    http::header_list const fresh{{"Authorization", "Bearer qk_second"}};
    CHECK(w.get("/v1/bookings/B-1", "", fresh).status == 401);
    w.add_key("qk_second");
    w.time.at += w.options.api_key_memory;
    CHECK(w.get("/v1/bookings/B-1", "", fresh).status == 404);
}

TEST_CASE("the same Idempotency-Key and body give the stored reply; another body is refused") {
    api w;
    auto const first = w.create(whole, "key-1");
    auto const second = w.create(whole, "key-1");
    CHECK(second.status == first.status);
    CHECK(second.body == first.body);
    CHECK(header_of(second, "Idempotent-Replayed") == "true");
    CHECK(header_of(first, "Idempotent-Replayed").empty());
    CHECK(w.purchases.size() == 1);
    auto const other = w.create(R"({"reference":"B-2","offer":"coaching-60"})", "key-1");
    CHECK(other.status == 422);
    CHECK(errors_of(other).starts_with("Idempotency-Key: "));
    CHECK(w.create(whole, "key-2").status == 201);
    CHECK(w.purchases.size() == 2);
}

TEST_CASE("a refusal is replayed too, but what may pass next time is not") {
    api w;
    auto const refused = w.create("{}", "key-1");
    CHECK(refused.status == 422);
    CHECK(header_of(w.create("{}", "key-1"), "Idempotent-Replayed") == "true");
    w.outcome = engine::purchase_outcome::try_again;
    CHECK(w.create(whole, "key-2").status == 503);
    w.thrown = std::make_exception_ptr(engine::store_unavailable("away"));
    CHECK(w.create(whole, "key-2").status == 503);
    w.thrown = std::make_exception_ptr(engine::store_quarantined("put back"));
    auto const resting = w.create(whole, "key-2");
    CHECK(resting.status == 503);
    CHECK(resting.body.find("store-quarantined") != std::string::npos);
    w.thrown = nullptr;
    w.outcome = engine::purchase_outcome::pay_at;
    CHECK(w.create(whole, "key-2").status == 201);
}

TEST_CASE("a refusal that changed nothing and may pass later is asked anew under its Idempotency-Key") {
    for (auto const reason : {domain::refusal_reason::payment_under_way, domain::refusal_reason::not_granted,
                              domain::refusal_reason::money_unallocated}) {
        api w;
        w.refusal = domain::refusal{reason, ""};
        CHECK(w.create(whole, "key-1").status == 409);
        w.refusal.reset();
        auto const later = w.create(whole, "key-1");
        CHECK(later.status == 201);
        CHECK(header_of(later, "Idempotent-Replayed").empty());
        CHECK(header_of(w.create(whole, "key-1"), "Idempotent-Replayed") == "true");
    }
}

TEST_CASE("a request under way answers 409 to its repetition") {
    api w;
    boost::asio::io_context loop;
    auto const name = to_hex(sha256(to_hex(sha256("qk_test_key")) + ":key-1"));
    boost::asio::co_spawn(loop, w.store.begin_idempotent(name, to_hex(sha256(whole))),
                          [](std::exception_ptr const&, std::optional<engine::idempotent_reply> const&) {});
    loop.run();
    auto const reply = w.create(whole, "key-1");
    CHECK(reply.status == 409);
    CHECK_FALSE(header_of(reply, "Retry-After").empty());
    CHECK(w.purchases.empty());
}

TEST_CASE("an Idempotency-Key that cannot be one is refused") {
    api w;
    CHECK(w.create(whole, std::string(256, 'k')).status == 400);
    CHECK(w.create(whole, "a b").status == 400);
    CHECK(w.create(whole, std::string(255, 'k')).status == 201);
}

TEST_CASE("each outcome and refusal has its status") {
    using engine::purchase_outcome;
    for (auto const& [outcome, status] :
         {std::pair{purchase_outcome::already_paid, 200U},
          std::pair{purchase_outcome::payment_under_way, 200U}, std::pair{purchase_outcome::try_again, 503U},
          std::pair{purchase_outcome::refused_by_processor, 422U},
          std::pair{purchase_outcome::closed, 409U}}) {
        api w;
        w.outcome = outcome;
        CHECK(w.create(whole).status == status);
    }
    for (auto const& [reason, status] : {std::pair{domain::refusal_reason::terms_differ, 409U},
                                         std::pair{domain::refusal_reason::not_this_account, 409U},
                                         std::pair{domain::refusal_reason::amount_not_positive, 422U},
                                         std::pair{domain::refusal_reason::booking_unknown, 404U}}) {
        api w;
        w.refusal = domain::refusal{reason, "amount"};
        auto const reply = w.create(whole);
        CHECK(reply.status == status);
        CHECK(errors_of(reply).starts_with("amount: "));
    }
}

TEST_CASE("a booking is found by its reference, and by source and offer where that is not enough") {
    api w;
    auto const put = [&w](std::string source) {
        engine::purchase what;
        what.identity = {std::move(source), domain::offer_id{"coaching-60"}, "B 1"};
        what.terms = *domain::terms_of(coaching());
        auto made = open_booking(what, w.time.at);
        pay(made, w.time.at);
        w.bookings.push_back({made.client, made.account.client, made.booking()});
    };
    put("cal.com");
    auto const found = w.get("/v1/bookings/B%201", "", w.headers());
    CHECK(found.status == 200);
    CHECK(json_of(found).at("state") == "paid");
    CHECK(json_of(found).at("received").as_int64() == 12'050);
    CHECK(json_of(found).at("checkout_url").is_null());
    put("plain");
    CHECK(w.get("/v1/bookings/B%201", "", w.headers()).status == 409);
    CHECK(w.get("/v1/bookings/B%201", "source=plain", w.headers()).status == 200);
    CHECK(w.get("/v1/bookings/B%201", "source=plain&offer=other", w.headers()).status == 404);
    CHECK(w.get("/v1/bookings/B-9", "", w.headers()).status == 404);
}

TEST_CASE("a booking of an offer that left the catalogue is found, and asked for again is the same one") {
    api w;
    engine::purchase what;
    what.identity = {"api", domain::offer_id{"sold last year"}, "B-1"};
    what.terms = *domain::terms_of(coaching());
    auto const made = open_booking(what, w.time.at);
    w.bookings.push_back({made.client, made.account.client, made.booking()});
    CHECK(w.get("/v1/bookings/B-1", "", w.headers()).status == 200);
    auto const again = w.create(R"({"reference":"B-1","offer":"sold last year"})");
    CHECK(again.status == 201);
    REQUIRE(w.purchases.size() == 1);
    CHECK(w.purchases[0].terms.title == what.terms.title);
    CHECK_FALSE(w.purchases[0].price_named);
    CHECK(w.create(R"({"reference":"B-2","offer":"sold last year"})").status == 422);
}

TEST_CASE("unknown addresses below /v1 and an absent store answer as problems") {
    api w;
    auto const unknown = w.get("/v1/nothing", "", w.headers());
    CHECK(unknown.status == 404);
    CHECK(header_of(unknown, "Content-Type") == "application/problem+json");
    w.store.unavailable = true;
    auto const away = w.create(whole);
    CHECK(away.status == 503);
    CHECK(json_of(away).at("status").as_int64() == 503);
    CHECK(header_of(away, "Retry-After") == "5");
}
