#include "agreement_words.hpp"

#include "quittance/base/digest.hpp"
#include "quittance/domain/calendar.hpp"
#include "quittance/pages/renewal.hpp"

namespace quittance::app {
namespace {

pages::renewal_view view_of(domain::account const& all, domain::booking const& what,
                            domain::agreed_terms const& about, domain::policy const& rules) {
    pages::renewal_view view;
    view.terms = what.terms;
    view.reference = what.identity.reference;
    view.locale = all.client.who.locale.empty() ? what.who.locale : all.client.who.locale;
    view.zone = domain::zone_of(what.who, rules);
    view.version = about.version;
    view.changed = domain::date_in(view.zone, about.at);
    view.by_client = about.author == "client";
    view.service = what.service;
    view.items = domain::standing_of(what);
    if (what.agreements.empty()) return view;
    auto const& former = what.agreements.back();
    view.former = pages::former_version{former.version, former.hash, domain::date_in(view.zone, former.at)};
    return view;
}

}  // namespace

domain::agreement_writer agreement_writer_of(pages::business who, domain::policy rules) {
    return [who = std::move(who), rules = std::move(rules)](
               domain::account const& all, domain::booking const& what, domain::agreed_terms const& about) {
        auto const view = view_of(all, what, about, rules);
        domain::consent made;
        made.text = pages::renewal_text(who, view);
        made.hash = to_base64url(as_text(sha256(made.text)));
        made.note = pages::renewal_note(who, view.locale, made.hash);
        return made;
    };
}

}  // namespace quittance::app
