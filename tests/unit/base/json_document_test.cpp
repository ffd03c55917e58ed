#include <limits>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "base/json.hpp"

namespace muster::json {
namespace {

Document parsed(std::string_view text) { return Document::parse(text).value(); }

TEST(Document, RefusesWhatIsNoJsonAndNamesTheByte) {
    const auto html = Document::parse("<html>gateway</html>");
    ASSERT_FALSE(html);
    EXPECT_EQ(html.error().code, Code::Invalid);
    EXPECT_EQ(html.error().message, "This is no JSON that can be read: syntax error at byte 1.");
    for (const auto* text :
         {"", " ", "{", "{\"a\":}", "[1,]", "{} {}", "nul", "'a'", "\"\xFF\"", "{\"a\" 1}", "01", "[1] x"}) {
        EXPECT_FALSE(Document::parse(text)) << text;
    }
}

TEST(Document, TakesWhiteSpaceAroundIt) { EXPECT_TRUE(Document::parse(" \r\n\t{} \r\n\t")); }

TEST(Document, IsAtMost32LevelsDeep) {
    EXPECT_TRUE(Document::parse(std::string(32, '[') + std::string(32, ']')));
    EXPECT_FALSE(Document::parse(std::string(33, '[') + std::string(33, ']')));
    EXPECT_FALSE(Document::parse(std::string(1'000'000, '[')));
}

TEST(Document, IsAtMostAsLongAsAsked) {
    EXPECT_TRUE(Document::parse("[1,2]", 5));
    const auto longer = Document::parse("[1,22]", 5);
    ASSERT_FALSE(longer);
    EXPECT_EQ(longer.error().message, "A JSON document of 6 bytes is too long; 5 is the most.");
}

TEST(Document, RefusesANumberThatIsTooLarge) {
    for (const auto* text : {"1e400", "[-1e400]", R"({"a":{"b":[1,2,1e999]}})"}) {
        const auto document = Document::parse(text);
        ASSERT_FALSE(document) << text;
        EXPECT_EQ(document.error().code, Code::Invalid);
    }
    EXPECT_TRUE(Document::parse("[1e308,-1e308,1e-400]"));
}

TEST(Document, KeepsItsValueWhenItMoves) {
    auto first = parsed("{\"a\":\"x\"}");
    Problems problems;
    const Reader reader(first, problems);
    const Document second = std::move(first);
    EXPECT_EQ(reader["a"].text(), "x");
    EXPECT_EQ(Reader(second, problems)["a"].text(), "x");
}

TEST(Reader, ReadsEachKindOfValue) {
    const auto document =
        parsed(R"({"t":"a\u00e9","i":-5,"d":2.5,"w":3.0,"b":true,"n":null,"big":9223372036854775807})");
    Problems problems;
    const Reader reader(document, problems);
    EXPECT_EQ(reader["t"].text(), "a\u00E9");
    EXPECT_EQ(reader["i"].integer(), -5);
    EXPECT_EQ(reader["w"].integer(), 3);
    EXPECT_EQ(reader["d"].number(), 2.5);
    EXPECT_EQ(reader["i"].number(), -5.0);
    EXPECT_EQ(reader["b"].boolean(), true);
    EXPECT_EQ(reader["big"].integer(), std::numeric_limits<std::int64_t>::max());
    EXPECT_TRUE(problems.empty());
}

TEST(Reader, ReadsMissingAndNullAsAbsentWithoutAProblem) {
    const auto document = parsed(R"({"n":null,"t":"x"})");
    Problems problems;
    const Reader reader(document, problems);
    for (const auto& absent :
         {reader["n"], reader["no"], reader["no"]["deeper"], reader["t"]["deeper"], reader["n"]["deeper"]}) {
        EXPECT_FALSE(absent.present());
        EXPECT_FALSE(absent.text());
        EXPECT_FALSE(absent.integer());
        EXPECT_FALSE(absent.number());
        EXPECT_FALSE(absent.boolean());
        EXPECT_EQ(absent.text_or("other"), "other");
        EXPECT_EQ(absent.integer_or(7), 7);
        EXPECT_EQ(absent.size(), 0U);
        absent.each([](const Reader&) { FAIL(); });
        absent.each_member([](std::string_view, const Reader&) { FAIL(); });
    }
    EXPECT_EQ(reader["no"].raw(), "");
    EXPECT_EQ(reader["n"].raw(), "null");
    EXPECT_TRUE(problems.empty());
}

TEST(Reader, CollectsEveryWrongTypeWithItsPlace) {
    const auto document =
        parsed(R"({"contacts":[{"email":5},{"email":"a@b.org","lists":"x"}],"limit":"many","on":1,"a/b~c":[]})");
    Problems problems;
    const Reader reader(document, problems);
    reader["contacts"].each([](const Reader& contact) {
        EXPECT_TRUE(contact.is_object());
        static_cast<void>(contact["email"].text());
        contact["lists"].each([](const Reader&) { FAIL(); });
    });
    EXPECT_EQ(reader["limit"].integer_or(50), 50);
    EXPECT_FALSE(reader["on"].boolean());
    EXPECT_FALSE(reader["a/b~c"].number());
    reader["a/b~c"].each_member([](std::string_view, const Reader&) { FAIL(); });
    ASSERT_EQ(problems.size(), 6U);
    EXPECT_EQ(problems[0].pointer, "/contacts/0/email");
    EXPECT_EQ(problems[0].message, "Here belongs a text, and there is a number.");
    EXPECT_EQ(problems[1].pointer, "/contacts/1/lists");
    EXPECT_EQ(problems[1].message, "Here belongs a list, and there is a text.");
    EXPECT_EQ(problems[2].pointer, "/limit");
    EXPECT_EQ(problems[2].message, "Here belongs a whole number, and there is a text.");
    EXPECT_EQ(problems[3].pointer, "/on");
    EXPECT_EQ(problems[4].pointer, "/a~1b~0c");
    EXPECT_EQ(problems[5].message, "Here belongs an object, and there is a list.");
}

TEST(Reader, TakesNoNumberForAWholeOneThatIsNone) {
    const auto document = parsed("[2.5, 1e30, -1e30, 9223372036854775808]");
    Problems problems;
    const Reader reader(document, problems);
    reader.each([](const Reader& number) { EXPECT_FALSE(number.integer()); });
    EXPECT_EQ(problems.size(), 4U);
    reader.each([](const Reader& number) { EXPECT_TRUE(number.number()); });
    EXPECT_EQ(problems.size(), 4U);
}

TEST(Reader, ReadsFractionsToTheLastDigit) {
    const auto document = parsed("[0.983653, 9223323372036854775807, 5e-324, 1e-400, 1.7976931348623157E+308]");
    Problems problems;
    std::vector<double> read;
    Reader(document, problems).each([&](const Reader& number) { read.push_back(number.number().value()); });
    EXPECT_EQ(read, (std::vector<double>{0.983653, 9223323372036854775807.0, 5e-324, 0.0, 1.7976931348623157e308}));
}

TEST(Reader, AsksForARequiredText) {
    const auto document = parsed(R"({"n":null,"i":1,"t":""})");
    Problems problems;
    const Reader reader(document, problems);
    EXPECT_EQ(reader["t"].required_text(), "");
    EXPECT_TRUE(problems.empty());
    EXPECT_EQ(reader["n"].required_text(), "");
    EXPECT_EQ(reader["no"].required_text(), "");
    EXPECT_EQ(reader["i"].required_text(), "");
    ASSERT_EQ(problems.size(), 3U);
    EXPECT_EQ(problems[1].pointer, "/no");
    EXPECT_EQ(problems[1].message, "A text is missing here.");
    EXPECT_EQ(problems[2].message, "Here belongs a text, and there is a number.");
}

TEST(Reader, WalksMembersInTheOrderOfTheDocument) {
    const auto document = parsed(R"({"b":1,"a":{"x":[1,2]}})");
    Problems problems;
    const Reader reader(document, problems);
    std::string seen;
    reader.each_member([&](std::string_view key, const Reader& value) {
        seen += std::string(key) + "=" + value.raw() + " at " + value.pointer() + ";";
    });
    EXPECT_EQ(seen, R"(b=1 at /b;a={"x":[1,2]} at /a;)");
    EXPECT_EQ(reader.size(), 2U);
    EXPECT_EQ(reader["a"]["x"].size(), 2U);
    EXPECT_TRUE(reader["a"]["x"].is_array());
    EXPECT_FALSE(reader["a"].is_string());
}

TEST(Reader, TheLastOfTwoEqualKeysCounts) {
    const auto document = parsed(R"({"a":1,"a":2})");
    Problems problems;
    EXPECT_EQ(Reader(document, problems)["a"].integer(), 2);
}

} // namespace
} // namespace muster::json
