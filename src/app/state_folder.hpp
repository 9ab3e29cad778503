// Promises: the folder where this installation keeps what it generated: secrets, the binding to a processor
// account. Files are written whole or not at all, readable by their owner only.
// Refuses (std::runtime_error) a folder it cannot write, naming it.
#pragma once
#include <filesystem>
#include <optional>
#include <string>

namespace quittance::app {

class state_folder {
public:
    // Creates the folder with mode 0700 when it is not there.
    explicit state_folder(std::filesystem::path where);

    std::filesystem::path const& where() const { return where_; }
    // Without the line end; nothing when there is no such file.
    std::optional<std::string> read(std::string const& name) const;
    // Mode 0600, through a temporary file and a rename; durable on return.
    void keep(std::string const& name, std::string const& text) const;

private:
    std::filesystem::path where_;
};

// One line without its end; throws std::runtime_error when the file is there and cannot be read.
std::optional<std::string> read_line_file(std::filesystem::path const& file);

}  // namespace quittance::app
