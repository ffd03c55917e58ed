#pragma once

// How a plan is written with the fewest calls: which Contacts go by which import and which one by one. Pure.

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "sync/plan.hpp"

namespace muster::sync {

/// Stands for the holding list among the lists of a batch (R6).
inline constexpr std::size_t kHoldingIndex = static_cast<std::size_t>(-1);

/// One bulk import: rows that all belong on all of its lists (R14).
struct ImportBatch {
    std::vector<std::string> rows;     ///< encoded
    std::vector<std::size_t> contacts; ///< parallel: indices of Plan::contacts
    std::vector<std::size_t> lists;    ///< indices of Plan::lists, or kHoldingIndex
};

struct Script {
    std::vector<ImportBatch> imports; ///< properties; no Contact is in two of them
    std::vector<ImportBatch>
        memberships;                  ///< addresses only; they go when the imports of the same Contacts are final
    std::vector<std::size_t> creates; ///< by POST
    std::vector<std::size_t> updates; ///< by PUT, before the imports
    std::vector<std::size_t> updates_after_import; ///< by PUT: deleted Contacts that an import brings back first
    std::vector<std::size_t> via_holding;          ///< Contacts that pass through the holding list
    std::int64_t calls = 0; ///< what all of it costs, polls and the emptying of the holding list included
};

/// `may_use_holding`: false where the holding list does not exist and no list can be added any more.
[[nodiscard]] Script make_script(const Plan& plan, bool may_use_holding);

/// What the whole run is reckoned to take from here on: lists, fields, script, removals, proof.
[[nodiscard]] std::int64_t estimate_calls(const Plan& plan, const Script& script, std::size_t contacts_in_account);

} // namespace muster::sync
