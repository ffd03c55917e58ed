#pragma once

// An invented chamber for trials, tests and the demo: the same for the same seed on every machine. All addresses
// are in domains that are reserved for examples, all American phone numbers in the range reserved for fiction.

#include <cstddef>
#include <cstdint>

#include "base/result.hpp"
#include "roster/record_book.hpp"

namespace muster::exchange {

struct SampleOptions {
    std::size_t members = 900; ///< Reps: 20 for every 9 Members
    std::uint64_t seed = 1;
};

struct SampleSummary {
    std::size_t members = 0;
    std::size_t reps = 0;
    std::size_t groups = 0;
};

/// Fills an empty book; Code::Conflict if it holds a Member already.
[[nodiscard]] Result<SampleSummary> make_sample(roster::RecordBook& book, const SampleOptions& options = {});

} // namespace muster::exchange
