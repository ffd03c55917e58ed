#pragma once

// What a run is about to do to whom, durable before its first write (R33); and what became of it where the run was
// cut off, found by reading (R24, R29). Internal to sync.

#include "sync/session.hpp"

namespace muster::sync {

/// The report of a run that is going to push: whoever is to be written is not attempted yet, and has an intention.
[[nodiscard]] Report intended(Session& session);

/// Writes into the history of runs that were cut off what they did: by the account if it was just read in full, or
/// at once if they had written nothing.
void settle_cut_off_runs(Session& session);

} // namespace muster::sync
