#pragma once

// Instants, calendar dates and the clock that everything is handed. Time zones: base/zones.hpp.

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace muster {

class CancelToken;

using Microseconds = std::chrono::microseconds;
/// A moment in UTC, to the microsecond; stored as a 64-bit count since 1970.
using Instant = std::chrono::sys_time<Microseconds>;
using Date = std::chrono::year_month_day;

/// "2026-11-24T00:00:00Z"; fractions are left out.
[[nodiscard]] std::string format_instant(Instant instant);
/// ISO 8601 with `Z` or a numeric offset, with or without fractions (contract, section 1).
[[nodiscard]] Result<Instant> parse_instant(std::string_view text);
[[nodiscard]] std::int64_t to_micros(Instant instant);
[[nodiscard]] Instant from_micros(std::int64_t micros);
/// The next 00:00 UTC after `now`, when the daily quota starts anew (R31).
[[nodiscard]] Instant next_utc_midnight(Instant now);

/// "2026-11-24".
[[nodiscard]] std::string format_date(Date date);
/// `YYYY-MM-DD` or `M/D/YYYY`; a day that does not exist is an error.
[[nodiscard]] Result<Date> parse_date(std::string_view text);

/// Where time comes from. Tests hand in one that is cranked.
class Clock {
  public:
    virtual ~Clock() = default;
    [[nodiscard]] virtual Instant now() const = 0;
    /// Waits; returns false at once when the token is or gets cancelled.
    virtual bool sleep_until(Instant wake, const CancelToken& cancel) = 0;

    bool sleep_for(Microseconds duration, const CancelToken& cancel) {
        return sleep_until(now() + duration, cancel);
    }
};

class SystemClock final : public Clock {
  public:
    [[nodiscard]] Instant now() const override;
    bool sleep_until(Instant wake, const CancelToken& cancel) override;
};

} // namespace muster
