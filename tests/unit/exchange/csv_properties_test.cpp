#include <csv.h>

#include <sstream>
#include <string>
#include <vector>

#include "base/text.hpp"
#include "exchange/csv_reader.hpp"
#include "exchange/csv_writer.hpp"
#include "support/properties.hpp"

namespace muster::exchange {
namespace {

using Rows = std::vector<std::vector<std::string>>;

std::string any_cell() {
    const auto piece = rc::gen::element<std::string>("a", "bc", " ", ",", ";", "\t", "\"", "\n", "\r\n", "\r", "'",
                                                     "=", "é", "漢", "😀", "\xEF\xBB\xBF");
    return join(*rc::gen::resize(5, rc::gen::container<std::vector<std::string>>(piece)), "");
}

Rows any_rows() {
    Rows rows(*rc::gen::inRange<std::size_t>(1, 6));
    const std::size_t width = *rc::gen::inRange<std::size_t>(1, 5);
    for (auto& row : rows) {
        for (std::size_t i = 0; i < width; ++i) {
            row.push_back(any_cell());
        }
    }
    return rows;
}

std::string write(const Rows& rows, char separator) {
    CsvWriter writer(Formulas::AsTheyAre, separator);
    for (const auto& row : rows) {
        for (const std::string& cell : row) {
            writer.cell(cell);
        }
        writer.end_row();
    }
    return writer.text();
}

Rows read(const std::string& text, char separator) {
    std::istringstream stream(text);
    CsvReader reader(stream, Encoding::Automatic, separator);
    Rows rows;
    CsvRow row;
    while (reader.next(row)) {
        RC_ASSERT(!row.problem.has_value());
        rows.emplace_back(row.cells.begin(), row.cells.end());
    }
    return rows;
}

/// What libcsv makes of the text: the second opinion.
struct Oracle {
    Rows rows;
    std::vector<std::string> row;

    static void on_cell(void* bytes, std::size_t length, void* self) {
        static_cast<Oracle*>(self)->row.emplace_back(static_cast<const char*>(bytes), length);
    }
    static void on_row(int, void* self) {
        auto* oracle = static_cast<Oracle*>(self);
        oracle->rows.push_back(std::move(oracle->row));
        oracle->row.clear();
    }
};

Rows read_with_libcsv(const std::string& text, char separator) {
    csv_parser parser;
    RC_ASSERT(csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI) == 0);
    csv_set_delim(&parser, static_cast<unsigned char>(separator));
    csv_set_space_func(&parser, [](unsigned char) { return 0; }); // it would trim cells
    Oracle oracle;
    RC_ASSERT(csv_parse(&parser, text.data(), text.size(), &Oracle::on_cell, &Oracle::on_row, &oracle) ==
              text.size());
    RC_ASSERT(csv_fini(&parser, &Oracle::on_cell, &Oracle::on_row, &oracle) == 0);
    csv_free(&parser);
    return oracle.rows;
}

/// A well-formed file in a hand that is not our writer's: quotes where none are needed, any line end, perhaps none
/// at the end.
std::string write_freely(const Rows& rows, char separator) {
    const std::string line_end = *rc::gen::element<std::string>("\n", "\r\n", "\r");
    std::string text;
    for (const auto& row : rows) {
        text += text.empty() ? "" : line_end;
        for (std::size_t i = 0; i < row.size(); ++i) {
            text += i == 0 ? "" : std::string(1, separator);
            const bool must = row[i].find_first_of(std::string("\"\r\n") + separator) != std::string::npos ||
                              (i == 0 && trim(row[i]).empty()) || (i == 0 && row[i].starts_with("\xEF\xBB\xBF"));
            if (!must && *rc::gen::arbitrary<bool>()) {
                text += row[i];
                continue;
            }
            text += '"';
            for (const char c : row[i]) {
                text.append(c == '"' ? 2 : 1, c);
            }
            text += '"';
        }
    }
    return *rc::gen::arbitrary<bool>() ? text + line_end : text;
}

RC_GTEST_PROP(CsvProperty, WhatIsWrittenIsReadBack, ()) {
    const char separator = *rc::gen::element(',', ';', '\t');
    Rows rows = any_rows();
    rows.insert(rows.begin(), std::vector<std::string>(rows.front().size(), "heading"));
    RC_ASSERT(read(write(rows, separator), separator) == rows);
}

RC_GTEST_PROP(CsvProperty, ReadsAWellFormedFileAsLibcsvDoes, ()) {
    const char separator = *rc::gen::element(',', ';', '\t');
    const Rows rows = any_rows();
    const std::string text = write_freely(rows, separator);
    RC_ASSERT(read(text, separator) == rows);
    RC_ASSERT(read_with_libcsv(text, separator) == rows);
}

RC_GTEST_PROP(CsvProperty, AnyBytesAreReadToTheEndWithRowsInOrder, ()) {
    const auto byte =
        rc::gen::element('a', ',', ';', '"', '\n', '\r', '\t', ' ', '\0', '\xC3', '\xA9', '\xFF', '\xFE');
    const auto text = *rc::gen::container<std::string>(byte);
    const Encoding encoding = *rc::gen::element(Encoding::Automatic, Encoding::Windows1252);
    std::istringstream stream(text);
    CsvReader reader(stream, encoding);
    CsvRow row;
    std::uint64_t last_line = 0;
    while (reader.next(row)) {
        RC_ASSERT(row.line > last_line);
        last_line = row.line;
        RC_ASSERT(!row.cells.empty());
        RC_ASSERT(row.cells.size() == row.cell_lines.size());
        if (row.problem) {
            RC_ASSERT(row.problem->cell >= 1U);
            RC_ASSERT(row.problem->line >= row.line);
            continue;
        }
        for (const auto& cell : row.cells) {
            RC_ASSERT(is_valid_utf8(cell));
        }
    }
    RC_ASSERT(reader.bytes_read() == text.size());
}

} // namespace
} // namespace muster::exchange
