#pragma once

// Which rows go into which import, so that it takes the fewest calls and nobody lands on a list that is not right
// for him (R14). Pure.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "constant_contact/resources.hpp"

namespace muster::sync {

/// Stands for the holding list among the lists of a batch (R6).
inline constexpr std::size_t kHoldingIndex = static_cast<std::size_t>(-1);

/// Jobs of so many rows are taken to be over in a moment: time is given to them, and nobody asks.
inline constexpr std::size_t kSmallRound = 500;

/// One bulk import: rows that all belong on all of its lists (R14).
struct ImportBatch {
    std::string heading;               ///< of an import of CSV; "": of JSON
    std::vector<std::string> rows;     ///< encoded
    std::vector<std::size_t> contacts; ///< parallel: indices of Plan::contacts
    std::vector<std::size_t> lists;    ///< indices of Plan::lists, or kHoldingIndex
};

/// `batch` has two rows at least.
[[nodiscard]] std::vector<ImportBatch> halves_of(const ImportBatch& batch);

/// A Contact that goes by import.
struct ImportRow {
    std::size_t contact = 0;
    std::string full;                   ///< with its properties
    std::string bare;                   ///< the address only
    std::vector<std::size_t> adds;      ///< lists where it is to come
    std::vector<std::size_t> stands_on; ///< lists where it is and belongs; one of the two is never empty
    bool is_new = false; ///< made or brought back by its import: other imports that name it wait for that one
};

/// What the full form of a row says, by columns.
using CellsOf = std::function<constant_contact::ImportRow(const ImportRow& row)>;

struct Packing {
    std::vector<ImportBatch> imports;
    std::vector<ImportBatch> memberships; ///< they name Contacts that the imports make: these come first
    std::int64_t calls = 0;               ///< to submit them, and to wait between the two rounds
};

/// The cheapest of: each set of lists by itself, each list by itself, or who is new first and each list after that;
/// each as JSON or, where that takes fewer imports, as CSV (csv_row.hpp).
[[nodiscard]] Packing pack_imports(const std::vector<ImportRow>& rows, const CellsOf& cells_of);
/// Polls that a round of `rows` is reckoned to take until its imports are final.
[[nodiscard]] std::int64_t polls_of_round(std::size_t rows);

} // namespace muster::sync
