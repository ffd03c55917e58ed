#pragma once

// One accepted connection as Beast wants a stream: bare TCP, or TLS on top of it. Private to this folder: it shows
// Asio's types. Times out by itself, see Beast's basic_stream.

#include <chrono>
#include <optional>
#include <utility>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/beast/core/basic_stream.hpp>

namespace muster::net {

// The concrete executor, not any_io_executor: cheaper to run and to compile.
using Executor = boost::asio::io_context::executor_type;
using Socket = boost::asio::basic_stream_socket<boost::asio::ip::tcp, Executor>;
using Timer = boost::asio::basic_waitable_timer<std::chrono::steady_clock,
                                                boost::asio::wait_traits<std::chrono::steady_clock>, Executor>;

class Wire {
  public:
    using executor_type = Executor; // NOLINT(readability-identifier-naming): Asio's word for it
    using Tcp = boost::beast::basic_stream<boost::asio::ip::tcp, Executor>;

    /// `tls` outlives the wire; null for bare TCP.
    Wire(Socket socket, boost::asio::ssl::context* tls) : tcp_(std::move(socket)) {
        if (tls != nullptr) {
            tls_.emplace(tcp_, *tls);
        }
    }

    [[nodiscard]] Executor get_executor() noexcept { return tcp_.get_executor(); }
    [[nodiscard]] bool is_tls() const { return tls_.has_value(); }
    /// Below TLS.
    [[nodiscard]] Tcp& tcp() { return tcp_; }
    /// What follows goes bare over the wire; only while no operation is pending.
    void drop_tls() { tls_.reset(); }

    template <class Buffers, class Handler>
    void async_read_some(const Buffers& buffers, Handler&& handler) {
        if (tls_) {
            tls_->async_read_some(buffers, std::forward<Handler>(handler));
        } else {
            tcp_.async_read_some(buffers, std::forward<Handler>(handler));
        }
    }
    template <class Buffers, class Handler>
    void async_write_some(const Buffers& buffers, Handler&& handler) {
        if (tls_) {
            tls_->async_write_some(buffers, std::forward<Handler>(handler));
        } else {
            tcp_.async_write_some(buffers, std::forward<Handler>(handler));
        }
    }
    /// Only with TLS.
    template <class Handler>
    void async_handshake(Handler&& handler) {
        tls_->async_handshake(boost::asio::ssl::stream_base::server, std::forward<Handler>(handler));
    }
    template <class Handler>
    void async_shutdown(Handler&& handler) {
        tls_->async_shutdown(std::forward<Handler>(handler));
    }

  private:
    Tcp tcp_;
    std::optional<boost::asio::ssl::stream<Tcp&>> tls_;
};

} // namespace muster::net
