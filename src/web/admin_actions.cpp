#include "admin_actions.hpp"

#include "admin_forms.hpp"
#include "admin_views.hpp"
#include "error_responses.hpp"
#include "visitors.hpp"

namespace quittance::web {
namespace {

http::response account_reply(admin_site const& at, http::request const& asked, unsigned status,
                             domain::account const& all, desk_trouble const* trouble, std::string done) {
    auto const& who = at.options.business;
    auto view = view_of_account(all, who);
    view.done = std::move(done);
    if (at.settings != nullptr)
        add_forms(view, all, {at.settings->policy, at.time.now(), asked.request_id, trouble});
    return desk_reply(status, pages::account_page(who, view), at.options);
}

http::response not_accepted() {
    return text_reply(400, "This form was not accepted. Open the account again and press its button.\n");
}

// What came of a form that was read, or what is wrong with it.
struct pressed {
    form typed;
    std::string what;
    domain::booking_id booking;
};

http::response troubled_reply(admin_site const& at, http::request const& asked, domain::account const& all,
                              pressed const& by, problem const& wrong) {
    auto sentence = wrong.detail.empty() ? wrong.title : wrong.title + ' ' + wrong.detail;
    desk_trouble const trouble{by.what, by.booking.text(), by.typed, std::move(sentence), wrong.errors};
    return account_reply(at, asked, wrong.status, all, &trouble, {});
}

awaitable<http::response> carry_out_form(shared_desk at, http::request asked, domain::account all,
                                         pressed by) {
    auto read = read_desk_form(by.what, by.typed, *all.find(by.booking), at->settings->policy);
    if (auto const* const wrong = std::get_if<problem>(&read)) {
        if (wrong->status == 400) co_return not_accepted();
        co_return troubled_reply(*at, asked, all, by, *wrong);
    }
    engine::apply_request request;
    request.client = all.id;
    request.what = std::move(std::get<domain::command>(read));
    request.bookings = {by.booking};
    auto work = at->cases.apply(std::move(request));
    auto const done = co_await std::move(work);
    if (!done)
        co_return troubled_reply(*at, asked, all, by, desk_problem_of(done.error(), *all.find(by.booking)));
    at->journal.info("booking_changed", {{"request", asked.request_id},
                                         {"client", all.id},
                                         {"booking", by.booking},
                                         {"changed", done->changed ? "yes" : "no"}});
    co_return redirect_to("/account/" + http::percent_encode(all.id.text()) +
                          "?done=" + (done->changed ? by.what : std::string{"again"}));
}

}  // namespace

awaitable<http::response> answer_account(shared_desk at, http::request asked, http::captures caught) {
    auto asking = at->cases.whole(domain::client_id{caught.at(0)});
    auto const loaded = co_await std::move(asking);
    auto const& who = at->options.business;
    if (loaded.account.version == 0) co_return desk_reply(404, pages::desk_not_found(who), at->options);
    auto const query = http::parse_form(asked.query).value_or(form{});
    co_return account_reply(*at, asked, 200, loaded.account, nullptr,
                            desk_done_text(value_of(query, "done")));
}

awaitable<http::response> answer_account_form(shared_desk at, http::request asked, http::captures caught) {
    auto fields = http::parse_form(asked.body);
    if (!fields || is_foreign_form(asked) || at->settings == nullptr) co_return not_accepted();
    auto asking = at->cases.whole(domain::client_id{caught.at(0)});
    auto loaded = co_await std::move(asking);
    if (loaded.account.version == 0)
        co_return desk_reply(404, pages::desk_not_found(at->options.business), at->options);
    pressed by{std::move(*fields), {}, {}};
    by.what = value_of(by.typed, "do");
    by.booking = domain::booking_id{value_of(by.typed, "booking")};
    if (loaded.account.find(by.booking) == nullptr) co_return not_accepted();
    auto work = carry_out_form(at, std::move(asked), std::move(loaded.account), std::move(by));
    auto reply = co_await std::move(work);
    co_return reply;
}

}  // namespace quittance::web
