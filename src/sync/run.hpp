#pragma once

// One run of the interface for one database: pull, attribute, plan, guard, push, verify, record (R1 to R33).
// Everything that it touches is handed in; it returns what happened and never throws for what a run can meet. A
// lost store is thrown.

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "base/cancel.hpp"
#include "base/crypto.hpp"
#include "base/random.hpp"
#include "base/result.hpp"
#include "base/starters.hpp"
#include "base/time.hpp"
#include "constant_contact/client.hpp"
#include "roster/records.hpp"
#include "roster/selections.hpp"
#include "sync/account_view.hpp"
#include "sync/journal.hpp"
#include "sync/plan.hpp"
#include "sync/report.hpp"

namespace muster::sync {

/// How far a run looks (R8). A quick one becomes full where the cheap signs disagree, and looks at those whom it is
/// going to write to where they are few.
enum class Depth { Full, Quick };

/// What an undo goes by (R32).
struct UndoOrder {
    Report undone;                           ///< the run whose writes are taken back, with its people
    std::unordered_set<std::string> settled; ///< address keys of those whom an earlier undo of it has dealt with
};

struct RunRequest {
    std::string run_id;   ///< of new_id
    std::string database; ///< its name, for the report
    roster::Selections selections;
    std::vector<std::string> groups; ///< all Rep Groups of the database
    std::string started_by = std::string(kCommandLineStarter);
    bool preview = false;
    Depth depth = Depth::Full;
    std::optional<std::int64_t> confirmed_removals; ///< R26
    bool all_people = false;                        ///< unchanged ones are listed too
    Limits limits;
    std::chrono::minutes longest{240}; ///< R33
    std::optional<UndoOrder> undo;     ///< instead of an update with the selections
    /// Called once, with the lock and directly before the first write; an error ends the run with nothing sent.
    std::function<Result<void>()> before_first_write = {};
};

enum class Phase { Starting, Reading, Planning, Sending, Waiting, Proving, Recording };
[[nodiscard]] std::string_view to_text(Phase phase);

struct Progress {
    Phase phase = Phase::Starting;
    std::int64_t done = 0;
    std::int64_t total = 0;                      ///< 0: not known
    std::string what;                            ///< for people
    std::int64_t calls = 0, calls_estimated = 0; ///< made so far, and reckoned with (0: not known yet)
};

class Observer {
  public:
    virtual ~Observer() = default;
    virtual void progress(const Progress& progress) = 0;
};

/// All of one database. None is owned.
struct RunPorts {
    roster::RosterReader& reps; ///< with passwords only if the field Password is chosen
    AccountStore& account;
    Journal& journal;
    constant_contact::Client& client;
    constant_contact::AuthServer& auth;
    Clock& clock;
    Random& random;
    const Sealer& sealer;
};

[[nodiscard]] Report run(const RunRequest& request, RunPorts ports, Observer& observer, const CancelToken& cancel);

} // namespace muster::sync
