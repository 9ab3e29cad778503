#include "event_file.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <ctime>
#include <stdexcept>

namespace quittance::bench {

event_file::event_file(std::string const& path) {
    int const file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    struct stat about{};
    if (file < 0 || ::fstat(file, &about) != 0 || about.st_size == 0)
        throw std::runtime_error("cannot read events from " + path);
    bytes_ = static_cast<std::size_t>(about.st_size);
    mapped_ = ::mmap(nullptr, bytes_, PROT_READ, MAP_PRIVATE | MAP_POPULATE, file, 0);
    ::close(file);
    if (mapped_ == MAP_FAILED) throw std::runtime_error("cannot map " + path);
    std::string_view rest{static_cast<char const*>(mapped_), bytes_};
    while (!rest.empty()) {
        auto const end = std::min(rest.find('\n'), rest.size());
        if (end > 0) bodies_.push_back(rest.substr(0, end));
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
}

event_file::~event_file() { ::munmap(mapped_, bytes_); }

std::string signer::headers(std::string_view body) const {
    auto const now = std::to_string(std::time(nullptr));
    std::string text{"User-Agent: Stripe/1.0 (+https://stripe.com/docs/webhooks)\r\nAccept: */*; q=0.5\r\n"};
    text.append("Content-Type: application/json; charset=utf-8\r\nCache-Control: no-cache\r\n");
    text.append("Stripe-Signature: t=").append(now).append(",v1=");
    return text.append(to_hex(key_({now, ".", body}))).append("\r\n");
}

}  // namespace quittance::bench
