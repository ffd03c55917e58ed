#include <cmath>
#include <limits>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "base/json.hpp"

namespace muster::json {
namespace {

TEST(Writer, WritesCompactJsonInTheOrderOfTheCalls) {
    Writer w;
    w.object().key("b").value(1).key("a").array().value("x").value(true).null().value(2.5).end();
    w.member("none", std::optional<int>()).member("some", std::optional<std::string>("y")).member("text", "z");
    w.key("list").value(std::vector<std::string>{"p", "q"}).key("empty").object().end().key("raw").raw("[1]").end();
    EXPECT_EQ(
        w.take(),
        R"({"b":1,"a":["x",true,null,2.5],"none":null,"some":"y","text":"z","list":["p","q"],"empty":{},"raw":[1]})");
}

TEST(Writer, WritesIndentedJson) {
    Writer w(2);
    w.object()
        .member("a", 1)
        .key("b")
        .array()
        .value("x")
        .object()
        .member("c", false)
        .end()
        .end()
        .key("e")
        .array()
        .end()
        .end();
    EXPECT_EQ(w.text(), "{\n"
                        "  \"a\": 1,\n"
                        "  \"b\": [\n"
                        "    \"x\",\n"
                        "    {\n"
                        "      \"c\": false\n"
                        "    }\n"
                        "  ],\n"
                        "  \"e\": []\n"
                        "}");
}

TEST(Writer, WritesEveryNumberSoThatItReadsBack) {
    Writer w;
    w.array().value(std::numeric_limits<std::int64_t>::min()).value(std::numeric_limits<std::int64_t>::max());
    w.value(std::size_t{7}).value(8U).value(0.1).value(1e300).value(-0.0).value(std::nan("")).value(HUGE_VAL).end();
    EXPECT_EQ(w.text(), "[-9223372036854775808,9223372036854775807,7,8,0.1,1e+300,-0,null,null]");
    const auto document = Document::parse(w.text());
    ASSERT_TRUE(document);
}

TEST(Writer, EscapesWhatJsonAsksFor) {
    EXPECT_EQ(json::quoted("a\"b\\c\n\r\t"), R"("a\"b\\c\n\r\t")");
    EXPECT_EQ(json::quoted(std::string("\0\x1F\x7F", 3)), "\"\\u0000\\u001f\x7F\"");
    EXPECT_EQ(json::quoted("\u00E9 \u20AC \U0001F600 </script>"), "\"\u00E9 \u20AC \U0001F600 </script>\"");
    EXPECT_EQ(json::quoted(""), "\"\"");
}

TEST(Writer, ReplacesEachByteThatIsNoUtf8) {
    EXPECT_EQ(json::quoted("a\xFFz"), "\"a\uFFFDz\"");
    EXPECT_EQ(json::quoted("\xC3"), "\"\uFFFD\"");
    EXPECT_EQ(json::quoted("\xE2\x82z"), "\"\uFFFD\uFFFDz\"");
    EXPECT_EQ(json::quoted("\xED\xA0\x80"), "\"\uFFFD\uFFFD\uFFFD\"");
    EXPECT_EQ(json::quoted("\x80\u00E9"), "\"\uFFFD\u00E9\"");
}

TEST(Writer, EscapesKeysToo) {
    Writer w;
    w.object().member("a\"b", 1).end();
    EXPECT_EQ(w.take(), R"({"a\"b":1})");
}

TEST(Writer, TellsItsSizeBeforeItIsTaken) {
    Writer w;
    w.array().value("abc");
    EXPECT_EQ(w.size(), 6U);
}

TEST(Writer, ThrowsWhereACallMakesNoJson) {
    EXPECT_THROW(Writer().end(), std::logic_error);
    EXPECT_THROW(Writer().key("a"), std::logic_error);
    EXPECT_THROW(Writer().array().key("a"), std::logic_error);
    EXPECT_THROW(Writer().object().value(1), std::logic_error);
    EXPECT_THROW(Writer().object().key("a").key("b"), std::logic_error);
    EXPECT_THROW(Writer().object().key("a").end(), std::logic_error);
    EXPECT_THROW(Writer().value(1).value(2), std::logic_error);
    EXPECT_THROW(Writer().object().end().object(), std::logic_error);
}

} // namespace
} // namespace muster::json
