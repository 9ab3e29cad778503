#include "audit.hpp"

#include "keys.hpp"
#include "ledger.hpp"
#include "quittance/domain/balance.hpp"
#include "quittance/domain/fees.hpp"
#include "quittance/records/ledger.hpp"

namespace quittance::redis {
namespace {

using sentences = std::vector<finding>;

// One account under audit: what is known of it and where findings go.
struct audit {
    account_evidence const& evidence;
    shard_indexes& indexes;
    sentences& out;

    domain::account const& account() const { return evidence.loaded.account; }
    void say(std::string what) const { out.push_back({account().id, std::move(what)}); }
};

void compare_with_fold(audit const& at) {
    auto const folded = records::fold(at.account().id, at.evidence.ledger);
    if (folded.client != at.account().client) {
        at.say("the client is not what the ledger says; the ledger is right");
    }
    for (auto const& [id, booking] : folded.bookings) {
        auto const* const stored = at.account().find(id);
        if (stored == nullptr) {
            at.say("booking " + id.text() + " is in the ledger and not in the account");
        } else if (*stored != booking) {
            at.say("booking " + id.text() + " is not what the ledger says; the ledger is right");
        }
    }
    for (auto const& [id, booking] : at.account().bookings) {
        if (folded.find(id) == nullptr) at.say("booking " + id.text() + " is in no entry of the ledger");
    }
}

std::string stand_of(std::vector<domain::posting> const& all, domain::posting const& like) {
    for (auto const& one : all) {
        bool const is_it = one.account == like.account && one.amount.unit() == like.amount.unit();
        if (is_it) return domain::plain_text(one.amount);
    }
    return "nothing";
}

void compare_books(audit const& at, domain::booking_id const& which,
                   std::vector<domain::posting> const& written, std::vector<domain::posting> const& stands) {
    auto const says = [&](domain::posting const& one) {
        return "the books of booking " + which.text() + " have " + stand_of(written, one) + " in '" +
               std::string{domain::name_of(one.account)} + "', and the account says " + stand_of(stands, one);
    };
    for (auto const& one : written) {
        if (stand_of(stands, one) != domain::plain_text(one.amount)) at.say(says(one));
    }
    for (auto const& one : stands) {
        if (stand_of(written, one) == "nothing") at.say(says(one));
    }
}

// Double entry: each entry balances, and the sums of all entries are what the account's facts say.
void check_books(audit const& at, instant now, domain::policy const& rules) {
    auto const journal = domain::journal_of(read_ledger(at.evidence.ledger), now, rules);
    for (auto const& entry : journal) {
        if (domain::balances(entry.postings)) continue;
        at.say("the entry '" + entry.what + "' of " + rfc3339(entry.at) + " does not balance");
    }
    auto totals = domain::totals_by_booking(journal);
    for (auto const& [id, booking] : at.account().bookings)
        compare_books(at, id, totals[id], domain::position_of(booking, now, rules));
}

void check_ledger(audit const& at, instant now, domain::policy const& rules) {
    if (at.evidence.ledger.size() != at.account().version) {
        at.say("the account is at version " + std::to_string(at.account().version) + ", and its ledger has " +
               std::to_string(at.evidence.ledger.size()) + " entries");
    }
    try {
        if (auto const fault = records::verify_chain(at.evidence.ledger, at.evidence.loaded.chain_head)) {
            at.say(fault->what);
        }
        compare_with_fold(at);
        check_books(at, now, rules);
    } catch (records::unreadable const& error) {
        at.say(std::string("the ledger cannot be read: ") + error.what());
    }
}

void check_directory(audit const& at) {
    for (auto const& [id, owner] : at.evidence.owners) {
        if (owner == at.account().id) continue;
        at.say("booking " + id.text() + " belongs to " + (owner ? "account " + owner->text() : "nobody") +
               " in the directory");
    }
    for (auto const& id : at.evidence.unnamed) {
        at.say("booking " + id.text() +
               " is not found by its reference once its offer leaves the catalogue; `quittance fsck --mend` "
               "puts it there");
    }
}

// An index must hold `member` exactly when `expected`.
void check_index(audit const& at, std::set<std::string>& index, char const* name, std::string const& member,
                 bool expected) {
    auto const there = index.erase(member) != 0;
    if (there == expected) return;
    at.say(member + (there ? " is in the index of " : " is missing in the index of ") + name +
           (there ? " and should not be" : ""));
}

void check_attention(audit const& at, domain::booking const& booking) {
    auto const prefix = member_of(at.account().id, booking.id) + "/";
    for (auto const& entry : domain::attention_of(booking)) {
        check_index(at, at.indexes.attention, "attention", prefix + entry.id, true);
    }
    auto& index = at.indexes.attention;
    for (auto left = index.lower_bound(prefix); left != index.end() && left->starts_with(prefix);) {
        at.say(*left + " is in the index of attention and should not be");
        left = index.erase(left);
    }
}

// A wake-up with nothing to do is harmless: it looks once and goes.
void check_wake(audit const& at, domain::booking const& booking, instant now, domain::policy const& rules) {
    auto const there = at.indexes.wakes.erase(member_of(at.account().id, booking.id)) != 0;
    if (there) return;
    auto const expected = domain::next_wake(at.account(), booking, now, rules).has_value() ||
                          !domain::work_due(at.account(), booking, now, rules).empty();
    if (expected)
        at.say("booking " + booking.id.text() + " will never be looked at again: its wake-up is missing");
}

void check_effects(audit const& at) {
    for (auto left = at.indexes.effects.begin(); left != at.indexes.effects.end();) {
        auto const& [key, body] = *left;
        if (client_of(engine::effect_key{key}) != at.account().id) {
            ++left;
            continue;
        }
        try {
            auto const effect = records::decode_effect(body);
            if (at.account().find(effect.booking) == nullptr) {
                at.say("effect " + key + " is for a booking that does not exist");
            }
        } catch (records::unreadable const& error) {
            at.say("effect " + key + " cannot be read: " + error.what());
        }
        if (at.indexes.leases.erase(key) == 0)
            at.say("effect " + key + " will never be done: it has no lease");
        left = at.indexes.effects.erase(left);
    }
}

}  // namespace

void audit_account(account_evidence const& evidence, shard_indexes& indexes, instant now,
                   domain::policy const& rules, std::vector<finding>& out) {
    audit const at{evidence, indexes, out};
    check_ledger(at, now, rules);
    check_directory(at);
    for (auto const& [id, booking] : at.account().bookings) {
        auto const member = member_of(at.account().id, id);
        auto const held = domain::state_of(booking) == domain::booking_state::held && !booking.closed_at;
        auto const owes = !held && !booking.closed_at &&
                          domain::state_of(booking) != domain::booking_state::held &&
                          !domain::balance_of(booking).open.is_zero();
        check_index(at, indexes.open, "what is owed", member, owes);
        check_index(at, indexes.held, "held bookings", member, held);
        check_index(at, indexes.made, "all bookings", member, booking.moved_to.empty());
        for (auto const& fault : domain::faults_of_items(booking))
            at.say("booking " + id.text() + ": " + fault);
        check_attention(at, booking);
        check_wake(at, booking, now, rules);
    }
    check_effects(at);
}

void audit_leftovers(shard_indexes const& indexes, std::vector<finding>& out) {
    struct named_index {
        std::set<std::string> const& members;
        char const* name;
    };
    for (auto const& [members, name] :
         {named_index{indexes.wakes, "wake-ups"}, named_index{indexes.open, "what is owed"},
          named_index{indexes.held, "held bookings"}, named_index{indexes.made, "all bookings"},
          named_index{indexes.attention, "attention"}}) {
        for (auto const& member : members) {
            out.push_back(
                {{}, member + " is in the index of " + name + ", and no account has such a booking"});
        }
    }
    for (auto const& [key, body] : indexes.effects) {
        out.push_back({{}, "effect " + key + " is of no account"});
    }
    for (auto const& key : indexes.leases) {
        if (!indexes.effects.contains(key)) out.push_back({{}, "effect " + key + " has a lease and no body"});
    }
}

}  // namespace quittance::redis
