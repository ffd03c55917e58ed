#include "store/schedule_ledger.hpp"

#include <algorithm>
#include <limits>

#include "constant_contact/quota.hpp"
#include "schedule/ledger.hpp"
#include "store/run_lock.hpp"
#include "store/store.hpp"

namespace muster::store {

namespace {

/// From claiming to the beginning of the run it takes milliseconds; this is for machines that cannot see whether
/// the process that claimed is alive.
constexpr std::chrono::minutes kClaimLease{5};
/// A lease that ends later than any could is one from before the clock was set back.
constexpr std::chrono::hours kImpossibleLease{1};
/// Of a day's run: one that takes its process along again and again is not begun for ever.
constexpr std::int64_t kMostAttempts = 3;
/// Later than every day that is written.
constexpr std::string_view kLastDay = "9999-12-31";
constexpr auto kLastDatabase = std::numeric_limits<std::int64_t>::max();
constexpr int kDatabaseOfDay = 10; ///< column

/// The row of one database and day.
struct Row {
    schedule::DayRecord record;
    std::string run_id;
    ProcessIdentity process;
    Instant lease_until{};
    std::optional<std::string> run_state; ///< nothing: no run began
    std::optional<Instant> finished_at;
    bool is_replaced = false;
};

Date day_of(const std::string& text) {
    const auto day = parse_date(text);
    if (!day) {
        throw db::StoreLost("The schedule in the store is damaged: " + day.error().message, db::Loss::Damaged);
    }
    return *day;
}

Row read_row(const db::Cursor& row) {
    return {.record = {.local_day = day_of(row.copy(0)), .due = from_micros(row.number(1))},
            .run_id = row.copy(2),
            .process = {.host = row.copy(3), .pid = row.number(4), .start_time = row.number(5)},
            .lease_until = from_micros(row.number(6)),
            .run_state = row.is_null(7) ? std::nullopt : std::optional(row.copy(7)),
            .finished_at = row.is_null(8) ? std::nullopt : std::optional(from_micros(row.number(8))),
            .is_replaced = row.flag(9)};
}

schedule::DatabaseFacts read_facts(const db::Cursor& row) {
    schedule::DatabaseFacts facts{.database = row.number(0), .name = row.copy(1)};
    facts.is_on = row.flag(2);
    facts.on_since = from_micros(row.number(3));
    facts.is_connected = row.flag(4);
    facts.bound_since = from_micros(row.number(5));
    if (const auto claimed_at = row.optional_number(6)) {
        facts.last_run = from_micros(*claimed_at);
    }
    facts.size.people = std::max(row.number(7), row.number(8));
    if (const auto read_at = row.optional_number(9)) {
        facts.size.full_read_at = from_micros(*read_at);
    }
    return facts;
}

std::optional<schedule::OtherRun> other_run(const std::optional<RunLock>& lock) {
    return lock ? std::optional(schedule::OtherRun{lock->run_id, lock->started_by, lock->started_at})
                : std::nullopt;
}

bool is_given_up(const Row& row, const ProcessIdentity& here, Instant now) {
    return row.lease_until <= now || row.lease_until > now + kImpossibleLease || is_gone(row.process, here);
}

/// `lock`: of a run that is going on.
schedule::Standing standing_of(const Row& row, const std::optional<RunLock>& lock, const ProcessIdentity& here,
                               Instant now) {
    using schedule::Standing;
    if (!row.run_state) {
        return is_given_up(row, here, now) ? Standing::Free : Standing::Held;
    }
    if (*row.run_state == sync::to_text(sync::RunState::Running)) {
        return lock && lock->run_id == row.run_id ? Standing::Held : Standing::Free; // its process died
    }
    const bool is_paused = *row.run_state == sync::to_text(sync::RunState::QuotaExhausted) && !row.is_replaced;
    return is_paused ? Standing::Paused : Standing::Done;
}

class StoreLedger final : public schedule::Ledger {
  public:
    explicit StoreLedger(Core& core) : core_(core) {}

    std::vector<schedule::DatabaseFacts> facts(Date oldest, Instant now) override {
        return read_from(core_, [&](Session& session) -> std::vector<schedule::DatabaseFacts> {
            std::vector<schedule::DatabaseFacts> all;
            for (auto rows = session["scheduled.databases"].query({0, kLastDatabase}); rows.next();) {
                all.push_back(read_facts(rows));
            }
            const auto locks = read_locks(session);
            for (auto& facts : all) {
                if (const auto lock = locks.find({facts.database}); lock != locks.end()) {
                    facts.running = other_run(live(lock->second, now));
                }
            }
            auto rows = session["scheduled.days_of_all"].query({format_date(oldest)});
            for (auto facts = all.begin(); rows.next();) { // both by id
                const auto database = rows.number(kDatabaseOfDay);
                facts = std::find_if(facts, all.end(), [&](const auto& each) { return each.database >= database; });
                if (facts == all.end()) {
                    break;
                }
                const auto lock = locks.find({database});
                facts->days.push_back(
                    read_day(rows, lock == locks.end() ? std::nullopt : live(lock->second, now), now));
            }
            return all;
        });
    }

    std::optional<schedule::DatabaseFacts> facts_of(std::int64_t database, Date oldest, Instant now) override {
        return read_from(core_, [&](Session& session) -> std::optional<schedule::DatabaseFacts> {
            std::optional<schedule::DatabaseFacts> facts;
            if (auto row = session["scheduled.databases"].query({database, database}); row.next()) {
                facts = read_facts(row);
            }
            if (facts) {
                const auto lock = live_lock(session, {database}, now);
                facts->running = other_run(lock);
                facts->days = read_days(session, {database}, format_date(oldest), kLastDay, lock, now);
            }
            return facts;
        });
    }

    std::variant<schedule::Granted, schedule::Taken, schedule::OtherRun> claim(const schedule::Claim& claim,
                                                                               Instant now) override {
        using Answer = std::variant<schedule::Granted, schedule::Taken, schedule::OtherRun>;
        using schedule::Standing;
        return write(core_, [&](Session& session) -> Answer {
            const DatabaseId database{claim.database};
            if (!name_of(session, database)) {
                return schedule::Taken{};
            }
            const auto day = format_date(claim.local_day);
            const auto lock = live_lock(session, database, now);
            for (const auto& record : read_days(session, database, day, day, lock, now)) {
                const bool may_continue =
                    record.standing == Standing::Paused && record.resume_at.value_or(now) <= now;
                if (record.standing != Standing::Free && !may_continue) {
                    return schedule::Taken{};
                }
            }
            if (lock) {
                return schedule::OtherRun{lock->run_id, lock->started_by, lock->started_at};
            }
            if (attempts(session, claim) >= kMostAttempts) {
                fail_abandoned(session, database, now);
                return schedule::Taken{};
            }
            const auto& process = core_.process;
            session["scheduled.claim"].run({claim.database, day, to_micros(claim.due), claim.run_id, to_micros(now),
                                            process.host, process.pid, process.start_time,
                                            to_micros(now + kClaimLease)});
            return schedule::Granted{};
        });
    }

    void release(const schedule::Claim& claim, Instant free_from) override {
        write(core_, [&](Session& session) {
            session["scheduled.release"].run({claim.database, claim.run_id, to_micros(free_from)});
        });
    }

  private:
    /// Runs of the day that died.
    [[nodiscard]] static std::int64_t attempts(Session& session, const schedule::Claim& claim) {
        auto row = session["run.count_died"].query({claim.database, schedule::kStartedBy, to_micros(claim.due)});
        return row.next() ? row.number(0) : 0;
    }
    [[nodiscard]] std::optional<RunLock> live_lock(Session& session, DatabaseId database, Instant now) const {
        const auto lock = read_lock(session, database);
        return lock ? live(*lock, now) : std::nullopt;
    }
    [[nodiscard]] std::optional<RunLock> live(const RunLock& lock, Instant now) const {
        return is_abandoned(lock, core_.process, now) ? std::nullopt : std::optional(lock);
    }

    [[nodiscard]] std::vector<schedule::DayRecord> read_days(Session& session, DatabaseId database,
                                                             std::string_view from, std::string_view to,
                                                             const std::optional<RunLock>& lock,
                                                             Instant now) const {
        std::vector<schedule::DayRecord> days;
        for (auto rows = session["scheduled.days"].query({database.number, from, to}); rows.next();) {
            days.push_back(read_day(rows, lock, now));
        }
        return days;
    }
    [[nodiscard]] schedule::DayRecord read_day(const db::Cursor& rows, const std::optional<RunLock>& lock,
                                               Instant now) const {
        auto row = read_row(rows);
        row.record.standing = standing_of(row, lock, core_.process, now);
        if (row.record.standing == schedule::Standing::Paused) {
            row.record.resume_at = constant_contact::quota_returns(row.finished_at.value_or(row.record.due));
        }
        return row.record;
    }

    Core& core_;
};

} // namespace

Result<void> check_claim(Session& session, DatabaseId database, const sync::Report& report) {
    if (report.started_by != schedule::kStartedBy) {
        return {};
    }
    if (auto row = session["scheduled.has_claim"].query({database.number, report.run_id}); row.next()) {
        return {};
    }
    return fail(Code::Busy, "Another process has taken over the scheduled run of this day.");
}

std::unique_ptr<schedule::Ledger> Store::schedule_ledger() { return std::make_unique<StoreLedger>(*core_); }

} // namespace muster::store
