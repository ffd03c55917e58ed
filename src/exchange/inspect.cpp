#include "exchange/inspect.hpp"

#include <fmt/format.h>

#include "base/text.hpp"
#include "exchange/mapping.hpp"
#include "exchange/table.hpp"

namespace muster::exchange {

Result<Inspection> inspect(const ImportFile& file) {
    TRY_ASSIGN(Table table, Table::open(file));
    Inspection found{.encoding = std::string(table.encoding_name()),
                     .separator = table.separator(),
                     .headings = table.headings(),
                     .rows = {},
                     .kind = guess_kind(table.headings()),
                     .warnings = {}};
    CsvRow row;
    while (found.rows.size() < kRowsShown && table.next(row)) {
        if (row.problem) {
            found.warnings.push_back(
                fmt::format("Line {}, column {}: {}", row.problem->line, row.problem->cell, row.problem->reason));
        }
        auto& cells = found.rows.emplace_back();
        for (const std::string_view cell : row.cells) {
            cells.emplace_back(cut(cell, kCellShown));
        }
    }
    TRY(table.check_complete());
    return found;
}

} // namespace muster::exchange
