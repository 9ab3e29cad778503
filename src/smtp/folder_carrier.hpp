// Puts mails into a folder.
#pragma once
#include <filesystem>
#include <memory>

#include "carrier.hpp"

namespace quittance::smtp {

std::unique_ptr<carrier> make_folder_carrier(std::filesystem::path folder);

}  // namespace quittance::smtp
