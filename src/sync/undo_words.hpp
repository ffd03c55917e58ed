#pragma once

// The sentences of an undo's report (R32). Internal to sync.

#include <string>

#include "sync/report.hpp"

namespace muster::sync {

[[nodiscard]] std::string undo_words(const Report& report);

} // namespace muster::sync
