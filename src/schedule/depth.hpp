#pragma once

// How far a scheduled run looks (R8): at everything as long as the day's quota allows it for all databases on the
// key.

#include <cstdint>
#include <span>

#include "base/time.hpp"
#include "schedule/due.hpp"
#include "schedule/ledger.hpp"

namespace muster::schedule {

enum class Look { Everything, Quickly };

/// API calls that a run which reads the whole account is reckoned to take.
[[nodiscard]] std::int64_t full_run_calls(const AccountSize& account);

/// A quick run of a database where nothing has changed.
inline constexpr std::int64_t kQuietCalls = 2;

/// What a run of `own` leaves another that is still to come: a full run if that one's last is longer ago, else a
/// quiet quick one.
[[nodiscard]] std::int64_t calls_to_leave(const AccountSize& own, const AccountSize& other, Instant now);

/// The other databases on the key, in this UTC day.
struct Others {
    std::int64_t calls_in_full = 0;    ///< by full runs of all that are running or still to come
    std::int64_t calls_to_leave = 0;   ///< to those that are still to come
    std::int64_t calls_when_quiet = 0; ///< by a quiet run of each of those
};
/// As the database sees them. `databases` may hold it, too; if it does not, it counts as never read.
[[nodiscard]] Others reckon_others(const Daily& daily, Instant now, std::span<const DatabaseFacts> databases,
                                   std::int64_t database);

/// Full as long as the day's quota allows it for all. When it does not:
///  - a database whose last full read will be seven days old before the run after this is read in full, whatever it
///    costs;
///  - one whose last is three days old is, if the others keep what is to be left to them. So the full runs of many
///    do not all fall on the seventh day.
[[nodiscard]] Look choose_look(const AccountSize& account, std::int64_t calls_left, const Others& others,
                               Instant now);

} // namespace muster::schedule
