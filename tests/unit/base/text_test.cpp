#include "base/text.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace muster {
namespace {

const std::string kFamily =
    "\U0001F468\u200D\U0001F469\u200D\U0001F467\u200D\U0001F466"; // one grapheme, 7 code points
const std::string kGermany = "\U0001F1E9\U0001F1EA";
const std::string kFrance = "\U0001F1EB\U0001F1F7";

TEST(Trim, TakesAwayAsciiAndUnicodeWhiteSpaceAtBothEnds) {
    EXPECT_EQ(trim(" \t\r\n a b \v\f"), "a b");
    EXPECT_EQ(trim("\u00A0\u2003\u3000a\u2028\u202F\u0085"), "a");
    EXPECT_EQ(trim(" \u00A0 "), "");
    EXPECT_EQ(trim(""), "");
    EXPECT_EQ(trim("\u00E9"), "\u00E9");
    EXPECT_EQ(trim("\u200Ba"), "\u200Ba"); // zero width, but no white space
}

TEST(Trim, LeavesBytesThatAreNoUtf8) {
    EXPECT_EQ(trim(" \x85 "), "\x85");
    EXPECT_EQ(trim(" \xA0"), "\xA0");
    EXPECT_EQ(trim("\x80\x80\x80\x80"), "\x80\x80\x80\x80");
}

TEST(Fold, R4_IgnoresCaseMarksAndCompatibility) {
    EXPECT_EQ(fold("M\u00DCLLER Stra\u00DFe"), "muller strasse");
    EXPECT_EQ(fold("Mu\u0308ller"), "muller");
    EXPECT_EQ(fold("\uFB01ne \u2167"), "fine viii");
    EXPECT_EQ(fold("\u0130stanbul"), "istanbul");
    EXPECT_EQ(fold("\u03A3\u03AF\u03C3\u03C5\u03C6\u03BF\u03C2"), "\u03C3\u03B9\u03C3\u03C5\u03C6\u03BF\u03C3");
    EXPECT_EQ(fold("ABC xyz'-"), "abc xyz'-");
    EXPECT_EQ(fold(""), "");
}

TEST(Fold, R4_ReadsBytesThatAreNoUtf8AsLatin1) {
    EXPECT_EQ(fold("M\xDCLLER"), "muller");
    EXPECT_EQ(fold("\xFF"), "y");
    EXPECT_EQ(fold("\u00DC\xDC"), "uu");
}

TEST(Fold, R4_FoldingTwiceIsFoldingOnceForEveryCharacter) {
    for (std::uint32_t c = 0x80; c < 0x10000; ++c) {
        if (c >= 0xD800 && c < 0xE000) {
            continue;
        }
        std::string bytes{static_cast<char>(c & 0xFF), static_cast<char>(c >> 8)};
        const auto text = from_utf16(bytes, ByteOrder::Little).value();
        const auto once = fold(text);
        ASSERT_EQ(fold(once), once) << std::hex << c;
        const auto lower = fold_case(text);
        ASSERT_EQ(fold_case(lower), lower) << std::hex << c;
    }
}

TEST(FoldCase, KeepsMarksAndWhiteSpace) {
    EXPECT_EQ(fold_case(" M\u00DCLLER\t "), " m\u00FCller\t ");
    EXPECT_EQ(fold_case("Mu\u0308ller"), "m\u00FCller");
    // The iota subscript before and behind an accent is the same text.
    EXPECT_EQ(fold_case("\u03B1\u0345\u0301"), fold_case("\u03B1\u0301\u0345"));
}

TEST(NameKey, R12_IgnoresCaseAndSpaces) {
    EXPECT_EQ(name_key("  Active   MEMBERS "), "active members");
    EXPECT_EQ(name_key("\u00A0Active\u2003\tMembers\n"), "active members");
    EXPECT_EQ(name_key(" \t "), "");
    EXPECT_NE(name_key("ActiveMembers"), "active members");
}

TEST(NameKey, R11_KeepsMarksInOneForm) {
    EXPECT_EQ(name_key("CAF\u00C9"), "caf\u00E9");
    EXPECT_EQ(name_key("Cafe\u0301"), "caf\u00E9");
    EXPECT_NE(name_key("Cafe"), name_key("Caf\u00E9"));
}

TEST(AsciiLower, ChangesOnlyTheLettersAToZ) { EXPECT_EQ(ascii_lower("@AZ[`az{\u00C9"), "@az[`az{\u00C9"); }

TEST(Utf8, TellsValidFromInvalid) {
    for (const auto* text : {"", "a", "\u00E9", "\u20AC", "\U0001F600", "\U0010FFFF"}) {
        EXPECT_TRUE(is_valid_utf8(text)) << text;
    }
    for (const auto* text :
         {"\x80", "\xC3", "\xC0\x80", "\xE0\x80\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "a\xFF", "\xE2\x82"}) {
        EXPECT_FALSE(is_valid_utf8(text));
    }
}

TEST(CodePoints, CountsCharactersAndNotBytes) {
    EXPECT_EQ(code_points(""), 0U);
    EXPECT_EQ(code_points("a\u00E9\u20AC\U0001F600"), 4U);
    EXPECT_EQ(code_points(kFamily), 7U);
    EXPECT_EQ(code_points("a\xFF\xFE"), 3U);
}

TEST(Cut, R6_LeavesWhatFitsAlone) {
    EXPECT_EQ(cut("", 0), "");
    EXPECT_EQ(cut("abc", 3), "abc");
    EXPECT_EQ(cut("\u00E9\u00E9\u00E9", 3), "\u00E9\u00E9\u00E9");
    EXPECT_EQ(cut(kFamily, 7), kFamily);
}

TEST(Cut, R6_CountsCodePoints) {
    EXPECT_EQ(cut("abcd", 3), "abc");
    EXPECT_EQ(cut("\u00E9\u20AC\U0001F600x", 3), "\u00E9\u20AC\U0001F600");
    EXPECT_EQ(cut("abc", 0), "");
}

TEST(Cut, R6_NeverTakesAGraphemeApart) {
    EXPECT_EQ(cut("ab" + kFamily + "c", 8), "ab");
    EXPECT_EQ(cut("ab" + kFamily + "c", 9), "ab" + kFamily);
    EXPECT_EQ(cut(kGermany + kFrance, 3), kGermany);
    EXPECT_EQ(cut(kGermany + kFrance + "x", 4), kGermany + kFrance);
    EXPECT_EQ(cut("e\u0301e\u0301", 3), "e\u0301");
    EXPECT_EQ(cut("a\r\nb", 2), "a");
    EXPECT_EQ(cut("\U0001F44B\U0001F3FDx", 2), "\U0001F44B\U0001F3FD"); // with a skin tone
    EXPECT_EQ(cut("\u1112\u1161\u11ABx", 2), "");                       // one Korean syllable in three letters
}

TEST(Cut, R6_GivesNothingWhenTheFirstGraphemeIsTooLong) { EXPECT_EQ(cut(kFamily + "abc", 6), ""); }

TEST(SplitList, TrimsPiecesAndLeavesOutEmptyOnes) {
    EXPECT_EQ(split_list("Board; Ambassadors ;;\u00A0;x", ';'),
              (std::vector<std::string>{"Board", "Ambassadors", "x"}));
    EXPECT_TRUE(split_list("", ';').empty());
    EXPECT_TRUE(split_list(" ; ", ';').empty());
    EXPECT_EQ(split_list("one", ';'), std::vector<std::string>{"one"});
}

TEST(Join, PutsTheSeparatorBetween) {
    EXPECT_EQ(join({"a", "b", "c"}, "; "), "a; b; c");
    EXPECT_EQ(join({"a"}, "; "), "a");
    EXPECT_EQ(join({}, "; "), "");
    EXPECT_EQ(join({"", ""}, ","), ",");
}

} // namespace
} // namespace muster
