#include "product_probe.hpp"

#include <optional>

#include "quittance/domain/balance.hpp"
#include "quittance/domain/calendar.hpp"
#include "quittance/domain/decide.hpp"
#include "quittance/records/documents.hpp"
#include "quittance/records/ledger.hpp"

namespace quittance::simulation {
namespace {

// What the entry recorded, told once more as it was told the first time.
struct to_command {
    using maybe = std::optional<domain::command>;

    maybe operator()(domain::session_recorded const& e) const {
        return domain::session_seen{e.booking, e.fact, e.async_failed};
    }
    maybe operator()(domain::intent_recorded const& e) const {
        return domain::intent_seen{e.booking, e.fact};
    }
    maybe operator()(domain::charge_recorded const& e) const {
        return domain::charge_seen{e.booking, e.fact};
    }
    maybe operator()(domain::refund_recorded const& e) const {
        return domain::refund_seen{e.booking, e.fact};
    }
    maybe operator()(domain::dispute_recorded const& e) const {
        return domain::dispute_seen{e.booking, e.fact};
    }
    template <class Event>
    maybe operator()(Event const&) const {
        return std::nullopt;
    }
};

domain::account account_from(std::string const& client, std::string_view client_document,
                             std::string_view booking_document) {
    domain::account made;
    made.id = domain::client_id{client};
    made.version = 1;
    made.client = records::decode_client(client_document);
    auto booking = records::decode_booking(booking_document);
    auto const id = booking.id;
    made.bookings.emplace(id, std::move(booking));
    return made;
}

std::string bytes_of(domain::create_checkout const& order) {
    return order.booking.text() + ' ' + std::to_string(order.checkout) + ' ' +
           domain::plain_text(order.amount) + ' ' + order.title + order.description + order.customer_email +
           order.locale + order.success_url + order.cancel_url + order.reference +
           std::to_string(unix_millis(order.expires_at)) + order.customer.text() + order.terms_note +
           order.agreement_hash + (order.keep_card ? " keeps" : "");
}
std::string bytes_of(domain::create_customer const& order) {
    return order.booking.text() + ' ' + std::to_string(order.checkout) + ' ' + order.name + order.email;
}
std::string bytes_of(domain::change_customer const& order) {
    return order.booking.text() + ' ' + std::to_string(order.change) + ' ' + order.customer.text() + ' ' +
           order.email;
}
std::string bytes_of(domain::create_intent const& order) {
    return order.booking.text() + ' ' + std::to_string(order.checkout) + ' ' +
           domain::plain_text(order.amount) + ' ' + order.customer.text() + order.description +
           order.reference + order.agreement_hash;
}
std::string bytes_of(domain::confirm_intent const& order) {
    return order.booking.text() + ' ' + std::to_string(order.checkout) + '-' + std::to_string(order.attempt) +
           ' ' + order.intent.text() + order.method.text() + std::to_string(unix_millis(order.before));
}
std::string bytes_of(domain::cancel_intent const& order) {
    return order.booking.text() + ' ' + std::to_string(order.checkout) + '-' + std::to_string(order.closing) +
           ' ' + order.intent.text();
}
std::string bytes_of(domain::expire_session const& order) {
    return order.booking.text() + ' ' + std::to_string(order.checkout) + '-' + std::to_string(order.closing) +
           ' ' + order.session.text();
}
std::string bytes_of(domain::create_refund const& order) {
    return order.booking.text() + ' ' + std::to_string(order.order) + ' ' + order.intent.text() +
           domain::plain_text(order.amount) + order.reason;
}

std::string bytes_of(domain::create_card_page const& order) {
    return order.booking.text() + ' ' + std::to_string(order.page) + ' ' + order.customer.text() +
           order.locale + order.return_url + std::string{order.unit.code()} +
           std::to_string(unix_millis(order.expires_at));
}

std::string bytes_of(domain::send_letter const& order) {
    return order.booking.text() + ' ' + std::to_string(order.letter) + ' ' +
           std::to_string(unix_millis(order.before));
}

// A decision as bytes: its events as they would be stored, its effects by what they would send.
std::string written(result<domain::decision, domain::refusal> const& made) {
    if (!made) return "refused: " + std::string{domain::name_of(made.error().reason)} + made.error().field;
    auto text = records::encode_entry(1, instant{}, "", "", made->events);
    for (auto const& each : made->effects) {
        text += std::visit([](auto const& order) { return bytes_of(order); }, each);
    }
    return text;
}

std::optional<product_fault> ask_twice(domain::account const& first, domain::account const& second,
                                       domain::command const& asked, instant now) {
    domain::policy const rules;
    if (written(domain::decide(first, asked, now, rules)) ==
        written(domain::decide(second, asked, now, rules))) {
        return std::nullopt;
    }
    return product_fault{17, "the same question was decided in two ways"};
}

template <class Document>
void require_same(std::string_view stored, Document const& read, std::string_view name,
                  std::vector<product_fault>& faults) {
    if (records::encode(read) == stored) return;
    faults.push_back({18, std::string{name} + " is written differently after it was read"});
}

}  // namespace

product_sums sums_by_product(std::string_view booking_document) {
    auto const what = records::decode_booking(booking_document);
    auto const balance = domain::balance_of(what);
    product_sums said{balance.price.minor_units(),
                      balance.received.minor_units(),
                      balance.went_back.minor_units(),
                      balance.open.minor_units(),
                      balance.unallocated.minor_units(),
                      {},
                      0};
    said.granted = domain::credits_of(what, domain::date_in("UTC", what.booked_at), "UTC").granted;
    for (auto const& each : domain::attention_of(what)) said.attention.insert(each.id);
    for (auto const& each : what.checkouts) said.live += domain::is_live(each) ? 1 : 0;
    return said;
}

std::vector<product_fault> probe_encoding(std::string_view client_document, std::string_view booking_document,
                                          std::string_view entry) {
    std::vector<product_fault> faults;
    require_same(client_document, records::decode_client(client_document), "the client's document", faults);
    require_same(booking_document, records::decode_booking(booking_document), "the document", faults);
    auto const read = records::decode_entry(entry);
    if (records::encode_entry(read.version, read.at, read.commit, read.prev, read.events) != entry) {
        faults.push_back({18, "the ledger entry is written differently after it was read"});
    }
    return faults;
}

std::vector<product_fault> probe_decisions(std::string const& client, std::string_view client_document,
                                           std::string_view booking_document, std::string_view entry,
                                           instant now) {
    std::vector<product_fault> faults;
    auto const first = account_from(client, client_document, booking_document);
    auto const second = account_from(client, client_document, booking_document);
    auto const& booking = first.bookings.begin()->first;
    for (auto const& asked :
         {domain::command{domain::open_checkout{booking, "https://pay.example/r/"}},
          domain::command{domain::close_held{booking}}, domain::command{domain::collect{booking}}}) {
        if (auto fault = ask_twice(first, second, asked, now)) faults.push_back(std::move(*fault));
    }
    for (auto const& happened : records::decode_entry(entry).events) {
        auto const told = std::visit(to_command{}, happened);
        if (!told) continue;
        if (auto fault = ask_twice(first, second, *told, now)) faults.push_back(std::move(*fault));
        auto const again = domain::decide(first, *told, now, {});
        if (again && !again->events.empty()) {
            faults.push_back({9, "a fact that was just recorded is news when it is told again"});
        }
    }
    return faults;
}

}  // namespace quittance::simulation
