#include "command_line.hpp"

#include <charconv>
#include <sstream>
#include <stdexcept>

namespace quittance::simulation {
namespace {

template <class Number>
Number number_of(std::string const& name, std::string const& text) {
    Number made{};
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), made);
    if (error != std::errc{} || end != text.data() + text.size()) {
        throw std::invalid_argument(name + " takes a number, not '" + text + "'");
    }
    return made;
}

bool answer_of(std::string const& name, std::string const& text) {
    if (text == "yes" || text == "no") return text == "yes";
    throw std::invalid_argument(name + " takes yes or no, not '" + text + "'");
}

fault_set faults_of(std::string const& text) {
    auto const read = fault_set::parse(text);
    if (read) return *read;
    throw std::invalid_argument("--faults takes 'all', 'none' or names from " + fault_set::all().text() +
                                " with commas between them");
}

bool take_flag(order& into, std::string const& name) {
    if (name == "--trace")
        into.trace = true;
    else if (name == "--suite")
        into.suite = true;
    else if (name == "--full")
        into.full = true;
    else if (name == "--no-shrink")
        into.shrink = false;
    else if (name == "--plants")
        into.plants = true;
    else
        return false;
    return true;
}

bool take_value(order& into, std::string const& name, std::string const& value) {
    if (name == "--seed")
        into.seed = number_of<std::uint64_t>(name, value);
    else if (name == "--seeds")
        into.seeds = number_of<std::uint64_t>(name, value);
    else if (name == "--race")
        into.race = number_of<std::uint64_t>(name, value);
    else if (name == "--jobs")
        into.jobs = number_of<unsigned>(name, value);
    else if (name == "--minutes")
        into.minutes = number_of<unsigned>(name, value);
    else if (name == "--clients")
        into.clients = number_of<unsigned>(name, value);
    else if (name == "--gateways")
        into.gateways = number_of<unsigned>(name, value);
    else if (name == "--box")
        into.box = number_of<unsigned>(name, value);
    else if (name == "--days")
        into.days = number_of<unsigned>(name, value);
    else if (name == "--arranging")
        into.arranges = answer_of(name, value);
    else if (name == "--letters")
        into.letters = answer_of(name, value);
    else if (name == "--faults")
        into.faults = faults_of(value);
    else if (name == "--plant")
        into.plant = value;
    else if (name == "--regressions")
        into.regressions = value;
    else
        return false;
    return true;
}

}  // namespace

order order_from(std::vector<std::string> const& words) {
    order made;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (take_flag(made, words[i])) continue;
        bool const has_value = i + 1 < words.size();
        if (!has_value || !take_value(made, words[i], words[i + 1])) {
            throw std::invalid_argument("do not know '" + words[i] +
                                        "'; there are --seeds N, --seed S, --race N, --jobs J, --minutes M, "
                                        "--trace, --plant NAME, --plants, "
                                        "--clients N, --gateways N, --days N, --arranging yes|no, --letters "
                                        "yes|no, --faults LIST, --no-shrink");
        }
        ++i;
    }
    if (made.jobs == 0) throw std::invalid_argument("--jobs takes 1 or more");
    return made;
}

plan plan_for(order const& what, std::uint64_t seed) {
    auto made = plan_of(seed);
    made.clients = what.clients.value_or(made.clients);
    made.gateways = what.gateways.value_or(made.gateways);
    made.days = what.days.value_or(made.days);
    made.arranges = what.arranges.value_or(made.arranges);
    made.letters = what.letters.value_or(made.letters);
    made.faults = what.faults.value_or(made.faults);
    made.plant = what.plant;
    if (made.clients == 0 || made.gateways == 0 || made.days == 0) {
        throw std::invalid_argument("--clients, --gateways and --days take 1 or more");
    }
    return made;
}

plan plan_from(std::string const& line) {
    std::istringstream text{line};
    std::vector<std::string> words;
    for (std::string word; text >> word;) words.push_back(word);
    auto const read = order_from(words);
    return plan_for(read, read.seed);
}

}  // namespace quittance::simulation
