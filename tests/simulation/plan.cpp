#include "plan.hpp"

namespace quittance::simulation {

plan plan_of(std::uint64_t seed) {
    chance luck{seed, "plan"};
    plan made;
    made.seed = seed;
    // Few clients and many, alike often: a crowd hides what one client shows, and the other way round.
    made.clients = static_cast<unsigned>(1 + luck.below(luck.odds(0.3) ? 40 : 12));
    made.gateways = static_cast<unsigned>(1 + luck.below(luck.odds(0.3) ? 8 : 3));
    made.days = static_cast<unsigned>(365 + luck.below(2 * 365));
    auto const share = luck.part();
    auto const first_of_mail = static_cast<unsigned>(fault::mail_refused);
    for (unsigned i = 0; i < first_of_mail; ++i) {
        if (luck.odds(share)) made.faults.add(static_cast<fault>(i));
    }
    // Until a loss is made good some rules rest: half of the seeds that could lose their store keep it.
    if (!luck.odds(0.5)) made.faults.remove(fault::store_loses_tail);
    for (auto i = first_of_mail; i < fault_classes; ++i) {
        if (luck.odds(share)) made.faults.add(static_cast<fault>(i));
    }
    // Draws by itself: worlds from before anything was put in writing keep what else they draw.
    made.arranges = chance{seed, "arranging"}.odds(0.7);
    return made;
}

std::string command_line(plan const& what) {
    auto const usual = plan_of(what.seed);
    auto text = "--seed " + std::to_string(what.seed);
    if (what.clients != usual.clients) text += " --clients " + std::to_string(what.clients);
    if (what.gateways != usual.gateways) text += " --gateways " + std::to_string(what.gateways);
    if (what.days != usual.days) text += " --days " + std::to_string(what.days);
    if (what.arranges != usual.arranges)
        text += std::string{" --arranging "} + (what.arranges ? "yes" : "no");
    if (!what.letters) text += " --letters no";
    if (what.faults != usual.faults) text += " --faults " + what.faults.text();
    if (!what.plant.empty()) text += " --plant " + what.plant;
    return text;
}

}  // namespace quittance::simulation
