#include "exchange/export.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

#include "exchange/csv_writer.hpp"
#include "exchange/output_file.hpp"
#include "roster/fields.hpp"

namespace muster::exchange {
namespace {

constexpr std::size_t kWriteAt = 256 * 1024; // bytes gathered before they are written
constexpr std::string_view kPasswordColumn = "password";

/// Headings and rows as text, which whoever holds them may take away piece by piece.
class Rows {
  public:
    Rows(std::vector<std::string_view> columns, Formulas formulas)
        : columns_(std::move(columns)), writer_(formulas) {
        for (const std::string_view column : columns_) {
            writer_.cell(column);
        }
        writer_.end_row();
    }

    template <class Record>
    void add(const Record& record) {
        for (const std::string_view column : columns_) {
            writer_.cell(roster::field_text(record, column));
        }
        writer_.end_row();
        ++count_;
    }
    [[nodiscard]] std::string& text() { return writer_.text(); }
    [[nodiscard]] std::uint64_t count() const { return count_; }

  private:
    std::vector<std::string_view> columns_;
    CsvWriter writer_;
    std::uint64_t count_ = 0;
};

/// One file that is being written; remembers its first error, so that a visitor need not stop.
class FileExport {
  public:
    FileExport(OutputFile file, std::vector<std::string_view> columns, Formulas formulas)
        : file_(std::move(file)), rows_(std::move(columns), formulas) {}

    template <class Record>
    void add(const Record& record) {
        rows_.add(record);
        if (rows_.text().size() >= kWriteAt) {
            flush();
        }
    }

    Result<void> complete() {
        flush();
        return outcome_;
    }
    Result<void> publish() { return file_.finish(); }
    [[nodiscard]] std::uint64_t rows() const { return rows_.count(); }

  private:
    void flush() {
        if (outcome_) {
            outcome_ = file_.write(rows_.text());
        }
        rows_.text().clear();
    }

    OutputFile file_;
    Rows rows_;
    Result<void> outcome_;
};

std::vector<std::string_view> without_password(std::vector<std::string_view> columns) {
    std::erase(columns, kPasswordColumn);
    return columns;
}

using MaybeFile = std::optional<FileExport>;

Result<void> open_file(MaybeFile& file, const std::optional<std::string>& path,
                       std::vector<std::string_view> columns, const ExportOptions& options) {
    if (!path) {
        return {};
    }
    const bool secret =
        options.with_passwords && std::find(columns.begin(), columns.end(), kPasswordColumn) != columns.end();
    if (!options.with_passwords) {
        columns = without_password(std::move(columns));
    }
    TRY_ASSIGN(OutputFile output, OutputFile::create(*path, secret ? Privacy::OwnerOnly : Privacy::AsUsual));
    file.emplace(std::move(output), std::move(columns),
                 options.for_spreadsheet ? Formulas::Defused : Formulas::AsTheyAre);
    return {};
}

} // namespace

Result<ExportSummary> export_records(roster::RecordBook& book, const ExportFiles& files,
                                     const ExportOptions& options) {
    MaybeFile statuses;
    MaybeFile members;
    MaybeFile reps;
    TRY(open_file(statuses, files.statuses, roster::status_columns(), options));
    TRY(open_file(members, files.members, roster::member_columns(), options));
    TRY(open_file(reps, files.reps, roster::rep_columns(), options));
    if (statuses) {
        book.each_status([&](const roster::MemberStatus& status) { statuses->add(status); });
    }
    if (members) {
        book.each_member([&](const roster::Member& member) { members->add(member); });
    }
    if (reps) {
        book.each_rep([&](const roster::Rep& rep) { reps->add(rep); });
    }
    for (MaybeFile* file : {&statuses, &members, &reps}) {
        if (*file) {
            TRY((*file)->complete());
        }
    }
    for (MaybeFile* file : {&statuses, &members, &reps}) {
        if (*file) {
            TRY((*file)->publish());
        }
    }
    ExportSummary summary;
    summary.statuses = statuses ? statuses->rows() : 0;
    summary.members = members ? members->rows() : 0;
    summary.reps = reps ? reps->rows() : 0;
    return summary;
}

std::string export_text(roster::RecordBook& book, FileKind table, bool for_spreadsheet) {
    const Formulas formulas = for_spreadsheet ? Formulas::Defused : Formulas::AsTheyAre;
    if (table == FileKind::Statuses) {
        Rows rows(roster::status_columns(), formulas);
        book.each_status([&](const roster::MemberStatus& status) { rows.add(status); });
        return std::move(rows.text());
    }
    if (table == FileKind::Members) {
        Rows rows(roster::member_columns(), formulas);
        book.each_member([&](const roster::Member& member) { rows.add(member); });
        return std::move(rows.text());
    }
    Rows rows(without_password(roster::rep_columns()), formulas);
    book.each_rep([&](const roster::Rep& rep) { rows.add(rep); });
    return std::move(rows.text());
}

} // namespace muster::exchange
