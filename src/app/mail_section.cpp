// [mail] of quittance.toml.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "config.hpp"
#include "quittance/smtp/address.hpp"

namespace quittance::app {
namespace {

void read_address(toml_section& from, std::string_view key, std::string& into) {
    from.checked(key, [&](std::string const& text) -> std::optional<std::string> {
        auto wrong = smtp::problem_with_address(text);
        if (wrong) return wrong;
        into = text;
        return std::nullopt;
    });
}

void read_words(toml_section& from, std::string_view key, std::string& into) {
    if (auto const value = from.text(key)) into = *value;
}

void read_server(toml_section& from, smtp::mail_server& into) {
    read_words(from, "host", into.host);
    if (auto const port = from.whole("port", 1, 65'535)) into.port = static_cast<std::uint16_t>(*port);
    if (auto const line = from.one_of("protection", {"starttls", "tls", "none"})) {
        into.line = *line == "tls"    ? smtp::protection::tls
                    : *line == "none" ? smtp::protection::none
                                      : smtp::protection::starttls;
    }
    read_words(from, "user", into.user);
    read_words(from, "ca_file", into.ca_file);
    if (auto const rate = from.whole("per_minute", 1, smtp::most_per_minute))
        into.per_minute = static_cast<unsigned>(*rate);
}

// What mail servers report to carries a mark of the letter it is about.
void check_return_path(toml_section& from, mail_settings const& read) {
    auto const& back = read.bounces.empty() ? read.from : read.bounces;
    auto const at = back.find('@');
    if (at == std::string::npos) return;  // told already
    auto const wrong = smtp::problem_with_return_path(back.substr(0, at), back.substr(at + 1));
    if (!wrong) return;
    auto const* const more = read.bounces.empty() ? "; set bounces to a shorter address" : "";
    from.complain(read.bounces.empty() ? "from" : "bounces", *wrong + more);
}

}  // namespace

void read_mail(toml_section from, mail_settings& into) {
    if (auto const way = from.one_of("transport", {"off", "file", "smtp"})) {
        into.how = *way == "smtp"   ? mail_settings::way::server
                   : *way == "file" ? mail_settings::way::folder
                                    : mail_settings::way::off;
    }
    read_words(from, "folder", into.folder);
    read_address(from, "from", into.from);
    read_words(from, "from_name", into.from_name);
    read_address(from, "reply_to", into.reply_to);
    read_address(from, "owner", into.owner);
    if (auto const wanted = from.flag("digest")) into.digest = *wanted;
    if (auto const hour = from.whole("digest_hour", 0, 23)) into.digest_hour = std::chrono::hours{*hour};
    if (auto const wanted = from.flag("held_ended")) into.held_ended = *wanted;
    read_words(from, "person", into.person);
    read_address(from, "bounces", into.bounces);
    if (auto const lines = from.texts("other_ways"))
        into.other_ways = fmt::format("{}", fmt::join(*lines, "\n"));
    read_server(from, into.server);
    if (into.how != mail_settings::way::off && into.from.empty())
        from.complain("from", "is missing: letters need the business's own address");
    if (into.how == mail_settings::way::server) {
        if (auto const wrong = smtp::problem_with(into.server)) from.complain(wrong->setting, wrong->what);
        check_return_path(from, into);
    }
    from.done();
}

}  // namespace quittance::app
