#include "letters.hpp"

#include <algorithm>
#include <stdexcept>

#include "quittance/base/planted.hpp"
#include "quittance/domain/reminders.hpp"

namespace quittance::engine {
namespace {

// After these a server wants to be left alone by all our mail, not by this one alone.
constexpr std::chrono::minutes after_busy{10};
constexpr std::chrono::hours after_policy{1};
// Sending one may take this long: the order is nobody else's meanwhile.
constexpr std::chrono::minutes sending_time{10};
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

// The bookings it is about; its own first.
std::vector<domain::booking_id> needed_for(domain::letter const& what, domain::booking_id const& own) {
    std::vector<domain::booking_id> ids{own};
    for (auto const& about : what.about) {
        if (std::find(ids.begin(), ids.end(), about.booking) == ids.end()) ids.push_back(about.booking);
    }
    return ids;
}

awaitable<loaded_account> read_for(at_hand with, ordered_effect const& order) {
    std::vector<domain::booking_id> own{order.booking};
    auto found = co_await with.books.read(order.client, own);
    auto const* const what = find_letter(found.account, order.number);
    if (what == nullptr) co_return found;
    auto ids = needed_for(*what, order.booking);
    if (ids.size() == 1) co_return found;
    auto all = co_await with.books.read(order.client, std::move(ids));
    co_return all;
}

domain::letter_answered answer_to(ordered_effect const& order, domain::letter_state state) {
    return {order.booking, order.number, state, false, ""};
}

awaitable<apply_result> commit(at_hand with, ordered_effect const& order, domain::letter const& what,
                               domain::command said) {
    apply_request request;
    request.client = order.client;
    request.bookings = needed_for(what, order.booking);
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
                      ordered_effect const& order) {
    using domain::letter_state;
    auto said = answer_to(order, letter_state::ordered);
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
        case mail_outcome::busy: break;
    }
    return {said, not_now("mail_" + std::string{name_of(answered.what)}, answered.reply)};
}

void heed(post_office& post, recipient_outcome const& answered, instant now) {
    if (answered.what == mail_outcome::accepted) post.trouble.clear();
    if (answered.what != mail_outcome::busy && answered.what != mail_outcome::refused_policy) return;
    post.trouble = std::string{name_of(answered.what)} + ": " + answered.reply;
    post.quiet_until =
        now + (answered.what == mail_outcome::busy ? milliseconds{after_busy} : milliseconds{after_policy});
}

// From the account that the commit left: the newest facts there are. What was settled meanwhile is not asked
// for beside what is still open.
awaitable<verdict_on_mail> post_it(at_hand with, mail_turn leave, ordered_effect const& order,
                                   domain::account const& all, domain::letter what) {
    if (domain::asks_for_money(what.kind) && !planted(bug::no_second_look))
        what.about = domain::still_open(all, what, with.time.now(), with.current.policy);
    auto mail = with.post->words.write(all, what, order.key.text(), with.time.now());
    auto answered = co_await with.post->carrier.send(std::move(leave), std::move(mail));
    heed(*with.post, answered.at(0), with.time.now());
    co_return judge(answered.at(0), what, order);
}

// Whatever cannot be written is found out before anything says that it is on its way: trying again would not
// help, and a person has to know.
std::optional<processor_failure> problem_with(at_hand with, domain::account const& all,
                                              domain::letter const& what, ordered_effect const& order) {
    try {
        with.post->words.write(all, what, order.key.text(), with.time.now());
        return std::nullopt;
    } catch (std::logic_error const& wrong) {
        return processor_failure{processor_failure::kind::refused, "letter_unwritable", wrong.what()};
    }
}

}  // namespace

awaitable<processor_result<domain::command>> send_letter(at_hand with, ordered_effect const& order,
                                                         bool /*repeated*/) {
    if (with.post == nullptr) co_return not_now("mail_off", "no mail server is configured");
    if (with.time.now() < with.post->quiet_until) co_return not_now("mail_rests", with.post->trouble);
    auto leave = co_await with.post->carrier.turn();
    auto const before = co_await read_for(with, order);
    auto const* const found = find_letter(before.account, order.number);
    // Somebody else has ended it: nothing is left to be said.
    if (found == nullptr) {
        domain::command nothing = answer_to(order, domain::letter_state::withdrawn);
        co_return nothing;
    }
    auto const what = *found;
    if (auto const wrong = problem_with(with, before.account, what, order)) co_return *wrong;
    co_await with.waiting.postpone_effect(order.key, with.time.now() + sending_time);
    domain::command begin = domain::begin_letter{order.booking, order.number};
    auto const begun = co_await commit(with, order, what, std::move(begin));
    auto const* const mine = begun ? find_letter(begun->account, order.number) : nullptr;
    if (mine != nullptr && !begun->changed)
        co_return not_now("letter_in_hand", "another gateway may be sending it");
    if (mine == nullptr) {
        domain::command nothing = answer_to(order, domain::letter_state::withdrawn);
        co_return nothing;
    }
    auto judged = co_await post_it(with, std::move(leave), order, begun->account, *mine);
    domain::command said = judged.said;
    if (!judged.again) co_return said;
    co_await commit(with, order, what, std::move(said));
    co_return *judged.again;
}

domain::command refuse_letter(ordered_effect const& order, std::string const& code) {
    auto said = answer_to(order, domain::letter_state::refused);
    said.reply = code;
    return said;
}

domain::command give_up_letter(ordered_effect const& order) {
    return answer_to(order, domain::letter_state::given_up);
}

}  // namespace quittance::engine
