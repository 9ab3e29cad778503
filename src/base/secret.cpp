#include "quittance/base/secret.hpp"

#include <openssl/crypto.h>

namespace quittance {

bool equal_in_constant_time(std::string_view left, std::string_view right) noexcept {
    return left.size() == right.size() && CRYPTO_memcmp(left.data(), right.data(), left.size()) == 0;
}

void wipe(std::string& text) noexcept { OPENSSL_cleanse(text.data(), text.size()); }

}  // namespace quittance
