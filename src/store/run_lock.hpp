#pragma once

// The lock of a database's run (R23): whose it is, and whether that one is still at it. Internal to this folder.

#include <chrono>
#include <optional>
#include <string>

#include "store/core.hpp"

namespace muster::store {

inline constexpr std::chrono::seconds kRunLease{90};

struct RunLock {
    std::string run_id;
    std::string started_by;
    Instant started_at{};
    ProcessIdentity process;
    Instant lease_until{};
};

[[nodiscard]] std::optional<RunLock> read_lock(Session& session, DatabaseId database);
/// Its process is dead, or has not extended the lease in time.
[[nodiscard]] bool is_abandoned(const RunLock& lock, const ProcessIdentity& here, Instant now);
/// Code::Busy: who has the lock and since when.
[[nodiscard]] tl::unexpected<Error> busy(const RunLock& lock, std::string_view database_name);

} // namespace muster::store
