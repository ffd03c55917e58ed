#include "exchange/table.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <map>

#include <fmt/format.h>

#include "base/text.hpp"
#include "roster/fields.hpp"

namespace muster::exchange {
namespace {

/// Of longer headings only the beginning is repeated to people.
constexpr std::size_t kHeadingShown = 60;

} // namespace

Result<Table> Table::open(const std::string& path, Encoding encoding,
                          const std::vector<std::string_view>& columns) {
    std::error_code ignored;
    if (std::filesystem::is_directory(path, ignored)) {
        return fail(Code::Invalid, fmt::format("{} is a folder; name a CSV file.", path));
    }
    Table table;
    table.path_ = path;
    errno = 0;
    table.stream_ = std::make_unique<std::ifstream>(path, std::ios::binary);
    if (!*table.stream_) {
        return fail(Code::Invalid, fmt::format("{} cannot be opened: {}.", path, std::strerror(errno)));
    }
    const auto size = std::filesystem::file_size(path, ignored);
    table.bytes_in_all_ = ignored ? 0 : size;
    table.reader_ = std::make_unique<CsvReader>(*table.stream_, encoding);
    TRY(table.read_headings(columns));
    return table;
}

Result<void> Table::read_headings(const std::vector<std::string_view>& columns) {
    CsvRow row;
    if (!reader_->next(row)) {
        TRY(check_complete());
        return fail(Code::Invalid,
                    fmt::format("{} is empty; its first line must name the columns, beginning with {}.", path_,
                                columns.front()));
    }
    if (row.problem) {
        return fail(Code::Invalid, fmt::format("{}: line {}: the headings cannot be read: {}", path_,
                                               row.problem->line, row.problem->reason));
    }
    std::map<std::string, std::size_t> cells_by_key;
    for (std::size_t cell = 0; cell < row.cells.size(); ++cell) {
        const std::string_view heading = trim(row.cells[cell]);
        headings_.emplace_back(heading);
        const std::string_view shown = cut(headings_.back(), kHeadingShown);
        if (heading.empty()) {
            columns_of_cells_.push_back(kIgnored);
            warnings_.push_back(fmt::format("{}: column {} has no heading and is ignored.", path_, cell + 1));
            continue;
        }
        const auto [earlier, is_new] = cells_by_key.emplace(roster::heading_key(heading), cell);
        if (!is_new) {
            return fail(Code::Invalid,
                        fmt::format("{}: columns {} and {} are both called \"{}\"; rename or remove one.", path_,
                                    earlier->second + 1, cell + 1, shown));
        }
        const std::string_view column = roster::find_column(columns, heading);
        const auto place = std::find(columns.begin(), columns.end(), column);
        if (place == columns.end()) {
            columns_of_cells_.push_back(kIgnored);
            warnings_.push_back(fmt::format("{}: the column \"{}\" is unknown and is ignored.", path_, shown));
        } else {
            columns_of_cells_.push_back(static_cast<std::size_t>(place - columns.begin()));
        }
    }
    const auto key = std::find(columns_of_cells_.begin(), columns_of_cells_.end(), std::size_t{0});
    if (key == columns_of_cells_.end()) {
        return fail(Code::Invalid, fmt::format("{}: line {}: there is no column \"{}\". Known columns: {}.", path_,
                                               row.line, columns.front(), fmt::join(columns, ", ")));
    }
    key_cell_ = static_cast<std::size_t>(key - columns_of_cells_.begin());
    return {};
}

bool Table::next(CsvRow& row) {
    if (!reader_->next(row)) {
        return false;
    }
    if (!row.problem && row.cells.size() != headings_.size()) {
        const bool too_many = row.cells.size() > headings_.size();
        const std::size_t cell = too_many ? headings_.size() : row.cells.size() - 1;
        row.problem = CsvProblem{row.cell_lines[cell], cell + 1,
                                 fmt::format("The row has too {} cells: {}, where the headings are {}.",
                                             too_many ? "many" : "few", row.cells.size(), headings_.size())};
    }
    return true;
}

Result<void> Table::check_complete() const {
    if (reader_->has_failed()) {
        return fail(Code::Invalid, fmt::format("{} could not be read to its end; nothing of it counts.", path_));
    }
    return {};
}

} // namespace muster::exchange
