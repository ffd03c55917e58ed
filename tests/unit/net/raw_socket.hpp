#pragma once

// Plain sockets for tests of the wire: what neither a good client nor a good server would send.

#include <array>
#include <cstdint>
#include <cstdlib>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

namespace muster::net::test {

/// One connection, owned. A read that waits for a minute fails the test instead of hanging it.
class RawSocket {
  public:
    explicit RawSocket(int descriptor) : descriptor_(descriptor) {
        if (descriptor_ < 0) {
            throw std::runtime_error("no socket");
        }
        const timeval limit{.tv_sec = 60, .tv_usec = 0};
        ::setsockopt(descriptor_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    }
    RawSocket(RawSocket&& other) noexcept
        : descriptor_(std::exchange(other.descriptor_, -1)), kept_(std::move(other.kept_)) {}
    RawSocket& operator=(RawSocket&&) = delete;
    ~RawSocket() { close(); }

    void close() {
        if (descriptor_ >= 0) {
            ::close(std::exchange(descriptor_, -1));
        }
    }
    void shutdown_write() const { ::shutdown(descriptor_, SHUT_WR); }

    /// False when the other side has gone.
    bool write(std::string_view text) const {
        while (!text.empty()) {
            const ssize_t sent = ::send(descriptor_, text.data(), text.size(), MSG_NOSIGNAL);
            if (sent <= 0) {
                return false;
            }
            text.remove_prefix(static_cast<std::size_t>(sent));
        }
        return true;
    }

    /// Everything until the other side closes.
    std::string read_to_end() {
        while (read_more()) {
        }
        return std::exchange(kept_, {});
    }

    /// One message framed by Content-Length, or without a body; what follows is kept. Less if the other side
    /// closes.
    std::string read_message(bool body_expected = true) {
        std::size_t head_end = std::string::npos;
        while ((head_end = kept_.find("\r\n\r\n")) == std::string::npos) {
            if (!read_more()) {
                return std::exchange(kept_, {});
            }
        }
        std::size_t size = head_end + 4;
        const std::size_t length = kept_.find("Content-Length: ");
        if (body_expected && length < head_end) {
            size += static_cast<std::size_t>(std::strtoul(kept_.c_str() + length + 16, nullptr, 10));
        }
        while (kept_.size() < size) {
            if (!read_more()) {
                return std::exchange(kept_, {});
            }
        }
        std::string message = kept_.substr(0, size);
        kept_.erase(0, size);
        return message;
    }

    /// Up to and with `token`; what follows is kept. Less if the other side closes.
    std::string read_until(std::string_view token) {
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

    [[nodiscard]] int descriptor() const { return descriptor_; }
    [[nodiscard]] bool has_input() const { return wait_for_any(*this, *this, 0) != 0; }
    [[nodiscard]] bool ended() { return kept_.empty() && !read_more(); }

    /// 1 or 2 for the first with input (or its end), 0 when the time is up.
    static int wait_for_any(const RawSocket& first, const RawSocket& second, int milliseconds) {
        std::array<pollfd, 2> polled{{{first.descriptor_, POLLIN, 0}, {second.descriptor_, POLLIN, 0}}};
        if (::poll(polled.data(), polled.size(), milliseconds) <= 0) {
            return 0;
        }
        return polled[0].revents != 0 ? 1 : 2;
    }

  private:
    bool read_more() {
        std::array<char, 16 * 1024> piece{};
        const ssize_t count = ::recv(descriptor_, piece.data(), piece.size(), 0);
        if (count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
            throw std::runtime_error("the other side is silent");
        }
        if (count > 0) {
            kept_.append(piece.data(), static_cast<std::size_t>(count));
        }
        return count > 0;
    }

    int descriptor_;
    std::string kept_;
};

inline sockaddr_in loopback(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

inline RawSocket connect_to(std::uint16_t port) {
    const int descriptor = ::socket(AF_INET, SOCK_STREAM, 0);
    const sockaddr_in address = loopback(port);
    if (::connect(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        throw std::runtime_error("cannot connect");
    }
    return RawSocket(descriptor);
}

/// A port of this machine that is taken; connections to it are refused until it listens.
class TakenPort {
  public:
    TakenPort() : descriptor_(::socket(AF_INET, SOCK_STREAM, 0)) {
        sockaddr_in address = loopback(0);
        socklen_t size = sizeof address;
        if (::bind(descriptor_, reinterpret_cast<const sockaddr*>(&address), size) != 0 ||
            ::getsockname(descriptor_, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
            throw std::runtime_error("no free port");
        }
        port_ = ntohs(address.sin_port);
    }
    TakenPort(const TakenPort&) = delete;
    TakenPort& operator=(const TakenPort&) = delete;
    ~TakenPort() { ::close(descriptor_); }

    void listen() const { ::listen(descriptor_, 16); }
    /// Nothing once shut down.
    [[nodiscard]] std::optional<RawSocket> accept() const {
        const int accepted = ::accept(descriptor_, nullptr, nullptr);
        return accepted < 0 ? std::nullopt : std::optional<RawSocket>(RawSocket(accepted));
    }
    void shutdown() const { ::shutdown(descriptor_, SHUT_RDWR); }
    [[nodiscard]] std::uint16_t port() const { return port_; }

  private:
    int descriptor_;
    std::uint16_t port_ = 0;
};

/// Serves one connection after the other with `script`, which gets the connection and its number from 0.
class ScriptedServer {
  public:
    explicit ScriptedServer(std::function<void(RawSocket&, int)> script) {
        port_.listen();
        thread_ = std::thread([this, script = std::move(script)] {
            for (int number = 0; auto connection = port_.accept(); ++number) {
                script(*connection, number);
            }
        });
    }
    ScriptedServer(const ScriptedServer&) = delete;
    ScriptedServer& operator=(const ScriptedServer&) = delete;
    ~ScriptedServer() {
        port_.shutdown();
        thread_.join();
    }
    [[nodiscard]] std::string url() const { return "http://127.0.0.1:" + std::to_string(port_.port()); }

  private:
    TakenPort port_;
    std::thread thread_;
};

} // namespace muster::net::test
