#pragma once

// RapidCheck with a seed that stays, so that a run of the tests repeats. RC_PARAMS in the environment overrides it.
// Include this instead of RapidCheck's own headers: they work only after GoogleTest's.

#include <cstdlib>

// clang-format off
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>
// clang-format on

namespace muster::testing {

/// Set before main, and RapidCheck reads it when the first property runs.
inline const int kSeedIsSet = ::setenv("RC_PARAMS", "seed=20261123", 0);

} // namespace muster::testing
