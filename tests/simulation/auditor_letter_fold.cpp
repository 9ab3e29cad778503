// The record of a client's letters, told once more from the documents: what was ordered, begun and answered,
// how far each item was reminded, when the last contact was and what rests the reminders.
#include <algorithm>
#include <array>

#include "auditor_model.hpp"

namespace quittance::simulation {
namespace {

item_key key_in(json::object const& from) {
    return {text_in(from, "booking"), static_cast<int>(number_in(from, "item"))};
}

void letter_ordered(correspondence_model& into, json::object const& event) {
    auto const& what = object_in(event, "what");
    auto const number = static_cast<int>(number_in(what, "number", 1));
    auto const kind = kind_of(what);
    auto const at = number_in(what, "at");
    into.letters = std::max<std::int64_t>(into.letters, number);
    into.under_way.insert_or_assign(number, what);
    if (is_sent_once(kind) && !flag_in(what, "counts_when_sent")) into.last_contact = at;
    for (auto const& each : array_in(event, "settled")) into.reminded.erase(key_in(each.as_object()));
    for (auto const& each : about_of(what)) {
        if (each.step < 0 && kind != "notice_before_charge") continue;
        auto const before = into.reminded.find(each.item);
        bool const announces = kind == "notice_before_charge" && flag_in(what, "keeps_since");
        int const step = announces && before != into.reminded.end() ? before->second.step : each.step;
        reminded_model claimed{kind, step, number, at, "ordered", {}};
        if (before != into.reminded.end() && flag_in(what, "keeps_former")) {
            claimed.former.push_back(before->second);
            claimed.former.front().former.clear();
        }
        into.reminded.insert_or_assign(each.item, std::move(claimed));
    }
}

bool is_unsaid(std::string const& state) { return state == "withdrawn" || state == "given_up"; }

// Nobody has it: what was said before it was claimed is what was said.
void unsay(correspondence_model& into, int number, std::string const& state) {
    for (auto& [item, known] : into.reminded) {
        if (known.letter != number) continue;
        if (!known.former.empty()) {
            reminded_model before = known.former.front();
            known = std::move(before);
        } else {
            known.step = -1;
            known.state = state;
        }
    }
    std::erase_if(into.reminded, [number](auto const& each) {
        return each.second.letter == number && each.second.kind == "notice_before_charge";
    });
}

void mark(correspondence_model& into, int number, std::string const& state, millis at) {
    for (auto& [item, known] : into.reminded) {
        if (known.letter != number) continue;
        known.state = state;
        if (may_have_arrived(state)) known.at = at;
        if (state != "ordered" && state != "attempting") known.former.clear();
        bool const claimed = known.kind != "notice_before_charge" || known.step < 0;
        if (claimed && is_unsaid(state)) --known.step;
    }
    std::erase_if(into.reminded, [](auto const& each) { return each.second.step < -1; });
}

void letter_begun(correspondence_model& into, json::object const& event) {
    auto const number = static_cast<int>(number_in(event, "letter"));
    if (auto const known = into.under_way.find(number); known != into.under_way.end()) {
        known->second["state"] = "attempting";
        known->second["begun"] = number_in(event, "at");
        known->second["tries"] = number_in(known->second, "tries") + 1;
    }
    mark(into, number, "attempting", number_in(event, "at"));
}

void letter_recorded(correspondence_model& into, json::object const& event) {
    auto const number = static_cast<int>(number_in(event, "letter"));
    auto const known = into.under_way.find(number);
    if (known == into.under_way.end()) return;
    auto state = text_in(event, "state");
    if (state.empty()) state = "uncertain";
    auto const at = number_in(event, "at");
    if (is_unsaid(state) && flag_in(known->second, "keeps_former"))
        unsay(into, number, state);
    else
        mark(into, number, state, at);
    bool const is_heard = is_sent_once(kind_of(known->second)) && !is_copy(known->second);
    if (is_heard && may_have_arrived(state)) into.last_contact = at;
    if (flag_in(event, "address_gone")) into.unreachable = text_in(known->second, "to");
    if (state == "ordered")
        known->second.erase("state");
    else if (state == "attempting")
        known->second["state"] = state;
    else
        into.under_way.erase(known);
}

void reminders_resumed(correspondence_model& into, json::object const& event) {
    into.resting.reset();
    if (!flag_in(event, "lowered")) return;
    for (auto& [item, known] : into.reminded) {
        known.step = std::max(known.step - 1, -1);
        for (auto& before : known.former) before.step = std::max(before.step - 1, -1);
    }
}

reminded_model read_reminded(json::object const& what) {
    auto state = text_in(what, "state");
    if (state.empty()) state = "ordered";
    auto kind = text_in(what, "kind");
    if (kind.empty()) kind = "reminder_before";
    reminded_model made{kind,
                        static_cast<int>(number_in(what, "step", -1)),
                        static_cast<int>(number_in(what, "letter")),
                        number_in(what, "at"),
                        state,
                        {}};
    if (what.contains("former")) made.former.push_back(read_reminded(object_in(what, "former")));
    return made;
}

}  // namespace

std::vector<about_model> about_of(json::object const& letter) {
    std::vector<about_model> all;
    for (auto const& each : array_in(letter, "about")) {
        auto const& one = each.as_object();
        all.push_back({key_in(one), static_cast<int>(number_in(one, "step", -1))});
    }
    return all;
}

std::string kind_of(json::object const& letter) {
    auto const kind = text_in(letter, "kind");
    return kind.empty() ? "receipt" : kind;
}

std::string state_of(json::object const& letter) {
    auto const state = text_in(letter, "state");
    return state.empty() ? "ordered" : state;
}

bool is_sent_once(std::string const& kind) {
    return kind != "receipt" && kind != "plan_agreed" && kind != "refund" && kind != "card_expiring" &&
           kind != "agreement_changed" && kind != "payment_received" && kind != "hold_expired" &&
           !kind.starts_with("address_");
}

bool is_copy(json::object const& letter) { return number_in(letter, "copy_of") > 0; }

bool is_reminder(std::string const& kind) { return kind.starts_with("reminder_"); }

bool may_have_arrived(std::string const& state) {
    return state == "accepted" || state == "uncertain" || state == "attempting";
}

correspondence_model read_correspondence(json::object const& what) {
    correspondence_model made;
    made.letters = number_in(what, "letters");
    for (auto const& each : array_in(what, "under_way")) {
        auto const& one = each.as_object();
        made.under_way.emplace(static_cast<int>(number_in(one, "number", 1)), one);
    }
    for (auto const& each : array_in(what, "reminded")) {
        made.reminded.emplace(key_in(each.as_object()), read_reminded(each.as_object()));
    }
    if (what.contains("last_contact")) made.last_contact = number_in(what, "last_contact");
    if (what.contains("resting")) made.resting = object_in(what, "resting");
    made.unreachable = text_in(what, "unreachable");
    made.page_generation = number_in(what, "page_generation");
    return made;
}

void forget_reminded(correspondence_model& into, json::object const& event) {
    for (auto const& each : array_in(event, "items"))
        into.reminded.erase({text_in(event, "booking"), static_cast<int>(each.as_int64())});
}

bool fold_letters(correspondence_model& into, std::string_view name, json::object const& event) {
    if (name == "letter_ordered") return letter_ordered(into, event), true;
    if (name == "letter_begun") return letter_begun(into, event), true;
    if (name == "letter_recorded") return letter_recorded(into, event), true;
    if (name == "reminders_resumed") return reminders_resumed(into, event), true;
    if (name == "contact_noted") {
        into.last_contact = number_in(event, "at");
        return true;
    }
    if (name == "page_link_renewed") return ++into.page_generation, true;
    if (name == "contacts_named" || name == "address_asked") return true;
    if (name == "address_changed") {
        ++into.page_generation;
        into.unreachable.clear();
        return true;
    }
    if (name == "reminders_rested") {
        into.resting = object_in(event, "what");
        return true;
    }
    return false;
}

void move_letters(correspondence_model& into, std::string const& from, std::string const& to) {
    std::map<item_key, reminded_model> moved;
    for (auto& [item, known] : into.reminded) {
        moved.emplace(item_key{item.first == from ? to : item.first, item.second}, std::move(known));
    }
    into.reminded = std::move(moved);
    for (auto& [number, letter] : into.under_way) {
        if (!letter.contains("about")) continue;
        for (auto& each : letter["about"].as_array()) {
            if (text_in(each.as_object(), "booking") == from) each.as_object()["booking"] = to;
        }
    }
}

}  // namespace quittance::simulation
