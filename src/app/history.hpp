#pragma once

// The history of runs as files for people (R29).

#include <string>

#include "app/installation.hpp"
#include "base/result.hpp"
#include "sync/report.hpp"

namespace muster::app {

/// Code::NotFound if there is no such run.
[[nodiscard]] Result<sync::Report> find_run(Installation& installation, const std::string& run_id);

/// Everyone whom the run names and every issue, one row each, with cells that a spreadsheet would run defused.
/// Code::Invalid if the file cannot be made.
[[nodiscard]] Result<void> export_run(const sync::Report& report, const std::string& path);

} // namespace muster::app
