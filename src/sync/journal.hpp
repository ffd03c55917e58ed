#pragma once

// What is durable about runs: that one is going on (R23), what it intends and has sent (R24, R33), and its history
// (R29).

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "base/time.hpp"
#include "sync/report.hpp"

namespace muster::sync {

enum class StepState : std::uint8_t {
    Intended = 1, ///< durable before the call
    Sent = 2,     ///< the call is under way or its fate is unknown
    Accepted = 3, ///< the service has taken it; `activity_id` is known for bulk activities
    Proved = 4,   ///< read back, or final by its own answer
    Dropped = 5,  ///< certainly never took effect
};

/// One write of a push.
struct Step {
    std::int64_t number = 0; ///< within its run
    std::string endpoint;    ///< "POST /activities/contacts_json_import"
    std::string what;        ///< for people: "2,000 Contacts to Active Members"
    std::int64_t rows = 0;
    StepState state = StepState::Intended;
    std::string activity_id;
    std::optional<Instant> sent_at;
};

/// Steps of earlier runs that may still be at work in the account: sent or accepted, never proved.
struct OpenStep {
    std::string run_id;
    Step step;
};

struct RunSummary {
    std::string run_id, database, started_by;
    std::string undo_of = {}; ///< as in Report
    bool preview = false;
    std::string depth;
    RunState state = RunState::Running;
    Totals totals;
    Instant started_at{};
    std::optional<Instant> finished_at;
    std::string message;
    std::int64_t calls_estimated = 0, calls_total = 0; ///< as in Report; the total when it has ended
};

/// Kept by the store, one per database. Every method is durable before it returns and throws when the store is
/// lost.
class Journal {
  public:
    virtual ~Journal() = default;

    /// R23: takes the database's run lock and writes the run's record in one transaction. Code::Busy says who has
    /// it and since when. A lock whose process is dead (same machine), or whose lease has run out for so long that
    /// no request of it is under way any more, is taken over; its run becomes failed, and nothing more of it is
    /// kept.
    [[nodiscard]] virtual Result<void> begin(const Report& report, Instant now) = 0;
    /// A preview or a refused start goes into the history without a lock.
    virtual void record(const Report& report) = 0;
    /// R33: the report as intended, durable before the first write. `finish` takes its place.
    virtual void intend(const Report& report) = 0;
    /// Runs whose process died, as they were last kept, and of which nobody has found out yet what they did.
    /// `record` keeps what was found out.
    [[nodiscard]] virtual std::vector<Report> cut_off_runs() = 0;
    /// Whether a call of the run went out that may have changed something.
    [[nodiscard]] virtual bool has_written(const std::string& run_id) = 0;
    /// True if anything was sent since the newest run that ended completed, or with issues: what is known of the
    /// account may be older than what was written there.
    [[nodiscard]] virtual bool has_unproved_writes() = 0;
    /// Extends the lease; false if the lock was lost: the run must not write any more.
    [[nodiscard]] virtual bool keep_alive(const std::string& run_id, Instant now) = 0;
    /// Writes the final report with people and issues and gives up the lock, in one transaction.
    virtual void finish(const Report& report) = 0;

    virtual void put_step(const std::string& run_id, const Step& step) = 0; ///< by number
    [[nodiscard]] virtual std::vector<OpenStep> open_steps() = 0;
    virtual void close_step(const std::string& run_id, std::int64_t number, StepState state) = 0;

    [[nodiscard]] virtual std::vector<RunSummary> runs(std::size_t limit) = 0; ///< newest first
    /// The newest run that was no preview and no undo and ended completed, or with issues; nothing if there was
    /// none.
    [[nodiscard]] virtual std::optional<Report> last_completed() = 0;
    [[nodiscard]] virtual bool has_completed_run() = 0;
    /// What became of an address in the newest run that names it.
    [[nodiscard]] virtual std::optional<std::pair<RunSummary, Person>>
    last_outcome(const std::string& address_key) = 0;
};

} // namespace muster::sync
