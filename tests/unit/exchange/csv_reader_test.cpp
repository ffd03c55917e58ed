#include "exchange/csv_reader.hpp"

#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace muster::exchange {
namespace {

using namespace std::string_literals;
using Row = std::vector<std::string>;

struct ReadRow {
    std::uint64_t line = 0;
    Row cells;
    std::vector<std::uint64_t> cell_lines;
    std::optional<CsvProblem> problem;
};

std::vector<ReadRow> read(const std::string& text, Encoding encoding = Encoding::Automatic, char separator = '\0') {
    std::istringstream stream(text);
    CsvReader reader(stream, encoding, separator);
    std::vector<ReadRow> rows;
    CsvRow row;
    while (reader.next(row)) {
        rows.push_back({row.line, Row(row.cells.begin(), row.cells.end()), row.cell_lines, row.problem});
        EXPECT_EQ(row.cells.size(), row.cell_lines.size());
    }
    EXPECT_FALSE(reader.has_failed());
    return rows;
}

std::vector<Row> cells(const std::string& text) {
    std::vector<Row> rows;
    for (const ReadRow& row : read(text)) {
        EXPECT_FALSE(row.problem) << row.problem->reason;
        rows.push_back(row.cells);
    }
    return rows;
}

char separator_of(const std::string& text) {
    std::istringstream stream(text);
    return CsvReader(stream).separator();
}

TEST(CsvReader, ReadsPlainAndQuotedCells) {
    EXPECT_EQ(cells("a,b\n1,2\n"), (std::vector<Row>{{"a", "b"}, {"1", "2"}}));
    EXPECT_EQ(cells("a,b\n\"x,y\",\"say \"\"hi\"\"\"\n"), (std::vector<Row>{{"a", "b"}, {"x,y", "say \"hi\""}}));
    EXPECT_EQ(cells("a,b\n,\n\"\",\n"), (std::vector<Row>{{"a", "b"}, {"", ""}, {"", ""}}));
    EXPECT_EQ(cells("a,b\n x , y "), (std::vector<Row>{{"a", "b"}, {" x ", " y "}}));
    EXPECT_EQ(cells(""), std::vector<Row>{});
    EXPECT_EQ(cells("a"), (std::vector<Row>{{"a"}}));
    EXPECT_EQ(cells("a,"), (std::vector<Row>{{"a", ""}}));
    EXPECT_EQ(cells("\"\""), (std::vector<Row>{{""}}));
}

TEST(CsvReader, TakesEveryKindOfLineEnd) {
    const std::vector<Row> expected = {{"a", "b"}, {"1", "2"}, {"3", "4"}};
    EXPECT_EQ(cells("a,b\n1,2\n3,4\n"), expected);
    EXPECT_EQ(cells("a,b\r\n1,2\r\n3,4"), expected);
    EXPECT_EQ(cells("a,b\r1,2\r3,4\r"), expected);
}

TEST(CsvReader, KeepsLineBreaksInQuotesAndCountsThem) {
    const auto rows = read("a,b\n\"x\r\ny\rz\n\",1\n2,3\n");
    ASSERT_EQ(rows.size(), 3U);
    EXPECT_EQ(rows[1].cells, (Row{"x\r\ny\rz\n", "1"}));
    EXPECT_EQ(rows[1].line, 2U);
    EXPECT_EQ(rows[1].cell_lines, (std::vector<std::uint64_t>{2, 5}));
    EXPECT_EQ(rows[2].line, 6U);
}

TEST(CsvReader, LeavesOutBlankLinesButCountsThem) {
    const auto rows = read("\n  \na,b\r\n\r\n\r\n1,2\n\n");
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(rows[0].line, 3U);
    EXPECT_EQ(rows[1].line, 6U);
    EXPECT_EQ(rows[1].cells, (Row{"1", "2"}));
}

TEST(CsvReader, FindsTheSeparatorInTheFirstLine) {
    EXPECT_EQ(separator_of("a,b;c,d\n1;2;3;4;5\n"), ',');
    EXPECT_EQ(separator_of("a;b;c\n1,2,3,4\n"), ';');
    EXPECT_EQ(separator_of("a\tb\n"), '\t');
    EXPECT_EQ(separator_of("\n\n\"a,b,c\";b\n"), ';');
    EXPECT_EQ(separator_of("\"a\nb,,,,\"\tb\n"), '\t');
    EXPECT_EQ(separator_of("a\n"), ',');
    EXPECT_EQ(separator_of(""), ',');
    EXPECT_EQ(cells("rep_id;email\nR1;a,b\n"), (std::vector<Row>{{"rep_id", "email"}, {"R1", "a,b"}}));
}

TEST(CsvReader, AQuoteWithinACellIsAProblemWithItsPlace) {
    const auto rows = read("a,b\n1,x \"y\"\n2, \"z\"\n3,4\n");
    ASSERT_EQ(rows.size(), 4U);
    for (const std::size_t bad : {1U, 2U}) {
        ASSERT_TRUE(rows[bad].problem);
        EXPECT_EQ(rows[bad].problem->line, bad + 1);
        EXPECT_EQ(rows[bad].problem->cell, 2U);
        EXPECT_NE(rows[bad].problem->reason.find("does not begin with one"), std::string::npos);
    }
    EXPECT_FALSE(rows[3].problem);
    EXPECT_EQ(rows[3].cells, (Row{"3", "4"}));
}

TEST(CsvReader, TextBehindAClosingQuoteIsAProblem) {
    const auto rows = read("a,b\n\"x\"y,1\n2,3\n");
    ASSERT_EQ(rows.size(), 3U);
    ASSERT_TRUE(rows[1].problem);
    EXPECT_EQ(rows[1].problem->line, 2U);
    EXPECT_EQ(rows[1].problem->cell, 1U);
    EXPECT_NE(rows[1].problem->reason.find("closing double quote"), std::string::npos);
    EXPECT_FALSE(rows[2].problem);
}

TEST(CsvReader, AQuoteThatIsNeverClosedIsNamedWithTheLineWhereItBegan) {
    const auto rows = read("a,b\n1,2\n3,\"x\n4,5\n6,7\n");
    ASSERT_EQ(rows.size(), 3U);
    ASSERT_TRUE(rows[2].problem);
    EXPECT_EQ(rows[2].problem->line, 3U);
    EXPECT_EQ(rows[2].problem->cell, 2U);
    EXPECT_EQ(rows[2].problem->reason, "The double quote on line 3 is never closed.");
    std::string endless = "a\n\"";
    endless.append(3 * kLongestRow, 'x');
    const auto huge = read(endless);
    ASSERT_EQ(huge.size(), 2U);
    EXPECT_EQ(huge[1].problem->reason, "The double quote on line 2 is never closed.");
}

TEST(CsvReader, CellsAndRowsHaveLimitsAndTheRestIsStillRead) {
    const std::string longest(kLongestCell, 'x');
    EXPECT_EQ(cells("a\n" + longest + "\n")[1][0].size(), 65'536U);
    for (const std::string& cell : {longest + "x", "\"" + longest + "x\""}) {
        const auto rows = read("a,b\n1," + cell + "\n2,3\n");
        ASSERT_EQ(rows.size(), 3U);
        ASSERT_TRUE(rows[1].problem);
        EXPECT_EQ(rows[1].problem->cell, 2U);
        EXPECT_NE(rows[1].problem->reason.find("longer than 64 KiB"), std::string::npos);
        EXPECT_FALSE(rows[2].problem);
    }
    std::string row = longest;
    for (int i = 0; i < 16; ++i) {
        row += "," + longest;
    }
    const auto rows = read("a,b\n" + row + "\n2,3\n");
    ASSERT_EQ(rows.size(), 3U);
    EXPECT_EQ(rows[1].problem->reason, "The row is longer than 1024 KiB.");
    EXPECT_FALSE(rows[2].problem);
}

TEST(CsvReader, ARowOfFarTooManyCellsIsAProblem) {
    const auto rows = read("a,b\n" + std::string(5000, ',') + "\n2,3\n");
    ASSERT_EQ(rows.size(), 3U);
    EXPECT_EQ(rows[1].cells.size(), 1024U);
    EXPECT_EQ(rows[1].problem->reason, "The row has more than 1024 cells.");
    EXPECT_EQ(rows[2].cells, (Row{"2", "3"}));
}

TEST(CsvReader, BytesThatAreNoTextAreAProblemOfTheirCell) {
    const auto rows = read("a,b\nZo\xEB,1\n1,\"x\ny\xFF\"\nZoë,2\n");
    ASSERT_EQ(rows.size(), 4U);
    ASSERT_TRUE(rows[1].problem);
    EXPECT_EQ(rows[1].problem->line, 2U);
    EXPECT_EQ(rows[1].problem->cell, 1U);
    EXPECT_NE(rows[1].problem->reason.find("not text in UTF-8"), std::string::npos);
    EXPECT_EQ(rows[2].problem->cell, 2U);
    EXPECT_FALSE(rows[3].problem);
    EXPECT_EQ(rows[3].cells[0], "Zoë");
    const auto windows = read("a,b\n\x81,1\nZo\xEB,2\n", Encoding::Windows1252);
    EXPECT_NE(windows[1].problem->reason.find("not text in Windows-1252"), std::string::npos);
    EXPECT_EQ(windows[2].cells[0], "Zoë");
    const auto wide = read("\xFF\xFE"s + "a\0\n\0\x00\xDE\n\0b\0\n\0"s);
    ASSERT_EQ(wide.size(), 3U);
    EXPECT_NE(wide[1].problem->reason.find("not text in UTF-16"), std::string::npos);
    EXPECT_EQ(wide[2].cells[0], "b");
}

TEST(CsvReader, ANulCharacterIsAProblemOfItsCell) {
    const auto rows = read("a,b\n1,x\0y\n"s);
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(rows[1].problem->cell, 2U);
    EXPECT_EQ(rows[1].problem->reason, "The cell holds a NUL character; leave it out.");
}

TEST(CsvReader, ReadsTheSameHoweverTheFileFallsIntoPieces) {
    const std::string pair = "\"x\"\"y\",1\r\n";
    for (std::size_t shift = 0; shift < pair.size(); ++shift) {
        std::string text = "a,b\n" + std::string(shift, 'z') + ",0\n";
        while (text.size() < 600'000) {
            text += pair;
        }
        const auto rows = read(text);
        std::uint64_t line = 3;
        for (std::size_t i = 2; i < rows.size(); ++i) {
            ASSERT_FALSE(rows[i].problem) << rows[i].problem->reason;
            ASSERT_EQ(rows[i].cells, (Row{"x\"y", "1"}));
            ASSERT_EQ(rows[i].line, line++);
        }
    }
}

} // namespace
} // namespace muster::exchange
