#pragma once

// The automatic daily update (R20): what is due, and running it. Safe from any thread of any process: of all who
// try, one makes a database's run of a local day. `serve` asks for what is due every few seconds, `schedule
// run-due` once.

#include <optional>
#include <string>
#include <vector>

#include "app/installation.hpp"
#include "app/undo.hpp"
#include "base/cancel.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "schedule/due.hpp"
#include "store/store.hpp"
#include "sync/report.hpp"
#include "sync/run.hpp"

namespace muster::app {

/// A database's run that is due.
struct DueUpdate {
    store::DatabaseId database;
    std::string name;
    schedule::Due due;
    std::optional<schedule::OtherRun> busy_with; ///< what it waits for while it is Readiness::Busy
    std::string run_id = {}; ///< for who wants to name the run's id before it begins (of new_id); "": it makes one
};

/// In the order in which they are to be started; only those that are Readiness::Ready can be started now. One stays
/// in the list until its run has begun, wherever. Code::Invalid if the time zone of the schedule is known no more.
[[nodiscard]] Result<std::vector<DueUpdate>> due_now(Installation& installation, Instant now);
/// Of one database, if it is due; asks for no other.
[[nodiscard]] Result<std::optional<DueUpdate>> find_due(Installation& installation, store::DatabaseId database,
                                                        Instant now);

/// What came of one attempt.
struct ScheduledRun {
    enum class Outcome {
        Ran,    ///< `report` says how it ended; it was the day's run, unless its quota paused it
        Busy,   ///< another run of the database is going on; it stays due
        Taken,  ///< no longer due: another process has it, the day is over, or the schedule was changed
        Failed, ///< nothing began, `message` says why; it is due again a little later
    };
    Outcome outcome = Outcome::Taken;
    std::optional<sync::Report> report; ///< of one that ran
    std::string message;                ///< for people; "" if all went well
    int exit_code = 0;                  ///< of cli.md
};

/// Claims the day's run and makes it with the saved automatic selections, as far as R8 lets it look. Never asks and
/// never throws, so that one database that fails does not stop the next; a run that needs confirmation, fails or is
/// cancelled is the day's run all the same.
[[nodiscard]] ScheduledRun run_scheduled(Installation& installation, const DueUpdate& update,
                                         sync::Observer& observer, const CancelToken& cancel);

/// When a database is updated next, for people.
struct NextRun {
    schedule::Next next;
    std::string local_time; ///< "2026-11-26 02:30 (America/Chicago)"
    std::string time_zone;
    std::string words; ///< "tomorrow at 02:30 (America/Chicago)", "as soon as the run that is going on has ended"
};

/// A database and its place in the schedule.
struct DailyState {
    store::DatabaseId database;
    std::string name;
    bool is_on = false; ///< takes part
    bool is_connected = false;
    std::optional<NextRun> next;              ///< nothing while schedule or database is off or not connected
    std::optional<OffForUndo> off_for_undo{}; ///< why it is off, where no person switched it off
};

/// Of every database, by name.
[[nodiscard]] Result<std::vector<DailyState>> daily_states(Installation& installation, Instant now);
/// Of one; Code::NotFound if it is gone.
[[nodiscard]] Result<std::optional<NextRun>> next_run(Installation& installation, store::DatabaseId database,
                                                      Instant now);
/// The installation's next run, of whichever database; where none takes part, when one would run.
[[nodiscard]] Result<std::optional<NextRun>> next_run(Installation& installation, Instant now);
/// The first moment after `now` at which due_now has something new, if nobody changes anything.
[[nodiscard]] Result<std::optional<Instant>> next_wake(Installation& installation, Instant now);

} // namespace muster::app
