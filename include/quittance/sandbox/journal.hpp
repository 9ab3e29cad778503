// Promises: the processor's journal in one file: replayed at start, appended to before a reply leaves. A line
// survives the death of the process at once and the death of the machine after sync() (about a second):
// enough for a sandbox. A torn last line is cut off. Throws std::runtime_error with a sentence when the file
// cannot be read or written, or is locked by another sandbox.
#pragma once
#include <cstddef>
#include <string>
#include <vector>

#include "quittance/sandbox/processor.hpp"

namespace quittance::sandbox {

class journal {
public:
    explicit journal(std::string path);
    journal(journal const&) = delete;
    journal& operator=(journal const&) = delete;
    ~journal();

    // How many lines were applied. Before anything else is asked of `to`.
    std::size_t replay_into(processor& to);
    void append(std::vector<std::string> const& lines);
    void sync();

private:
    std::string path_;
    int file_ = -1;
    bool dirty_ = false;
};

}  // namespace quittance::sandbox
