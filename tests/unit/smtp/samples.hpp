// Letters to write: a plain one, and those whose names, titles and texts are as odd as they come.
#pragma once
#include <string>
#include <vector>

#include "quittance/smtp/message.hpp"

namespace quittance::smtp::samples {

letter plain_letter();

struct named_letter {
    std::string name;
    letter what;
};
std::vector<named_letter> edge_letters();

// Anything goes into every text of it; from the number alone.
letter random_letter(unsigned number);

}  // namespace quittance::smtp::samples
