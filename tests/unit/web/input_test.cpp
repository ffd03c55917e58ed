#include "web/input.hpp"

#include <gtest/gtest.h>

namespace muster::web {
namespace {

/// "pointer: message" of each problem, as the document would name them.
std::vector<std::string> places(const Checked<void>& checked) {
    std::vector<std::string> lines;
    if (!checked) {
        for (const auto& error : checked.error().errors) {
            lines.push_back(error.pointer + ": " + error.message);
        }
    }
    return lines;
}
using Lines = std::vector<std::string>;

TEST(Body, GivesItsMembersByName) {
    const auto body = Body::parse(R"({"name":"Ana","old":true,"count":3,"tags":["a","b"],"ids":[4],"none":null})");
    ASSERT_TRUE(body);
    const Fields fields(body->root(), {"name", "old", "count", "tags", "ids", "none"});
    EXPECT_EQ(fields.required_text("name", 3), "Ana");
    EXPECT_EQ(fields.text("none", 3), std::nullopt);
    EXPECT_TRUE(fields.is_null("none"));
    EXPECT_FALSE(fields.is_null("absent"));
    EXPECT_TRUE(fields.required_yes_no("old"));
    EXPECT_EQ(fields.required_number("count", 0, 3), 3);
    EXPECT_EQ(fields.texts("tags", 2, 1), (std::vector<std::string>{"a", "b"}));
    EXPECT_EQ(fields.numbers("ids", 1), std::vector<std::int64_t>{4});
    EXPECT_TRUE(body->check());
}

TEST(Body, CollectsEveryProblemWithItsPlace) {
    const auto body = Body::parse(R"({"name":7,"tags":["abc",null],"count":9,"kind":"odd","mine":1})");
    ASSERT_TRUE(body);
    static constexpr std::string_view kKinds[] = {"one", "other"};
    const Fields fields(body->root(), {"name", "tags", "count", "kind", "sure", "role"});
    EXPECT_EQ(fields.required_text("name", 10), "");
    EXPECT_EQ(fields.texts("tags", 5, 2), (std::vector<std::string>{"", ""}));
    EXPECT_EQ(fields.required_number("count", 1, 5), 9);
    EXPECT_EQ(fields.choice("kind", kKinds), std::nullopt);
    EXPECT_FALSE(fields.required_yes_no("sure"));
    EXPECT_EQ(fields.required_choice("role", kKinds), 0U);
    const auto checked = body->check();
    EXPECT_EQ(places(checked), (Lines{
                                   "/mine: Nothing of this name is known here.",
                                   "/name: Here belongs a text, and there is a number.",
                                   "/tags/0: At most 2 characters are allowed here.",
                                   "/tags/1: A text is missing here.",
                                   "/count: Here belongs a whole number from 1 to 5.",
                                   "/kind: Here belongs one of: one, other.",
                                   "/sure: This is missing.",
                                   "/role: This is missing.",
                               }));
    ASSERT_FALSE(checked);
    EXPECT_EQ(checked.error().detail, "/mine: Nothing of this name is known here. (7 more)");
}

TEST(Body, CountsCharactersNotBytes) {
    const auto body = Body::parse(R"({"name":"äöü"})");
    ASSERT_TRUE(body);
    EXPECT_EQ(Fields(body->root(), {"name"}).required_text("name", 3), "äöü");
    EXPECT_TRUE(body->check());
}

TEST(Body, IsMalformedWhereItIsNoJson) {
    for (const auto* text : {"", "{", "{\"a\":}", "{} {}", "{\"a\":\"\xff\"}", "[1,]", "NaN"}) {
        const auto body = Body::parse(text);
        ASSERT_FALSE(body) << text;
        EXPECT_EQ(body.error().kind, ProblemKind::Malformed);
    }
}

TEST(Body, MustBeAnObject) {
    for (const auto* text : {"[]", "null", "7", "\"a\""}) {
        const auto body = Body::parse(text);
        ASSERT_TRUE(body) << text;
        const Fields fields(body->root(), {});
        EXPECT_FALSE(body->check()) << text;
    }
}

TEST(Body, NamesAHundredPlacesAtMost) {
    std::string text = "{";
    for (int i = 0; i < 300; ++i) {
        text += (i == 0 ? "\"k" : ",\"k") + std::to_string(i) + "\":1";
    }
    const auto body = Body::parse(text + "}");
    ASSERT_TRUE(body);
    const Fields fields(body->root(), {});
    EXPECT_EQ(places(body->check()).size(), 100U);
}

TEST(Body, RefusesAListThatIsTooLong) {
    const auto body = Body::parse(R"({"tags":["a","b"],"ids":[1,2]})");
    ASSERT_TRUE(body);
    const Fields fields(body->root(), {"tags", "ids"});
    EXPECT_TRUE(fields.texts("tags", 1, 9).empty());
    EXPECT_TRUE(fields.numbers("ids", 1).empty());
    EXPECT_EQ(places(body->check()),
              (Lines{"/tags: At most 1 entries are allowed here.", "/ids: At most 1 entries are allowed here."}));
}

TEST(Query, GivesItsParametersByName) {
    Query query("offset=20&search=a%20b%2Bc&descending=true&sort=city", {"offset", "search", "descending", "sort"});
    static constexpr std::string_view kSorts[] = {"name", "city"};
    EXPECT_EQ(query.number("offset", 0, INT64_MAX), 20);
    EXPECT_EQ(query.text("search", 200), "a b+c");
    EXPECT_EQ(query.yes_no("descending"), true);
    EXPECT_EQ(query.choice("sort", kSorts), 1U);
    EXPECT_EQ(query.text("absent", 1), std::nullopt);
    EXPECT_TRUE(query.check());
}

TEST(Query, CollectsEveryProblem) {
    Query query("offset=-1&limit=1e3&yes=maybe&sort=age&name=abc&name=d&odd=1&raw=%FF",
                {"offset", "limit", "yes", "sort", "name", "raw", "needed"});
    static constexpr std::string_view kSorts[] = {"name", "city"};
    EXPECT_EQ(query.number("offset", 0, INT64_MAX), std::nullopt);
    EXPECT_EQ(query.number("limit", 1, 500), std::nullopt);
    EXPECT_EQ(query.yes_no("yes"), std::nullopt);
    EXPECT_EQ(query.choice("sort", kSorts), std::nullopt);
    EXPECT_EQ(query.text("name", 2), "abc");
    EXPECT_EQ(query.required_text("needed", 2), "");
    EXPECT_EQ(places(query.check()), (Lines{
                                         "?name: This is given more than once.",
                                         "?odd: No parameter of this name is known here.",
                                         "?raw: This is no text in UTF-8.",
                                         "?offset: Here belongs a whole number of 0 or more.",
                                         "?limit: Here belongs a whole number from 1 to 500.",
                                         "?yes: Here belongs one of: false, true.",
                                         "?sort: Here belongs one of: name, city.",
                                         "?name: At most 2 characters are allowed here.",
                                         "?needed: This is missing.",
                                     }));
}

} // namespace
} // namespace muster::web
