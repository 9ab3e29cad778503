// Promises: a letter becomes the bytes of one mail: the same letter, the same bytes. Text and HTML of the
// same content side by side, attachments beside both, lines short, CR LF everywhere, nothing beyond ASCII. It
// says of itself that a machine wrote it, so that no machine answers it. No name, title or text can become a
// header or a part: what is not printable is taken out of headers, and characters that turn the reading
// direction with it.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "quittance/base/time.hpp"

namespace quittance::smtp {

struct mailbox {
    std::string name;     // UTF-8, as people write it; may be empty
    std::string address;  // one that problem_with_address has nothing against
    friend bool operator==(mailbox const&, mailbox const&) = default;
};

struct attachment {
    std::string name;  // of the file, UTF-8
    std::string
        type;  // "application/pdf"; one that is none becomes application/octet-stream; texts are UTF-8
    std::string bytes;
    friend bool operator==(attachment const&, attachment const&) = default;
};

struct letter {
    std::string message_id;  // of message_id_of, without the angle brackets
    instant date{};
    mailbox from;
    mailbox to;
    std::vector<mailbox> copies = {};
    std::optional<mailbox> reply_to = {};
    std::string subject;
    std::string text;                          // UTF-8, lines end in LF or CR LF
    std::string html = {};                     // a whole document; empty: the text alone
    std::string language = {};                 // "pt-BR"; empty: not said
    std::string in_reply_to = {};              // the thread's first message id
    std::vector<std::string> references = {};  // message ids, the first one first
    std::vector<attachment> attachments = {};
    friend bool operator==(letter const&, letter const&) = default;
};

// Throws std::invalid_argument, without the address in it, where an address or a message id is none.
std::string compose(letter const& what);

// A composed mail with an 'x' for each character of a secret of letters, digits and ".-_", wherever it stands
// in text or HTML; all else is as it was, so that a reader's copy, masked likewise, is the same.
std::string masked(std::string mail, std::string_view secret);

// Of the envelope: to, then the copies, nobody twice.
std::vector<std::string> recipients_of(letter const& what);

}  // namespace quittance::smtp
