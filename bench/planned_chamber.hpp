#pragma once

// A very large chamber in a store, and planning for it: what several benchmarks measure.

#include <memory>
#include <string>

#include "store/store.hpp"
#include "sync/plan.hpp"

namespace muster::bench {

/// Ends the program.
[[noreturn]] void stop(const std::string& message);

/// With a key made in the file, for kinds of store that have no folder for it.
[[nodiscard]] std::unique_ptr<store::Store> open_store(const std::string& url, const std::string& key_file = "");
/// A database with so many Reps, two to a Member, in up to three of ten groups, and the account as a run left it,
/// but for one Contact in a hundred; and one stranger on Active Members for a thousand.
void add_chamber(store::Store& store, const std::string& name, int reps);

struct Planned {
    double loading = 0, planning = 0; ///< CPU seconds of this process
    sync::Plan plan;
};
/// With the ten groups and eight custom fields chosen.
[[nodiscard]] Planned make_plan(store::Store& store, const std::string& name);

[[nodiscard]] double cpu_seconds(int who); ///< of RUSAGE_SELF or RUSAGE_CHILDREN

} // namespace muster::bench
