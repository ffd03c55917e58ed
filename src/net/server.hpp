#pragma once

// The HTTP server edge: accepts, bounds, times out, and hands whole requests to a blocking handler on a worker
// pool.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "net/http.hpp"

namespace muster::net {

/// An answer that no handler made: the request was not understood, not taken, or not got through.
struct OwnAnswer {
    int status = 400;
    std::string_view sentence; ///< for people
    bool is_tls = false;
};

struct ServerOptions {
    std::string address = "127.0.0.1";
    std::uint16_t port = 0; ///< 0: any free one, see Server::port()
    std::size_t workers = 4;
    std::size_t max_queued = 256; ///< requests waiting for a worker; above it 503 with Retry-After
    std::size_t max_connections = 2000;
    std::size_t max_header_bytes = 32 * 1024;     ///< above it 431
    std::size_t max_body_bytes = 8 * 1024 * 1024; ///< above it 413
    /// The most that one request may bring, by its head, so that nothing more of it is read; max_body_bytes holds
    /// all the same. Runs on the I/O thread: be quick, do not throw. A body of unknown length needs max_body_bytes
    /// (else 411).
    std::function<std::size_t(const Request& head)> body_limit = {};
    /// Makes the edge's own answers, which keep their status; empty: the sentence as plain text. Runs on the I/O
    /// thread and on workers: be quick, do not throw.
    std::function<Response(const OwnAnswer&)> own_answer = {};
    /// By its head: it has workers of its own, and waits for no request of the others. Runs on the I/O thread: be
    /// quick, do not throw.
    std::function<bool(const Request& head)> is_urgent = {};
    std::chrono::milliseconds idle_timeout{60'000};
    std::chrono::milliseconds farewell{5'000}; ///< for requests that are under way when the server stops

    std::size_t max_event_streams = 256;         ///< above it 503 with Retry-After
    std::chrono::milliseconds heartbeat{15'000}; ///< a comment line to an event stream that is silent for so long
    std::chrono::milliseconds event_write_timeout{30'000}; ///< ends an event stream whose client takes nothing

    std::string certificate_file; ///< PEM, the server's own first, then its chain; empty: plain http
    std::string key_file;         ///< PEM without passphrase; given exactly if certificate_file is
    std::chrono::milliseconds handshake_timeout{10'000};
};

/// Answers a request; runs on a worker thread, several at once. What it throws becomes a 500 of the edge.
using Handler = std::function<Response(const Request&)>;

/// A response with this header and any value makes the server close the connection instead of answering (fault
/// injection in the sandbox): "cut" sends nothing, "truncate" sends the head and half of the body. The header
/// itself is never sent.
inline constexpr std::string_view kCutConnection = "X-Muster-Cut";

class Server {
  public:
    /// Binds and starts to serve. Code::Unavailable when the address is taken, Code::Invalid when the address, the
    /// certificate or the key is not usable.
    [[nodiscard]] static Result<std::unique_ptr<Server>> start(ServerOptions options, Handler handler);
    /// Stops accepting, ends event streams, lets requests under way finish (see ServerOptions::farewell), then
    /// closes.
    virtual ~Server() = default;
    [[nodiscard]] virtual std::uint16_t port() const = 0;
    [[nodiscard]] virtual std::string url() const = 0; ///< "http://127.0.0.1:8900", https with TLS
};

} // namespace muster::net
