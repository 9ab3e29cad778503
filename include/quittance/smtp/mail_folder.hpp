// Promises: what the file mailer wrote, for somebody who looks: the latest mails of a folder, and one of them
// whole. Reads the disk where it is called.
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

// The latest first. A folder that is not there holds none.
std::vector<filed_mail> filed_mails(std::filesystem::path const& folder, std::size_t most);
// Nothing: there is no such mail, or that is not the name of one.
std::optional<std::string> read_filed_mail(std::filesystem::path const& folder, std::string_view file);

}  // namespace quittance::smtp
