#pragma once

// The server's certificate and what it speaks. Private to this folder: it shows Asio's types.

#include <memory>
#include <string>

#include <boost/asio/ssl/context.hpp>
#include <boost/system/error_code.hpp>

#include "base/result.hpp"

namespace muster::net {

/// TLS 1.2 or newer with forward secrecy, HTTP/1.1 (ALPN), no renegotiation. Code::Invalid when a file is missing,
/// unreadable, no PEM, behind a passphrase, or when the two do not belong together.
[[nodiscard]] Result<std::unique_ptr<boost::asio::ssl::context>> open_tls(const std::string& certificate_file,
                                                                          const std::string& key_file);

/// True if a handshake failed because the other side speaks plain http.
[[nodiscard]] bool is_plain_http(const boost::system::error_code& error);

} // namespace muster::net
