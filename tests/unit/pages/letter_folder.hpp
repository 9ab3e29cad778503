// An operator's own templates in a folder of one test, over the shipped ones.
#pragma once
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "quittance/pages/letters.hpp"

namespace quittance::pages_test {

class own_templates {
public:
    own_templates() {
        std::string name = (std::filesystem::temp_directory_path() / "quittance-letters-XXXXXX").string();
        where_ = ::mkdtemp(name.data());
    }
    own_templates(own_templates const&) = delete;
    own_templates& operator=(own_templates const&) = delete;
    ~own_templates() { std::filesystem::remove_all(where_); }

    std::string write(std::string const& name, std::string const& text) const {
        auto const file = where_ / name;
        std::filesystem::create_directories(file.parent_path());
        std::ofstream{file, std::ios::binary} << text;
        return file.string();
    }
    // A shipped file, with `from` turned into `to`.
    std::string change(std::string const& name, std::string const& from, std::string const& to) const;

    pages::letter_sources sources() const { return {"config/templates", where_.string()}; }
    // Every problem, with the folder's own name left out.
    std::string problems() const;
    pages::letter_book book() const { return *pages::letter_book::load(sources()); }

private:
    std::filesystem::path where_;
};

pages::letter_book const& shipped_letters();

}  // namespace quittance::pages_test
