#pragma once

// How long somebody who guesses has to wait. Delays grow to a bound and end by themselves: nobody is locked out for
// good. Pure; whose attempts are counted together is the caller's to decide.

#include <cstdint>
#include <string>
#include <string_view>

#include "base/time.hpp"

namespace muster::staff {

/// Failures in a row of one account, or from one address.
struct Attempts {
    std::int64_t failures = 0;
    Instant last_failed{};

    bool operator==(const Attempts&) const = default;
};

struct ThrottleLimits {
    std::int64_t free_failures; ///< so many cost nothing
    Microseconds first_delay;   ///< doubles with each further failure
    Microseconds longest_delay;
};
inline constexpr ThrottleLimits kAccountLimits{5, std::chrono::seconds{1}, std::chrono::minutes{1}};
/// Looser: a whole office can stand behind one address.
inline constexpr ThrottleLimits kAddressLimits{20, std::chrono::seconds{1}, std::chrono::minutes{1}};
/// After so long without a failure the count begins anew.
inline constexpr Microseconds kForgetFailuresAfter = std::chrono::minutes{15};

/// How long from `now` until the next attempt is looked at; zero: at once.
[[nodiscard]] Microseconds wait_of(const Attempts& attempts, const ThrottleLimits& limits, Instant now);
/// Whose failures an address shares: an IPv4 address stands for itself, an IPv6 address for its /64, of which one
/// person has all.
[[nodiscard]] std::string network_of(std::string_view address);
/// One failure more.
[[nodiscard]] Attempts after_failure(const Attempts& attempts, Instant now);

} // namespace muster::staff
