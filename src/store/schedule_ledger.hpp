#pragma once

// Claims on scheduled runs, as far as the other parts of the store meet them. Internal to this folder.

#include "base/result.hpp"
#include "store/core.hpp"
#include "sync/report.hpp"

namespace muster::store {

/// For the beginning of a run: a scheduled one needs its claim. Whoever was held up so long after claiming that
/// somebody else took over does not make the day's run a second time (R20). Code::Busy says so.
[[nodiscard]] Result<void> check_claim(Session& session, DatabaseId database, const sync::Report& report);

} // namespace muster::store
