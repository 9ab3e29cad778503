// The words of letters as files: which there are, and a letter's template with what it includes in place.
#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "quittance/pages/letters.hpp"

namespace quittance::pages {

using problems = std::vector<template_problem>;

struct letter_file {
    std::string path;
    std::string text;
};
struct language_files {
    std::string language;
    std::string folder;                                     // as people know it
    std::map<std::string, letter_file, std::less<>> files;  // by name, "receipt.txt"
};
// Each language's files, an operator's in the place of the shipped ones; of what is in the folder `shared`,
// those that a language has not of its own.
std::vector<language_files> read_languages(letter_sources const& from, problems& wrong);

// Where a line of an assembled template was written.
struct origin {
    std::string const* path;
    int line;
};
struct assembled {
    std::string file;  // the letter's own
    std::string text;  // as written, so that line n is origins[n - 1]
    std::vector<origin> origins;
    std::string body;  // as compiled: a line of markers alone leaves no empty line

    template_problem problem(int line, std::string message) const;
};

constexpr std::string_view subject_mark = "Subject: ";
struct assembled_letter {
    assembled subject, text, html;
};
// A file that is missing or included where it cannot be is a problem, and so is one that nothing uses.
std::map<letter_kind, assembled_letter> assemble(language_files const& from, problems& wrong);

}  // namespace quittance::pages
