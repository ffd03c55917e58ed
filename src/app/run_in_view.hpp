#pragma once

// Runs of a process that has no board: other processes see how they stand, and may ask for their end (R30). What a
// run is stays with update_contacts and daily_update.

#include "app/daily_update.hpp"
#include "app/installation.hpp"
#include "app/progress_board.hpp"
#include "app/update_contacts.hpp"
#include "base/cancel.hpp"
#include "base/result.hpp"
#include "store/store.hpp"
#include "sync/run.hpp"

namespace muster::app {

/// Before it has its turn. The request's run has its id.
[[nodiscard]] RunProgress first_progress(store::DatabaseId database, const UpdateRequest& request, Instant now);

/// update_contacts, seen from elsewhere.
[[nodiscard]] Result<sync::Report> update_in_view(Installation& installation, store::DatabaseId database,
                                                  UpdateRequest request, sync::Observer& observer,
                                                  const CancelToken& cancel);
/// run_scheduled, seen from elsewhere.
[[nodiscard]] ScheduledRun run_scheduled_in_view(Installation& installation, DueUpdate update,
                                                 sync::Observer& observer, const CancelToken& cancel);
/// How a run ended, or why it never began.
[[nodiscard]] RunEnd end_of(const Result<sync::Report>& report, Instant now);
/// The same of a scheduled one.
[[nodiscard]] RunEnd end_of(const ScheduledRun& run, Instant now);

} // namespace muster::app
