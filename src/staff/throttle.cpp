#include "staff/throttle.hpp"

#include <algorithm>
#include <array>

#include <arpa/inet.h>

#include "base/crypto.hpp"

namespace muster::staff {

namespace {

/// Also for failures that seem to lie ahead, when the clock was set back: they must not lock anybody out until
/// then.
bool is_forgotten(const Attempts& attempts, Instant now) {
    return attempts.last_failed > now || now - attempts.last_failed >= kForgetFailuresAfter;
}

} // namespace

Microseconds wait_of(const Attempts& attempts, const ThrottleLimits& limits, Instant now) {
    if (attempts.failures < limits.free_failures || is_forgotten(attempts, now)) {
        return Microseconds::zero();
    }
    const auto excess = attempts.failures - limits.free_failures;
    auto delay = limits.first_delay;
    for (std::int64_t i = 0; i < excess && delay < limits.longest_delay; ++i) {
        delay *= 2;
    }
    delay = std::min(delay, limits.longest_delay);
    return std::max(Microseconds::zero(), attempts.last_failed + delay - now);
}

std::string network_of(std::string_view address) {
    constexpr std::string_view kMappedIpv4("\0\0\0\0\0\0\0\0\0\0\xff\xff", 12);
    constexpr std::size_t kNetworkBytes = 8;
    std::array<char, 16> bytes{};
    if (::inet_pton(AF_INET6, std::string(address).c_str(), bytes.data()) != 1) {
        return std::string(address);
    }
    const std::string_view all(bytes.data(), bytes.size());
    return hex(all.starts_with(kMappedIpv4) ? all : all.substr(0, kNetworkBytes));
}

Attempts after_failure(const Attempts& attempts, Instant now) {
    return {is_forgotten(attempts, now) ? 1 : attempts.failures + 1, now};
}

} // namespace muster::staff
