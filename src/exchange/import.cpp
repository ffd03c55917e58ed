#include "exchange/import.hpp"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include "base/text.hpp"
#include "exchange/import_kinds.hpp"
#include "exchange/table.hpp"
#include "roster/fields.hpp"

namespace muster::exchange {
namespace {

constexpr std::uint64_t kRowsBetweenProgress = 2048;
constexpr std::size_t kColumnNowhere = static_cast<std::size_t>(-1);

/// Reads one file into the book.
template <class Record>
class FileImport {
  public:
    FileImport(const std::string& path, Table table, roster::RecordBook& book, References& references,
               const ImportOptions& options, ImportSummary& summary)
        : path_(path),
          table_(std::move(table)),
          book_(book),
          references_(references),
          options_(options),
          summary_(summary) {
        counts_.file = path;
        const auto& columns = Kind<Record>::columns();
        cells_of_columns_.assign(columns.size(), kColumnNowhere);
        const auto& columns_of_cells = table_.columns_of_cells();
        for (std::size_t cell = 0; cell < columns_of_cells.size(); ++cell) {
            if (columns_of_cells[cell] != Table::kIgnored) {
                cells_of_columns_[columns_of_cells[cell]] = cell;
            }
        }
    }

    Result<void> run() {
        CsvRow row;
        tell_progress();
        while (table_.next(row)) {
            ++counts_.rows;
            if (!take(row)) {
                ++counts_.skipped;
            }
            if (counts_.rows % kRowsBetweenProgress == 0) {
                tell_progress();
                if (options_.cancel.is_cancelled()) {
                    return fail(Code::Cancelled, "The import was stopped; nothing of it was kept.");
                }
            }
        }
        tell_progress();
        TRY(table_.check_complete());
        const auto& warnings = table_.warnings();
        summary_.warnings.insert(summary_.warnings.end(), warnings.begin(), warnings.end());
        summary_.files.push_back(counts_);
        return {};
    }

  private:
    void tell_progress() const {
        if (options_.progress) {
            options_.progress(path_, table_.bytes_read(), table_.bytes_in_all());
        }
    }

    void note_error(std::uint64_t line, std::size_t cell, std::string reason) {
        if (++summary_.error_count <= kMostErrorsKept) {
            const auto& headings = table_.headings();
            summary_.errors.push_back(RowError{
                path_, line, cell + 1, cell < headings.size() ? headings[cell] : std::string(), std::move(reason)});
        }
    }

    void note_error_in(const CsvRow& row, std::string_view column, std::string reason) {
        const auto& columns = Kind<Record>::columns();
        const auto place =
            static_cast<std::size_t>(std::find(columns.begin(), columns.end(), column) - columns.begin());
        std::size_t cell = cells_of_columns_[place];
        cell = cell == kColumnNowhere ? table_.key_cell() : cell;
        note_error(row.cell_lines[cell], cell, std::move(reason));
    }

    /// Whether the row was taken; if not, its errors are noted.
    bool take(const CsvRow& row) {
        if (row.problem) {
            note_error(row.problem->line, row.problem->cell - 1, row.problem->reason);
            return false;
        }
        const std::size_t key_cell = table_.key_cell();
        std::string key = Kind<Record>::key(row.cells[key_cell]);
        if (!key.empty()) {
            const auto [first, is_new] = lines_by_key_.try_emplace(std::move(key), row.line);
            if (!is_new) {
                note_error(row.cell_lines[key_cell], key_cell,
                           fmt::format("{} \"{}\" is in this file already, on line {}.",
                                       Kind<Record>::columns().front(), cut(trim(row.cells[key_cell]), 60),
                                       first->second));
                return false;
            }
        }
        std::optional<Record> before = Kind<Record>::find(book_, trim(row.cells[key_cell]));
        Record record = before ? *before : Record{};
        if (!read_cells(row, record) || (!before && !has_required_columns(row))) {
            return false;
        }
        if (const auto bad = Kind<Record>::settle(record, before ? &*before : nullptr, references_)) {
            note_error_in(row, bad->column, bad->reason);
            return false;
        }
        keep(record, before);
        return true;
    }

    bool read_cells(const CsvRow& row, Record& record) {
        bool good = true;
        const auto& columns_of_cells = table_.columns_of_cells();
        for (std::size_t cell = 0; cell < columns_of_cells.size(); ++cell) {
            if (columns_of_cells[cell] == Table::kIgnored) {
                continue;
            }
            if (auto set = roster::set_field_at(record, columns_of_cells[cell], row.cells[cell]); !set) {
                note_error(row.cell_lines[cell], cell, std::move(set).error().message);
                good = false;
            }
        }
        return good;
    }

    bool has_required_columns(const CsvRow& row) {
        const auto& columns = Kind<Record>::columns();
        for (const std::string_view column : Kind<Record>::required()) {
            const auto place = std::find(columns.begin(), columns.end(), column) - columns.begin();
            if (cells_of_columns_[static_cast<std::size_t>(place)] == kColumnNowhere) {
                note_error_in(
                    row, columns.front(),
                    fmt::format("\"{}\" is new, and a new record needs a {}; the file has no such column.",
                                cut(trim(row.cells[table_.key_cell()]), 60), column));
                return false;
            }
        }
        return true;
    }

    void keep(const Record& record, const std::optional<Record>& before) {
        Kind<Record>::note(record, references_);
        if (before && record == *before) {
            ++counts_.unchanged;
            return;
        }
        ++(before ? counts_.updated : counts_.created);
        if (summary_.may_be_kept(options_)) {
            Kind<Record>::put(book_, record);
        }
    }

    const std::string& path_;
    Table table_;
    roster::RecordBook& book_;
    References& references_;
    const ImportOptions& options_;
    ImportSummary& summary_;
    FileSummary counts_;
    std::vector<std::size_t> cells_of_columns_;
    std::unordered_map<std::string, std::uint64_t> lines_by_key_;
};

/// Opened before anything is read, so that an unusable file is known at once.
template <class Record>
Result<std::optional<Table>> open_table(const std::optional<std::string>& path, Encoding encoding) {
    std::optional<Table> table;
    if (path) {
        TRY_ASSIGN(table, Table::open(*path, encoding, Kind<Record>::columns()));
    }
    return table;
}

} // namespace

std::string RowError::text() const {
    return column.empty() ? fmt::format("{}: line {}, column {}: {}", file, line, cell, reason)
                          : fmt::format("{}: line {}, column {} ({}): {}", file, line, cell, column, reason);
}

Result<ImportSummary> import_records(const ImportFiles& files, roster::RecordBook& book,
                                     const ImportOptions& options) {
    TRY_ASSIGN(std::optional<Table> statuses, open_table<roster::MemberStatus>(files.statuses, files.encoding));
    TRY_ASSIGN(std::optional<Table> members, open_table<roster::Member>(files.members, files.encoding));
    TRY_ASSIGN(std::optional<Table> reps, open_table<roster::Rep>(files.reps, files.encoding));
    ImportSummary summary;
    References references(book);
    if (statuses) {
        TRY(FileImport<roster::MemberStatus>(*files.statuses, std::move(*statuses), book, references, options,
                                             summary)
                .run());
    }
    if (members) {
        TRY(FileImport<roster::Member>(*files.members, std::move(*members), book, references, options, summary)
                .run());
    }
    if (reps) {
        TRY(FileImport<roster::Rep>(*files.reps, std::move(*reps), book, references, options, summary).run());
    }
    return summary;
}

} // namespace muster::exchange
