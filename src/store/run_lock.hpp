#pragma once

// The lock of a database's run (R23): whose it is, and whether that one is still at it. Internal to this folder.

#include <chrono>
#include <map>
#include <optional>
#include <string>

#include "store/core.hpp"

namespace muster::store {

inline constexpr std::chrono::seconds kRunLease{90};
/// Longer than a request may take (net::HttpClientOptions). One that left while the lease was good has ended by
/// then: whoever takes over waits so long, and reads before it writes.
inline constexpr std::chrono::seconds kLongestRequest{130};

struct RunLock {
    std::string run_id;
    std::string started_by;
    Instant started_at{};
    ProcessIdentity process;
    Instant lease_until{};
};

[[nodiscard]] std::optional<RunLock> read_lock(Session& session, DatabaseId database);
[[nodiscard]] std::map<DatabaseId, RunLock> read_locks(Session& session);
/// Its process is dead, or has not extended the lease in time and has nothing under way any more.
[[nodiscard]] bool is_abandoned(const RunLock& lock, const ProcessIdentity& here, Instant now);
/// Its process is dead, or has been silent for so long that it must be taken for dead. Stricter than is_abandoned:
/// one slow call may outlast a lease.
[[nodiscard]] bool is_dead(const RunLock& lock, const ProcessIdentity& here, Instant now);

/// What a run's record says that ended so.
inline constexpr std::string_view kDiedWithoutAWord =
    "The run ended without a word: its process was stopped or its machine went down. What it had done is kept; the "
    "next run completes it.";
/// Nobody has the lock, so whatever still says that it is running is not.
void fail_abandoned(Session& session, DatabaseId database, Instant now);
/// Code::Busy: a run of any database goes on.
[[nodiscard]] Result<void> check_no_run(Session& session);
/// Code::Busy: who has the lock and since when.
[[nodiscard]] tl::unexpected<Error> busy(const RunLock& lock, std::string_view database_name);

} // namespace muster::store
