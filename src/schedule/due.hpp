#pragma once

// What is due by the daily schedule, and when the next run is (R20, R31), as functions of values. No clock, no
// store: who asks hands in the moment and the facts, and acts on the answer.

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "base/time.hpp"
#include "base/zones.hpp"
#include "schedule/ledger.hpp"

namespace muster::schedule {

/// The installation's schedule.
struct Daily {
    bool is_on = false;
    std::chrono::minutes time{0}; ///< of day
    Zone zone;
    Instant changed{}; ///< when it was switched on or moved
};

/// How many local days before today matter: a paused run's, and a day on each side where zones leave days out.
inline constexpr std::chrono::days kDaysBack{3};

enum class Readiness {
    Ready,  ///< may start now
    Busy,   ///< another run of the database is going on; ready when that has ended, the same local day (R20)
    Paused, ///< its quota comes back at `ready_from` (R31)
};

struct Due {
    std::int64_t database = 0;
    Date local_day;
    Instant due{};
    Readiness readiness = Readiness::Ready;
    bool continues = false; ///< a paused run of that day
    Instant ready_from{};   ///< of a paused one when it may be continued, else when it was due
};

/// Every database's run that is due and not yet begun, at most one each, in the order in which they are to be
/// started: by when they were due, then the one whose last scheduled run is longest ago, then by id.
///  - A day's run is due from its time until the local day ends; what was missed or held up runs within it.
///  - A time that had passed when the schedule was switched on or moved, or when the database was switched on or
///    connected, means tomorrow.
///  - A paused run is continued until the next day's is due, which then does its work.
[[nodiscard]] std::vector<Due> find_due(const Daily& daily, Instant now, std::span<const DatabaseFacts> databases);

enum class NextKind {
    Planned,   ///< at its time of day
    Now,       ///< due already, and free to start
    Busy,      ///< due already; starts when another run ends
    Continued, ///< a paused run, when its quota comes back
};

struct Next {
    Instant at{}; ///< of one that is due already when it was due
    Date local_day;
    NextKind kind = NextKind::Planned;
};

/// Nothing while the schedule or the database is off or not connected.
[[nodiscard]] std::optional<Next> next_run(const Daily& daily, Instant now, const DatabaseFacts& database);
/// Of each, in that order.
[[nodiscard]] std::vector<std::optional<Next>> next_runs(const Daily& daily, Instant now,
                                                         std::span<const DatabaseFacts> databases);

/// The first moment after `now` at which find_due gives something new, as far as the facts stay as they are.
[[nodiscard]] std::optional<Instant> next_wake(const Daily& daily, Instant now,
                                               std::span<const DatabaseFacts> databases);

} // namespace muster::schedule
