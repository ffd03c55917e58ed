#pragma once

// CSV files into a record book (cli.md, section CSV). Every row that cannot be taken is named by file, line, column
// and reason; the caller owns the transaction and commits only what `may_be_kept` allows.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/cancel.hpp"
#include "base/result.hpp"
#include "exchange/import_file.hpp"
#include "roster/record_book.hpp"

namespace muster::exchange {

/// They are read in this order, so that a file may refer to what comes in one before it.
struct ImportFiles {
    std::optional<ImportFile> statuses = {};
    std::optional<ImportFile> members = {};
    std::optional<ImportFile> reps = {};
    std::vector<HeadingRule> rules = {}; ///< for files without columns of their own; each must fit at least one

    [[nodiscard]] std::optional<ImportFile>& of(FileKind kind) {
        return kind == FileKind::Statuses ? statuses : kind == FileKind::Members ? members : reps;
    }
};

struct ImportOptions {
    bool skip_bad_rows = false; ///< good rows are taken although there are bad ones
    bool dry_run = false;       ///< everything is checked, nothing is put into the book
    CancelToken cancel;         ///< stops the import with Code::Cancelled; nothing must be kept then
    /// Told now and then how far a file is read, in bytes.
    std::function<void(std::string_view file, std::uint64_t done, std::uint64_t in_all)> progress;
};

/// A row that was not taken. Lines are physical, lines and cells count from 1.
struct RowError {
    std::string file;
    FileKind kind = FileKind::Reps;
    std::uint64_t line = 0;
    std::size_t cell = 0;
    std::string column; ///< heading as written; "" behind the last one
    std::string reason;

    /// "reps.csv: line 7, column 3 (Email): …"
    [[nodiscard]] std::string text() const;
};

struct FileSummary {
    std::string file;
    FileKind kind = FileKind::Reps;
    std::uint64_t rows = 0; ///< without the headings: created + updated + unchanged + skipped
    std::uint64_t created = 0;
    std::uint64_t updated = 0;
    std::uint64_t unchanged = 0;
    std::uint64_t skipped = 0; ///< rows with errors
};

inline constexpr std::size_t kMostErrorsKept = 1000;

struct ImportSummary {
    std::vector<FileSummary> files; ///< of the files given, in the order in which they were read
    std::vector<std::string> warnings;
    std::vector<RowError> errors; ///< the first kMostErrorsKept
    std::uint64_t error_count = 0;

    [[nodiscard]] bool may_be_kept(const ImportOptions& options) const {
        return !options.dry_run && (error_count == 0 || options.skip_bad_rows);
    }
};

/// Code::Invalid for a file that is unusable as a whole; nothing must be kept then.
[[nodiscard]] Result<ImportSummary> import_records(const ImportFiles& files, roster::RecordBook& book,
                                                   const ImportOptions& options = {});

} // namespace muster::exchange
