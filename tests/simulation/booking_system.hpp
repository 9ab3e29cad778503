// Promises: a booking system that uses the API as its developers are told to: one Idempotency-Key for one
// request, the same request again until it is answered for good, now and then twice at once, and a look at
// what it booked. What it is answered, the judge hears.
#pragma once
#include "people.hpp"

namespace quittance::simulation {

class booking_system {
public:
    booking_system(world& all, people& clients) : all_(all), clients_(clients) {}
    // In half of the worlds.
    void arrive();

private:
    awaitable<void> works();
    awaitable<void> books(chance luck, unsigned number);
    http::request order_of(chance& luck, unsigned number);
    // Until it is answered for good, or given up after hours.
    awaitable<std::optional<http::response>> insist(chance& luck, http::request what);
    awaitable<void> ask_again(chance luck, http::request what);
    awaitable<std::optional<http::response>> send(chance& luck, http::request what);

    world& all_;
    people& clients_;
};

}  // namespace quittance::simulation
