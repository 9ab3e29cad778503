#include "admin_mail.hpp"

#include "replies.hpp"

namespace quittance::web {

awaitable<http::response> answer_mails(shared_desk at, http::request /*asked*/, http::captures /*caught*/) {
    std::vector<pages::mail_line> lines;
    if (at->mail.latest) lines = at->mail.latest(at->options.list_length);
    auto const trouble = at->mail.trouble ? at->mail.trouble() : std::string{};
    co_return desk_reply(200, pages::mails_page(at->options.business, lines, trouble), at->options);
}

awaitable<http::response> answer_mail(shared_desk at, http::request /*asked*/, http::captures caught) {
    std::optional<std::string> found;
    if (at->mail.read) found = at->mail.read(std::string{caught.at(0)});
    if (!found) co_return desk_reply(404, pages::desk_not_found(at->options.business), at->options);
    co_return text_reply(200, std::move(*found));
}

}  // namespace quittance::web
