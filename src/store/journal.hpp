#pragma once

// Rows of the run tables. Internal to this folder.

#include <optional>
#include <string>
#include <string_view>

#include "store/core.hpp"
#include "sync/journal.hpp"

namespace muster::store {

[[nodiscard]] sync::RunSummary read_summary(const db::Cursor& row);
[[nodiscard]] sync::Step read_step(const db::Cursor& row);
/// The whole report of a run, of whatever database.
[[nodiscard]] std::optional<sync::Report> read_report(Session& session, std::string_view run_id);

} // namespace muster::store
