#pragma once

// Time zones: what clocks on the wall show at an instant, and when they show something. By the system's tzdata, as
// far as its tables reach (2037); they are read once, so a new tzdata counts from the next start of the program.

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "base/time.hpp"

namespace date {
class time_zone; // NOLINT(readability-identifier-naming): the library's name
} // namespace date

namespace muster {

/// What a clock on the wall shows.
struct LocalTime {
    Date day;
    std::chrono::seconds since_midnight{0};

    bool operator==(const LocalTime&) const = default;
};

/// A zone of the IANA table. A value; costs a pointer.
class Zone {
  public:
    /// "America/Chicago", exactly so; Code::Invalid for any other name.
    [[nodiscard]] static Result<Zone> find(std::string_view name);

    [[nodiscard]] const std::string& name() const;
    [[nodiscard]] LocalTime local(Instant instant) const;
    /// When clocks show `time` on `day`: of a time that occurs twice the first occurrence, for one that is skipped
    /// the next minute that exists, or, where the day is over by then, its last one. Nothing if the whole day was
    /// skipped (2011-12-30 in Apia).
    [[nodiscard]] std::optional<Instant> instant_of(Date day, std::chrono::minutes time) const;
    /// Ahead of UTC at that instant.
    [[nodiscard]] std::chrono::seconds offset(Instant instant) const;
    /// "CST"; where a zone has no letters, its offset as "UTC+10:30".
    [[nodiscard]] std::string abbreviation(Instant instant) const;

    bool operator==(const Zone&) const = default;

  private:
    explicit Zone(const date::time_zone& zone) : zone_(&zone) {}
    const date::time_zone* zone_; // of the library's table, which lives as long as the program
};

/// All zones that Zone::find takes, sorted; none where the system has no tzdata.
[[nodiscard]] const std::vector<std::string>& zone_names();

/// The zone of this machine: what TZ names, else what /etc/localtime is; "UTC" where neither tells one.
[[nodiscard]] std::string machine_zone();

/// "02:30" as minutes since midnight; Code::Invalid unless it is HH:MM from 00:00 to 23:59.
[[nodiscard]] Result<std::chrono::minutes> parse_time_of_day(std::string_view text);
/// "2026-11-26 02:30".
[[nodiscard]] std::string format_local(const LocalTime& local);

} // namespace muster
