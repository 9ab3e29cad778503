// What stands behind the processor's door.
#pragma once
#include "idempotency.hpp"
#include "inputs.hpp"
#include "operations.hpp"
#include "quittance/sandbox/processor.hpp"

namespace quittance::sandbox {

struct processor::state {
    world here;

    applied put(json::object line) {
        auto done = apply(here, line);
        if (done.stored) here.journal.push_back(json::serialize(line));
        return done;
    }
    json::object line(std::string_view kind, std::string_view id) const {
        auto made = input(here, kind);
        made["id"] = id;
        return made;
    }
    reply execute(api_request const& asked, std::string const& request, named_operation const& operation,
                  form const& given, mishap trouble) {
        if (asked.method == "GET") return read(request, operation, given);
        auto line = input(here, "api");
        line["path"] = asked.path;
        line["form"] = asked.body;
        line["key"] = asked.idempotency_key;
        line["request"] = request;
        if (!asked.idempotency_key.empty()) line["print"] = print_of(asked, given);
        if (trouble != mishap::none) line["trouble"] = static_cast<int>(trouble);
        return plain(put(std::move(line)));
    }
    reply read(std::string const& request, named_operation const& operation, form const& given) {
        auto done = run(here, operation, given);
        if (done) return {.body = json::serialize(*done)};
        unsigned const status = done.error().status;
        return {.status = status, .body = error_body(here, std::move(done.error().error), status, request)};
    }
    void finish(reply& made, api_request const& asked, std::string const& request) {
        ++here.reply_counts[std::to_string(made.status)];
        made.headers.emplace_back("Request-Id", request);
        made.headers.emplace_back("Content-Type", "application/json");
        made.headers.emplace_back("Stripe-Version", here.options.api_version);
        if (!asked.idempotency_key.empty() && asked.method == "POST")
            made.headers.emplace_back("Idempotency-Key", asked.idempotency_key);
        if (made.status == 500) made.headers.emplace_back("Stripe-Should-Retry", "true");
    }
    reply plain(applied const& done) const { return {.status = done.status, .body = done.body}; }
};

}  // namespace quittance::sandbox
