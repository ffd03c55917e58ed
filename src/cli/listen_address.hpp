#pragma once

// Where a server listens, as --listen says it.

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace muster::cli {

struct ListenAddress {
    std::string host;       ///< an IP address, IPv6 without brackets
    std::uint16_t port = 0; ///< 0: any free one
};
/// "127.0.0.1:8080", "[::1]:8080", "localhost:0"; localhost is 127.0.0.1. Code::Invalid for anything else.
[[nodiscard]] Result<ListenAddress> parse_listen(std::string_view text);
/// The same; Code::Invalid for what is no loopback address.
[[nodiscard]] Result<ListenAddress> parse_loopback(std::string_view text);

} // namespace muster::cli
