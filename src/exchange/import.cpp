#include "exchange/import.hpp"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include "base/text.hpp"
#include "exchange/import_kinds.hpp"
#include "exchange/mapping.hpp"
#include "exchange/table.hpp"
#include "roster/fields.hpp"

namespace muster::exchange {
namespace {

constexpr std::uint64_t kRowsBetweenProgress = 2048;
constexpr std::size_t kColumnNowhere = static_cast<std::size_t>(-1);

/// An opened file and what its cells mean.
struct MappedTable {
    std::string name;
    Table table;
    MappedColumns mapped;
};

/// Reads one file into the book.
template <class Record>
class FileImport {
  public:
    FileImport(MappedTable file, roster::RecordBook& book, References& references, const ImportOptions& options,
               ImportSummary& summary)
        : name_(std::move(file.name)),
          table_(std::move(file.table)),
          mapped_(std::move(file.mapped)),
          book_(book),
          references_(references),
          options_(options),
          summary_(summary) {
        counts_.file = name_;
        counts_.kind = Kind<Record>::kFile;
        cells_of_columns_.assign(columns_of(Kind<Record>::kFile).size(), kColumnNowhere);
        for (std::size_t cell = 0; cell < mapped_.columns_of_cells.size(); ++cell) {
            if (mapped_.columns_of_cells[cell] != kColumnIgnored) {
                cells_of_columns_[mapped_.columns_of_cells[cell]] = cell;
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
        summary_.warnings.insert(summary_.warnings.end(), mapped_.warnings.begin(), mapped_.warnings.end());
        summary_.files.push_back(counts_);
        return {};
    }

  private:
    [[nodiscard]] std::size_t key_cell() const { return cells_of_columns_.front(); }

    void tell_progress() const {
        if (options_.progress) {
            options_.progress(name_, table_.bytes_read(), table_.bytes_in_all());
        }
    }

    void note_error(std::uint64_t line, std::size_t cell, std::string reason) {
        if (++summary_.error_count <= kMostErrorsKept) {
            const auto& headings = table_.headings();
            summary_.errors.push_back({.file = name_,
                                       .kind = Kind<Record>::kFile,
                                       .line = line,
                                       .cell = cell + 1,
                                       .column = cell < headings.size() ? headings[cell] : std::string(),
                                       .reason = std::move(reason)});
        }
    }

    void note_error_in(const CsvRow& row, std::string_view column, std::string reason) {
        const auto& columns = columns_of(Kind<Record>::kFile);
        const auto place =
            static_cast<std::size_t>(std::find(columns.begin(), columns.end(), column) - columns.begin());
        std::size_t cell = cells_of_columns_[place];
        cell = cell == kColumnNowhere ? key_cell() : cell;
        note_error(row.cell_lines[cell], cell, std::move(reason));
    }

    /// Whether the row was taken; if not, its errors are noted.
    bool take(const CsvRow& row) {
        if (row.problem) {
            note_error(row.problem->line, row.problem->cell - 1, row.problem->reason);
            return false;
        }
        const std::string_view written_key = row.cells[key_cell()];
        std::string key = Kind<Record>::key(written_key);
        if (!key.empty()) {
            const auto [first, is_new] = lines_by_key_.try_emplace(std::move(key), row.line);
            if (!is_new) {
                note_error(row.cell_lines[key_cell()], key_cell(),
                           fmt::format("{} \"{}\" is in this file already, on line {}.",
                                       columns_of(Kind<Record>::kFile).front(), cut(trim(written_key), 60),
                                       first->second));
                return false;
            }
        }
        std::optional<Record> before = Kind<Record>::find(book_, trim(written_key));
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
        const auto& columns_of_cells = mapped_.columns_of_cells;
        for (std::size_t cell = 0; cell < columns_of_cells.size(); ++cell) {
            if (columns_of_cells[cell] == kColumnIgnored) {
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
        const auto& columns = columns_of(Kind<Record>::kFile);
        for (const std::string_view column : Kind<Record>::required()) {
            const auto place = std::find(columns.begin(), columns.end(), column) - columns.begin();
            if (cells_of_columns_[static_cast<std::size_t>(place)] == kColumnNowhere) {
                note_error_in(
                    row, columns.front(),
                    fmt::format("\"{}\" is new, and a new record needs a {}; the file has no such column.",
                                cut(trim(row.cells[key_cell()]), 60), column));
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

    const std::string name_;
    Table table_;
    const MappedColumns mapped_;
    roster::RecordBook& book_;
    References& references_;
    const ImportOptions& options_;
    ImportSummary& summary_;
    FileSummary counts_;
    std::vector<std::size_t> cells_of_columns_;
    std::unordered_map<std::string, std::uint64_t> lines_by_key_;
};

/// Opened before anything is read, so that an unusable file is known at once.
Result<std::optional<MappedTable>> open_table(FileKind kind, const std::optional<ImportFile>& file,
                                              Mapping& mapping) {
    if (!file) {
        return std::nullopt;
    }
    TRY_ASSIGN(Table table, Table::open(*file));
    mapping.see(kind, table.headings());
    return MappedTable{file->name, std::move(table), {}};
}

Result<void> map_table(FileKind kind, const std::optional<ImportFile>& file, std::optional<MappedTable>& opened,
                       Mapping& mapping) {
    if (opened) {
        const auto& table = opened->table;
        TRY_ASSIGN(opened->mapped, mapping.map(kind, *file, {table.headings(), table.heading_line()}));
    }
    return {};
}

/// What the files of one import have in common.
struct Desk {
    roster::RecordBook& book;
    const ImportOptions& options;
    References references{book};
    ImportSummary summary = {};

    template <class Record>
    Result<void> import(std::optional<MappedTable> file) {
        return file ? FileImport<Record>(std::move(*file), book, references, options, summary).run()
                    : Result<void>();
    }
};

} // namespace

std::string RowError::text() const {
    return column.empty() ? fmt::format("{}: line {}, column {}: {}", file, line, cell, reason)
                          : fmt::format("{}: line {}, column {} ({}): {}", file, line, cell, column, reason);
}

Result<ImportSummary> import_records(const ImportFiles& files, roster::RecordBook& book,
                                     const ImportOptions& options) {
    Mapping mapping(files.rules);
    TRY_ASSIGN(auto statuses, open_table(FileKind::Statuses, files.statuses, mapping));
    TRY_ASSIGN(auto members, open_table(FileKind::Members, files.members, mapping));
    TRY_ASSIGN(auto reps, open_table(FileKind::Reps, files.reps, mapping));
    TRY(mapping.check_all_seen());
    TRY(map_table(FileKind::Statuses, files.statuses, statuses, mapping));
    TRY(map_table(FileKind::Members, files.members, members, mapping));
    TRY(map_table(FileKind::Reps, files.reps, reps, mapping));
    TRY(mapping.check_all_used());
    Desk desk{book, options};
    TRY(desk.import <roster::MemberStatus>(std::move(statuses)));
    TRY(desk.import <roster::Member>(std::move(members)));
    TRY(desk.import <roster::Rep>(std::move(reps)));
    return std::move(desk.summary);
}

} // namespace muster::exchange
