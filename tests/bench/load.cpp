// Load on an HTTP server from one thread, and what it measured as one line of JSON:
//
//   bench_load webhooks --url URL --secret S --events FILE [--from N] [--most N] [--repeat yes]
//   bench_load get      --url URL --path '/pay/coaching-60?ref={}'          {}: a number of its own each time
//   bench_load post     --url URL --path PATH --headers FILE --body FILE    {} in the body
//   bench_load idle     --url URL --path PATH --connections N               holds them until its input ends
//
// --connections N, --seconds S, --most N (requests). `next` in the answer is the first event not sent.
#include <cmath>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <map>
#include <sstream>

#include "arguments.hpp"
#include "event_file.hpp"
#include "exchange.hpp"
#include "latencies.hpp"

namespace quittance::bench {
namespace {

struct tally {
    latencies taken;
    std::map<unsigned, std::uint64_t> statuses;
    ticks::time_point began = ticks::now();
    ticks::time_point ended = began;

    void hear(answer const& got) {
        taken.add(got.took);
        ++statuses[got.status];
    }
};

// Stops asking when the time is over or enough was asked.
class budget {
public:
    explicit budget(arguments const& given)
        : most_(given.number("most")),
          until_(ticks::now() + std::chrono::milliseconds(1000 * given.number("seconds"))) {}

    bool take() {
        if (asked_ == most_ || ticks::now() >= until_) return false;
        ++asked_;
        return true;
    }

private:
    std::size_t most_;
    std::size_t asked_ = 0;
    ticks::time_point until_;
};

std::string contents(std::string const& path) {
    std::ifstream file{path, std::ios::binary};
    if (!file) throw std::runtime_error("cannot read " + path);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

std::string numbered(std::string const& pattern, std::size_t number) {
    auto const place = pattern.find("{}");
    if (place == std::string::npos) return pattern;
    return pattern.substr(0, place) + std::to_string(number) + pattern.substr(place + 2);
}

void tell(tally& seen, std::size_t next, std::uint64_t reconnects) {
    auto const seconds = std::chrono::duration<double>(seen.ended - seen.began).count();
    std::printf("{\"answered\": %zu, \"seconds\": %.4f, \"per_second\": %.1f, ", seen.taken.count(), seconds,
                static_cast<double>(seen.taken.count()) / seconds);
    std::printf("\"p50_us\": %.1f, \"p90_us\": %.1f, \"p99_us\": %.1f, \"max_us\": %.1f, ",
                seen.taken.at(0.5), seen.taken.at(0.9), seen.taken.at(0.99), seen.taken.at(1));
    std::printf("\"next\": %zu, \"reconnects\": %llu, \"statuses\": {", next,
                static_cast<unsigned long long>(reconnects));
    char const* comma = "";
    for (auto const& [status, count] : seen.statuses) {
        std::printf("%s\"%u\": %llu", comma, status, static_cast<unsigned long long>(count));
        comma = ", ";
    }
    std::printf("}}\n");
}

int drive(arguments const& given, exchange::source const& ask, std::size_t const& next) {
    exchange lines{address::parse(given.text("url")), given.number("connections")};
    tally seen;
    lines.run(ask, [&seen](answer const& got) { seen.hear(got); });
    seen.ended = ticks::now();
    tell(seen, next, lines.reconnects());
    return 0;
}

int send_webhooks(arguments const& given) {
    event_file const events{given.text("events")};
    signer const sign{given.text("secret")};
    auto const host = address::parse(given.text("url")).text();
    bool const again = given.text("repeat") == "yes";
    auto next = given.number("from");
    budget left{given};
    auto const ask = [&](question& to) {
        if ((!again && next >= events.size()) || !left.take()) return false;
        auto const body = events.body(next++ % events.size());
        to.bytes = post("/webhooks/stripe", host, sign.headers(body), body);
        return true;
    };
    return drive(given, ask, next);
}

int send_gets(arguments const& given) {
    auto const host = address::parse(given.text("url")).text();
    auto next = given.number("from");
    budget left{given};
    auto const ask = [&](question& to) {
        if (!left.take()) return false;
        to.bytes = get(numbered(given.text("path"), next++), host, "");
        return true;
    };
    return drive(given, ask, next);
}

int send_posts(arguments const& given) {
    auto const host = address::parse(given.text("url")).text();
    auto const headers = contents(given.text("headers"));
    auto const body = contents(given.text("body"));
    auto next = given.number("from");
    budget left{given};
    auto const ask = [&](question& to) {
        if (!left.take()) return false;
        to.bytes = post(given.text("path"), host, numbered(headers, next), numbered(body, next));
        ++next;
        return true;
    };
    return drive(given, ask, next);
}

int hold(arguments const& given) {
    auto const to = address::parse(given.text("url"));
    exchange lines{to, given.number("connections")};
    auto const told = [](std::size_t answered) {
        std::printf("{\"open\": true, \"answered\": %zu}\n", answered);
        std::fflush(stdout);
    };
    told(0);
    std::string line;
    std::getline(std::cin, line);
    std::size_t left = given.number("connections");
    tally seen;
    auto const ask = [&](question& next) {
        if (left == 0) return false;
        --left;
        next.bytes = get(given.text("path"), to.text(), "");
        return true;
    };
    lines.run(ask, [&seen](answer const& got) { seen.hear(got); });
    told(seen.taken.count());
    std::getline(std::cin, line);
    return 0;
}

int run(arguments const& given) {
    auto const what = given.words().empty() ? std::string{} : given.words().front();
    if (what == "webhooks") return send_webhooks(given);
    if (what == "get") return send_gets(given);
    if (what == "post") return send_posts(given);
    if (what == "idle") return hold(given);
    throw std::invalid_argument("say what to send: webhooks, get, post or idle");
}

}  // namespace
}  // namespace quittance::bench

int main(int argc, char** argv) {
    try {
        quittance::bench::arguments const given{argc,
                                                argv,
                                                {{"url", "http://127.0.0.1:8080"},
                                                 {"secret", ""},
                                                 {"events", ""},
                                                 {"from", "0"},
                                                 {"most", "1000000000"},
                                                 {"seconds", "5"},
                                                 {"connections", "64"},
                                                 {"repeat", "no"},
                                                 {"path", "/"},
                                                 {"headers", ""},
                                                 {"body", ""}}};
        return quittance::bench::run(given);
    } catch (std::exception const& wrong) {
        std::fprintf(stderr, "bench_load: %s\n", wrong.what());
        return 1;
    }
}
