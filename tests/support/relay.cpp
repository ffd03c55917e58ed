#include "support/relay.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <stdexcept>
#include <string_view>
#include <utility>

#include <poll.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace muster::test {

namespace fs = std::filesystem;

namespace {

constexpr const char* kSocket = ".s.PGSQL.5432";
constexpr std::string_view kReadOnly = "READ ONLY";
constexpr std::string_view kCommit("Q\0\0\0\x0b"
                                   "COMMIT\0",
                                   12); // as one message
constexpr std::string_view kTurns = "write_turns";
constexpr std::string_view kHost = "host=";

/// Where the folder stands in a URL: from, and how many characters.
std::pair<std::size_t, std::size_t> place_of_folder(const std::string& url) {
    const auto host = url.find(kHost);
    if (host == std::string::npos) {
        throw std::runtime_error("no folder of a socket in " + url);
    }
    const auto from = host + kHost.size();
    return {from, std::min(url.find('&', from), url.size()) - from};
}

fs::path new_folder() {
    std::string name = (fs::temp_directory_path() / "muster-relay-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) {
        throw std::runtime_error("no temporary folder");
    }
    return name;
}

sockaddr_un address_of(const fs::path& folder) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, (folder / kSocket).c_str(), sizeof(address.sun_path) - 1);
    return address;
}

int connect_to(const fs::path& folder) {
    const int socket = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const auto address = address_of(folder);
    if (::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0) {
        ::close(socket);
        return -1;
    }
    return socket;
}

/// "" at the end of the stream.
std::string read_some(int socket) {
    std::array<char, 65'536> buffer;
    const auto size = ::recv(socket, buffer.data(), buffer.size(), 0);
    return size > 0 ? std::string(buffer.data(), static_cast<std::size_t>(size)) : std::string();
}

bool write_all(int socket, std::string_view bytes) {
    while (!bytes.empty()) {
        const auto size = ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (size <= 0) {
            return false;
        }
        bytes.remove_prefix(static_cast<std::size_t>(size));
    }
    return true;
}

} // namespace

fs::path folder_of(const std::string& server_url) {
    const auto [from, size] = place_of_folder(server_url);
    return server_url.substr(from, size);
}

Relay::Relay(fs::path server) : server_(std::move(server)), folder_(new_folder()) {
    listener_ = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const auto address = address_of(folder_);
    if (::bind(listener_, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0 ||
        ::listen(listener_, 64) != 0) {
        throw std::runtime_error("no socket for a relay");
    }
    fs::permissions(folder_, fs::perms::all); // programs of other users, too
    fs::permissions(folder_ / kSocket, fs::perms::all);
    thread_ = std::thread([this] { accept_all(); });
}

Relay::~Relay() {
    close();
    thread_.join();
    for (const auto& wire : wires_) {
        ::shutdown(wire->client, SHUT_RDWR);
        ::shutdown(wire->server, SHUT_RDWR);
        wire->thread.join();
        ::close(wire->client);
        ::close(wire->server);
    }
    ::close(listener_);
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
}

std::string Relay::url(const std::string& server_url) const {
    const auto [from, size] = place_of_folder(server_url);
    return std::string(server_url).replace(from, size, folder_.string());
}

void Relay::set(Way way) {
    const std::lock_guard lock(mutex_);
    way_ = way;
    if (way == Way::Closed) {
        for (const auto& wire : wires_) {
            ::shutdown(wire->client, SHUT_RDWR);
            ::shutdown(wire->server, SHUT_RDWR);
        }
    }
    changed_.notify_all();
}

bool Relay::is_open() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return way_ != Way::Silent || is_closed_; });
    return way_ == Way::Open;
}

void Relay::cut_at_next_commit(Cut cut, std::function<void()> meanwhile) {
    const std::lock_guard lock(mutex_);
    cut_ = cut;
    meanwhile_ = std::move(meanwhile);
    is_armed_ = true;
    is_asked_for_turn_ = false;
}

void Relay::cut_amid_next_read() {
    const std::lock_guard lock(mutex_);
    is_armed_for_read_ = true;
}

void Relay::on_connection(std::function<bool()> decide) {
    const std::lock_guard lock(mutex_);
    on_connection_ = std::move(decide);
}

void Relay::close() {
    {
        const std::lock_guard lock(mutex_);
        is_closed_ = true;
    }
    changed_.notify_all();
    ::shutdown(listener_, SHUT_RDWR);
    std::error_code ignored;
    fs::remove(folder_ / kSocket, ignored);
}

void Relay::accept_all() {
    for (;;) {
        const int client = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
        if (client < 0) {
            return;
        }
        std::function<bool()> decide;
        {
            const std::lock_guard lock(mutex_);
            decide = way_ == Way::Closed ? [] { return false; } : on_connection_;
        }
        if (!decide()) {
            ::close(client);
            continue;
        }
        const std::lock_guard lock(mutex_);
        auto wire = std::make_unique<Wire>();
        wire->client = client;
        wire->server = connect_to(server_);
        wire->thread = std::thread([this, &wire = *wire] { pump(wire); });
        wires_.push_back(std::move(wire));
    }
}

void Relay::pump(Wire& wire) {
    while (wire.server >= 0) {
        std::array<pollfd, 2> ends{{{wire.client, POLLIN, 0}, {wire.server, POLLIN, 0}}};
        if (::poll(ends.data(), ends.size(), -1) < 0) {
            break;
        }
        if (!is_open()) {
            break;
        }
        if (ends[0].revents != 0) {
            const auto bytes = read_some(wire.client);
            if (bytes.empty() || !pass_on(wire, bytes)) {
                break;
            }
        }
        if (ends[1].revents != 0) {
            const auto bytes = read_some(wire.server);
            if (bytes.empty() || !write_all(wire.client, bytes)) {
                break;
            }
        }
    }
    ::shutdown(wire.server, SHUT_RDWR);
    ::shutdown(wire.client, SHUT_RDWR);
}

bool Relay::pass_on(Wire& wire, const std::string& bytes) {
    bool is_hit = false, is_read = false;
    {
        const std::lock_guard lock(mutex_);
        is_hit = is_armed_ && bytes == kCommit;
        is_armed_ = is_armed_ && !is_hit;
        is_read = is_armed_for_read_ && bytes.find(kReadOnly) != std::string::npos;
        is_armed_for_read_ = is_armed_for_read_ && !is_read;
    }
    if (is_read) {
        begin_only(wire, bytes);
        return false;
    }
    if (is_hit) {
        return cut(wire, bytes);
    }
    const bool is_passed = write_all(wire.server, bytes);
    if (bytes.find(kTurns) != std::string::npos) {
        const std::lock_guard lock(mutex_);
        is_asked_for_turn_ = true;
        changed_.notify_all();
    }
    return is_passed;
}

void Relay::begin_only(Wire& wire, const std::string& begin) {
    if (write_all(wire.server, begin)) {
        (void)write_all(wire.client, read_some(wire.server));
    }
}

bool Relay::cut(Wire& wire, const std::string& commit) {
    if (cut_ == Cut::DuringCommit) {
        ::shutdown(wire.client, SHUT_RDWR);
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [this] { return is_asked_for_turn_ || is_closed_; });
    }
    if (cut_ != Cut::BeforeCommit && write_all(wire.server, commit)) {
        (void)read_some(wire.server); // it has been kept by now
    }
    ::shutdown(wire.server, SHUT_RDWR);
    meanwhile_();
    return false;
}

} // namespace muster::test
