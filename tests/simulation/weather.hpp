// Promises: the trouble that lasts: crashes, cut ways, clocks that go wrong, a store that refuses or forgets,
// changed secrets and policies. Money moves in few moments of a year, so trouble comes when somebody acts.
#pragma once
#include "world.hpp"

namespace quittance::simulation {

class weather {
public:
    explicit weather(world& over) : all_(over), crowd_(over.around.how.seed, "crowd") {}
    // Somebody does something now: what is switched on may strike within the next hours.
    void notice();
    // Some days it comes while cards are charged and nobody is there.
    void arrive();
    // All trouble ends.
    void heal();

private:
    awaitable<void> come_with_due_items();
    std::optional<instant> some_due_moment(chance& luck) const;
    gateway& some_gateway(fault what);
    awaitable<void> later(fault what, milliseconds most);
    awaitable<void> crash();
    awaitable<void> cut(fault what, int cut_ways::* way);
    awaitable<void> last(fault what, int& count, milliseconds most);
    awaitable<void> lose_tail();
    // Every running gateway looks within two seconds.
    void be_noticed();
    awaitable<void> look_soon(gateway& each);
    awaitable<void> make_good(std::uint64_t loss);
    awaitable<bool> reconcile(gateway& at);
    awaitable<void> turn_clock(fault what);
    awaitable<void> change_secrets();
    awaitable<void> change_policy();
    void rotate_link_keys(chance& luck);

    world& all_;
    chance crowd_;
    std::uint64_t link_keys_so_far_ = 1;
    std::uint64_t ends_ = 0;
};

}  // namespace quittance::simulation
