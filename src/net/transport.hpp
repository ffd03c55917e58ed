#pragma once

// The one door to other servers. Tests put their own behind it.

#include <chrono>
#include <cstddef>
#include <functional>
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
        Cancelled, ///< the token was cancelled, or leave refused, before sending
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
    /// The same, but asks `may_leave` first, which may wait: as late as can be, so that whoever is told the moment
    /// is told the true one. Nothing leaves if it says no, and it is not asked where nothing can be sent.
    [[nodiscard]] virtual tl::expected<Response, TransportError>
    send_when(const std::function<bool()>& may_leave, const Request& request, const CancelToken& cancel) {
        if (!may_leave()) {
            return tl::unexpected(TransportError{TransportError::Kind::Cancelled, "Held back before it was sent."});
        }
        return send(request, cancel);
    }
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
