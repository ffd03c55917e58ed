#pragma once

// Records in and out as CSV files, and the invented chamber: each import is one transaction, all or nothing.

#include <cstdint>
#include <functional>
#include <string>

#include "app/installation.hpp"
#include "base/cancel.hpp"
#include "base/result.hpp"
#include "exchange/export.hpp"
#include "exchange/import.hpp"
#include "exchange/sample.hpp"
#include "store/store.hpp"

namespace muster::app {

struct ImportResult {
    exchange::ImportSummary summary;
    bool kept = false; ///< false: a dry run, or row errors
};

/// Code::Invalid for a file that cannot be used at all, Code::Cancelled when stopped on the way; nothing is kept
/// then.
[[nodiscard]] Result<ImportResult> import_records(Installation& installation, store::DatabaseId database,
                                                  const exchange::ImportFiles& files,
                                                  exchange::ImportOptions options, const CancelToken& cancel);

[[nodiscard]] Result<exchange::ExportSummary> export_records(Installation& installation, store::DatabaseId database,
                                                             const exchange::ExportFiles& files,
                                                             const exchange::ExportOptions& options);

/// One table as the text of a CSV file, without passwords.
[[nodiscard]] Result<std::string> export_text(Installation& installation, store::DatabaseId database,
                                              exchange::FileKind table, bool for_spreadsheet);

/// Fills an empty database with an invented chamber. Code::Conflict if it has a Member already.
[[nodiscard]] Result<exchange::SampleSummary> make_sample(Installation& installation, store::DatabaseId database,
                                                          const exchange::SampleOptions& options);

} // namespace muster::app
