#include "sockets.hpp"

#include <sys/socket.h>
#include <unistd.h>

namespace quittance::smtp {

void sockets::watch(CURL* handle) {
    curl_easy_setopt(handle, CURLOPT_OPENSOCKETFUNCTION, &sockets::opened);
    curl_easy_setopt(handle, CURLOPT_OPENSOCKETDATA, this);
    curl_easy_setopt(handle, CURLOPT_CLOSESOCKETFUNCTION, &sockets::closed);
    curl_easy_setopt(handle, CURLOPT_CLOSESOCKETDATA, this);
    curl_easy_setopt(handle, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, &sockets::asked);
    curl_easy_setopt(handle, CURLOPT_XFERINFODATA, this);
}

void sockets::cut() noexcept {
    std::lock_guard const lock{guard_};
    cut_ = true;
    for (auto const one : open_) ::shutdown(one, SHUT_RDWR);
}

curl_socket_t sockets::opened(void* self, curlsocktype, curl_sockaddr* where) {
    auto& mine = *static_cast<sockets*>(self);
    std::lock_guard const lock{mine.guard_};
    if (mine.cut_) return CURL_SOCKET_BAD;
    auto const made = ::socket(where->family, where->socktype | SOCK_CLOEXEC, where->protocol);
    if (made >= 0) mine.open_.insert(made);
    return made;
}

int sockets::asked(void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
    auto& mine = *static_cast<sockets*>(self);
    std::lock_guard const lock{mine.guard_};
    return mine.cut_ ? 1 : 0;
}

// Under the lock: a number that was closed may be somebody else's at once.
int sockets::closed(void* self, curl_socket_t which) {
    auto& mine = *static_cast<sockets*>(self);
    std::lock_guard const lock{mine.guard_};
    mine.open_.erase(which);
    return ::close(which);
}

}  // namespace quittance::smtp
