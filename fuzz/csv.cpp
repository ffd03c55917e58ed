// The CSV reader on any bytes: it ends, keeps its limits, never goes back in lines, and what it calls good is text.

#include <cstddef>
#include <cstdint>
#include <sstream>
#include <string>

#include "exchange/csv_reader.hpp"
#include "require.hpp"

using muster::exchange::CsvReader;
using muster::exchange::CsvRow;
using muster::exchange::Encoding;
using muster::fuzz::require;

namespace {

void read_all(const std::string& text, Encoding encoding) {
    std::istringstream stream(text);
    CsvReader reader(stream, encoding);
    CsvRow row;
    std::uint64_t last_line = 0;
    while (reader.next(row)) {
        require(row.line > last_line);
        last_line = row.line;
        require(row.cells.size() == row.cell_lines.size());
        require(row.cells.size() <= muster::exchange::kMostCells);
        for (std::size_t i = 0; i < row.cells.size(); ++i) {
            require(row.cell_lines[i] >= row.line);
            require(row.cells[i].size() <= muster::exchange::kLongestCell);
            if (!row.problem) {
                require(row.cells[i].find('\xff') == std::string_view::npos);
                require(row.cells[i].find('\0') == std::string_view::npos);
            }
        }
    }
    require(!reader.has_failed());
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(muster::fuzz::as_text(data, size));
    read_all(text, Encoding::Automatic);
    read_all(text, Encoding::Windows1252);
    return 0;
}
