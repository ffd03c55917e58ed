#pragma once

// The one door to other servers. Tests put their own behind it.

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>

#include <tl/expected.hpp>

#include "base/cancel.hpp"
#include "base/time.hpp"
#include "net/http.hpp"

namespace muster::net {

/// Why no answer came. What matters to the caller is whether the request can have taken effect.
struct TransportError {
    enum class Kind {
        NotSent,  ///< no connection: the request did not leave, or not whole
        NoAnswer, ///< sent, but the answer did not come, was cut short, too long or too slow: the request's fate is
                  ///< unknown
        Cancelled, ///< the token was cancelled before sending
    };
    Kind kind = Kind::NotSent;
    std::string message;
};

class Transport {
  public:
    virtual ~Transport() = default;
    /// One request, one answer; follows no redirects. Blocking, safe from one thread at a time.
    [[nodiscard]] virtual tl::expected<Response, TransportError> send(const Request& request,
                                                                      const CancelToken& cancel) = 0;
};

struct HttpClientOptions {
    std::string user_agent = "Muster";
    std::chrono::milliseconds connect_timeout{10'000};
    std::chrono::milliseconds total_timeout{120'000};
    std::size_t max_response_bytes = 64 * 1024 * 1024;
};

/// libcurl behind Transport: TLS 1.2 or newer with verification, plain http to loopback only, one kept connection.
/// A request under way is not interrupted by cancelling: its fate would be unknown; cancelling takes effect before
/// the next one.
[[nodiscard]] std::unique_ptr<Transport> make_http_client(HttpClientOptions options = {});

} // namespace muster::net
