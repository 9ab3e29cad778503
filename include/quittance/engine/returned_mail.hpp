// Promises: a report about a letter is told to the account that the letter belongs to, once: who bounces gets
// nothing more, who complains is not reminded, and a person is asked either way. Where a letter went to
// several it is about those whom it names; where it names nobody, about the client. Refuses to guess: a token
// that leads to no letter changes nothing, and a report about somebody whom a letter to several was not sent
// to stops no address. Who calls has proven that the token is ours (quittance/smtp/bounce.hpp). Throws
// store_unavailable: nothing was done, the report is to come again.
#pragma once
#include <string>
#include <vector>

#include "quittance/engine/accounts.hpp"
#include "quittance/engine/kept_letters.hpp"

namespace quittance::engine {

struct returned_mail {
    std::string token;
    bool unwanted = false;                              // a complaint; else it bounced for good
    std::string status;                                 // RFC 3463
    std::vector<domain::failed_recipient> failed = {};  // for good, as the report names them
};

enum class return_outcome {
    recorded,
    known_already,  // the same was said before
    no_letter       // of ours, or of an account that is gone
};

struct recorded_return {
    return_outcome what = return_outcome::no_letter;
    letter_place where;
    bool stopped = false;  // nothing is sent to that address any more
    bool copy = false;     // a further address gets no copies any more
};

awaitable<recorded_return> record_return(accounts& books, kept_letters& record, returned_mail what);

}  // namespace quittance::engine
