// The texts of all pages. The words are neutral: facts, what happens next, no blame.
#pragma once
#include <span>
#include <string>
#include <string_view>

namespace quittance::pages {

struct template_text {
    std::string_view name;
    std::string body;
};
std::span<template_text const> template_texts();
std::string client_body();      // of the client's page
std::string_view layout_top();  // with the style sheet inside
std::string_view layout_bottom();
std::string_view style_sheet();

}  // namespace quittance::pages
