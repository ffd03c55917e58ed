#pragma once

// A row of a bulk import as CSV. It says each column once, where JSON says it in every row; JSON says everything.
// Pure, internal to sync.

#include <optional>
#include <string>

#include "constant_contact/resources.hpp"

namespace muster::sync {

struct CsvRow {
    std::string heading; ///< with its line break
    std::string line;    ///< likewise
};

/// Nothing where JSON is the only way: street addresses (R6), a second cell that looks like an address (the gate of
/// R13 could not tell whose it is), and line breaks, which count as rows. Rows of one heading have no blank cells.
[[nodiscard]] std::optional<CsvRow> csv_row(const constant_contact::ImportRow& row);

} // namespace muster::sync
