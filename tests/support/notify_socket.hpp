#pragma once

// The ear of a service manager, as systemd has one.

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <optional>
#include <stdexcept>
#include <string>

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace muster::test {

class NotifySocket {
  public:
    /// A path, or a name after "@".
    explicit NotifySocket(std::string address) : socket_(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0)) {
        sockaddr_un here{};
        here.sun_family = AF_UNIX;
        const auto length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + address.size());
        if (address.starts_with('@')) {
            address.front() = '\0';
        }
        std::ranges::copy(address, std::begin(here.sun_path));
        if (::bind(socket_, reinterpret_cast<const sockaddr*>(&here), length) != 0) {
            throw std::runtime_error("no socket at " + address);
        }
    }
    NotifySocket(const NotifySocket&) = delete;
    NotifySocket& operator=(const NotifySocket&) = delete;
    ~NotifySocket() { ::close(socket_); }

    /// Waits for it.
    [[nodiscard]] std::string next() const { return receive(0).value_or("(nothing)"); }
    /// What is there already, if anything.
    [[nodiscard]] std::optional<std::string> waiting() const { return receive(MSG_DONTWAIT); }

  private:
    [[nodiscard]] std::optional<std::string> receive(int how) const {
        std::string text(4096, '\0');
        const auto size = ::recv(socket_, text.data(), text.size(), how);
        return size < 0 ? std::nullopt : std::optional(text.substr(0, static_cast<std::size_t>(size)));
    }
    int socket_;
};

} // namespace muster::test
