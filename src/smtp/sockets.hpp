// The sockets that a libcurl handle has open, so that another thread can end whatever waits on them.
#pragma once
#include <curl/curl.h>

#include <mutex>
#include <set>

namespace quittance::smtp {

class sockets {
public:
    void watch(CURL* handle);
    void cut() noexcept;

private:
    static curl_socket_t opened(void* self, curlsocktype use, curl_sockaddr* where);
    static int closed(void* self, curl_socket_t which);

    std::mutex guard_;
    std::set<curl_socket_t> open_;
    bool cut_ = false;
};

}  // namespace quittance::smtp
