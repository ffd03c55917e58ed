#pragma once

// What one database's run leaves of the day's API calls to the others on the key (R31). Internal to this folder.

#include <cstdint>

#include "app/daily_situation.hpp"
#include "app/installation.hpp"
#include "base/time.hpp"
#include "schedule/depth.hpp"
#include "store/store.hpp"

namespace muster::app {

/// What the others are reckoned to take until the calls come back.
[[nodiscard]] schedule::Others look_at_others(const Situation& situation, store::DatabaseId database, Instant now);
/// A quiet run for each of the others whose scheduled run is still to come today.
[[nodiscard]] std::int64_t calls_kept_for_others(Installation& installation, store::DatabaseId database,
                                                 Instant now);

} // namespace muster::app
