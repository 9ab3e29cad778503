#include "folder_carrier.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

#include "letters.hpp"
#include "quittance/base/digest.hpp"

namespace quittance::smtp {
namespace {

using engine::mail_outcome;
using engine::posted_mail;

[[noreturn]] void fail(char const* what) {
    throw std::system_error{errno, std::generic_category(), std::string{"the mail folder: "} + what};
}

class open_file {
public:
    explicit open_file(std::filesystem::path const& path)
        : handle_(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600)) {
        if (handle_ < 0) fail("a mail cannot be written");
    }
    open_file(open_file const&) = delete;
    open_file& operator=(open_file const&) = delete;
    ~open_file() { ::close(handle_); }

    void write(std::string_view bytes) const {
        while (!bytes.empty()) {
            auto const count = ::write(handle_, bytes.data(), bytes.size());
            if (count < 0 && errno == EINTR) continue;
            if (count < 0) fail("a mail cannot be written");
            bytes.remove_prefix(static_cast<std::size_t>(count));
        }
        if (::fsync(handle_) != 0) fail("a mail cannot be kept");
    }

private:
    int handle_;
};

// Our own message ids are names already; any other becomes one.
std::string name_of(std::string const& message_id) {
    constexpr std::size_t longest = 120;
    bool const fits =
        !message_id.empty() && message_id.size() <= longest && message_id.front() != '.' &&
        std::ranges::all_of(message_id, [](char c) {
            return is_letter(c) || is_digit(c) || std::string_view{".@-_"}.find(c) != std::string_view::npos;
        });
    return (fits ? message_id : to_hex(sha256(message_id))) + ".eml";
}

class folder_carrier final : public carrier {
public:
    explicit folder_carrier(std::filesystem::path folder) : folder_(std::move(folder)) {}

    std::vector<engine::recipient_outcome> carry(posted_mail const& mail) override {
        make_folder();
        auto const name = name_of(mail.message_id);
        auto const unfinished = folder_ / ('.' + name + ".part");
        open_file{unfinished}.write(mail.bytes);
        if (::rename(unfinished.c_str(), (folder_ / name).c_str()) != 0) fail("a mail cannot be named");
        return same_for_all(mail, mail_outcome::accepted, "written to the mail folder");
    }

    void cut() noexcept override {}

private:
    void make_folder() const {
        if (::mkdir(folder_.c_str(), 0700) != 0 && errno != EEXIST) fail("it cannot be made");
    }

    std::filesystem::path folder_;
};

}  // namespace

std::unique_ptr<carrier> make_folder_carrier(std::filesystem::path folder) {
    return std::make_unique<folder_carrier>(std::move(folder));
}

}  // namespace quittance::smtp
