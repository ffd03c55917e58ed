#pragma once

// How runs and previews under way stand, kept where every process that has the store open can see it (R30), and who
// asks for the end of one that goes on elsewhere. It decides nothing about a run: what a run itself goes by is its
// journal.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/time.hpp"
#include "store/database_id.hpp"
#include "sync/report.hpp"
#include "sync/run.hpp"

namespace muster::store {

struct Core;

/// How a run ended.
struct RunEnd {
    sync::RunState state = sync::RunState::Failed;
    std::string message; ///< the report's; "" if all went well
    Instant at{};
};

/// One run as it stood at a moment.
struct RunProgress {
    std::string run_id;
    DatabaseId database;
    std::string started_by;
    std::string undo_of{}; ///< the run that it takes back (R32), "" for an update
    bool preview = false;
    std::string depth; ///< as asked for
    std::string selections_json;
    sync::Progress now;
    Instant started_at{};
    std::optional<Microseconds> time_left; ///< of the phase, by its own rate; nothing when that is not known
    std::string cancelled_by;              ///< who asked for its end; "" nobody
    std::optional<RunEnd> end;
    std::uint64_t sequence = 0; ///< from 1, grows with every change of this run

    [[nodiscard]] Microseconds elapsed(Instant at) const { return (end ? end->at : at) - started_at; }
};

/// Of a run that goes on in this process: who asked for its end.
struct AskedEnd {
    std::string run_id;
    std::string by;
};

/// Safe from any thread. Every method throws StoreLost when the store does not answer.
class ProgressBook {
  public:
    /// So long one counts as going on after its process was last heard of; with the run's lock, as long as that.
    static constexpr std::chrono::seconds kAlive{90};

    explicit ProgressBook(Core& core) : core_(core) {}

    // --- for the process that runs it
    /// Keeps how it stands; an older word than the one that is kept, and one after the end, count for nothing.
    /// Hardly waits: StoreLost (Locked) while others write; (Fenced) once another run has taken its place. Returns
    /// who has asked for its end, "" for nobody.
    std::string keep(const RunProgress& progress);
    /// `progress` has an end. What is recorded tells its end itself and needs no place here any more.
    void keep_end(const RunProgress& progress);
    void drop(DatabaseId database, std::string_view run_id);
    [[nodiscard]] std::vector<AskedEnd> asked_here();

    // --- for all
    /// Nothing for one that is not known here any more, or whose process is dead or silent.
    [[nodiscard]] std::optional<RunProgress> find(DatabaseId database, std::string_view run_id);
    /// Those under way, in the order of their beginning.
    [[nodiscard]] std::vector<RunProgress> under_way(DatabaseId database);
    /// How a run that is known here no more has ended.
    [[nodiscard]] RunEnd end_of(DatabaseId database, std::string_view run_id);
    /// The process that runs it sees it within seconds. False if it does not go on.
    [[nodiscard]] bool ask_for_end(DatabaseId database, std::string_view run_id, std::string_view by);

  private:
    [[nodiscard]] std::vector<RunProgress> read(DatabaseId database, std::string_view run_id);

    Core& core_;
};

} // namespace muster::store
