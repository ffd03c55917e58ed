#pragma once

// How a plan is written with the fewest calls: which Contacts go by which import and which one by one. Pure.

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "sync/packing.hpp"
#include "sync/plan.hpp"

namespace muster::sync {

struct Script {
    std::vector<ImportBatch> imports; ///< properties; no Contact is in two of them
    std::vector<ImportBatch>
        memberships;                  ///< addresses only; they go when the imports of the same Contacts are final
    std::vector<std::size_t> creates; ///< by POST
    std::vector<std::size_t> updates; ///< by PUT, before the imports
    std::vector<std::size_t> updates_after_import; ///< by PUT: deleted Contacts that an import brings back first
    std::vector<std::size_t> via_holding;          ///< Contacts that pass through the holding list
};

/// `may_use_holding`: false where the holding list does not exist and no list can be added any more.
[[nodiscard]] Script make_script(const Plan& plan, bool may_use_holding);

} // namespace muster::sync
