#include "quittance/smtp/message.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <stdexcept>

#include "header_block.hpp"
#include "letters.hpp"
#include "plain_text.hpp"
#include "quittance/base/digest.hpp"
#include "quittance/smtp/address.hpp"
#include "transfer_encoding.hpp"

namespace quittance::smtp {
namespace {

constexpr std::array days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                            "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

std::string date_text(instant when) {
    auto const day = std::chrono::floor<std::chrono::days>(when);
    civil_date const date{day};
    std::chrono::hh_mm_ss const time{std::chrono::floor<std::chrono::seconds>(when - day)};
    return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} +0000",
                       days.at(std::chrono::weekday{day}.c_encoding()), unsigned{date.day()},
                       months.at(unsigned{date.month()} - 1), int{date.year()}, time.hours().count(),
                       time.minutes().count(), time.seconds().count());
}

// A message id is written like an address, and only such ones are ever made here.
std::string in_brackets(std::string_view message_id) {
    if (problem_with_address(message_id)) throw std::invalid_argument("a message id of this mail is none");
    return '<' + std::string{message_id} + '>';
}

std::vector<std::string> in_brackets(std::vector<std::string> const& message_ids) {
    std::vector<std::string> words;
    words.reserve(message_ids.size());
    for (auto const& one : message_ids) words.push_back(in_brackets(one));
    return words;
}

bool is_language(std::string_view text) {
    return !text.empty() && text.size() <= 35 &&
           std::ranges::all_of(text, [](char c) { return is_letter(c) || is_digit(c) || c == '-'; });
}

bool is_media_token(std::string_view text) {
    return !text.empty() && text.size() <= 40 && std::ranges::all_of(text, [](char c) {
        return is_letter(c) || is_digit(c) || std::string_view{".+-_"}.find(c) != std::string_view::npos;
    });
}

std::string media_type(std::string_view given) {
    auto const slash = given.find('/');
    bool const is_one = slash != std::string_view::npos && is_media_token(given.substr(0, slash)) &&
                        is_media_token(given.substr(slash + 1)) && !given.starts_with("multipart/") &&
                        !given.starts_with("message/");
    return is_one ? lowered(given) : "application/octet-stream";
}

// "=_" is nothing that quoted-printable or base64 ever write, so a boundary occurs in no part.
std::string boundary_of(letter const& what, std::string_view use) {
    auto const seed = sha256(what.message_id + '\n' + what.subject + '\n' + what.text + '\n' + what.html);
    return "=_" + to_hex(sha256(std::string{use} + std::string{as_text(seed)})).substr(0, 32);
}

std::string text_part(std::string_view kind, std::string_view language, std::string_view content) {
    header_block headers;
    headers.add("Content-Type", std::vector<std::string>{fmt::format("text/{};", kind), "charset=utf-8"});
    headers.add("Content-Transfer-Encoding", "quoted-printable");
    if (is_language(language)) headers.add("Content-Language", language);
    return headers.text() + quoted_printable(body_text(content));
}

std::string attached_part(attachment const& file) {
    header_block headers;
    auto const type = media_type(file.type);
    if (type.starts_with("text/")) {
        headers.add("Content-Type", std::vector<std::string>{type + ';', "charset=utf-8"});
    } else {
        headers.add("Content-Type", type);
    }
    headers.add("Content-Transfer-Encoding", "base64");
    std::vector<std::string> words{"attachment;"};
    for (auto& word : words_of_parameter("filename", file.name)) words.push_back(std::move(word));
    headers.add("Content-Disposition", words);
    return headers.text() + base64_lines(file.bytes);
}

// The line end before a boundary belongs to the boundary.
std::string multipart(std::string_view kind, std::string const& boundary,
                      std::vector<std::string> const& parts) {
    header_block headers;
    headers.add("Content-Type",
                std::vector<std::string>{fmt::format("multipart/{};", kind), "boundary=\"" + boundary + '"'});
    auto text = headers.text();
    for (auto const& part : parts) text += fmt::format("--{}\r\n{}\r\n", boundary, part);
    return text + "--" + boundary + "--\r\n";
}

std::string content_of(letter const& what) {
    auto content = text_part("plain", what.language, what.text);
    if (!body_text(what.html).empty()) {
        content = multipart("alternative", boundary_of(what, "alternative"),
                            {std::move(content), text_part("html", what.language, what.html)});
    }
    if (what.attachments.empty()) return content;
    std::vector<std::string> parts{std::move(content)};
    for (auto const& file : what.attachments) parts.push_back(attached_part(file));
    return multipart("mixed", boundary_of(what, "mixed"), parts);
}

void add_thread(header_block& headers, letter const& what) {
    headers.add("Message-ID", in_brackets(what.message_id));
    if (!what.in_reply_to.empty()) headers.add("In-Reply-To", in_brackets(what.in_reply_to));
    if (!what.references.empty()) headers.add("References", in_brackets(what.references));
}

}  // namespace

std::string compose(letter const& what) {
    header_block headers;
    headers.add("Date", date_text(what.date));
    headers.add_mailboxes("From", {what.from});
    headers.add_mailboxes("To", {what.to});
    if (!what.copies.empty()) headers.add_mailboxes("Cc", what.copies);
    if (what.reply_to) headers.add_mailboxes("Reply-To", {*what.reply_to});
    headers.add_text("Subject", what.subject);
    add_thread(headers, what);
    headers.add("Auto-Submitted", "auto-generated");
    headers.add("X-Auto-Response-Suppress", std::vector<std::string>{"OOF,", "AutoReply"});
    headers.add("MIME-Version", "1.0");
    auto text = headers.text();
    text.resize(text.size() - 2);  // what follows begins with the content's own headers
    return text + content_of(what);
}

std::vector<std::string> recipients_of(letter const& what) {
    std::vector<std::string> all{what.to.address};
    for (auto const& copy : what.copies) {
        bool const known = std::ranges::any_of(
            all, [&copy](auto const& one) { return equals_ignoring_case(one, copy.address); });
        if (!known) all.push_back(copy.address);
    }
    return all;
}

}  // namespace quittance::smtp
