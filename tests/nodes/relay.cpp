#include "nodes/relay.hpp"

#include <array>
#include <cstring>
#include <stdexcept>
#include <vector>

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace muster::test {

namespace {

constexpr const char* kSocket = ".s.PGSQL.5432";
constexpr std::string_view kHost = "host=";

sockaddr_un address_of(const std::filesystem::path& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (path.string().size() >= sizeof(address.sun_path)) {
        throw std::runtime_error("too long for a socket: " + path.string());
    }
    std::strcpy(address.sun_path, path.c_str());
    return address;
}

int new_socket() { return ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0); }

} // namespace

Relay::Relay(const std::filesystem::path& folder, const std::string& server_url) : own_(folder / kSocket) {
    const auto host = server_url.find(kHost);
    if (host == std::string::npos) {
        throw std::runtime_error("no folder in " + server_url);
    }
    const auto from = host + kHost.size();
    const auto end = std::min(server_url.find('&', from), server_url.size());
    server_ = std::filesystem::path(server_url.substr(from, end - from)) / kSocket;
    url_ = server_url.substr(0, from) + folder.string() + server_url.substr(end);
    wake_ = ::eventfd(0, EFD_CLOEXEC);
    listen();
    thread_ = std::thread([this] { run(); });
}

Relay::~Relay() {
    is_over_ = true;
    set(Way::Closed);
    thread_.join();
    ::close(wake_);
}

void Relay::set(Way way) {
    way_ = way;
    const std::uint64_t one = 1;
    if (::write(wake_, &one, sizeof(one)) < 0) {
        throw std::runtime_error("the relay cannot be told");
    }
}

void Relay::listen() {
    std::filesystem::remove(own_);
    listener_ = new_socket();
    const auto address = address_of(own_);
    if (::bind(listener_, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0 ||
        ::listen(listener_, SOMAXCONN) != 0) {
        throw std::runtime_error("no relay at " + own_.string());
    }
}

void Relay::close_all() {
    for (const auto& [one, other] : pairs_) {
        ::close(one);
        ::close(other);
    }
    pairs_.clear();
    if (listener_ >= 0) {
        ::close(listener_);
        listener_ = -1;
        std::filesystem::remove(own_);
    }
}

void Relay::follow(Way way) {
    if (way == Way::Closed) {
        close_all();
    } else if (listener_ < 0) {
        listen();
    }
}

void Relay::take_connection() {
    const int client = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    const int server = new_socket();
    const auto address = address_of(server_);
    if (::connect(server, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0) {
        ::close(client);
        ::close(server);
        return;
    }
    pairs_.emplace_back(client, server);
}

bool Relay::pass_on(int from, int to) {
    std::array<char, 65'536> bytes{};
    const ssize_t count = ::read(from, bytes.data(), bytes.size());
    for (ssize_t sent = 0; sent < count;) {
        const ssize_t now = ::send(to, bytes.data() + sent, static_cast<std::size_t>(count - sent), MSG_NOSIGNAL);
        if (now <= 0) {
            return false;
        }
        sent += now;
    }
    return count > 0;
}

void Relay::run() {
    while (!is_over_) {
        std::vector<pollfd> polled{{wake_, POLLIN, 0}};
        if (way_ == Way::Open) {
            polled.push_back({listener_, POLLIN, 0});
            for (const auto& [one, other] : pairs_) {
                polled.push_back({one, POLLIN, 0});
                polled.push_back({other, POLLIN, 0});
            }
        }
        ::poll(polled.data(), polled.size(), -1);
        if (polled[0].revents != 0) {
            std::uint64_t told = 0;
            static_cast<void>(!::read(wake_, &told, sizeof(told)));
            follow(way_);
            continue;
        }
        std::size_t at = 2;
        for (auto pair = pairs_.begin(); pair != pairs_.end(); at += 2) {
            const auto [one, other] = *pair;
            const bool goes_on = (polled[at].revents == 0 || pass_on(one, other)) &&
                                 (polled[at + 1].revents == 0 || pass_on(other, one));
            if (goes_on) {
                ++pair;
                continue;
            }
            ::close(one);
            ::close(other);
            pair = pairs_.erase(pair);
        }
        if (polled[1].revents != 0) {
            take_connection();
        }
    }
    close_all();
}

} // namespace muster::test
