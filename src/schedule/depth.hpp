#pragma once

// How far a scheduled run looks (R8): at everything as long as the day's quota allows it for all databases on the
// key.

#include <cstdint>

#include "base/time.hpp"
#include "schedule/ledger.hpp"

namespace muster::schedule {

enum class Look { Everything, Quickly };

/// API calls that a run which reads the whole account is reckoned to take.
[[nodiscard]] std::int64_t full_run_calls(const AccountSize& account);

/// `calls_needed`: by full runs of all databases whose scheduled run is still to come in this UTC day, this one's
/// included. One whose last full read will be seven days old before the run after this looks at everything whatever
/// it costs.
[[nodiscard]] Look choose_look(const AccountSize& account, std::int64_t calls_left, std::int64_t calls_needed,
                               Instant now);

} // namespace muster::schedule
