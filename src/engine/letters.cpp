#include "letters.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

#include "hops.hpp"
#include "quittance/base/digest.hpp"
#include "quittance/base/planted.hpp"
#include "quittance/domain/reminders.hpp"

namespace quittance::engine {
namespace {

// After these a server wants to be left alone by all our mail, not by this one alone.
constexpr std::chrono::minutes after_busy{10};
constexpr std::chrono::hours after_policy{1};
// Sending one may take this long: the order is nobody else's meanwhile.
constexpr std::chrono::minutes sending_time{10};
// RFC 5321, 4.5.4.1: no sooner than half an hour after a server said "not now".
constexpr std::chrono::minutes after_put_off{30};
// A receipt whose fate is not known goes out again so often, under the same Message-ID.
constexpr int most_doubtful = 3;
processor_failure not_now(std::string code, std::string why) {
    return {processor_failure::kind::not_attempted, std::move(code), std::move(why)};
}

domain::letter const* find_letter(domain::account const& all, int number) {
    for (auto const& one : all.client.correspondence.under_way) {
        if (one.number == number) return &one;
    }
    return nullptr;
}

// The bookings it is about; its own first, and where that was moved to.
std::vector<domain::booking_id> needed_for(domain::account const& all, domain::letter const& what,
                                           domain::booking_id const& own) {
    std::vector<domain::booking_id> ids{own};
    auto const add = [&ids](domain::booking_id const& id) {
        if (std::find(ids.begin(), ids.end(), id) == ids.end()) ids.push_back(id);
    };
    auto const* at = all.find(own);
    for (int hops = 0; at != nullptr && !at->moved_to.empty() && hops < most_hops; ++hops) {
        add(at->moved_to);
        at = all.find(at->moved_to);
    }
    for (auto const& about : what.about) add(about.booking);
    return ids;
}

awaitable<loaded_account> read_for(at_hand with, ordered_effect const& order) {
    std::vector<domain::booking_id> ids{order.booking};
    for (;;) {
        auto const had = ids.size();
        auto found = co_await with.books.read(order.client, ids);
        auto const* const what = find_letter(found.account, order.number);
        if (what == nullptr) co_return found;
        ids = needed_for(found.account, *what, order.booking);
        if (ids.size() == had) co_return found;
    }
}

domain::letter_answered answer_to(ordered_effect const& order, domain::letter_state state) {
    return {order.booking, order.number, state, false, ""};
}

awaitable<apply_result> commit(at_hand with, ordered_effect const& order,
                               std::vector<domain::booking_id> about, domain::command said) {
    apply_request request;
    request.client = order.client;
    request.bookings = std::move(about);
    request.what = std::move(said);
    auto done = co_await with.books.apply(std::move(request));
    co_return done;
}

// What the answer is for the record, and, where nobody has it, why it is tried again.
struct verdict_on_mail {
    domain::letter_answered said;
    std::optional<processor_failure> again;
};

verdict_on_mail judge(recipient_outcome const& answered, domain::letter const& what,
                      ordered_effect const& order, std::string const& hash) {
    using domain::letter_state;
    auto said = answer_to(order, letter_state::ordered);
    said.hash = hash;
    said.reply = answered.code == 0 ? std::string{name_of(answered.what)}
                                    : std::to_string(answered.code) + ' ' + answered.status;
    switch (answered.what) {
        case mail_outcome::accepted: said.state = letter_state::accepted; return {said, std::nullopt};
        case mail_outcome::refused_address:
            said.state = letter_state::refused;
            said.address_gone = true;
            return {said, std::nullopt};
        case mail_outcome::refused:
            said.state = planted(bug::take_refused_for_sent) ? letter_state::accepted : letter_state::refused;
            return {said, std::nullopt};
        case mail_outcome::uncertain:
            if (planted(bug::send_again_in_doubt)) break;
            if (!domain::is_sent_once(what.kind) && what.tries < most_doubtful) break;
            said.state = letter_state::uncertain;
            return {said, std::nullopt};
        case mail_outcome::deferred:
        case mail_outcome::refused_policy:
        case mail_outcome::not_attempted:
        case mail_outcome::busy: said.hash.clear(); break;
    }
    return {said, not_now("mail_" + std::string{name_of(answered.what)}, answered.reply)};
}

// Nobody has it, and somebody may have it later.
bool is_put_off(mail_outcome what) {
    return what == mail_outcome::deferred || what == mail_outcome::busy ||
           what == mail_outcome::not_attempted;
}

// Each of the others is judged by itself: who may have a copy gets no second one, and nobody's copy decides
// what became of the letter.
void add_copies(domain::letter_answered& said, std::vector<recipient_outcome> const& answered) {
    if (answered.size() < 2) return;
    for (auto one = std::next(answered.begin()); one != answered.end(); ++one) {
        if (!certainly_not_taken(one->what)) said.reached.push_back(one->recipient);
        if (is_put_off(one->what)) said.put_off.push_back(one->recipient);
        if (one->what == mail_outcome::refused_address) said.refused.push_back(one->recipient);
    }
    said.reply += "; copies taken: " + std::to_string(said.reached.size()) + " of " +
                  std::to_string(answered.size() - 1);
}

// It would come again with every try, and servers lock out who tries for ever.
bool is_refused_login(recipient_outcome const& answered) {
    constexpr std::array codes{530U, 534U, 535U, 538U};  // RFC 4954
    return answered.what == mail_outcome::not_attempted &&
           std::find(codes.begin(), codes.end(), answered.code) != codes.end();
}

milliseconds pause_after(recipient_outcome const& answered) {
    if (answered.what == mail_outcome::busy) return after_busy;
    bool const ours = answered.what == mail_outcome::refused_policy || is_refused_login(answered);
    return ours ? milliseconds{after_policy} : milliseconds{};
}

std::string trouble_in(recipient_outcome const& answered) {
    auto const code = answered.code == 0 ? std::string{} : std::to_string(answered.code) + ' ';
    return std::string{name_of(answered.what)} + ": " + code + answered.reply;
}

// What another line took a moment ago does not end a pause that was asked for.
void heed(post_office& post, recipient_outcome const& answered, instant now) {
    if (answered.what == mail_outcome::accepted && now >= post.quiet_until) post.trouble.clear();
    auto const pause = pause_after(answered);
    bool const rests = now < post.quiet_until;
    if (pause > milliseconds{} || (answered.what == mail_outcome::not_attempted && !rests))
        post.trouble = trouble_in(answered);
    if (pause > milliseconds{}) post.quiet_until = std::max(post.quiet_until, now + pause);
}

std::optional<processor_failure> rest_of(post_office const& post, instant now) {
    if (now >= post.quiet_until) return std::nullopt;
    return not_now("mail_rests", post.trouble);
}

// What cannot be written cannot be later either: a person has to know.
processor_result<posted_mail> written(at_hand with, domain::account const& all, domain::letter const& what,
                                      ordered_effect const& order) {
    try {
        return with.post->words.write(all, order.booking, what, order.key.text(), with.time.now());
    } catch (std::logic_error const& wrong) {
        return processor_failure{processor_failure::kind::refused, "letter_unwritable", wrong.what()};
    }
}

kept_letter record_of(posted_mail const& mail, instant now) {
    auto const& bytes = mail.kept.empty() ? mail.bytes : mail.kept;
    return {letter_hash(bytes), now, mail.message_id, mail.recipients, bytes, {}};
}

letter_place place_of(ordered_effect const& order) { return {order.client, order.booking, order.number}; }

// Durable before a byte of it goes out: what cannot be kept is not sent.
awaitable<std::optional<processor_failure>> keep(at_hand with, ordered_effect const& order, std::string token,
                                                 kept_letter what) {
    std::optional<processor_failure> trouble;
    try {
        co_await with.post->record->keep(place_of(order), std::move(token), std::move(what));
    } catch (store_unavailable const& away) {
        trouble = not_now("letter_not_kept", away.what());
    }
    co_return trouble;
}

// The server's own words, or nothing of a try that arrived nowhere. A store that is away here loses nothing:
// what the words mean is in the ledger, and whatever may still be on record is known there by its hash.
awaitable<void> keep_reply(at_hand with, ordered_effect const& order, verdict_on_mail& judged,
                           std::string hash, recipient_outcome const& answered) {
    auto& record = *with.post->record;
    try {
        if (judged.said.hash.empty()) {
            co_await record.drop(place_of(order), hash);
        } else {
            auto words = answered.reply.empty() ? judged.said.reply : answered.reply;
            co_await record.note_reply(place_of(order), hash, std::move(words));
        }
    } catch (store_unavailable const&) {
        judged.said.hash = std::move(hash);
    }
}

// What an earlier try left, where its end is not on record.
awaitable<std::string> hash_of_last_try(at_hand with, ordered_effect const& order,
                                        domain::letter const& what) {
    if (with.post->record == nullptr || !what.begun) co_return std::string{};
    auto const tries = co_await with.post->record->kept(order.client, order.number);
    co_return tries.empty() ? std::string{} : tries.back().hash;
}

// What the commit below withdraws, or leaves to another gateway, may be about nothing any more: that it
// cannot be written is no fault of it.
bool would_begin(at_hand with, domain::account const& all, domain::letter const& what,
                 ordered_effect const& order) {
    domain::begin_letter const begin{order.booking, what.number, {}};
    auto const decided = domain::decide(all, begin, with.time.now(), with.current.policy);
    return decided && std::ranges::any_of(decided->events, [](auto const& e) {
               return std::holds_alternative<domain::letter_begun>(e);
           });
}

std::optional<processor_failure> why_unwritable(at_hand with, domain::account const& all,
                                                domain::letter const& what, ordered_effect const& order) {
    if (!would_begin(with, all, what, order)) return std::nullopt;
    auto const trial = written(with, all, what, order);
    return trial ? std::nullopt : std::optional{trial.error()};
}

// From the account that the commit left: the newest facts there are. What was settled meanwhile is not asked
// for beside what is still open.
awaitable<verdict_on_mail> post_it(at_hand with, mail_turn leave, ordered_effect const& order,
                                   domain::account const& all, domain::letter what) {
    if (domain::asks_for_money(what.kind) && !planted(bug::no_second_look))
        what.about = domain::still_open(all, what, with.time.now(), with.current.policy);
    auto made = written(with, all, what, order);
    if (!made) {
        auto said = answer_to(order, domain::letter_state::refused);
        said.reply = made.error().code;
        co_return verdict_on_mail{said, std::nullopt};
    }
    auto mail = std::move(*made);
    std::string hash;
    if (with.post->record != nullptr) {
        auto kept = record_of(mail, with.time.now());
        hash = kept.hash;
        auto const trouble = co_await keep(with, order, mail.token, std::move(kept));
        if (trouble) {
            auto said = answer_to(order, domain::letter_state::ordered);
            said.reply = trouble->code;
            said.hash = std::move(hash);  // it may be there after all
            co_return verdict_on_mail{std::move(said), trouble};
        }
    }
    auto answered = co_await with.post->carrier.send(std::move(leave), std::move(mail));
    // What one reader of a copy is told about us says nothing of the other mail.
    bool const ours = what.copy_of == 0 || answered.at(0).what != mail_outcome::refused_policy;
    if (ours) heed(*with.post, answered.at(0), with.time.now());
    auto judged = judge(answered.at(0), what, order, hash);
    add_copies(judged.said, answered);
    if (!hash.empty()) co_await keep_reply(with, order, judged, std::move(hash), answered.at(0));
    co_return judged;
}

// A copy begins where the try of the whole letter ended.
bool rests_still(domain::letter const& what, instant now) {
    return what.copy_of > 0 && what.tries == 0 && now < what.at + after_put_off;
}

}  // namespace

awaitable<processor_result<domain::command>> send_letter(at_hand with, ordered_effect const& order,
                                                         bool /*repeated*/) {
    if (with.post == nullptr) co_return not_now("mail_off", "no mail server is configured");
    if (auto const rest = rest_of(*with.post, with.time.now())) co_return *rest;
    auto leave = co_await with.post->carrier.turn();
    if (!leave) co_return not_now(std::string{mail_is_closed}, "this gateway is stopping");
    if (auto const rest = rest_of(*with.post, with.time.now())) co_return *rest;  // said while it waited
    auto const before = co_await read_for(with, order);
    auto const* const found = find_letter(before.account, order.number);
    // Somebody else has ended it: nothing is left to be said.
    if (found == nullptr) {
        domain::command nothing = answer_to(order, domain::letter_state::withdrawn);
        co_return nothing;
    }
    auto const what = *found;
    if (rests_still(what, with.time.now())) co_return not_now("copy_put_off", "its server said not now");
    // Found out before anything says that it is on its way.
    if (auto const wrong = why_unwritable(with, before.account, what, order)) co_return *wrong;
    co_await with.waiting.postpone_effect(order.key, with.time.now() + sending_time);
    auto earlier = co_await hash_of_last_try(with, order, what);
    domain::command begin = domain::begin_letter{order.booking, order.number, std::move(earlier)};
    auto const about = needed_for(before.account, what, order.booking);
    auto const begun = co_await commit(with, order, about, std::move(begin));
    auto const* const mine = begun ? find_letter(begun->account, order.number) : nullptr;
    if (mine != nullptr && !begun->changed)
        co_return not_now("letter_in_hand", "another gateway may be sending it");
    if (mine == nullptr) {
        domain::command nothing = answer_to(order, domain::letter_state::withdrawn);
        co_return nothing;
    }
    auto judged = co_await post_it(with, std::move(*leave), order, begun->account, *mine);
    domain::command said = judged.said;
    if (!judged.again) co_return said;
    co_await commit(with, order, about, std::move(said));
    co_return *judged.again;
}

std::vector<std::string> envelope_of(domain::letter const& what) {
    if (what.copy_of > 0) return what.cc;
    std::vector<std::string> all{what.to};
    for (auto const& one : what.cc) {
        if (std::find(what.reached.begin(), what.reached.end(), one) == what.reached.end())
            all.push_back(one);
    }
    return all;
}

std::string letter_hash(std::string_view bytes) { return to_hex(sha256(bytes)); }

domain::command refuse_letter(ordered_effect const& order, std::string const& code) {
    auto said = answer_to(order, domain::letter_state::refused);
    said.reply = code;
    return said;
}

// Whoever began it may have died with it in hand: what it left on record is told with the end of it.
awaitable<domain::command> give_up_letter(at_hand with, ordered_effect const& order) {
    auto said = answer_to(order, domain::letter_state::given_up);
    if (with.post != nullptr) {
        auto const left = co_await read_for(with, order);
        auto const* const what = find_letter(left.account, order.number);
        bool const went_out = what != nullptr && what->state != domain::letter_state::ordered;
        if (went_out) said.hash = co_await hash_of_last_try(with, order, *what);
    }
    domain::command outcome = std::move(said);
    co_return outcome;
}

}  // namespace quittance::engine
