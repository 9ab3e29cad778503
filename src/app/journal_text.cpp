#include "journal_text.hpp"

#include <fmt/format.h>

namespace quittance::app {
namespace {

std::string name_of(domain::booking_id const& which, booking_names const& names) {
    auto const found = names.find(which);
    return found == names.end() ? which.text() : found->second;
}

void say_postings(std::string& text, std::vector<domain::posting> const& all) {
    for (auto const& one : all) {
        text +=
            fmt::format("    {:<18} {:>18}\n", domain::name_of(one.account), domain::plain_text(one.amount));
    }
}

std::string cell(std::string_view text) {
    bool const is_formula = !text.empty() && std::string_view{"=+-@\t\r"}.find(text.front()) != text.npos;
    std::string quoted = is_formula ? "\"'" : "\"";
    for (char const c : text) {
        if (c == '"') quoted += '"';
        quoted += c;
    }
    return quoted + '"';
}

}  // namespace

std::string journal_text(std::vector<domain::journal_entry> const& journal, booking_names const& names) {
    std::string text;
    for (auto const& entry : journal) {
        text += fmt::format("{}  {}  {}{}{}\n", rfc3339(entry.at), name_of(entry.booking, names), entry.what,
                            entry.cause.empty() ? "" : " ", entry.cause);
        say_postings(text, entry.postings);
    }
    text += "Sums\n";
    say_postings(text, domain::totals_of(journal));
    return text;
}

std::string journal_csv(std::vector<domain::journal_entry> const& journal, booking_names const& names) {
    std::string text = "at,booking,reference,what,cause,account,amount,currency\r\n";
    for (auto const& entry : journal) {
        for (auto const& one : entry.postings) {
            text += fmt::format("{},{},{},{},{},{},{},{}\r\n", rfc3339(entry.at), cell(entry.booking.text()),
                                cell(name_of(entry.booking, names)), cell(entry.what), cell(entry.cause),
                                cell(domain::name_of(one.account)), domain::plain_number(one.amount),
                                one.amount.unit().code());
        }
    }
    return text;
}

}  // namespace quittance::app
