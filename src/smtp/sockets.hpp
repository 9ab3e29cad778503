// The sockets that a libcurl handle has open, so that another thread can end whatever waits on them; where
// there is none yet (a name is being looked up) libcurl asks every now and then whether to go on.
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
    static int asked(void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t);
    static int closed(void* self, curl_socket_t which);

    std::mutex guard_;
    std::set<curl_socket_t> open_;
    bool cut_ = false;
};

}  // namespace quittance::smtp
