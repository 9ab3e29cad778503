// Promises: what was ordered to be told to booking systems is sent to each of them, signed by the Standard
// Webhooks scheme, until it answers with a 2xx: after the first try 5 s, 5 min, 30 min, 2 h, 5 h, 10 h and 10
// h later, each a little longer by chance; then it is given up, said in the log and kept for a replay.
// Endpoints are apart: one that fails or hangs holds up no other. One that answers 410 is left alone until a
// person enables it again. A notice may come twice, under the same id, never under another one. Refuses to
// follow redirects, to read long answers, to speak plain HTTP beyond loopback, and to connect to addresses
// that are not permitted, whatever a name leads to.
#pragma once
#include <boost/asio/any_io_executor.hpp>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "quittance/base/clock.hpp"
#include "quittance/base/entropy.hpp"
#include "quittance/base/log.hpp"
#include "quittance/base/metrics.hpp"
#include "quittance/base/secret.hpp"
#include "quittance/engine/outbox.hpp"
#include "quittance/engine/settings.hpp"
#include "quittance/net/address_rules.hpp"

namespace quittance::notify {

using signing_secret = secret<struct notify_secret_tag>;

struct endpoint {
    std::string name;
    std::string url;
    std::vector<signing_secret> secrets;  // all of them sign: several while one takes another's place
    friend bool operator==(endpoint const&, endpoint const&) = default;
};

struct options {
    std::vector<endpoint> endpoints;
    net::address_rules addresses;
    std::string ca_file;             // whom to trust beside nobody else; empty: the system's
    milliseconds deadline{15'000};   // of one try, all of it
    std::size_t most_at_once = 8;    // tries of one endpoint
    milliseconds pace{1'000};        // between two looks where nothing is known to wait
    milliseconds stop_grace{3'000};  // how long tries in hand may take when stopping
};

// What is wrong, as the rest of a sentence ("must …"); nothing: it can be used.
std::optional<std::string> problem_with_url(std::string const& url, net::address_rules const& addresses);
// `whsec_` and 24 to 64 bytes in base64. Never repeats the secret.
std::optional<std::string> problem_with_secret(std::string_view secret);

class notifier {
public:
    notifier(boost::asio::any_io_executor executor, engine::outbox& waiting, engine::settings const& current,
             clock& time, entropy& randomness, log& journal, metrics& figures);
    notifier(notifier const&) = delete;
    notifier& operator=(notifier const&) = delete;
    ~notifier();

    // The endpoints from now on. What is under way ends as it began. Throws std::invalid_argument for options
    // that the two questions above would have refused, and then nothing changed.
    void use(options how);
    void start();
    // Something was ordered: look now.
    void poke();
    // Resolves when no try is under way any more.
    boost::asio::awaitable<void> stop();

private:
    struct state;
    std::shared_ptr<state> state_;
};

}  // namespace quittance::notify
