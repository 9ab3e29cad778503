// The commands about money back, money by hand and credits, with their options.
#pragma once
#include <CLI/CLI.hpp>
#include <functional>

#include "commands.hpp"

namespace quittance::app {

void add_money(CLI::App& line, common_options& how, money_options& what, std::function<int()>& chosen);

}  // namespace quittance::app
