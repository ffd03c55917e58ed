#include "store/run_lock.hpp"

#include <fmt/format.h>

namespace muster::store {

namespace {

/// A lease that ends later than any could is one from before the clock was set back.
constexpr std::chrono::hours kImpossibleLease{1};
/// A lease that ran out so long ago is nobody's any more.
constexpr std::chrono::minutes kSilence{10};

RunLock lock_at(const db::Cursor& row) {
    return {.run_id = row.copy(0),
            .started_by = row.copy(1),
            .started_at = from_micros(row.number(2)),
            .process = {.host = row.copy(3), .pid = row.number(4), .start_time = row.number(5)},
            .lease_until = from_micros(row.number(6))};
}

} // namespace

std::optional<RunLock> read_lock(Session& session, DatabaseId database) {
    auto row = session["lock.get"].query({database.number});
    return row.next() ? std::optional(lock_at(row)) : std::nullopt;
}

std::map<DatabaseId, RunLock> read_locks(Session& session) {
    std::map<DatabaseId, RunLock> locks;
    for (auto rows = session["lock.all"].query({}); rows.next();) {
        locks.emplace(DatabaseId{rows.number(7)}, lock_at(rows));
    }
    return locks;
}

bool is_abandoned(const RunLock& lock, const ProcessIdentity& here, Instant now) {
    return lock.lease_until + kLongestRequest <= now || lock.lease_until > now + kImpossibleLease ||
           is_gone(lock.process, here);
}

bool is_dead(const RunLock& lock, const ProcessIdentity& here, Instant now) {
    return lock.lease_until + kSilence <= now || is_gone(lock.process, here);
}

void fail_abandoned(Session& session, DatabaseId database, Instant now) {
    session["run.fail_running"].run({database.number, to_micros(now), kDiedWithoutAWord});
}

Result<void> check_no_run(Session& session) {
    const auto& core = session.core();
    for (const auto& [database, lock] : read_locks(session)) {
        if (!is_abandoned(lock, core.process, core.clock.now())) {
            TRY_ASSIGN(const auto name, name_of(session, database));
            return busy(lock, name);
        }
    }
    return {};
}

tl::unexpected<Error> busy(const RunLock& lock, std::string_view database_name) {
    return fail(Code::Busy,
                fmt::format("A run of the database \"{}\" is going on: started by {} at {}. Wait until it has "
                            "ended, or cancel it.",
                            database_name, lock.started_by, format_instant(lock.started_at)));
}

} // namespace muster::store
