#include "script.hpp"

#include <openssl/evp.h>

#include <array>
#include <span>
#include <stdexcept>

#include "quittance/base/assert.hpp"
#include "quittance/base/digest.hpp"

namespace quittance::redis {
namespace {

std::string sha1_hex(std::string_view text) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> bytes;
    unsigned length = 0;
    if (EVP_Digest(text.data(), text.size(), bytes.data(), &length, EVP_sha1(), nullptr) != 1) {
        throw std::runtime_error("OpenSSL has no SHA-1, by which Redis names scripts");
    }
    return to_hex(std::span<unsigned char const>(bytes).first(length));
}

}  // namespace

script::script(std::string_view text) : text_(text), sha_(sha1_hex(text)) {}

void script_call::key(std::string_view key) {
    QUITTANCE_ASSERT(arguments_ == 0);
    append_part(encoded_, key);
    ++keys_;
}

void script_call::argument(std::string_view value) {
    append_part(encoded_, value);
    ++arguments_;
}

void script_call::argument(std::int64_t value) {
    append_part(encoded_, value);
    ++arguments_;
}

void script_call::append_to(command_batch& batch, script const& what) const {
    constexpr std::size_t opening = 128;  // EVALSHA, the digest and two counts
    batch.expect(opening + encoded_.size());
    batch.begin(3 + static_cast<std::size_t>(keys_) + arguments_);
    batch.add("EVALSHA").add(what.sha()).add(keys_).add_encoded(encoded_);
}

}  // namespace quittance::redis
