#include "exchange/table.hpp"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <map>

#include <fmt/format.h>

#include "base/text.hpp"
#include "exchange/mapping.hpp"
#include "roster/fields.hpp"

namespace muster::exchange {

Result<Table> Table::open(const ImportFile& file) {
    std::error_code ignored;
    if (std::filesystem::is_directory(file.path, ignored)) {
        return fail(Code::Invalid, fmt::format("{} is a folder; name a CSV file.", file.name));
    }
    Table table;
    table.name_ = file.name;
    errno = 0;
    table.stream_ = std::make_unique<std::ifstream>(file.path, std::ios::binary);
    if (!*table.stream_) {
        return fail(Code::Invalid, fmt::format("{} cannot be opened: {}.", file.name, std::strerror(errno)));
    }
    const auto size = std::filesystem::file_size(file.path, ignored);
    table.bytes_in_all_ = ignored ? 0 : size;
    table.reader_ = std::make_unique<CsvReader>(*table.stream_, file.encoding);
    TRY(table.read_headings());
    return table;
}

Result<void> Table::read_headings() {
    CsvRow row;
    if (!reader_->next(row)) {
        TRY(check_complete());
        return fail(Code::Invalid, fmt::format("{} is empty; its first line must name the columns.", name_));
    }
    if (row.problem) {
        return fail(Code::Invalid, fmt::format("{}: line {}: the headings cannot be read: {}", name_,
                                               row.problem->line, row.problem->reason));
    }
    heading_line_ = row.line;
    std::map<std::string, std::size_t> cells_by_key;
    for (std::size_t cell = 0; cell < row.cells.size(); ++cell) {
        const std::string_view heading = trim(row.cells[cell]);
        headings_.emplace_back(heading);
        if (heading.empty()) {
            continue;
        }
        const auto [earlier, is_new] = cells_by_key.emplace(roster::heading_key(heading), cell);
        if (!is_new) {
            return fail(Code::Invalid,
                        fmt::format("{}: columns {} and {} are both called \"{}\"; rename or remove one.", name_,
                                    earlier->second + 1, cell + 1, cut(heading, kHeadingShown)));
        }
    }
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
        return fail(Code::Invalid, fmt::format("{} could not be read to its end; nothing of it counts.", name_));
    }
    return {};
}

} // namespace muster::exchange
