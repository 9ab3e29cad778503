// The sandbox's events hold every field the processor's own hold: compared with event_shapes.txt, which lists
// names only.
#include <doctest/doctest.h>

#include <fstream>
#include <map>
#include <sstream>

#include "unit/sandbox/world.hpp"

using namespace sandbox_test;

namespace {

// "a{b c} d" against an object: the paths that are missing.
class shape_check {
public:
    explicit shape_check(std::string text) : text_(std::move(text)) {}

    std::vector<std::string> missing_in(json::value const& value) {
        members(&value, "");
        return missing_;
    }

private:
    void members(json::value const* value, std::string const& path) {
        while (at_ < text_.size() && text_[at_] != '}') {
            if (text_[at_] == ' ') {
                ++at_;
                continue;
            }
            std::string const name = word();
            if (name == "[]") {
                bool const filled = value && value->is_array() && !value->as_array().empty();
                if (value && !filled) missing_.push_back(path + "[]");
                value = filled ? &value->as_array().front() : nullptr;
                continue;
            }
            member(value, path + "." + name, name);
        }
    }
    void member(json::value const* value, std::string const& path, std::string const& name) {
        json::value const* found =
            value && value->is_object() ? value->as_object().if_contains(name) : nullptr;
        if (value && !found) missing_.push_back(path);
        if (at_ >= text_.size() || text_[at_] != '{') return;
        ++at_;
        members(found, path);
        ++at_;
    }
    std::string word() {
        auto const end = std::min(text_.find_first_of(" {}", at_), text_.size());
        auto const name = text_.substr(at_, end - at_);
        at_ = end;
        return name;
    }

    std::string text_;
    std::size_t at_ = 0;
    std::vector<std::string> missing_;
};

std::map<std::string, std::string> shapes() {
    std::ifstream source("tests/contract/sandbox/event_shapes.txt");
    std::map<std::string, std::string> all;
    std::string name;
    for (std::string line; std::getline(source, line);) {
        if (line.empty() || line.front() == '#') continue;
        if (line.front() != ' ')
            all[name = line];
        else
            all[name] += line.substr(1);
    }
    return all;
}

void pay_and_return(bench& b) {
    auto const customer = b.post("/v1/customers", "email=ada@example.com").text("id");
    b.post("/v1/customers/" + customer, "email=new@example.com");
    auto const id =
        b.open_session("&customer=" + customer + "&payment_intent_data[setup_future_usage]=off_session");
    b.pay(id, "4000000000000002");
    b.pay(id, "4000000000000259");
    auto const intent = b.session(id).text("payment_intent");
    b.post("/v1/refunds", "amount=1000&payment_intent=" + intent);
    b.now += std::chrono::minutes{5};
    b.machine.advance(b.now);
    auto const dispute = json::parse(b.machine.objects("dispute").front()).as_object();
    b.machine.close_dispute(std::string(dispute.at("id").as_string()), true, b.now);
    std::string const method = b.get("/v1/payment_intents/" + intent).text("payment_method");
    b.machine.update_card(method, 2039, b.now);
    b.machine.delete_customer(customer, b.now);
}

void delay_and_expire(bench& b) {
    for (bool const comes : {true, false})
        b.machine.submit_delayed(b.open_session("&allowed_payment_method_types[1]=sepa_debit"), comes,
                                 "a@b.c", b.now);
    b.pay(b.open_session(), "4000000000003220");
    auto const failing = b.open_session();
    b.pay(failing, "4000000000005126");
    b.post("/v1/refunds", "payment_intent=" + b.session(failing).text("payment_intent"));
    b.post("/v1/payment_intents/" + b.post("/v1/payment_intents", "amount=500&currency=eur").text("id") +
           "/cancel");
    b.post("/v1/payment_intents",
           "amount=500&currency=eur&confirm=true&off_session=true&payment_method=pm_card_"
           "authenticationRequired");
    auto const saving =
        b.post("/v1/checkout/sessions", "mode=setup&currency=eur&success_url=https://pay.example/");
    b.pay(saving.text("id"));
    b.now += std::chrono::hours{25};
    b.machine.advance(b.now);
}

}  // namespace

TEST_CASE("each event has every field of the processor's own") {
    std::map<std::string, std::vector<json::value>> made;
    for (auto* const live : {&pay_and_return, &delay_and_expire}) {
        bench b;
        live(b);
        for (auto const& each : b.machine.objects("event")) {
            auto event = json::parse(each);
            made[std::string(event.at("type").as_string())].push_back(std::move(event));
        }
    }
    auto const all = shapes();
    CHECK(all.size() == 28);
    for (auto const& [name, shape] : all) {
        CAPTURE(name);
        auto type = name;
        while (!made.contains(type) && type.find('.') != std::string::npos) type.erase(type.rfind('.'));
        REQUIRE(made.contains(type));
        std::string fewest(10'000, '?');
        for (auto const& event : made.at(type)) {
            std::string missing;
            for (auto const& path : shape_check(shape).missing_in(event)) missing += path + " ";
            if (missing.size() < fewest.size()) fewest = missing;
        }
        CHECK(fewest == "");
    }
}
