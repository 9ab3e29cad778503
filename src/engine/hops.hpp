// A booking that moved to another client is known by the name it has now; links and sessions carry older
// ones.
#pragma once

namespace quittance::engine {

// Moves are rare; a chain longer than this is a circle.
inline constexpr int most_hops = 50;

}  // namespace quittance::engine
