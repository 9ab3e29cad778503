#include "evidence_text.hpp"

#include <fmt/format.h>

#include <set>

#include "quittance/base/digest.hpp"
#include "quittance/domain/decide.hpp"
#include "quittance/domain/erasure.hpp"
#include "quittance/records/ledger.hpp"

namespace quittance::app {
namespace {

constexpr char const* rule =
    "--------------------------------------------------------------------------------\n";

class teller {
public:
    explicit teller(evidence const& of) : of_(of) {}

    evidence_report tell() {
        check_ledger();
        for (auto const& text : of_.stored.ledger) tell_entry(text);
        tell_letters();
        return {heading() + body_, wrong_.empty()};
    }

private:
    std::string wrong(std::string what) {
        auto marked = "!! DOES NOT VERIFY: " + what + '\n';
        wrong_.push_back(std::move(what));
        return marked;
    }

    // A ledger that this program cannot read is shown as it is stored.
    void check_ledger() {
        auto const& stored = of_.stored;
        try {
            if (auto const fault = records::verify_chain(stored.ledger, stored.loaded.chain_head))
                body_ += wrong(fault->what);
            auto const folded = records::fold(stored.loaded.account.id, stored.ledger);
            auto const& kept = stored.loaded.account;
            bool const same = folded.version == kept.version && folded.client == kept.client &&
                              folded.bookings == kept.bookings;
            if (!same) body_ += wrong("the account kept beside the ledger is not what the ledger says");
        } catch (records::unreadable const& error) {
            body_ += wrong(error.what());
        }
    }

    void tell_entry(std::string const& text) {
        try {
            auto const entry = records::decode_entry(text);
            body_ += fmt::format("{}ENTRY {}   {}   SHA-256 {}\n\n", rule, entry.version, rfc3339(entry.at),
                                 records::digest_of(text));
            for (auto const& happened : entry.events) tell_event(happened);
            body_ += "stored as: " + text + "\n\n";
        } catch (records::unreadable const& error) {
            body_ += rule + wrong(error.what()) + text + '\n';
        }
    }

    void tell_event(domain::event const& happened) {
        body_ += records::text_of(happened);
        if (auto const* const agreement = std::get_if<domain::agreed>(&happened)) check(agreement->what);
        if (auto const* const renewed = std::get_if<domain::agreement_renewed>(&happened))
            check(renewed->what);
        if (auto const* const said = std::get_if<domain::letter_recorded>(&happened)) note(*said);
        if (auto const* const begun = std::get_if<domain::letter_begun>(&happened))
            under_way_.insert(begun->letter);
        body_ += '\n';
    }

    void check(auto const& words) {
        auto const hash = to_base64url(as_text(sha256(words.text)));
        bool const cut = of_.stored.loaded.account.client.erased &&
                         words.text.find(domain::erased_mark) != std::string::npos;
        if (cut) {
            body_ += "  (the person was taken out of the text; its hash is of the text as it was)\n";
            return;
        }
        body_ += hash == words.hash ? "  (the text of the agreement agrees with its hash)\n"
                                    : wrong("the text of an agreement does not agree with its hash");
    }

    void note(domain::letter_recorded const& said) {
        under_way_.erase(said.letter);
        if (said.hash.empty()) return;
        known_[said.letter].insert(said.hash);
        body_ += fmt::format("  (its bytes stand below: letter {})\n", said.letter);
    }

    void tell_letters() {
        std::set<int> numbers;
        for (auto const& [number, hashes] : known_) numbers.insert(number);
        for (auto const& [number, tries] : of_.letters) {
            if (!tries.empty()) numbers.insert(number);
        }
        for (auto const& [number, why] : of_.unreadable) numbers.insert(number);
        for (int const number : numbers) {
            auto const damaged = of_.unreadable.find(number);
            if (damaged == of_.unreadable.end()) {
                tell_letter(number);
            } else {
                tell_damaged(number, damaged->second);
            }
        }
    }

    // What the ledger says of it is all that is left to show.
    void tell_damaged(int number, std::string const& why) {
        body_ += fmt::format("{}LETTER {}\n", rule, number);
        for (auto const& hash : known_[number]) body_ += fmt::format("  SHA-256 {}\n", hash);
        body_ += wrong(fmt::format("letter {} is kept and cannot be read: {}", number, why)) + '\n';
    }

    void tell_letter(int number) {
        auto const found = of_.letters.find(number);
        auto missing = known_[number];
        if (found != of_.letters.end()) {
            for (auto const& one : found->second) {
                missing.erase(one.hash);
                tell_try(number, one);
            }
        }
        for (auto const& hash : missing) {
            body_ += fmt::format(
                "{}LETTER {}   SHA-256 {}\n  Its bytes are not kept any more; what became of it is in the "
                "ledger.\n\n",
                rule, number, hash);
        }
    }

    void tell_try(int number, engine::kept_letter const& one) {
        body_ += fmt::format("{}LETTER {}   {}   SHA-256 {}\n", rule, number, rfc3339(one.at), one.hash);
        body_ += fmt::format("  to: {}\n  message id: <{}>\n  the mail server answered: {}\n",
                             fmt::join(one.recipients, ", "), one.message_id,
                             one.reply.empty() ? "(not on record)" : one.reply);
        if (engine::letter_hash(one.bytes) != one.hash) {
            body_ += wrong(fmt::format("the bytes of letter {} do not agree with their hash", number));
        } else if (known_[number].contains(one.hash)) {
            body_ += "  (its bytes agree with the hash in the ledger)\n";
        } else if (under_way_.contains(number)) {
            body_ += "  (under way: the ledger does not say yet what became of it)\n";
        } else {
            body_ += wrong(fmt::format("the ledger does not know these bytes of letter {}", number));
        }
        body_ += fmt::format("  {} bytes:\n\n{}\n", one.bytes.size(), one.bytes);
    }

    static std::string erasure_note(domain::erasure const& gone) {
        return fmt::format(
            "THE CLIENT WAS ERASED on {} by {}: names, addresses, notes, words and letters were taken out of "
            "the {}\nentries there were, and these chained anew. What is verified here is the chain as it "
            "was "
            "made then;\nbefore, the last entry's SHA-256 was {}. '{}' stands for what is gone.\n\n",
            rfc3339(gone.at), gone.author, gone.entries, gone.former_head, domain::erased_mark);
    }

    std::string heading() const {
        auto text = fmt::format(
            "RECORD OF CLIENT {}\n{}as stored on {}: {} entries, the last one's SHA-256 is {}\n\n"
            "Each entry of the ledger carries the SHA-256 (base64url) of the one before it, so that none "
            "can\n"
            "be changed, added or taken out unseen; it is taken over what follows 'stored as: '. Letters "
            "carry theirs in hexadecimal, taken over their\n"
            "bytes as they stand here; an 'x' stands for each character of the link to the client's "
            "page.\n\n",
            of_.stored.loaded.account.id.text(), of_.business.empty() ? "" : "kept by " + of_.business + ", ",
            rfc3339(of_.now), of_.stored.ledger.size(), of_.stored.loaded.chain_head);
        if (auto const& gone = of_.stored.loaded.account.client.erased) text += erasure_note(*gone);
        for (auto const& one : wrong_) text += "!! DOES NOT VERIFY: " + one + '\n';
        if (wrong_.empty())
            text +=
                "Everything verifies: chain, account, agreements, and every letter whose bytes are kept.\n";
        return text + '\n';
    }

    evidence const& of_;
    std::string body_;
    std::vector<std::string> wrong_;
    std::map<int, std::set<std::string>> known_;  // hashes, as the ledger has them
    std::set<int> under_way_;
};

}  // namespace

evidence_report evidence_text(evidence const& of) { return teller{of}.tell(); }

}  // namespace quittance::app
