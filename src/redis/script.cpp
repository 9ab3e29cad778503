#include "script.hpp"

#include <openssl/evp.h>

#include <array>
#include <span>
#include <stdexcept>

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

void script_call::append_to(command_batch& batch, script const& what) const {
    constexpr std::size_t frame = 16;  // "$1234\r\n…\r\n"
    auto bytes = what.sha().size() + 4 * frame;
    for (auto const& key : keys_) bytes += key.size() + frame;
    for (auto const& argument : arguments_) bytes += argument.size() + frame;
    batch.expect(bytes);
    batch.begin(3 + keys_.size() + arguments_.size());
    batch.add("EVALSHA").add(what.sha()).add(static_cast<std::int64_t>(keys_.size()));
    for (auto const& key : keys_) batch.add(key);
    for (auto const& argument : arguments_) batch.add(argument);
}

}  // namespace quittance::redis
