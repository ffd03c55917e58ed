#pragma once

// Makes a failing history small, and prints it as a test.

#include <functional>
#include <string>

#include "model/play.hpp"

namespace muster::model {

/// True if the history still shows what is looked for.
using Shows = std::function<bool(const History&)>;

/// Delta debugging: takes away acts and switches, then makes numbers small, as long as the history `shows` it.
[[nodiscard]] History shrink(History history, const Shows& shows);

/// C++ that can be pasted into regressions_test.cpp as it is.
[[nodiscard]] std::string as_test(const History& history, const Finding& finding, const std::string& name);

} // namespace muster::model
