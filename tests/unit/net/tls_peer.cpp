#include "unit/net/tls_peer.hpp"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <stdexcept>
#include <utility>

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

namespace muster::net::test {
namespace {

template <class T>
T* made(T* pointer) {
    if (pointer == nullptr) {
        throw std::runtime_error("OpenSSL cannot make what the test needs");
    }
    return pointer;
}

void check(int outcome) {
    if (outcome != 1) {
        throw std::runtime_error("OpenSSL cannot do what the test needs");
    }
}

using Key = std::unique_ptr<EVP_PKEY, void (*)(EVP_PKEY*)>;
using Certificate = std::unique_ptr<X509, void (*)(X509*)>;
using File = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

Key make_key() { return {made(EVP_EC_gen("P-256")), &EVP_PKEY_free}; }

File open_file(const std::string& path) { return {made(std::fopen(path.c_str(), "wb")), &std::fclose}; }

Certificate make_certificate(EVP_PKEY* key) {
    constexpr long kDay = 24L * 60 * 60;
    Certificate certificate(made(X509_new()), &X509_free);
    check(X509_set_version(certificate.get(), X509_VERSION_3));
    check(ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1));
    made(X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -kDay));
    made(X509_gmtime_adj(X509_getm_notAfter(certificate.get()), kDay));
    check(X509_set_pubkey(certificate.get(), key));
    X509_NAME* name = X509_get_subject_name(certificate.get());
    const std::array<unsigned char, 5> text{'l', 'o', 'c', 'a', 'l'};
    check(X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, text.data(), static_cast<int>(text.size()), -1, 0));
    check(X509_set_issuer_name(certificate.get(), name));
    const std::unique_ptr<X509_EXTENSION, void (*)(X509_EXTENSION*)> address(
        made(X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, "IP:127.0.0.1")), &X509_EXTENSION_free);
    check(X509_add_ext(certificate.get(), address.get(), -1));
    if (X509_sign(certificate.get(), key, EVP_sha256()) == 0) {
        throw std::runtime_error("OpenSSL cannot sign");
    }
    return certificate;
}

void save_key(const std::string& path, EVP_PKEY* key, const char* passphrase) {
    const File file = open_file(path);
    // OpenSSL takes the passphrase as the callback's data
    std::string copy = passphrase == nullptr ? "" : passphrase;
    check(PEM_write_PrivateKey(file.get(), key, passphrase == nullptr ? nullptr : EVP_aes_256_cbc(), nullptr, 0,
                               nullptr, passphrase == nullptr ? nullptr : copy.data()));
}

std::string last_reason() {
    const char* reason = ERR_reason_error_string(ERR_peek_last_error());
    ERR_clear_error();
    return reason == nullptr ? "the connection ended" : reason;
}

} // namespace

CertificateFolder::CertificateFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "muster-tls-XXXXXX").string();
    folder_ = made(::mkdtemp(name.data()));
    const Key key = make_key();
    const Key other = make_key();
    check(PEM_write_X509(open_file(certificate()).get(), make_certificate(key.get()).get()));
    save_key(this->key(), key.get(), nullptr);
    save_key(other_key(), other.get(), nullptr);
    save_key(locked_key(), key.get(), "open sesame");
}

CertificateFolder::~CertificateFolder() {
    std::error_code ignored; // a folder left behind in /tmp fails no test
    std::filesystem::remove_all(folder_, ignored);
}

std::string CertificateFolder::write(std::string_view name, std::string_view text) const {
    std::ofstream(folder_ / name, std::ios::binary) << text;
    return path(name);
}

TlsSocket::TlsSocket(std::uint16_t port, const TlsClientOptions& options)
    : socket_(connect_to(port)),
      context_(made(SSL_CTX_new(TLS_client_method())), &SSL_CTX_free),
      ssl_(nullptr, &SSL_free) {
    check(static_cast<int>(SSL_CTX_set_min_proto_version(context_.get(), options.lowest)));
    check(static_cast<int>(SSL_CTX_set_max_proto_version(context_.get(), options.highest)));
    if (!options.ciphers.empty()) {
        check(SSL_CTX_set_cipher_list(context_.get(), options.ciphers.c_str()));
    }
    if (!options.trusted_certificate.empty()) {
        check(SSL_CTX_load_verify_file(context_.get(), options.trusted_certificate.c_str()));
        SSL_CTX_set_verify(context_.get(), SSL_VERIFY_PEER, nullptr);
    }
    ssl_.reset(made(SSL_new(context_.get())));
    check(X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl_.get()), "127.0.0.1"));
    if (!options.protocols.empty() &&
        SSL_set_alpn_protos(ssl_.get(), reinterpret_cast<const unsigned char*>(options.protocols.data()),
                            static_cast<unsigned int>(options.protocols.size())) != 0) {
        throw std::runtime_error("OpenSSL does not take the protocols");
    }
    check(SSL_set_fd(ssl_.get(), socket_.descriptor()));
    ERR_clear_error();
    if (SSL_connect(ssl_.get()) != 1) {
        failure_ = last_reason();
    }
}

std::string TlsSocket::protocol() const {
    const unsigned char* name = nullptr;
    unsigned int size = 0;
    SSL_get0_alpn_selected(ssl_.get(), &name, &size);
    return {reinterpret_cast<const char*>(name), size};
}

bool TlsSocket::write(std::string_view text) {
    ERR_clear_error();
    return SSL_write(ssl_.get(), text.data(), static_cast<int>(text.size())) == static_cast<int>(text.size());
}

bool TlsSocket::read_more() {
    std::array<char, 16 * 1024> piece{};
    ERR_clear_error();
    const int count = SSL_read(ssl_.get(), piece.data(), static_cast<int>(piece.size()));
    if (count <= 0 && SSL_get_error(ssl_.get(), count) == SSL_ERROR_WANT_READ) {
        throw std::runtime_error("the other side is silent");
    }
    if (count > 0) {
        kept_.append(piece.data(), static_cast<std::size_t>(count));
    }
    return count > 0;
}

std::string TlsSocket::read_to_end() {
    while (read_more()) {
    }
    return std::exchange(kept_, {});
}

std::string TlsSocket::read_until(std::string_view token) {
    std::size_t at = std::string::npos;
    while ((at = kept_.find(token)) == std::string::npos) {
        if (!read_more()) {
            return std::exchange(kept_, {});
        }
    }
    std::string text = kept_.substr(0, at + token.size());
    kept_.erase(0, text.size());
    return text;
}

bool TlsSocket::renegotiate() {
    ERR_clear_error();
    return SSL_renegotiate(ssl_.get()) == 1 && SSL_do_handshake(ssl_.get()) == 1;
}

} // namespace muster::net::test
