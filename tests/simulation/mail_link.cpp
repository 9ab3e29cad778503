#include "mail_link.hpp"

#include <boost/json.hpp>

#include "quittance/web/client_link.hpp"

namespace quittance::simulation {
namespace {

namespace json = boost::json;
using engine::mail_outcome;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr std::string_view our_domain = "@mail.example";

}  // namespace

engine::posted_mail simulated_words::write(domain::account const& all, domain::booking_id const&,
                                           domain::letter const& what, std::string const& key,
                                           instant) const {
    json::object body;
    body["client"] = all.id.text();
    body["letter"] = what.number;
    body["kind"] = domain::name_of(what.kind);
    json::array about;
    for (auto const& one : what.about) {
        about.push_back(
            json::object{{"booking", one.booking.text()}, {"item", one.item}, {"step", one.step}});
    }
    body["about"] = std::move(about);
    web::page_key const secret{std::string{the_page_key}};
    body["page"] = std::string{public_base} + "/a/" +
                   web::page_token(secret, all.id, all.client.correspondence.page_generation);
    return {key + std::string{our_domain}, "bounces@mail.example", {what.to}, json::serialize(body), {}, {}};
}

awaitable<std::optional<engine::mail_turn>> mail_link::turn() {
    co_await owner_.steady.until(around_.time.now() + around_.usual_delay());
    co_return std::optional{grant()};
}

// What the server makes of it; `taken`: he has it.
engine::recipient_outcome mail_link::weather_for(std::string const& recipient, bool& taken) {
    auto& bad = around_.bad;
    taken = false;
    if (bad.strikes(fault::mail_deferred)) {
        auto const which = bad.luck(fault::mail_deferred).below(4);
        if (which == 0) return {recipient, mail_outcome::busy, 421, "4.3.2", "come back later"};
        if (which == 1) return {recipient, mail_outcome::not_attempted, 0, "", "no connection"};
        return {recipient, mail_outcome::deferred, 451, "4.7.1", "not now"};
    }
    if (bad.strikes(fault::mail_refused)) {
        auto const which = bad.luck(fault::mail_refused).below(6);
        if (which == 0) return {recipient, mail_outcome::refused_policy, 550, "5.7.1", "not from you"};
        if (which == 1) return {recipient, mail_outcome::refused_address, 550, "5.1.1", "nobody here"};
        return {recipient, mail_outcome::refused, 554, "5.6.0", "not this one"};
    }
    if (bad.strikes(fault::mail_unanswered)) {
        taken = bad.luck(fault::mail_unanswered).odds(0.6);
        return {recipient, mail_outcome::uncertain, 0, "", "no answer"};
    }
    taken = true;
    return {recipient, mail_outcome::accepted, 250, "2.0.0", "taken"};
}

awaitable<std::vector<engine::recipient_outcome>> mail_link::send(engine::mail_turn,
                                                                  engine::posted_mail mail) {
    auto const sent = time_.now();
    co_await owner_.steady.until(around_.time.now() + around_.usual_delay());
    if (around_.bad.strikes(fault::mail_slow)) {
        auto const delay = around_.bad.luck(fault::mail_slow).about(seconds{1}, minutes{4});
        co_await owner_.steady.until(around_.time.now() + delay);
    }
    bool taken = false;
    auto const answer = weather_for(mail.recipients.at(0), taken);
    mail_seen seen;
    seen.gateway = gateway_;
    seen.at = around_.time.now();
    seen.key = mail.message_id.substr(0, mail.message_id.size() - our_domain.size());
    seen.to = mail.recipients.at(0);
    seen.sender = mail.sender;
    seen.body = mail.bytes;
    seen.taken = taken;
    seen.answer = engine::name_of(answer.what);
    seen.sent = sent;
    around_.told.add(seen.at, gateway_, "mail",
                     seen.key + ' ' + seen.answer + (taken ? " taken " : " ") + mail.bytes);
    around_.judge.mailed(seen);
    if (taken && around_.on_mail) around_.on_mail(seen.to, seen.body);
    // A moment in which the gateway may crash: it is there, and nobody knows.
    co_await owner_.steady.until(around_.time.now() + around_.usual_delay());
    co_return std::vector<engine::recipient_outcome>{answer};
}

}  // namespace quittance::simulation
