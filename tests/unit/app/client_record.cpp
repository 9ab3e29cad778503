// All that is held about a client, gathered from the record and the letters.
#include "client_record.hpp"

#include <doctest/doctest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include "doubles/manual_clock.hpp"
#include "doubles/memory_letters.hpp"
#include "quittance/domain/decide.hpp"

namespace quittance::app {
namespace {

class one_ledger final : public engine::ledgers {
public:
    engine::whole_record all;

    boost::asio::awaitable<engine::whole_record> record_of(domain::client_id /*client*/) override {
        co_return all;
    }
    boost::asio::awaitable<engine::commit_result> replace_ledger(
        std::vector<engine::ledger_part> const& /*former*/, engine::commit_request const& /*last*/) override {
        throw std::logic_error{"nobody erases here"};
    }
};

struct held {
    one_ledger ledger;
    doubles::memory_letters letters;
    doubles::manual_clock time{*parse_rfc3339("2026-11-22T12:00:00Z")};
    pages::business business{"Ana's Studio", "", "ana@studio.example", "", "", "", "en-GB", ""};
    domain::client_id client{"client-1"};
    domain::booking_id booking{"b1"};

    held() {
        ledger.all.loaded.account.id = client;
        domain::booking made;
        made.id = booking;
        happens(domain::booked{made});
    }
    void happens(domain::event what) {
        domain::evolve(ledger.all.loaded.account, what);
        ledger.all.ledger.push_back({time.now(), "c", {std::move(what)}});
    }
    void send(int number, std::string const& bytes) {
        domain::letter sent;
        sent.number = number;
        sent.to = "zoe@example.org";
        happens(domain::letter_ordered{booking, sent, {}});
        run(letters.keep({client, booking, number}, "t" + std::to_string(number),
                         {engine::letter_hash(bytes), time.now(), "id", {"zoe@example.org"}, bytes, ""}));
    }
    void forget(int number) { run(letters.forget(client, number)); }
    std::string record() {
        client_records records{ledger, letters, business, time};
        std::string text;
        run(read(records, client, text));
        return text;
    }

private:
    static boost::asio::awaitable<void> read(client_records& from, domain::client_id of, std::string& into) {
        auto work = from.record_of(std::move(of));
        into = co_await std::move(work);
    }
    static void run(boost::asio::awaitable<void> work) {
        boost::asio::io_context loop;
        boost::asio::co_spawn(loop, std::move(work), [](std::exception_ptr const& thrown) {
            if (thrown) std::rethrow_exception(thrown);
        });
        loop.run();
    }
};

bool says(std::string const& text, std::string_view part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("the file holds the letters as their reader read them, and the record in its order") {
    held all;
    all.send(1, "Subject: Your receipt\r\n\r\n120.00 EUR arrived\r\n");
    auto const text = all.record();
    CHECK(says(text, "\"subject\": \"Your receipt\""));
    CHECK(says(text, "\"text\": \"120.00 EUR arrived\\n\""));
    CHECK(says(text, "\"ask_for_the_rest\": \"ana@studio.example\""));
    CHECK(text.find("\"what\": \"booked\"") < text.find("\"what\": \"letter_ordered\""));
    CHECK_FALSE(says(text, "left_out"));
}

TEST_CASE("a letter whose bytes are gone is in the record, and its words are in nobody's file") {
    held all;
    all.send(1, "Subject: Gone\r\n\r\nwords\r\n");
    all.forget(1);
    auto const text = all.record();
    CHECK(says(text, "letter_ordered"));
    CHECK_FALSE(says(text, "words\\n"));
}

TEST_CASE("more than a file takes is left out from its old end, and counted") {
    held all;
    domain::contact_noted const note{all.booking, "", "", all.time.now()};
    for (std::size_t i = 0; i < most_told_entries; ++i) all.happens(note);
    auto const text = all.record();
    CHECK(says(text, "\"oldest_entries_left_out\": 1"));
    CHECK_FALSE(says(text, "\"what\": \"booked\""));
}

}  // namespace quittance::app
