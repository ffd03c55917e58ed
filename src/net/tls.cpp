#include "net/tls.hpp"

#include <cerrno>
#include <cstdio>
#include <string_view>
#include <system_error>

#include <boost/asio/ssl/error.hpp>
#include <fmt/format.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509err.h>

namespace muster::net {
namespace {

namespace ssl = boost::asio::ssl;

// Of TLS 1.2; what TLS 1.3 has is good without exception.
constexpr const char* kCiphers = "ECDHE+AESGCM:ECDHE+CHACHA20";
constexpr std::string_view kHttp11 = "\x08http/1.1"; // as ALPN writes it

/// The first of OpenSSL's complaints; the last names only the part that gave up.
std::string why() {
    const char* reason = ERR_reason_error_string(ERR_peek_error());
    return reason == nullptr ? "unknown" : reason;
}

Result<void> check_readable(std::string_view what, const std::string& path) {
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rb"), &std::fclose);
    if (!file || std::fgetc(file.get()) == EOF) {
        const std::string reason = !file || std::ferror(file.get()) != 0 ? std::generic_category().message(errno)
                                                                         : std::string("it is empty");
        return fail(Code::Invalid, fmt::format("The {} \"{}\" cannot be read: {}.", what, path, reason));
    }
    return {};
}

/// Instead of asking at the terminal, as OpenSSL would.
int refuse_passphrase(char*, int, int, void* asked) {
    *static_cast<bool*>(asked) = true;
    return -1;
}

int choose_protocol(SSL*, const unsigned char** chosen, unsigned char* chosen_size, const unsigned char* offered,
                    unsigned int offered_size, void*) {
    const auto* ours = reinterpret_cast<const unsigned char*>(kHttp11.data());
    unsigned char* found = nullptr;
    const int outcome = SSL_select_next_proto(&found, chosen_size, ours, static_cast<unsigned int>(kHttp11.size()),
                                              offered, offered_size);
    *chosen = found;
    return outcome == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_ALERT_FATAL;
}

Result<void> load_certificate(SSL_CTX* context, const std::string& path) {
    TRY(check_readable("certificate", path));
    ERR_clear_error();
    if (SSL_CTX_use_certificate_chain_file(context, path.c_str()) != 1) {
        return fail(Code::Invalid,
                    fmt::format("\"{}\" holds no usable certificate in PEM form ({}).", path, why()));
    }
    return {};
}

Result<void> load_key(SSL_CTX* context, const std::string& path, const std::string& certificate_file) {
    TRY(check_readable("key", path));
    bool passphrase_asked = false;
    SSL_CTX_set_default_passwd_cb(context, &refuse_passphrase);
    SSL_CTX_set_default_passwd_cb_userdata(context, &passphrase_asked);
    ERR_clear_error();
    const bool loaded = SSL_CTX_use_PrivateKey_file(context, path.c_str(), SSL_FILETYPE_PEM) == 1;
    SSL_CTX_set_default_passwd_cb_userdata(context, nullptr); // asio would take it for its own and delete it
    if (passphrase_asked) {
        return fail(Code::Invalid,
                    fmt::format("The key \"{}\" is behind a passphrase, which nobody can type when the "
                                "program starts by itself; write it without, by openssl pkey.",
                                path));
    }
    const int reason = ERR_GET_REASON(ERR_peek_last_error());
    if (!loaded && reason != X509_R_KEY_VALUES_MISMATCH && reason != X509_R_KEY_TYPE_MISMATCH) {
        return fail(Code::Invalid,
                    fmt::format("\"{}\" holds no usable private key in PEM form ({}).", path, why()));
    }
    if (!loaded || SSL_CTX_check_private_key(context) != 1) {
        return fail(Code::Invalid,
                    fmt::format("The key \"{}\" does not belong to the certificate \"{}\"; give the two "
                                "that were made together.",
                                path, certificate_file));
    }
    return {};
}

} // namespace

Result<std::unique_ptr<ssl::context>> open_tls(const std::string& certificate_file, const std::string& key_file) {
    if (certificate_file.empty() || key_file.empty()) {
        return fail(Code::Invalid, "TLS needs both a certificate and its key; only one of the two files is given.");
    }
    auto context = std::make_unique<ssl::context>(ssl::context::tls_server);
    SSL_CTX* native = context->native_handle();
    TRY(load_certificate(native, certificate_file));
    TRY(load_key(native, key_file, certificate_file));
    SSL_CTX_set_options(native, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_CIPHER_SERVER_PREFERENCE);
    SSL_CTX_set_alpn_select_cb(native, &choose_protocol, nullptr);
    if (SSL_CTX_set_min_proto_version(native, TLS1_2_VERSION) != 1 ||
        SSL_CTX_set_cipher_list(native, kCiphers) != 1) {
        return fail(Code::Failed, fmt::format("OpenSSL refuses the settings of the server ({}).", why()));
    }
    return context;
}

bool is_plain_http(const boost::system::error_code& error) {
    return error.category() == boost::asio::error::get_ssl_category() &&
           ERR_GET_REASON(static_cast<unsigned long>(error.value())) == SSL_R_HTTP_REQUEST;
}

} // namespace muster::net
