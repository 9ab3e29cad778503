// What a changed agreement says, in the words of the pages: what a decision asks for, so that the text is
// that of the very change that is committed.
#pragma once
#include "quittance/domain/decide.hpp"
#include "quittance/pages/business.hpp"

namespace quittance::app {

domain::agreement_writer agreement_writer_of(pages::business who, domain::policy rules);

}  // namespace quittance::app
