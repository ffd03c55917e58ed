#include "exchange/csv_writer.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace muster::exchange {
namespace {

std::string written(const std::vector<std::string>& cells, Formulas formulas = Formulas::AsTheyAre) {
    CsvWriter writer(formulas);
    for (const std::string& cell : cells) {
        writer.cell(cell);
    }
    writer.end_row();
    return writer.text();
}

TEST(CsvWriter, QuotesOnlyWhereItMust) {
    EXPECT_EQ(written({"a", "b c", "d;e"}), "a,b c,d;e\n");
    EXPECT_EQ(written({"a,b", "say \"hi\"", "x\ny", "x\ry"}), "\"a,b\",\"say \"\"hi\"\"\",\"x\ny\",\"x\ry\"\n");
    EXPECT_EQ(written({"a", "", ""}), "a,,\n");
}

TEST(CsvWriter, ARowIsNeverTakenForABlankLine) {
    EXPECT_EQ(written({""}), "\"\"\n");
    EXPECT_EQ(written({" "}), "\" \"\n");
}

TEST(CsvWriter, DefusesWhatASpreadsheetWouldRunWhenAsked) {
    const std::vector<std::string> cells = {"=1+1", "+1 605", "-2", "@x", "\tx", "\rx", "a=b", "1-2"};
    EXPECT_EQ(written(cells), "=1+1,+1 605,-2,@x,\tx,\"\rx\",a=b,1-2\n");
    EXPECT_EQ(written(cells, Formulas::Defused), "'=1+1,'+1 605,'-2,'@x,'\tx,\"'\rx\",a=b,1-2\n");
    EXPECT_EQ(written({"=a,b"}, Formulas::Defused), "\"'=a,b\"\n");
}

} // namespace
} // namespace muster::exchange
