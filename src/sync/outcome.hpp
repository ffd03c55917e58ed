#pragma once

// Turns what a run planned and did into its report (R27, R29). Internal to sync.

#include "sync/session.hpp"

namespace muster::sync {

/// How far the run came with its plan.
enum class Stage { Planned, Stopped, Pushed };

/// Fills totals, lists, custom fields, people and issues. Planned: as it would be. Stopped: nothing was sent.
/// Pushed: by the fates.
void fill_report(Session& session, Stage stage);

/// True for issues that end a run with exit code 3 (cli.md).
[[nodiscard]] bool is_complaint(const Issue& issue);

} // namespace muster::sync
