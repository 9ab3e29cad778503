#include "apart.hpp"

#include <poll.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <charconv>
#include <cstring>
#include <list>
#include <sstream>
#include <stdexcept>

namespace quittance::simulation {
namespace {

// Of the processor's time, which a busy machine hands out slowly: one plan takes about one.
#if defined(__has_feature) && (__has_feature(address_sanitizer) || __has_feature(thread_sanitizer))
constexpr rlim_t most_seconds = 900;  // a sanitizer takes forty seconds for what takes half of one without
#else
constexpr rlim_t most_seconds = 90;
#endif

std::string as_text(outcome const& what) {
    std::ostringstream text;
    text << what.steps << ' ' << what.hash << ' ' << what.commits << ' ' << what.years;
    for (auto const count : what.struck) text << ' ' << count;
    text << '\n';
    for (auto const& one : what.violations) text << one << '\n';
    text << "end\n";
    return text.str();
}

std::optional<outcome> from_text(std::string const& given) {
    std::istringstream text{given};
    outcome made;
    text >> made.steps >> made.hash >> made.commits >> made.years;
    for (auto& count : made.struck) text >> count;
    std::string line;
    std::getline(text, line);
    while (std::getline(text, line)) {
        if (line == "end") return made;
        made.violations.push_back(line);
    }
    return std::nullopt;
}

struct child {
    plan what;
    pid_t process = 0;
    int from = -1;
    std::string said;
};

[[noreturn]] void be_the_child(plan const& what, int to) {
    auto const most = most_seconds * (1 + what.clients / usual_clients);
    rlimit const limit{most, most + 5};
    setrlimit(RLIMIT_CPU, &limit);
    auto const text = as_text(run(what));
    for (std::size_t sent = 0; sent < text.size();) {
        auto const count = write(to, text.data() + sent, text.size() - sent);
        if (count <= 0) _exit(3);
        sent += static_cast<std::size_t>(count);
    }
    _exit(0);
}

child begin(plan const& what) {
    int ends[2];
    if (pipe(ends) != 0) throw std::runtime_error("no pipe to a child; close some files");
    auto const process = fork();
    if (process < 0) throw std::runtime_error("no process for a plan; end some others");
    if (process == 0) {
        close(ends[0]);
        be_the_child(what, ends[1]);
    }
    close(ends[1]);
    return {what, process, ends[0], {}};
}

outcome end(child& of) {
    int status = 0;
    close(of.from);
    waitpid(of.process, &status, 0);
    if (auto read = from_text(of.said); read && WIFEXITED(status)) return std::move(*read);
    outcome died;
    auto const signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    died.violations.push_back("rule 0: its process died (" + std::string{strsignal(signal)} + ")");
    return died;
}

// True when it has nothing more to say.
bool listen(child& to) {
    char bytes[4096];
    auto const count = read(to.from, bytes, sizeof bytes);
    if (count > 0) to.said.append(bytes, static_cast<std::size_t>(count));
    return count <= 0;
}

void listen_to_all(std::list<child>& all, take_outcome const& take) {
    std::vector<pollfd> ways;
    for (auto const& one : all) ways.push_back({one.from, POLLIN, 0});
    poll(ways.data(), static_cast<nfds_t>(ways.size()), 1000);
    auto way = ways.begin();
    for (auto one = all.begin(); one != all.end(); ++way) {
        bool const over = way->revents != 0 && listen(*one);
        if (!over) {
            ++one;
            continue;
        }
        auto const made = end(*one);
        auto const what = one->what;
        one = all.erase(one);
        take(what, made);
    }
}

}  // namespace

void run_apart(unsigned jobs, next_plan const& next, take_outcome const& take) {
    std::list<child> all;
    bool more = true;
    while (more || !all.empty()) {
        while (more && all.size() < jobs) {
            auto const what = next();
            more = what.has_value();
            if (what) all.push_back(begin(*what));
        }
        if (!all.empty()) listen_to_all(all, take);
    }
}

outcome run_apart(plan const& what) {
    outcome made;
    bool given = false;
    run_apart(
        1, [&] { return std::exchange(given, true) ? std::nullopt : std::optional{what}; },
        [&](plan const&, outcome const& came) { made = came; });
    return made;
}

}  // namespace quittance::simulation
