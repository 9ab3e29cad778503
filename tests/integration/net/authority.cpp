#include "authority.hpp"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <unistd.h>

#include <atomic>
#include <fstream>

namespace quittance::net {
namespace {

using key_ptr = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using certificate_ptr = std::unique_ptr<X509, decltype(&X509_free)>;

key_ptr make_key() { return {EVP_EC_gen("P-256"), &EVP_PKEY_free}; }

void extend(X509* certificate, int kind, std::string const& value) {
    X509V3_CTX context;
    X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
    auto* const extension = X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str());
    X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
}

certificate_ptr make_certificate(std::string const& name, EVP_PKEY* key, long from, long to) {
    static std::atomic<long> serial{1};
    certificate_ptr made{X509_new(), &X509_free};
    X509_set_version(made.get(), 2);
    ASN1_INTEGER_set(X509_get_serialNumber(made.get()), serial++);
    X509_gmtime_adj(X509_getm_notBefore(made.get()), from);
    X509_gmtime_adj(X509_getm_notAfter(made.get()), to);
    X509_set_pubkey(made.get(), key);
    auto const* const text = reinterpret_cast<unsigned char const*>(name.c_str());
    X509_NAME_add_entry_by_txt(X509_get_subject_name(made.get()), "CN", MBSTRING_ASC, text, -1, -1, 0);
    return made;
}

template <class Write>
std::string pem(Write write) {
    std::unique_ptr<BIO, decltype(&BIO_free)> const memory{BIO_new(BIO_s_mem()), &BIO_free};
    write(memory.get());
    char* bytes = nullptr;
    auto const count = BIO_get_mem_data(memory.get(), &bytes);
    return {bytes, static_cast<std::size_t>(count)};
}

std::string pem_of(X509* certificate) {
    return pem([certificate](BIO* to) { PEM_write_bio_X509(to, certificate); });
}

}  // namespace

struct authority::keys {
    key_ptr key = make_key();
    certificate_ptr certificate = make_certificate("Test Authority", key.get(), -3600, 3600);
};

authority::authority() : keys_(std::make_unique<keys>()) {
    auto* const own = keys_->certificate.get();
    X509_set_issuer_name(own, X509_get_subject_name(own));
    extend(own, NID_basic_constraints, "critical,CA:TRUE");
    extend(own, NID_key_usage, "critical,keyCertSign");
    X509_sign(own, keys_->key.get(), EVP_sha256());
    std::string pattern = std::filesystem::temp_directory_path() / "quittance-ca-XXXXXX";
    folder_ = ::mkdtemp(pattern.data());
    std::ofstream{file()} << pem_of(own);
}

authority::~authority() {
    std::error_code ignored;  // what is left in the temporary folder hurts nobody
    std::filesystem::remove_all(folder_, ignored);
}

issued authority::issue(std::string const& name, long from, long to) const {
    auto const key = make_key();
    auto const made = make_certificate(name, key.get(), from, to);
    X509_set_issuer_name(made.get(), X509_get_subject_name(keys_->certificate.get()));
    extend(made.get(), NID_subject_alt_name, "DNS:" + name);
    X509_sign(made.get(), keys_->key.get(), EVP_sha256());
    auto* const secret = key.get();
    auto const write_key = [secret](BIO* to) {
        PEM_write_bio_PrivateKey(to, secret, nullptr, nullptr, 0, nullptr, nullptr);
    };
    return {pem_of(made.get()), pem(write_key)};
}

}  // namespace quittance::net
