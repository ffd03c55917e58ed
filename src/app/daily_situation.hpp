#pragma once

// The schedule and every database's facts at one moment: what everything about the daily update is decided upon.
// Internal to this folder.

#include <cstdint>
#include <optional>
#include <vector>

#include "app/daily_update.hpp"
#include "app/installation.hpp"
#include "base/result.hpp"
#include "schedule/due.hpp"

namespace muster::app {

struct Situation {
    schedule::Daily daily;
    std::vector<schedule::DatabaseFacts> databases; ///< by id

    [[nodiscard]] const schedule::DatabaseFacts* find(store::DatabaseId database) const;
};

/// Nothing before the first save of a schedule. Code::Invalid if its time zone is known no more; so for all below.
[[nodiscard]] Result<std::optional<schedule::Daily>> read_daily(Installation& installation);
/// The first local day whose runs matter at `now`.
[[nodiscard]] Date oldest_day(const schedule::Daily& daily, Instant now);

[[nodiscard]] Result<std::optional<Situation>> look_at_schedule(Installation& installation, Instant now);
/// With one database only, or none if it is gone.
[[nodiscard]] Result<std::optional<Situation>> look_at_schedule(Installation& installation,
                                                                store::DatabaseId database, Instant now);
[[nodiscard]] std::vector<DueUpdate> due_of(const Situation& situation, Instant now);

} // namespace muster::app
