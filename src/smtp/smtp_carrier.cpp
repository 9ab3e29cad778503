#include "smtp_carrier.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <array>
#include <stdexcept>

#include "dialogue.hpp"
#include "quittance/smtp/address.hpp"
#include "sockets.hpp"

namespace quittance::smtp {
namespace {

using engine::mail_outcome;
using engine::posted_mail;
using outcomes = std::vector<engine::recipient_outcome>;

constexpr long idle_keep = 30;  // seconds; servers wait for minutes

struct handle_end {
    void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
struct list_end {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using handle = std::unique_ptr<CURL, handle_end>;
using list = std::unique_ptr<curl_slist, list_end>;

void start_library() {
    static auto const started = curl_global_init(CURL_GLOBAL_DEFAULT);
    if (started != CURLE_OK) throw std::runtime_error("libcurl cannot be started");
}

list list_of(std::vector<std::string> const& words) {
    list all;
    for (auto const& word : words) {
        auto* const longer = curl_slist_append(all.get(), word.c_str());
        if (longer == nullptr) throw std::bad_alloc{};
        if (!all) all.reset(longer);  // the head stays what it was
    }
    return all;
}

std::string url_of(mail_server const& server) {
    bool const is_v6 = server.host.find(':') != std::string::npos;
    auto const host = is_v6 ? '[' + server.host + ']' : server.host;
    auto const* const scheme = server.line == protection::tls ? "smtps://" : "smtp://";
    return scheme + host + ':' + std::to_string(server.port) + '/' + server.own_name;
}

// What libcurl calls back with while it carries one mail.
struct transfer {
    dialogue talk;
    std::string_view left;

    // Without a size told beforehand libcurl asks until it is given nothing, and sends the final dot only
    // then.
    static std::size_t give(char* room, std::size_t size, std::size_t count, void* self) {
        auto& mine = *static_cast<transfer*>(self);
        auto const taken = std::min(mine.left.size(), size * count);
        if (taken == 0) mine.talk.handed_over();
        mine.left.copy(room, taken);
        mine.left.remove_prefix(taken);
        return taken;
    }

    static int listen(CURL*, curl_infotype kind, char* text, std::size_t size, void* self) {
        auto& mine = *static_cast<transfer*>(self);
        if (kind == CURLINFO_HEADER_OUT) mine.talk.said({text, size});
        if (kind == CURLINFO_HEADER_IN) mine.talk.heard({text, size});
        return 0;
    }
};

class smtp_carrier final : public carrier {
public:
    smtp_carrier(mail_server const& server, std::shared_ptr<login const> by)
        : server_(server), by_(std::move(by)), url_(url_of(server)) {
        server_.password = {};  // only what `by` says is true
        start_library();
        handle_.reset(curl_easy_init());
        if (!handle_) throw std::runtime_error("libcurl gives no handle");
    }

    outcomes carry(posted_mail const& mail) override {
        if (problem_with_address(mail.sender)) {
            return same_for_all(mail, mail_outcome::not_attempted, "the envelope's sender is no address");
        }
        auto sendable = mail;
        std::erase_if(sendable.recipients,
                      [](auto const& one) { return problem_with_address(one).has_value(); });
        auto carried = sendable.recipients.empty() ? outcomes{} : carry_plain(sendable);
        return with_refused(mail, carried);
    }

    void cut() noexcept override { sockets_.cut(); }

private:
    // Those that are no address were never named to the server.
    static outcomes with_refused(posted_mail const& mail, outcomes const& carried) {
        outcomes all;
        auto next = carried.begin();
        for (auto const& recipient : mail.recipients) {
            if (problem_with_address(recipient)) {
                all.push_back({recipient, mail_outcome::refused_address, 0, {}, "it is no plain address"});
            } else {
                all.push_back(*next++);
            }
        }
        return all;
    }

    // A kept connection may have died meanwhile. Where it had not carried one answer, a new one is worth it.
    outcomes carry_plain(posted_mail const& mail) {
        auto const first = attempt(mail, false);
        if (!first.was_stale) return first.what;
        return attempt(mail, true).what;
    }

    struct attempted {
        outcomes what;
        bool was_stale = false;
    };
    attempted attempt(posted_mail const& mail, bool afresh) {
        transfer now{dialogue{mail.recipients}, mail.bytes};
        auto const recipients = list_of(mail.recipients);
        set_line();
        set_mail(mail, recipients.get(), now);
        curl_easy_setopt(handle_.get(), CURLOPT_FRESH_CONNECT, afresh ? 1L : 0L);
        trouble_.front() = '\0';
        auto const result = curl_easy_perform(handle_.get());
        long made = 0;
        curl_easy_getinfo(handle_.get(), CURLINFO_NUM_CONNECTS, &made);
        auto const* const why = trouble_.front() == '\0' ? curl_easy_strerror(result) : trouble_.data();
        attempted done{now.talk.outcomes(why)};
        done.was_stale = result != CURLE_OK && made == 0 && !afresh && !now.talk.got_anywhere();
        curl_easy_reset(handle_.get());  // nothing may point here any more
        return done;
    }

    template <class Value>
    void set(CURLoption which, Value value) {
        if (curl_easy_setopt(handle_.get(), which, value) != CURLE_OK) {
            throw std::runtime_error("libcurl refuses option " + std::to_string(which));
        }
    }

    void set_line() {
        set(CURLOPT_URL, url_.c_str());
        set(CURLOPT_NOSIGNAL, 1L);
        set(CURLOPT_QUICK_EXIT, 1L);  // a name server that does not answer is not waited for when we go
        set(CURLOPT_PROXY, "");
        set(CURLOPT_PROTOCOLS_STR, "smtp,smtps");
        set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(server_.connecting.count()));
        set(CURLOPT_TIMEOUT_MS, static_cast<long>(server_.whole.count()));
        auto const seconds = std::chrono::ceil<std::chrono::seconds>(server_.answering);
        set(CURLOPT_SERVER_RESPONSE_TIMEOUT, static_cast<long>(seconds.count()));
        set(CURLOPT_MAXAGE_CONN, idle_keep);
        set(CURLOPT_ERRORBUFFER, trouble_.data());
        sockets_.watch(handle_.get());
        if (server_.line != protection::none) set_security();
        if (!server_.user.empty()) {
            auto const kept = by_->password();
            std::string password{kept.reveal()};
            set(CURLOPT_USERNAME, server_.user.c_str());
            set(CURLOPT_PASSWORD, password.c_str());
            wipe(password);
        }
    }

    void set_security() {
        set(CURLOPT_USE_SSL, static_cast<long>(CURLUSESSL_ALL));
        set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
        set(CURLOPT_SSL_VERIFYPEER, 1L);
        set(CURLOPT_SSL_VERIFYHOST, 2L);
        if (!server_.ca_file.empty()) {
            set(CURLOPT_CAINFO, server_.ca_file.c_str());
            set(CURLOPT_CAPATH, static_cast<char const*>(nullptr));
        }
    }

    // One transaction for all: the answers to their names and the one to the final dot say all there is to
    // say of each, where a transaction each would leave some sent and some not when the line is lost.
    void set_mail(posted_mail const& mail, curl_slist* recipients, transfer& now) {
        set(CURLOPT_MAIL_FROM, mail.sender.c_str());
        set(CURLOPT_MAIL_RCPT, recipients);
        set(CURLOPT_MAIL_RCPT_ALLLOWFAILS, 1L);
        set(CURLOPT_UPLOAD, 1L);
        set(CURLOPT_READFUNCTION, &transfer::give);
        set(CURLOPT_READDATA, static_cast<void*>(&now));
        set(CURLOPT_VERBOSE, 1L);  // the only way to hear which command is answered; nothing of it is written
        set(CURLOPT_DEBUGFUNCTION, &transfer::listen);
        set(CURLOPT_DEBUGDATA, static_cast<void*>(&now));
    }

    mail_server server_;
    std::shared_ptr<login const> by_;
    std::string url_;
    sockets sockets_;
    std::array<char, CURL_ERROR_SIZE> trouble_{};
    handle handle_;  // goes first: what closes its sockets is above
};

}  // namespace

std::unique_ptr<carrier> make_smtp_carrier(mail_server const& server, std::shared_ptr<login const> by) {
    return std::make_unique<smtp_carrier>(server, std::move(by));
}

}  // namespace quittance::smtp
