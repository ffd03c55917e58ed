#include "store/run_progress.hpp"

#include "store/run_lock.hpp"

namespace muster::store {

namespace {

/// Of what ended without a record.
constexpr std::chrono::minutes kKeepEnded{15};
/// Of what a process that died left behind.
constexpr std::chrono::hours kKeepDead{1};

sync::RunState state_of(const std::string& word) {
    return sync::run_state_from(word).value_or(sync::RunState::Failed);
}

/// From a column on: state, message and moment. Nothing for a run that is not recorded, or as going on.
std::optional<RunEnd> read_recorded_end(const db::Cursor& row, int column, Instant unless_known) {
    if (row.is_null(column) || row.text(column) == sync::to_text(sync::RunState::Running)) {
        return std::nullopt;
    }
    return RunEnd{state_of(row.copy(column)), row.copy(column + 1),
                  row.is_null(column + 2) ? unless_known : from_micros(row.number(column + 2))};
}

/// Where a run was recorded as ended, that is its end; else the one that it said itself, if it did.
std::optional<RunEnd> read_end(const db::Cursor& row) {
    constexpr int kOwn = 16, kOwnMessage = 17, kOwnAt = 18, kRecorded = 23;
    if (auto recorded = read_recorded_end(row, kRecorded, Instant{})) {
        return recorded;
    }
    if (row.is_null(kOwnAt)) {
        return std::nullopt;
    }
    return RunEnd{state_of(row.copy(kOwn)), row.copy(kOwnMessage), from_micros(row.number(kOwnAt))};
}

RunProgress read_progress(const db::Cursor& row, DatabaseId database) {
    RunProgress progress;
    progress.run_id = row.copy(0);
    progress.database = database;
    progress.started_by = row.copy(1);
    progress.undo_of = row.copy(2);
    progress.preview = row.flag(3);
    progress.depth = row.copy(4);
    progress.selections_json = row.copy(5);
    progress.started_at = from_micros(row.number(6));
    progress.sequence = static_cast<std::uint64_t>(row.number(7));
    progress.now = {.phase = static_cast<sync::Phase>(row.number(8)),
                    .done = row.number(9),
                    .total = row.number(10),
                    .what = row.copy(11),
                    .calls = row.number(12),
                    .calls_estimated = row.number(13)};
    if (!row.is_null(14)) {
        progress.time_left = Microseconds(row.number(14));
    }
    progress.cancelled_by = row.copy(15);
    progress.end = read_end(row);
    return progress;
}

/// Whether the process that is at it was heard of lately; one that waits for its turn has no lock yet.
bool is_heard_of(const db::Cursor& row, const std::optional<RunLock>& lock, const Core& core) {
    const ProcessIdentity process{.host = row.copy(19), .pid = row.number(20), .start_time = row.number(21)};
    const Instant now = core.clock.now();
    if (is_gone(process, core.process)) {
        return false;
    }
    if (lock && lock->run_id == row.text(0)) {
        return !is_abandoned(*lock, core.process, now);
    }
    return from_micros(row.number(22)) > now;
}

} // namespace

std::string ProgressBook::keep(const RunProgress& progress) {
    const auto& [phase, done, total, what, calls, calls_estimated] = progress.now;
    const auto database = progress.database.number;
    const Instant now = core_.clock.now();
    const auto left = progress.time_left ? std::optional(progress.time_left->count()) : std::nullopt;
    const auto& process = core_.process;
    return db::retried(
        [&] {
            Session session(core_, core_.hasty_pool);
            check_fence(session, progress.database, progress.run_id);
            if (progress.sequence <= 1) {
                session["progress.tidy"].run({database, to_micros(now - kKeepEnded), to_micros(now - kKeepDead)});
            }
            session["progress.put"].run({database,
                                         progress.run_id,
                                         progress.started_by,
                                         progress.undo_of,
                                         progress.preview,
                                         progress.depth,
                                         progress.selections_json,
                                         to_micros(progress.started_at),
                                         static_cast<std::int64_t>(progress.sequence),
                                         static_cast<int>(phase),
                                         done,
                                         total,
                                         what,
                                         calls,
                                         calls_estimated,
                                         left,
                                         progress.cancelled_by,
                                         process.host,
                                         process.pid,
                                         process.start_time,
                                         to_micros(now + kAlive)});
            std::string by;
            if (auto row = session["progress.cancelled_by"].query({database, progress.run_id}); row.next()) {
                by = row.copy(0);
            }
            session.commit();
            return by;
        },
        db::Twice::IsAsOnce);
}

void ProgressBook::keep_end(const RunProgress& progress) {
    const auto database = progress.database.number;
    write(core_, {}, [&](Session& session) {
        bool is_recorded = false;
        if (auto row = session["run.state"].query({database, progress.run_id}); row.next()) {
            is_recorded = row.text(0) != sync::to_text(sync::RunState::Running);
        }
        if (is_recorded) {
            session["progress.drop"].run({database, progress.run_id});
            return;
        }
        session["progress.end"].run({database, progress.run_id, static_cast<std::int64_t>(progress.sequence),
                                     sync::to_text(progress.end->state), progress.end->message,
                                     to_micros(progress.end->at)});
    });
}

void ProgressBook::drop(DatabaseId database, std::string_view run_id) {
    write(core_, {}, [&](Session& session) { session["progress.drop"].run({database.number, run_id}); });
}

std::vector<AskedEnd> ProgressBook::asked_here() {
    const auto& process = core_.process;
    return read_from(core_, [&](Session& session) {
        std::vector<AskedEnd> asked;
        for (auto rows = session["progress.cancelled_here"].query({process.host, process.pid, process.start_time});
             rows.next();) {
            asked.push_back({rows.copy(0), rows.copy(1)});
        }
        return asked;
    });
}

std::vector<RunProgress> ProgressBook::read(DatabaseId database, std::string_view run_id) {
    return read_from(core_, [&](Session& session) -> std::vector<RunProgress> {
        const auto lock = read_lock(session, database);
        std::vector<RunProgress> found;
        for (auto rows = session["progress.get"].query({database.number, run_id}); rows.next();) {
            auto progress = read_progress(rows, database);
            if (progress.end || is_heard_of(rows, lock, core_)) {
                found.push_back(std::move(progress));
            }
        }
        return found;
    });
}

std::optional<RunProgress> ProgressBook::find(DatabaseId database, std::string_view run_id) {
    auto found = read(database, run_id);
    const bool is_old =
        !found.empty() && found.front().end && found.front().end->at + kKeepEnded <= core_.clock.now();
    return found.empty() || is_old ? std::nullopt : std::optional(std::move(found.front()));
}

std::vector<RunProgress> ProgressBook::under_way(DatabaseId database) {
    auto found = read(database, "");
    std::erase_if(found, [](const RunProgress& progress) { return progress.end.has_value(); });
    return found;
}

RunEnd ProgressBook::end_of(DatabaseId database, std::string_view run_id) {
    return read_from(core_, [&](Session& session) -> RunEnd {
        const Instant now = core_.clock.now();
        auto row = session["progress.recorded_end"].query({database.number, run_id});
        const auto recorded = row.next() ? read_recorded_end(row, 0, now) : std::nullopt;
        return recorded.value_or(RunEnd{sync::RunState::Failed, std::string(kDiedWithoutAWord), now});
    });
}

bool ProgressBook::ask_for_end(DatabaseId database, std::string_view run_id, std::string_view by) {
    const auto found = find(database, run_id);
    if (!found || found->end) {
        return false;
    }
    write(core_, {}, [&](Session& session) { session["progress.cancel"].run({database.number, run_id, by}); });
    return true;
}

} // namespace muster::store
