#include "store/schedule_ledger.hpp"

#include <algorithm>

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
        Session session(core_, db::Access::Read);
        std::vector<schedule::DatabaseFacts> all;
        for (auto rows = session["scheduled.databases"].query({}); rows.next();) {
            schedule::DatabaseFacts facts{.database = rows.number(0), .name = rows.copy(1)};
            facts.is_on = rows.flag(2);
            facts.on_since = from_micros(rows.number(3));
            facts.is_connected = rows.flag(4);
            facts.bound_since = from_micros(rows.number(5));
            if (const auto claimed_at = rows.optional_number(6)) {
                facts.last_run = from_micros(*claimed_at);
            }
            all.push_back(std::move(facts));
        }
        for (auto& facts : all) {
            const auto lock = live_lock(session, {facts.database}, now);
            if (lock) {
                facts.running = schedule::OtherRun{lock->run_id, lock->started_by, lock->started_at};
            }
            facts.days = read_days(session, {facts.database}, format_date(oldest), kLastDay, lock, now);
        }
        return all;
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

    schedule::AccountSize account_size(std::int64_t database) override {
        Session session(core_, db::Access::Read);
        auto row = session["scheduled.account_size"].query({database});
        (void)row.next();
        schedule::AccountSize size{.people = std::max(row.number(0), row.number(1))};
        if (const auto read_at = row.optional_number(2)) {
            size.full_read_at = from_micros(*read_at);
        }
        return size;
    }

  private:
    /// Runs of the day that died.
    [[nodiscard]] static std::int64_t attempts(Session& session, const schedule::Claim& claim) {
        auto row = session["run.count_died"].query({claim.database, schedule::kStartedBy, to_micros(claim.due)});
        return row.next() ? row.number(0) : 0;
    }
    [[nodiscard]] std::optional<RunLock> live_lock(Session& session, DatabaseId database, Instant now) const {
        auto lock = read_lock(session, database);
        return lock && !is_abandoned(*lock, core_.process, now) ? std::move(lock) : std::nullopt;
    }

    [[nodiscard]] std::vector<schedule::DayRecord> read_days(Session& session, DatabaseId database,
                                                             std::string_view from, std::string_view to,
                                                             const std::optional<RunLock>& lock,
                                                             Instant now) const {
        std::vector<schedule::DayRecord> days;
        for (auto rows = session["scheduled.days"].query({database.number, from, to}); rows.next();) {
            auto row = read_row(rows);
            row.record.standing = standing_of(row, lock, core_.process, now);
            if (row.record.standing == schedule::Standing::Paused) {
                row.record.resume_at = constant_contact::quota_returns(row.finished_at.value_or(row.record.due));
            }
            days.push_back(row.record);
        }
        return days;
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
