#include "letter_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <stdexcept>

#include "letter_view.hpp"
#include "letters_folder.hpp"
#include "quittance/smtp/address.hpp"
#include "quittance/smtp/message.hpp"
#include "quittance/web/client_link.hpp"
#include "site_options.hpp"

namespace quittance::app {
namespace {

std::string or_else(std::string const& text, std::string const& otherwise) {
    return text.empty() ? otherwise : text;
}

std::string domain_of(std::string const& address) { return address.substr(address.find('@') + 1); }
std::string local_of(std::string const& address) { return address.substr(0, address.find('@')); }

}  // namespace

smtp::return_paths return_paths_of(foundation const& base) {
    auto const& mail = base.settings.mail;
    auto const back = or_else(mail.bounces, mail.from);
    auto const key = to_hex(sha256("return paths\n" + std::string{base.around.page_key.reveal()}));
    // Refused where a server reports to it; a folder has nobody who would.
    bool const fits = !smtp::problem_with_return_path(local_of(back), domain_of(back));
    return {smtp::return_path_key{key}, fits ? local_of(back) : "bounces", domain_of(back)};
}

namespace {

pages::letter_book book_of(foundation const& base) {
    auto book = read_letters(base.settings.folder);
    auto const& mail = base.settings.mail;
    auto const wrong = book.sender_problems(or_else(mail.from_name, base.settings.business.name));
    if (!wrong.empty()) throw std::runtime_error{"[mail] from_name cannot be used:\n" + problems_text(wrong)};
    return book;
}

}  // namespace

letter_words::letter_words(foundation const& base)
    : base_(base), book_(book_of(base)), bounces_(return_paths_of(base)) {}

std::string letter_words::token_for(domain::account const& all, domain::booking_id const& own,
                                    domain::letter const& what) const {
    return web::page_token(page_key_of(base_.around), all.id, link_generation(all, own, what));
}

// Of an ask that was replaced or dropped meanwhile there is none: such a letter is tried, and never sent.
std::string letter_words::confirmation_for(domain::account const& all, domain::letter const& what) const {
    auto const& asked = all.client.address_asked;
    bool const is_meant = asked && asked->address == what.to && asked->asked_at == what.at;
    return web::address_token(page_key_of(base_.around), all.id, all.client.correspondence.page_generation,
                              is_meant ? *asked : domain::new_address{});
}

void letter_words::lead_somewhere(pages::letter_view& view, domain::account const& all,
                                  domain::booking_id const& own, domain::letter const& what) const {
    auto const page = base_.public_base() + "/a/" + token_for(all, own, what);
    bool const has_a_page =
        !domain::is_about_address(what.kind) && what.kind != domain::letter_kind::hold_expired;
    if (has_a_page) view.links.page = page;
    bool const in_force = what.to == address_in_force(all, own, what);
    if (what.kind == domain::letter_kind::address_changed && in_force) view.links.page = page;
    if (what.kind == domain::letter_kind::address_confirm)
        view.links.confirm = base_.public_base() + "/c/" + confirmation_for(all, what);
}

pages::letter_view letter_words::view_of(domain::account const& all, domain::booking_id const& own,
                                         domain::letter const& what, instant now) const {
    auto const& settings = base_.settings;
    pages::letter_view view;
    view.from = business_of(settings);
    view.person.name = or_else(settings.mail.person, settings.business.name);
    view.person.address = or_else(settings.mail.reply_to, settings.mail.from);
    view.other_ways = settings.mail.other_ways;
    lead_somewhere(view, all, own, what);
    paint(view, all, own, what, settings.policy, now);
    return view;
}

engine::posted_mail letter_words::write(domain::account const& all, domain::booking_id const& own,
                                        domain::letter const& what, std::string const& key,
                                        instant now) const {
    auto const& mail = base_.settings.mail;
    auto const view = view_of(all, own, what, now);
    auto const kind = pages::letter_kind_named(domain::name_of(what.kind));
    if (!kind) throw std::logic_error{fmt::format("no letter is called {}", domain::name_of(what.kind))};
    auto words = book_.write(*kind, view);
    auto const our_domain = domain_of(mail.from);
    smtp::letter made;
    made.message_id = smtp::message_id_of(key, our_domain);
    made.date = now;
    made.from = {or_else(mail.from_name, base_.settings.business.name), mail.from};
    made.to = {view.client, what.to};
    // One that is no address would keep the letter from everybody.
    auto const is_none = [](std::string const& one) { return smtp::problem_with_address(one).has_value(); };
    for (auto const& one : what.cc) {
        if (!is_none(one)) made.copies.push_back({"", one});
    }
    if (!mail.reply_to.empty()) made.reply_to = smtp::mailbox{view.person.name, mail.reply_to};
    made.subject = std::move(words.subject);
    made.text = std::move(words.text);
    made.html = std::move(words.html);
    made.language = std::move(words.language);
    if (what.kind == domain::letter_kind::reminder_final) {
        auto const statement = statement_of(all, what, view.locale, base_.settings.policy, now);
        made.attachments.push_back({"statement.txt", "text/plain", statement_text(view.from, statement)});
    }
    // One thread for each client.
    made.in_reply_to = smtp::message_id_of("thread\n" + all.id.text(), our_domain);
    made.references = {made.in_reply_to};
    engine::posted_mail ready;
    ready.message_id = made.message_id;
    ready.token = smtp::token_of(made.message_id);
    ready.sender = bounces_.address_of(ready.token);
    ready.recipients = engine::envelope_of(what);
    ready.recipients.erase(
        std::remove_if(std::next(ready.recipients.begin()), ready.recipients.end(), is_none),
        ready.recipients.end());
    ready.bytes = smtp::compose(made);
    ready.kept = smtp::masked(ready.bytes, token_for(all, own, what));
    if (what.kind == domain::letter_kind::address_confirm)
        ready.kept = smtp::masked(std::move(ready.kept), confirmation_for(all, what));
    return ready;
}

}  // namespace quittance::app
