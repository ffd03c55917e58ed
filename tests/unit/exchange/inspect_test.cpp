#include "exchange/inspect.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "unit/exchange/chamber_folder.hpp"

namespace muster::exchange {
namespace {

using Names = std::vector<std::string>;
using namespace std::string_literals;

Result<Inspection> look_at(const std::string& text, Encoding encoding = Encoding::Automatic) {
    const ChamberFolder folder;
    ImportFile file(folder.write("x.csv", text), encoding);
    file.name = "x.csv";
    return inspect(file);
}

TEST(Inspection, TellsEncodingAndSeparator) {
    struct Case {
        std::string text;
        Encoding asked;
        const char* encoding;
        char separator;
    };
    const std::vector<Case> cases = {
        {"a,b\n1,\xC3\xB6\n", Encoding::Automatic, "UTF-8", ','},
        {"\xEF\xBB\xBF"s + "a;b\r\n1;\xC3\xB6\r\n", Encoding::Windows1252, "UTF-8", ';'},
        {"a\tb\r1\t\xF6\r", Encoding::Windows1252, "Windows-1252", '\t'},
        {"\xFF\xFE"s + "a\0,\0b\0\n\0001\0,\0\xF6\0"s, Encoding::Automatic, "UTF-16", ','},
    };
    for (const auto& [text, asked, encoding, separator] : cases) {
        const auto found = look_at(text, asked);
        ASSERT_TRUE(found) << found.error().message;
        EXPECT_EQ(found->encoding, encoding);
        EXPECT_EQ(found->separator, separator);
        EXPECT_EQ(found->headings, (Names{"a", "b"}));
        EXPECT_EQ(found->rows, (std::vector<Names>{{"1", "ö"}}));
        EXPECT_EQ(found->warnings, Names{});
    }
}

TEST(Inspection, ShowsTheFirstTwentyRowsAndCutsLongCells) {
    std::string text = "rep_id,notes\n";
    for (int i = 1; i <= 30; ++i) {
        text += "R" + std::to_string(i) + "," + std::string(300, 'x') + "\n";
    }
    const auto found = look_at(text).value();
    ASSERT_EQ(found.rows.size(), 20U);
    EXPECT_EQ(found.rows.back().front(), "R20");
    EXPECT_EQ(found.rows.front().back().size(), 200U);
    EXPECT_EQ(found.kind, FileKind::Reps);
}

TEST(Inspection, ShowsBadRowsWithWhatIsWrong) {
    const auto found = look_at("a,b\n1\n2,3,4\n5,\xF6\n6,7\n").value();
    EXPECT_EQ(found.rows.size(), 4U);
    EXPECT_EQ(found.rows[1], (Names{"2", "3", "4"}));
    ASSERT_EQ(found.warnings.size(), 3U);
    EXPECT_EQ(found.warnings[0], "Line 2, column 1: The row has too few cells: 1, where the headings are 2.");
    EXPECT_EQ(found.warnings[1], "Line 3, column 3: The row has too many cells: 3, where the headings are 2.");
    EXPECT_EQ(found.warnings[2].find("Line 4, column 2: The cell holds bytes that are not text in UTF-8"), 0U);
}

TEST(Inspection, RefusesWhatNoMappingMakesUsable) {
    EXPECT_EQ(look_at("").error().message, "x.csv is empty; its first line must name the columns.");
    EXPECT_EQ(look_at("a,A\n").error().message,
              "x.csv: columns 1 and 2 are both called \"A\"; rename or remove one.");
    EXPECT_EQ(look_at("a,\xF6\n").error().message.find("x.csv: line 1: the headings cannot be read: "), 0U);
}

} // namespace
} // namespace muster::exchange
