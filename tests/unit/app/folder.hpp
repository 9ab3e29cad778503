// A folder of its own for one test, gone afterwards, and files in it.
#pragma once
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <string>

#include "environment.hpp"

namespace quittance::app {

class test_folder {
public:
    test_folder() {
        std::string name = (std::filesystem::temp_directory_path() / "quittance-test-XXXXXX").string();
        where_ = ::mkdtemp(name.data());
    }
    test_folder(test_folder const&) = delete;
    test_folder& operator=(test_folder const&) = delete;
    ~test_folder() { std::filesystem::remove_all(where_); }

    std::string write(std::string const& name, std::string const& text) const {
        auto const file = where_ / name;
        std::ofstream{file} << text;
        return file.string();
    }
    std::filesystem::path const& where() const { return where_; }

private:
    std::filesystem::path where_;
};

inline variables only(std::map<std::string, std::string> set) {
    return [set = std::move(set)](std::string const& name) -> std::optional<std::string> {
        auto const found = set.find(name);
        if (found == set.end()) return std::nullopt;
        return found->second;
    };
}

}  // namespace quittance::app
