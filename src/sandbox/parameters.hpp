// Which operation a request names, and whether its parameters fit the table.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "form.hpp"
#include "refusal.hpp"

namespace quittance::sandbox {

struct named_operation {
    std::string name;              // "POST /v1/customers/{}"
    std::vector<std::string> ids;  // what the `{}` stand for
    std::size_t index = 0;         // into the table
};

std::optional<named_operation> find_operation(std::string_view method, std::string_view path);
std::optional<refusal> check_parameters(named_operation const& operation, form const& given);

}  // namespace quittance::sandbox
