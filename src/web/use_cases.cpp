#include "quittance/web/routes.hpp"

namespace quittance::web {

use_cases use_cases_of(engine::checkouts& buying, engine::bookings& reading, engine::settlement& settling,
                       engine::accounts& books) {
    use_cases made;
    made.start = [&buying](engine::purchase what) { return buying.start(std::move(what)); };
    made.book = [&buying](engine::purchase what) { return buying.book(std::move(what)); };
    made.register_client = [&buying](domain::client_id id, domain::contact who) {
        return buying.register_client(std::move(id), std::move(who));
    };
    made.pay = [&buying](engine::chosen_payment what) { return buying.pay(std::move(what)); };
    made.change_card = [&buying](domain::client_id client, domain::booking_id booking, std::string back) {
        return buying.change_card(std::move(client), std::move(booking), std::move(back));
    };
    made.by_identity = [&reading](domain::booking_identity which) {
        return reading.by_identity(std::move(which));
    };
    made.offers_under = [&reading](std::string source, std::string reference) {
        return reading.offers_under(std::move(source), std::move(reference));
    };
    made.by_page_address = [&reading](std::string address) {
        return reading.by_page_address(std::move(address));
    };
    made.look_now = [&settling](domain::client_id client, domain::booking_id booking) {
        return settling.look_now(std::move(client), std::move(booking));
    };
    made.receive = [&settling](engine::webhook_event event, std::string body) {
        return settling.receive(std::move(event), std::move(body));
    };
    made.whole = [&reading](domain::client_id client) { return reading.whole(std::move(client)); };
    made.needing_attention = [&reading](std::size_t most) { return reading.needing_attention(most); };
    made.owing = [&reading](std::size_t most) { return reading.owing(most); };
    made.page_of = [&reading](engine::booking_list which, std::optional<engine::listed_booking> after,
                              std::size_t most) { return reading.page_of(which, std::move(after), most); };
    made.apply = [&books](engine::apply_request request) { return books.apply(std::move(request)); };
    return made;
}

}  // namespace quittance::web
