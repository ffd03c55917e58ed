#pragma once

// The other end of TLS for tests: certificates made on the spot, and a client that can be told to be old or odd.

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include <openssl/ssl.h>

#include "unit/net/raw_socket.hpp"

namespace muster::net::test {

/// A folder with two self-signed certificates for 127.0.0.1 and their keys, gone with this object.
class CertificateFolder {
  public:
    CertificateFolder();
    CertificateFolder(const CertificateFolder&) = delete;
    CertificateFolder& operator=(const CertificateFolder&) = delete;
    ~CertificateFolder();

    [[nodiscard]] std::string path(std::string_view name) const { return (folder_ / name).string(); }
    [[nodiscard]] std::string certificate() const { return path("cert.pem"); }
    [[nodiscard]] std::string key() const { return path("key.pem"); }
    [[nodiscard]] std::string other_key() const { return path("other-key.pem"); }
    /// The key of certificate() behind a passphrase.
    [[nodiscard]] std::string locked_key() const { return path("locked-key.pem"); }
    /// A file of the folder with this text.
    [[nodiscard]] std::string write(std::string_view name, std::string_view text) const;

  private:
    std::filesystem::path folder_;
};

struct TlsClientOptions {
    std::string trusted_certificate; ///< file; empty: nothing is verified
    int lowest = TLS1_2_VERSION;
    int highest = TLS1_3_VERSION;
    std::string ciphers;                         ///< of TLS 1.2 and older; empty: OpenSSL's choice
    std::string_view protocols = "\x08http/1.1"; ///< as ALPN writes them; empty: none
};

/// One connection over TLS. A read that waits for a minute throws, see RawSocket.
class TlsSocket {
  public:
    /// Shakes hands; failure() says how that went.
    explicit TlsSocket(std::uint16_t port, const TlsClientOptions& options = {});

    /// "" if the handshake went well, else OpenSSL's reason.
    [[nodiscard]] const std::string& failure() const { return failure_; }
    [[nodiscard]] std::string version() const { return SSL_get_version(ssl_.get()); }
    [[nodiscard]] std::string protocol() const; ///< chosen by ALPN
    bool write(std::string_view text);
    std::string read_to_end(); ///< see ended_cleanly()
    std::string read_until(std::string_view token);
    /// After reading to the end: the server has said good-bye in TLS, so that nothing was cut off.
    [[nodiscard]] bool ended_cleanly() const { return (SSL_get_shutdown(ssl_.get()) & SSL_RECEIVED_SHUTDOWN) != 0; }
    /// False if the server refuses to negotiate once more.
    bool renegotiate();
    void close() { socket_.close(); }

  private:
    bool read_more();

    RawSocket socket_;
    std::unique_ptr<SSL_CTX, void (*)(SSL_CTX*)> context_;
    std::unique_ptr<SSL, void (*)(SSL*)> ssl_;
    std::string failure_;
    std::string kept_;
};

} // namespace muster::net::test
