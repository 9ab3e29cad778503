// Open bookings through the API, and the events that would pay them:
//
//   seed N --base URL --key KEY --out FILE [--per-client 1] [--connections 16] [--created UNIX]
//          [--store ID | --processor URL --processor-key KEY]
//
// FILE gets one event on each line, in an order in which neighbours are of different clients; sign a line
// with the webhook secret when sending it. The metadata of an event names the store: it is read from one of
// the sessions at the processor unless --store says it.
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <cstdio>
#include <ctime>
#include <deque>
#include <fstream>
#include <iostream>
#include <thread>

#include "arguments.hpp"
#include "exchange.hpp"
#include "paying_event.hpp"

namespace quittance::bench {
namespace {

namespace json = boost::json;

struct plan {
    std::size_t bookings = 0;
    std::size_t per_client = 1;
    std::size_t clients() const { return (bookings + per_client - 1) / per_client; }
};

class seeding {
public:
    seeding(arguments const& given, plan wanted)
        : given_(given),
          wanted_(wanted),
          host_(address::parse(given.text("base")).text()),
          headers_("Authorization: Bearer " + given.text("key") + "\r\nContent-Type: application/json\r\n"),
          run_(std::to_string(std::time(nullptr))),
          made_(wanted.bookings) {}

    // First one booking for each client, then the others, which name the client they are for.
    std::vector<open_checkout> work() {
        exchange lines{address::parse(given_.text("base")), given_.number("connections")};
        auto const round = wanted_.clients();
        for (std::size_t from = 0; from < made_.size(); from += round) {
            for (auto i = from; i < std::min(from + round, made_.size()); ++i) waiting_.push_back(i);
            // Later rounds do not wait for each other: their clients are all known.
            if (from > 0 && from + round < made_.size()) continue;
            finish(lines);
        }
        return std::move(made_);
    }

private:
    void finish(exchange& lines) {
        while (!waiting_.empty()) {
            auto const before = waiting_.size();
            lines.run([this](question& to) { return ask(to); }, [this](answer const& got) { hear(got); });
            if (waiting_.empty()) return;
            idle_ = waiting_.size() == before ? idle_ + 1 : 0;
            if (idle_ > 60) throw std::runtime_error("no booking was taken for a minute: " + last_problem_);
            std::this_thread::sleep_for(std::chrono::seconds{1});
            slow_ = false;
        }
    }

    bool ask(question& to) {
        if (slow_ || waiting_.empty()) return false;
        auto const number = waiting_.front();
        waiting_.pop_front();
        json::object body{{"reference", "bench-" + run_ + "-" + std::to_string(number)},
                          {"title", "Benchmark hour"},
                          {"amount", 12'000},
                          {"currency", "EUR"}};
        if (number >= wanted_.clients()) body["client"] = made_[number % wanted_.clients()].client;
        to.tag = number;
        to.bytes = post("/v1/checkouts", host_, headers_, json::serialize(body));
        return true;
    }

    void hear(answer const& got) {
        if (got.status == 201) return keep(got);
        last_problem_ = "status " + std::to_string(got.status) + " " + std::string{got.body};
        bool const later = got.status == 429 || got.status == 503 || got.status == 0;
        if (!later) throw std::runtime_error("a booking was refused: " + last_problem_);
        waiting_.push_back(got.tag);
        slow_ = true;
    }

    void keep(answer const& got) {
        auto const said = json::parse(got.body).as_object();
        auto& made = made_[got.tag];
        std::string const url{said.at("checkout_url").as_string()};
        auto const from = url.find("/cs_");
        if (from == std::string::npos) throw std::runtime_error("no session in the address " + url);
        made.session = url.substr(from + 1, url.find_first_of("?#/", from + 1) - from - 1);
        made.booking = said.at("booking").as_string();
        made.client = said.at("client").as_string();
        made.amount = said.at("amount").as_int64();
        made.currency = said.at("currency").as_string();
        for (auto& letter : made.currency) letter = static_cast<char>(letter | 0x20);
    }

    arguments const& given_;
    plan wanted_;
    std::string host_;
    std::string headers_;
    std::string run_;
    std::vector<open_checkout> made_;
    std::deque<std::size_t> waiting_;
    std::string last_problem_;
    bool slow_ = false;
    int idle_ = 0;
};

// The store's id, as it was written into the metadata of a session.
std::string store_of(arguments const& given, std::string const& session) {
    if (!given.text("store").empty()) return given.text("store");
    auto const at = address::parse(given.text("processor"));
    std::string found;
    bool asked = false;
    exchange line{at, 1};
    line.run(
        [&](question& to) {
            auto const key = "Authorization: Bearer " + given.text("processor-key") + "\r\n";
            to.bytes = get("/v1/checkout/sessions/" + session, at.text(), key);
            return !std::exchange(asked, true);
        },
        [&](answer const& got) {
            if (got.status != 200)
                throw std::runtime_error("the processor does not show " + session +
                                         ": set --processor and --processor-key, or --store");
            found = json::parse(got.body).at("metadata").at("q_store").as_string();
        });
    return found;
}

int run(arguments const& given) {
    if (given.words().size() != 1 || given.text("out").empty() || given.text("key").empty())
        throw std::invalid_argument("seed N --base URL --key KEY --out FILE (see the head of seed.cpp)");
    plan wanted;
    wanted.bookings = std::stoul(given.words().front());
    wanted.per_client = given.number("per-client");
    auto const began = ticks::now();
    auto const made = seeding{given, wanted}.work();
    auto const store = store_of(given, made.front().session);
    auto const asked_for = static_cast<std::int64_t>(given.number("created"));
    auto const created = asked_for != 0 ? asked_for : static_cast<std::int64_t>(std::time(nullptr));
    std::ofstream file{given.text("out"), std::ios::binary};
    for (std::size_t i = 0; i < made.size(); ++i)
        file << paying_event(made[i], store, i + given.number("first-id"), created) << '\n';
    file.close();
    if (!file) throw std::runtime_error("cannot write " + given.text("out"));
    std::printf("{\"bookings\": %zu, \"clients\": %zu, \"seconds\": %.2f}\n", made.size(), wanted.clients(),
                std::chrono::duration<double>(ticks::now() - began).count());
    return 0;
}

}  // namespace
}  // namespace quittance::bench

int main(int argc, char** argv) {
    try {
        auto const* const key = std::getenv("QUITTANCE_API_KEY");
        auto const* const processor_key = std::getenv("STRIPE_SECRET_KEY");
        quittance::bench::arguments const given{
            argc,
            argv,
            {{"base", "http://127.0.0.1:8080"},
             {"key", key != nullptr ? key : ""},
             {"out", ""},
             {"per-client", "1"},
             {"connections", "16"},
             {"created", "0"},
             {"first-id", "0"},
             {"store", ""},
             {"processor", "http://127.0.0.1:12111"},
             {"processor-key", processor_key != nullptr ? processor_key : ""}}};
        return quittance::bench::run(given);
    } catch (std::exception const& wrong) {
        std::fprintf(stderr, "seed: %s\n", wrong.what());
        return 1;
    }
}
