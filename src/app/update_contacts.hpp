#pragma once

// The use cases around a run: preview and update (R18, R25), and the check that nothing differs.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "app/installation.hpp"
#include "app/selections.hpp"
#include "base/cancel.hpp"
#include "base/result.hpp"
#include "base/starters.hpp"
#include "store/store.hpp"
#include "sync/report.hpp"
#include "sync/run.hpp"

namespace muster::app {

struct UpdateRequest {
    std::string run_id = {}; ///< where it must be known before the run begins; "": the run makes one
    roster::Selections selections;
    std::string started_by = std::string(kCommandLineStarter);
    bool preview = false;
    sync::Depth depth = sync::Depth::Full;
    std::optional<std::int64_t> confirmed_removals; ///< R26
    bool all_people = false;
    /// Of the day's API calls, where that is known already; nothing: what the schedule says when the run begins.
    std::optional<std::int64_t> calls_kept_for_others = {};
    std::string undo_of{}; ///< the run to take back (R32); the selections are of no account then
};

/// One run, or its preview. The report says how it ended; an error only where the database is gone, or with the
/// codes of check_undo.
[[nodiscard]] Result<sync::Report> update_contacts(Installation& installation, store::DatabaseId database,
                                                   const UpdateRequest& request, sync::Observer& observer,
                                                   const CancelToken& cancel);

/// For people: why a run broke off, and what that means.
[[nodiscard]] std::string what_broke(std::string_view why);
/// Records a run that still counts as going on as failed, so that its lock does not keep the next one waiting until
/// the lease has run out. Best effort: the store may be what was lost.
void record_broken(Installation& installation, store::DatabaseId database, const std::string& run_id,
                   const std::string& message);

/// R25: nobody has seen a run of this database end yet.
[[nodiscard]] bool is_first_run(Installation& installation, store::DatabaseId database);

/// The selections of the last completed run, else the saved automatic ones, else every Rep.
enum class SelectionSource { LastRun, Automatic, Everything };
struct UsedSelections {
    roster::Selections selections;
    SelectionSource source = SelectionSource::Everything;
};
[[nodiscard]] Result<UsedSelections> last_used_selections(Installation& installation, store::DatabaseId database);

/// True if a run that has this preview would write nothing, neither there nor here.
[[nodiscard]] bool is_consistent(const sync::Report& preview);

} // namespace muster::app
