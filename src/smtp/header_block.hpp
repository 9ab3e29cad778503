// Header fields as RFC 5322 folds them, words beyond ASCII as RFC 2047 writes them.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "quittance/smtp/message.hpp"

namespace quittance::smtp {

class header_block {
public:
    // Words that go on one line as long as they fit, each unbroken.
    void add(std::string_view name, std::vector<std::string> const& words);
    void add(std::string_view name, std::string_view only) { add(name, std::vector{std::string{only}}); }
    void add_text(std::string_view name, std::string_view text);
    void add_mailboxes(std::string_view name, std::vector<mailbox> const& whom);

    // With the empty line that ends them.
    std::string text() const { return text_ + "\r\n"; }

private:
    std::string text_;
};

// As words of a header: itself where it is plain, else encoded.
std::vector<std::string> words_of_text(std::string_view text);
std::vector<std::string> words_of_mailbox(mailbox const& whom);
// The other way: what such words say, to be read by people.
std::string text_of_words(std::string_view words);
// `name="value"`, or, where that is not plain or too long for a line, in the pieces of RFC 2231.
std::vector<std::string> words_of_parameter(std::string_view name, std::string_view value);

}  // namespace quittance::smtp
