#include "admin_mail.hpp"

#include "replies.hpp"

namespace quittance::web {

awaitable<http::response> answer_mails(shared_desk at, http::request /*asked*/, http::captures /*caught*/) {
    mail_list found;
    if (at->mail.latest) {
        auto looking = at->mail.latest(at->options.list_length);
        found = co_await std::move(looking);
    }
    auto const trouble = at->mail.trouble ? at->mail.trouble() : std::string{};
    co_return desk_reply(200, pages::mails_page(at->options.business, found.lines, trouble, found.note),
                         at->options);
}

awaitable<http::response> answer_mail(shared_desk at, http::request /*asked*/, http::captures caught) {
    std::optional<std::string> found;
    if (at->mail.read) {
        auto reading = at->mail.read(std::string{caught.at(0)});
        found = co_await std::move(reading);
    }
    if (!found) co_return desk_reply(404, pages::desk_not_found(at->options.business), at->options);
    co_return text_reply(200, std::move(*found));
}

}  // namespace quittance::web
