// The public and admin routes over fakes, without a socket: a request in, the reply out.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "doubles/memory_store.hpp"
#include "quittance/base/digest.hpp"
#include "quittance/domain/decide.hpp"
#include "quittance/web/routes.hpp"

namespace quittance::web_test {

class still_clock final : public clock {
public:
    instant at = from_unix_seconds(1'795'000'000);
    instant now() const override { return at; }
    boost::asio::awaitable<void> sleep_until(instant /*when*/) override { co_return; }
};

class kept_log final : public log {
public:
    void write(log_level /*level*/, std::string_view event, std::initializer_list<log_field> fields) override;
    std::string all;
};

domain::money eur(std::int64_t minor);
domain::offer coaching();
domain::offer course();  // 100 at once, then six monthly parts of 200
// As the engine would make it, by the same pure functions.
struct made_booking {
    domain::client_id client{"client-1"};
    domain::account account;
    domain::booking const& booking() const { return account.bookings.begin()->second; }
    std::string address() const { return domain::page_address(client, booking()); }
    void apply(domain::command const& what, instant at);
};
inline constexpr auto payment_page = "https://checkout.stripe.com/c/pay/cs_test_1";
made_booking open_booking(engine::purchase const& what, instant at, bool opens_page = true);
void pay(made_booking& made, instant at);

class world {
public:
    world();

    http::response ask(http::request what);
    http::response get(std::string path, std::string query = "", http::header_list headers = {});
    http::response post(std::string path, std::string body, http::header_list headers = {});
    http::response desk(std::string path, std::string query = "");
    http::response desk_post(std::string path, std::string body, http::header_list headers = {});

    still_clock time;
    kept_log journal;
    std::unique_ptr<metrics> figures = make_metrics();
    doubles::memory_store store{&time};
    web::public_options options;
    web::admin_options desk_options;
    domain::catalogue catalogue;
    engine::settings settings;
    web::webhook_watch watch;
    engine::webhook_silence silence;

    // What the fakes answer, and what they were asked.
    engine::purchase_outcome outcome = engine::purchase_outcome::pay_at;
    std::string url = payment_page;
    std::optional<domain::refusal> refusal;
    std::exception_ptr thrown;
    std::vector<engine::purchase> purchases;
    std::vector<engine::purchase> claims;  // booked without a page at the processor
    std::optional<made_booking> claimed;   // what they find
    std::vector<engine::chosen_payment> payments;
    std::vector<std::string> card_pages;         // where each leads back to
    std::optional<domain::booking> known;        // what a plan's link finds that nobody agreed to yet
    std::optional<engine::found_booking> moved;  // what a previous reference brings along
    std::map<std::string, made_booking> pages;   // by address
    std::vector<engine::found_booking> bookings;
    int looks = 0;
    std::function<void()> on_look;
    std::vector<engine::webhook_event> webhooks;
    std::string webhook_body;
    engine::webhook_outcome webhook_outcome = engine::webhook_outcome::applied;
    web::webhook_gate gate;
    std::vector<engine::apply_request> applied;
    std::function<void()> on_apply;  // once something was decided
    struct asked_list {
        engine::booking_list which;
        std::optional<engine::listed_booking> after;
        std::size_t most;
    };
    std::vector<asked_list> lists_asked;
    std::optional<engine::listed_booking> next_page;
    domain::account whole;  // the one account that is there
    int wholes_asked = 0;
    int registered = 0;
    std::exception_ptr lost;  // thrown once, after the next client was made
    int requests = 0;         // each has an id of its own
    std::string record = "{}";
    std::vector<domain::client_id> records_asked;

    http::router routes;
    http::router desk_routes;

private:
    web::use_cases cases();
    http::response run(http::router const& on, http::request what);
};

std::string header_of(http::response const& reply, std::string_view name);

}  // namespace quittance::web_test
