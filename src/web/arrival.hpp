#pragma once

// Where a request came from and what it was addressed to, before anything else is believed: the client's address
// behind trusted proxies, whether the way was encrypted, the Host (DNS rebinding) and, for what browsers send, the
// site (cross-site request forgery).

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "net/http.hpp"
#include "net/ip_range.hpp"
#include "web/problem.hpp"

namespace muster::web {

/// How the back office is reached.
struct Reach {
    std::string listen_address = "127.0.0.1"; ///< an IP address; 0.0.0.0 and :: stand for all of this machine
    std::optional<net::Url> public_url;       ///< as people type it, where that is not the listen address
    std::vector<net::IpRange> trusted_proxies;
    std::vector<net::IpRange> metrics_from; ///< who may read /metrics besides this machine itself
};

/// "https://crm.example.org" or with a port; Code::Invalid for a path, a query, or no http address.
[[nodiscard]] Result<net::Url> parse_public_url(std::string_view text);

struct Arrival {
    std::string address;    ///< of the client, an IP address
    bool is_secure = false; ///< over TLS, here or at a trusted proxy
    std::string origin;     ///< what a browser calls this site: scheme, host and port
};

/// Forwarded-for and -proto count only from a trusted proxy. WrongOrigin unless the Host is one by which this site
/// is known: a name of this machine where it listens there, the address that it listens on, the public one.
[[nodiscard]] Checked<Arrival> look_at_arrival(const net::Request& request, const Reach& reach);

/// WrongOrigin unless what browsers say about the sender (Sec-Fetch-Site, Origin) is this very site. A request
/// that changes something needs the header X-Muster-Request as well, which no foreign page can send unasked.
[[nodiscard]] Checked<void> check_same_site(const net::Request& request, const Arrival& arrival,
                                            const Reach& reach);

/// GET and HEAD.
[[nodiscard]] bool only_reads(std::string_view method);

inline constexpr std::string_view kRequestHeader = "X-Muster-Request";

} // namespace muster::web
