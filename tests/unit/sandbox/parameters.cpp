#include <doctest/doctest.h>

#include "world.hpp"

using namespace sandbox_test;

TEST_CASE("a request that does not fit is refused with the parameter named") {
    struct row {
        std::string path, form;
        char const* code;
        char const* parameter;
    };
    std::string const ok = bench::session_form;
    for (auto const& [path, form, code, parameter] : {
             row{"/v1/customers", "emial=a@b.c", "parameter_unknown", "emial"},
             row{"/v1/customers", "email=nobody", "email_invalid", "email"},
             row{"/v1/customers", "name=" + std::string(257, 'n'), "parameter_invalid_string", "name"},
             row{"/v1/customers", "metadata[k]=" + std::string(501, 'v'), "parameter_invalid_string",
                 "metadata[k]"},
             row{"/v1/customers", "metadata[" + std::string(41, 'k') + "]=v", "parameter_invalid_string",
                 ("metadata[kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk]")},
             row{"/v1/checkout/sessions", ok + "&payment_method_types[0]=card", "parameter_unknown",
                 "payment_method_types"},
             row{"/v1/checkout/sessions", ok + "&mode=paymnet", "", "mode"},
             row{"/v1/checkout/sessions", ok + "&expires_at=soon", "parameter_invalid_integer", "expires_at"},
             row{"/v1/checkout/sessions", ok + "&adaptive_pricing[enabled]=yes", "",
                 "adaptive_pricing[enabled]"},
             row{"/v1/checkout/sessions", ok + "&client_reference_id=" + std::string(201, 'r'),
                 "parameter_invalid_string", "client_reference_id"},
             row{"/v1/checkout/sessions", ok + "&line_items[0][price_data][unit_amount]=49",
                 "amount_too_small", "line_items[0][price_data][unit_amount]"},
             row{"/v1/checkout/sessions", ok + "&line_items[0][price_data][colour]=red", "parameter_unknown",
                 "line_items[0][price_data][colour]"},
             row{"/v1/checkout/sessions", ok + "&ui_mode=hosted", "", "ui_mode"},
             row{"/v1/checkout/sessions", "mode=payment&success_url=https://a.example", "parameter_missing",
                 "line_items"},
             row{"/v1/checkout/sessions", "mode=setup&success_url=https://a.example", "parameter_missing",
                 "currency"},
             row{"/v1/payment_intents", "currency=eur", "parameter_missing", "amount"},
             row{"/v1/payment_intents", "amount=500", "parameter_missing", "currency"},
             row{"/v1/payment_intents", "amount=12.5&currency=eur", "parameter_invalid_integer", "amount"},
             row{"/v1/payment_intents", "amount=500&currency=EUR", "", "currency"},
             row{"/v1/payment_intents", "amount=49&currency=eur", "amount_too_small", "amount"},
             row{"/v1/payment_intents", "amount=49&currency=jpy", "amount_too_small", "amount"},
             row{"/v1/payment_intents", "amount=100000000&currency=eur", "amount_too_large", "amount"},
             row{"/v1/payment_intents", "amount=-5&currency=eur", "parameter_invalid_integer", "amount"},
             row{"/v1/payment_intents", "amount=5124&currency=kwd", "parameter_invalid_integer", "amount"},
             row{"/v1/payment_intents", "amount=550&currency=isk", "parameter_invalid_integer", "amount"},
             row{"/v1/payment_intents", "amount=500&currency=eur&off_session=true", "", "off_session"},
             row{"/v1/refunds", "reason=because", "", "reason"},
             row{"/v1/webhook_endpoints", "url=https://a.example", "parameter_missing", "enabled_events"},
         }) {
        CAPTURE(path);
        CAPTURE(form);
        bench b;
        auto const refused = b.post(path, form);
        CHECK(refused.status == 400);
        CHECK(refused.error("type") == "invalid_request_error");
        CHECK(refused.error("code") == code);
        CHECK(refused.error("param") == parameter);
        CHECK(b.machine.take_journal().empty());
    }
}

TEST_CASE("a customer and an address for one cannot both be given") {
    bench b;
    auto const customer = b.post("/v1/customers").text("id");
    auto const refused = b.post("/v1/checkout/sessions", bench::session_form + "&customer=" + customer +
                                                             "&customer_email=ada@example.com");
    CHECK(refused.status == 400);
    CHECK(b.post("/v1/checkout/sessions", bench::session_form + "&customer=" + customer).status == 200);
}

TEST_CASE("an empty value unsets where that is allowed and is refused elsewhere") {
    bench b;
    auto const id = b.post("/v1/customers", "metadata[a]=1&metadata[b]=2").text("id");
    auto const left = b.post("/v1/customers/" + id, "metadata[a]=");
    CHECK(left.body.at("metadata").as_object().size() == 1);
    CHECK(b.post("/v1/customers/" + id, "metadata=").body.at("metadata").as_object().empty());
    CHECK(b.post("/v1/payment_intents", "amount=500&currency=eur&customer=").error("code") ==
          "parameter_invalid_empty");
}

TEST_CASE("51 keys of metadata are one too many") {
    bench b;
    std::string form;
    for (int i = 0; i < 50; ++i) form += "&metadata[k" + std::to_string(i) + "]=v";
    CHECK(b.post("/v1/customers", form.substr(1)).status == 200);
    CHECK(b.post("/v1/customers", form + "&metadata[more]=v").error("param") == "metadata");
}

TEST_CASE("a form that cannot be decoded is refused") {
    bench b;
    for (char const* form : {"name=%zz", "name=%ff", "name=%", "name[=x", "[a]=x"}) {
        CAPTURE(form);
        CHECK(b.post("/v1/customers", form).status == 400);
    }
}

TEST_CASE("1,001 fields are one too many") {
    bench b;
    std::string form;
    for (int i = 0; i < 1'000; ++i) form += "name=n&";
    CHECK(b.post("/v1/customers", form).status == 200);
    CHECK(b.post("/v1/customers", form + "name=n").status == 400);
}

TEST_CASE("who may ask") {
    bench b(processor_options{.secret_key = "sk_test_a", .restricted_key = "rk_test_b"});
    auto const status = [&](std::string authorization, std::string path, std::string version = "") {
        return b.machine
            .handle({.method = "GET",
                     .path = std::move(path),
                     .authorization = std::move(authorization),
                     .stripe_version = std::move(version)},
                    noon)
            .status;
    };
    CHECK(status("", "/v1/account") == 401);
    CHECK(status("Bearer sk_test_", "/v1/account") == 401);
    CHECK(status("Bearer sk_test_a", "/v1/account") == 200);
    CHECK(status("Basic c2tfdGVzdF9hOg==", "/v1/balance") == 200);
    CHECK(status("Bearer rk_test_b", "/v1/account") == 403);
    CHECK(status("Bearer rk_test_b", "/v1/events") == 200);
    CHECK(status("Bearer rk_test_b", "/v1/setup_intents/seti_1") == 403);
    CHECK(status("Bearer sk_test_a", "/v1/nothing") == 404);
    CHECK(status("Bearer sk_test_a", "/v1/account", "2026-10-28.endive") == 200);
    CHECK(status("Bearer sk_test_a", "/v1/account", "2020-01-01") == 400);
}

TEST_CASE("what is not there is 404 with the parameter that named it") {
    bench b;
    auto const missing = b.get("/v1/checkout/sessions/cs_test_none");
    CHECK(missing.status == 404);
    CHECK(missing.error("code") == "resource_missing");
    CHECK(missing.error("param") == "session");
}

TEST_CASE("expand takes known ids only") {
    bench b;
    auto const id = b.open_session();
    b.pay(id);
    CHECK(b.get("/v1/checkout/sessions/" + id, "expand[]=status").status == 400);
    CHECK(b.get("/v1/checkout/sessions/" + id, "expand[]=nothing").status == 400);
    auto const list = b.get("/v1/checkout/sessions", "expand[]=data.payment_intent");
    CHECK(list.body.at("data").as_array().at(0).as_object().at("payment_intent").is_object());
    auto const items = b.get("/v1/checkout/sessions/" + id, "expand[]=line_items");
    CHECK(items.body.at("line_items").as_object().at("data").as_array().size() == 1);
}
