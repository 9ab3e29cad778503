#include "quittance/sandbox/journal.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <stdexcept>

namespace quittance::sandbox {

namespace {

[[noreturn]] void fail(std::string const& path, std::string const& what) {
    throw std::runtime_error("The sandbox journal " + path + " " + what + ": " + std::strerror(errno) +
                             ". Check the folder and its rights, or name another one.");
}

}  // namespace

journal::journal(std::string path) : path_(std::move(path)) {
    file_ = ::open(path_.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (file_ < 0) fail(path_, "cannot be opened");
    if (::flock(file_, LOCK_EX | LOCK_NB) != 0) fail(path_, "is in use by another sandbox");
}

journal::~journal() {
    if (file_ < 0) return;
    ::fdatasync(file_);
    ::close(file_);
}

std::size_t journal::replay_into(processor& to) {
    std::ifstream source(path_, std::ios::binary);
    std::string line;
    std::size_t applied = 0;
    std::streamoff whole = 0;
    while (std::getline(source, line)) {
        bool const torn = source.eof();  // no line end: the process died while writing it
        if (torn || !to.replay(line)) break;
        whole += static_cast<std::streamoff>(line.size()) + 1;
        ++applied;
    }
    if (::ftruncate(file_, whole) != 0) fail(path_, "cannot be shortened");
    return applied;
}

void journal::append(std::vector<std::string> const& lines) {
    std::string text;
    for (auto const& line : lines) text += line + '\n';
    for (std::size_t done = 0; done < text.size();) {
        auto const wrote = ::write(file_, text.data() + done, text.size() - done);
        if (wrote < 0 && errno == EINTR) continue;
        if (wrote < 0) fail(path_, "cannot be written");
        done += static_cast<std::size_t>(wrote);
    }
    dirty_ = dirty_ || !text.empty();
}

void journal::sync() {
    if (!dirty_) return;
    if (::fdatasync(file_) != 0) fail(path_, "cannot be flushed");
    dirty_ = false;
}

}  // namespace quittance::sandbox
