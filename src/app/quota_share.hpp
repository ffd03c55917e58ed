#pragma once

// What one database's run leaves of the day's API calls to the others on the key (R31). Internal to this folder.

#include <cstdint>
#include <optional>

#include "app/installation.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "schedule/depth.hpp"
#include "store/store.hpp"

namespace muster::app {

struct QuotaShare {
    schedule::AccountSize own;
    schedule::Others others; ///< what they are reckoned to take until the calls come back
};
/// Nothing before the first save of a schedule, or if the database is gone.
[[nodiscard]] Result<std::optional<QuotaShare>> look_at_share(Installation& installation,
                                                              store::DatabaseId database, Instant now);
/// A quiet run for each of the others whose scheduled run is still to come today.
[[nodiscard]] std::int64_t calls_kept_for_others(Installation& installation, store::DatabaseId database,
                                                 Instant now);
/// A run of the database has ended.
void renew_share(Installation& installation, store::DatabaseId database, Instant now);

} // namespace muster::app
