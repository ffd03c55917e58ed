#include "cli/service_manager.hpp"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <system_error>

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/log.hpp"

namespace muster::cli {

namespace {

std::optional<std::int64_t> positive(const std::optional<std::string>& text) {
    std::int64_t number = 0;
    if (!text) {
        return std::nullopt;
    }
    const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), number);
    const bool is_whole = error == std::errc() && end == text->data() + text->size();
    return is_whole && number > 0 ? std::optional(number) : std::nullopt;
}

/// A path, or a name of the abstract kind, which is written with "@".
std::string address_of(const std::optional<std::string>& text) {
    if (!text || text->size() < 2 || text->size() >= sizeof(sockaddr_un::sun_path) ||
        (text->front() != '/' && text->front() != '@')) {
        return "";
    }
    return text->front() == '@' ? std::string(1, '\0') + text->substr(1) : *text;
}

/// 0, or why not.
int send_datagram(const std::string& address, std::string_view text) {
    sockaddr_un to{};
    to.sun_family = AF_UNIX;
    std::ranges::copy(address, std::begin(to.sun_path));
    const auto length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + address.size());
    const int socket = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (socket < 0) {
        return errno;
    }
    const auto sent = ::sendto(socket, text.data(), text.size(), MSG_NOSIGNAL,
                               reinterpret_cast<const sockaddr*>(&to), length); // NOLINT: the API of sockets
    const int failure = sent < 0 ? errno : 0;
    ::close(socket);
    return failure;
}

} // namespace

ServiceManager::ServiceManager(const std::function<std::optional<std::string>(const std::string&)>& environment,
                               const Clock& clock)
    : clock_(clock), address_(address_of(environment("NOTIFY_SOCKET"))) {
    const auto wanted = positive(environment("WATCHDOG_USEC"));
    const auto process = environment("WATCHDOG_PID");
    const bool is_for_us = !process || positive(process) == ::getpid();
    if (wanted && is_for_us && !address_.empty()) {
        pace_ = Microseconds(std::max<std::int64_t>(*wanted / 2, 1));
    }
}

void ServiceManager::tell_alive(const std::function<bool()>& is_well) {
    const Instant now = clock_.now();
    const bool is_due = pace_ && (now < told_alive_at_ || now - told_alive_at_ >= *pace_);
    if (is_due && is_well() && tell("WATCHDOG=1")) {
        told_alive_at_ = now;
    }
}

bool ServiceManager::tell(std::string_view state) {
    if (address_.empty()) {
        return false;
    }
    const int failure = send_datagram(address_, state);
    if (failure != 0 && !has_failed_) {
        log(LogLevel::Warning, "service_manager_not_reached",
            {{"reason", std::generic_category().message(failure)}});
    }
    has_failed_ = failure != 0;
    return failure == 0;
}

} // namespace muster::cli
