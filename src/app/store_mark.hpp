// Promises: how far a store was known to have got, kept outside of it, and whether what is there now is that
// store and at least as far. Pure but for the file.
// Why a count of commits: it is written by the commit itself, only grows, and goes back with whatever the
// store loses; event cursor, clock and lengths of lists can all stand still or move while money is forgotten.
// It is counted by shard, because a commit may touch no key of another shard.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "quittance/engine/registry.hpp"
#include "quittance/engine/settings.hpp"
#include "state_folder.hpp"

namespace quittance::app {

struct store_mark {
    std::string store_id;
    std::uint64_t epoch = 1;
    std::vector<std::uint64_t> commits;  // by shard, or one sum
    friend bool operator==(store_mark const&, store_mark const&) = default;
};

std::uint64_t total(std::vector<std::uint64_t> const& commits);
std::string text_of(store_mark const& mark);
// Nothing for text that is no mark.
std::optional<store_mark> mark_in(std::string const& text);

// A damaged file is no mark: a power cut must not keep a whole store from opening.
std::optional<store_mark> read_mark(state_folder const& state);
void keep_mark(state_folder const& state, store_mark const& mark);

struct standing_found {
    engine::store_standing what = engine::store_standing::open;
    std::string why;  // a sentence for the operator, what to do included; empty when it is open
};
// A store without identity is fresh where nothing is known of one. A higher epoch was given to it by a person
// (`reopen`), and is believed.
standing_found judge(engine::store_look const& now, std::vector<store_mark> const& known);

}  // namespace quittance::app
