// Promises: what the file mailer wrote, for somebody who looks: the latest mails of a folder, and one of them
// whole. Reads the disk where it is called: never on an event loop.
// Refuses names that are not the folder's own: nothing outside of it is read, whatever is asked for.
#pragma once
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace quittance::smtp {

struct filed_mail {
    std::string file;  // its name in the folder
    std::string date;  // as the mail says it
    std::string to;
    std::string subject;
    std::uint64_t bytes = 0;
    friend bool operator==(filed_mail const&, filed_mail const&) = default;
};

inline constexpr std::size_t most_files_looked_at = 20'000;
inline constexpr std::size_t most_mail_bytes = std::size_t{4} * 1024 * 1024;

struct mail_listing {
    std::vector<filed_mail> mails;  // the latest first
    std::string note;  // what could not be looked at and what to do, as sentences; empty: nothing
};

// A folder that is not there holds none. Never throws for what the disk does.
mail_listing filed_mails(std::filesystem::path const& folder, std::size_t most,
                         std::size_t most_looked_at = most_files_looked_at);
// Nothing: there is no such mail, or that is not the name of one. The start of one that is longer than
// `most_mail_bytes`.
std::optional<std::string> read_filed_mail(std::filesystem::path const& folder, std::string_view file);

}  // namespace quittance::smtp
