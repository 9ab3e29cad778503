#include "quittance/net/https_client.hpp"

namespace quittance::net {
namespace {

class client_category final : public boost::system::error_category {
public:
    char const* name() const noexcept override { return "quittance.net.client"; }
    std::string message(int value) const override {
        switch (static_cast<client_errc>(value)) {
            case client_errc::not_sent: return "the request was not sent";
            case client_errc::outcome_unknown:
                return "the request may have been carried out, no complete reply came";
            case client_errc::reply_too_large:
                return "the request was carried out, its reply is larger than allowed";
            case client_errc::address_refused:
                return "the request was not sent: the name leads to an address that is not allowed";
        }
        return "unknown client error";
    }
};

}  // namespace

boost::system::error_code make_error_code(client_errc code) {
    static client_category const category;
    return {static_cast<int>(code), category};
}

}  // namespace quittance::net
