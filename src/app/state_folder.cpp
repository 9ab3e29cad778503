#include "state_folder.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace quittance::app {
namespace {

[[noreturn]] void cannot(std::string const& what, std::filesystem::path const& where) {
    throw std::runtime_error{fmt::format("cannot {} {}: {}; set QUITTANCE_STATE to a folder you may write",
                                         what, where.string(), std::strerror(errno))};
}

// Closed however its scope ends: a full disk is met every two seconds, and must not cost a descriptor each
// time.
class open_file {
public:
    explicit open_file(std::filesystem::path const& name)
        : number_(::open(name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600)) {}
    open_file(open_file const&) = delete;
    open_file& operator=(open_file const&) = delete;
    ~open_file() {
        if (is_open()) ::close(number_);
    }

    bool is_open() const { return number_ >= 0; }
    // Whole and on the disk, or false with errno.
    bool write(std::string_view text) const {
        while (!text.empty()) {
            auto const written = ::write(number_, text.data(), text.size());
            if (written < 0 && errno == EINTR) continue;
            if (written < 0) return false;
            text.remove_prefix(static_cast<std::size_t>(written));
        }
        return ::fsync(number_) == 0;
    }

private:
    int number_;
};

}  // namespace

std::optional<std::string> read_line_file(std::filesystem::path const& file) {
    std::error_code failed;
    if (!std::filesystem::exists(file, failed)) return std::nullopt;
    std::ifstream from{file, std::ios::binary};
    if (!from)
        throw std::runtime_error{fmt::format("cannot read {}: {}", file.string(), std::strerror(errno))};
    std::string text{std::istreambuf_iterator<char>{from}, {}};
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
    return text;
}

state_folder::state_folder(std::filesystem::path where) : where_(std::move(where)) {
    if (std::filesystem::is_directory(where_)) return;
    std::error_code failed;
    std::filesystem::create_directories(where_.parent_path(), failed);
    if (::mkdir(where_.c_str(), 0700) != 0 && errno != EEXIST) cannot("create", where_);
}

std::optional<std::string> state_folder::read(std::string const& name) const {
    return read_line_file(where_ / name);
}

void state_folder::keep(std::string const& name, std::string const& text) const {
    // A name of this process's own: two gateways may share a folder and keep the same file at once.
    auto const fresh = where_ / (name + "." + std::to_string(::getpid()) + ".new");
    ::unlink(fresh.c_str());
    open_file const file{fresh};
    if (!file.is_open() || !file.write(text + "\n")) cannot("write", fresh);
    if (::rename(fresh.c_str(), (where_ / name).c_str()) != 0) cannot("write", where_ / name);
}

}  // namespace quittance::app
