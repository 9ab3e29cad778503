#include "state_folder.hpp"

#include <doctest/doctest.h>
#include <sys/resource.h>

#include <csignal>
#include <stdexcept>

#include "folder.hpp"

using namespace quittance::app;

namespace {

// As a full disk answers: no file of this process may grow.
class no_room {
public:
    no_room() : former_handler_(std::signal(SIGXFSZ, SIG_IGN)) {
        ::getrlimit(RLIMIT_FSIZE, &former_);
        rlimit none = former_;
        none.rlim_cur = 0;
        ::setrlimit(RLIMIT_FSIZE, &none);
    }
    no_room(no_room const&) = delete;
    no_room& operator=(no_room const&) = delete;
    ~no_room() {
        ::setrlimit(RLIMIT_FSIZE, &former_);
        std::signal(SIGXFSZ, former_handler_);
    }

private:
    rlimit former_{};
    void (*former_handler_)(int);
};

std::ptrdiff_t open_descriptors() {
    std::filesystem::directory_iterator const all{"/proc/self/fd"};
    return std::distance(begin(all), end(all));
}

}  // namespace

TEST_CASE("what cannot be kept for want of room is said, costs no descriptor, and leaves what was kept") {
    test_folder const folder;
    state_folder const state{folder.where()};
    state.keep("store_mark", "before");
    auto const before = open_descriptors();
    {
        no_room const anywhere;
        for (int i = 0; i < 20; ++i) CHECK_THROWS_AS(state.keep("store_mark", "after"), std::runtime_error);
    }
    CHECK(open_descriptors() == before);
    CHECK(state.read("store_mark") == "before");
    state.keep("store_mark", "after");
    CHECK(state.read("store_mark") == "after");
}
