// `quittance bounce`: a report about a letter, as a mail server hands it to a program.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdio>

#include "letter_words.hpp"
#include "quittance/engine/returned_mail.hpp"
#include "quittance/smtp/bounce.hpp"
#include "wiring.hpp"

namespace quittance::app {
namespace {

// Of sysexits.h, which mail servers go by.
constexpr int settled = 0;
constexpr int not_for_people = 69;  // EX_UNAVAILABLE
constexpr int try_again = 75;       // EX_TEMPFAIL

// To its end, even where no more is kept: a server whose pipe breaks takes that for a failure.
std::string read_standard_input() {
    std::string mail;
    std::array<char, 16'384> chunk{};
    while (auto const size = std::fread(chunk.data(), 1, chunk.size(), stdin)) {
        auto const room = smtp::most_bounce_bytes - mail.size();
        mail.append(chunk.data(), std::min(size, room));
    }
    if (std::ferror(stdin) != 0) throw std::runtime_error{"the report could not be read from standard input"};
    return mail;
}

int say(engine::recorded_return const& done, bool unwanted) {
    using engine::return_outcome;
    if (done.what == return_outcome::no_letter) {
        fmt::print("Nothing is done: the letter it is about is not on record here any more.\n");
        return settled;
    }
    auto const which = fmt::format("letter {} to client {}", done.where.number, done.where.client.text());
    if (done.what == return_outcome::known_already) {
        fmt::print("Nothing new: this was known of {}.\n", which);
    } else if (unwanted) {
        fmt::print("A complaint about {}: reminders rest, and it waits in `quittance attention`.\n", which);
    } else {
        auto const* const one_client =
            done.stopped ? "nothing more is sent to that address" : "its address is not stopped";
        auto const* const one_copy = "nothing more is sent to the further address it names";
        fmt::print("Bounced: {}; {}, and it waits in `quittance attention`.\n", which,
                   done.copy && !done.stopped ? one_copy : one_client);
    }
    return settled;
}

boost::asio::awaitable<int> record_it(application& parts, engine::returned_mail what) {
    co_await parts.open();
    bool const unwanted = what.unwanted;
    auto const done = co_await engine::record_return(parts.books, parts.store->letters(), std::move(what));
    parts.store->close();
    co_return say(done, unwanted);
}

int take_report(foundation& base, smtp::bounce const& what) {
    using smtp::bounce_kind;
    switch (what.what) {
        case bounce_kind::hard_bounce:
        case bounce_kind::complaint: break;
        case bounce_kind::soft_bounce:
            fmt::print("Nothing is done: it may still arrive ({}).\n",
                       what.status.empty() ? "no status" : what.status);
            return settled;
        case bounce_kind::auto_reply: fmt::print("Nothing is done: a machine answered.\n"); return settled;
        case bounce_kind::not_for_us:
            fmt::print("Nothing is done: this names no return path of ours.\n");
            return settled;
        case bounce_kind::person_reply: {
            auto const& mail = base.settings.mail;
            fmt::print("Nobody reads what comes to this address. Please write to {}.\n",
                       mail.reply_to.empty() ? mail.from : mail.reply_to);
            return not_for_people;
        }
    }
    application parts{base};
    engine::returned_mail told{what.token, what.what == bounce_kind::complaint, what.status};
    for (auto const& one : what.recipients) {
        bool const for_good = one.what == bounce_kind::hard_bounce && !one.address.empty();
        if (for_good) told.failed.push_back({one.address, one.status});
    }
    return run_on(base.loop, record_it(parts, std::move(told)));
}

}  // namespace

// Whatever is wrong is ours to put right, so the report must not be lost meanwhile.
int take_bounce(common_options const& how, std::string const& delivered_to) try {
    auto const mail = read_standard_input();
    foundation base{how, foundation::voice::warnings};
    return take_report(base, smtp::read_bounce(mail, return_paths_of(base), delivered_to));
} catch (std::exception const& error) {
    fmt::print(stderr, "quittance: not now: {}\n", error.what());
    return try_again;
}

}  // namespace quittance::app
