#pragma once

// The records of a book as CSV files (cli.md, section CSV), in record-number order. Importing them into an empty
// database gives the same data.

#include <cstdint>
#include <optional>
#include <string>

#include "base/result.hpp"
#include "exchange/file_kind.hpp"
#include "roster/record_book.hpp"

namespace muster::exchange {

/// Paths; an existing file is replaced when the new one is complete.
struct ExportFiles {
    std::optional<std::string> statuses;
    std::optional<std::string> members;
    std::optional<std::string> reps;
};

struct ExportOptions {
    bool with_passwords = false;  ///< else the column is left out; the book must have been made with them
    bool for_spreadsheet = false; ///< cells that a spreadsheet would run as formulas are defused
};

struct ExportSummary {
    std::uint64_t statuses = 0;
    std::uint64_t members = 0;
    std::uint64_t reps = 0;
};

/// Code::Invalid if a file cannot be made, Code::Unavailable if the disk gives up; then none of the files is
/// replaced unless that happened at the very last step.
[[nodiscard]] Result<ExportSummary> export_records(roster::RecordBook& book, const ExportFiles& files,
                                                   const ExportOptions& options = {});

/// One table as the text of such a file, never with passwords.
[[nodiscard]] std::string export_text(roster::RecordBook& book, FileKind table, bool for_spreadsheet);

} // namespace muster::exchange
