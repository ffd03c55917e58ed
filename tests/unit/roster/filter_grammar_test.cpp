#include "roster/filter_grammar.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace muster::roster {
namespace {

using Values = std::vector<std::string>;

struct Case {
    std::string expression;
    std::string field;
    Operator op;
    Values values;
};

TEST(FilterGrammar, ReadsEveryOperatorAndQuotedValues) {
    const std::vector<Case> cases = {
        {"status=ACT", "status", Operator::AnyOf, {"ACT"}},
        {"status=ACT,COU", "status", Operator::AnyOf, {"ACT", "COU"}},
        {" city = New Halden , Port Marlow ", "city", Operator::AnyOf, {"New Halden", "Port Marlow"}},
        {"city!=Lakeshore", "city", Operator::NoneOf, {"Lakeshore"}},
        {"joined<=2020-01-31", "joined", Operator::AtMost, {"2020-01-31"}},
        {"joined>=1/31/2020", "joined", Operator::AtLeast, {"1/31/2020"}},
        {"company~bakery", "company", Operator::Contains, {"bakery"}},
        {"company~Smith, Jones", "company", Operator::Contains, {"Smith, Jones"}},
        {"company~\"Smith, Jones\"", "company", Operator::Contains, {"Smith, Jones"}},
        {"company=\"Smith, Jones, and Daughters\",Bank",
         "company",
         Operator::AnyOf,
         {"Smith, Jones, and Daughters", "Bank"}},
        {"company=\"Café \"\"Zoé\"\"\" , Bank", "company", Operator::AnyOf, {"Café \"Zoé\"", "Bank"}},
        {"company=a=b", "company", Operator::AnyOf, {"a=b"}},
        {"company=5\" pipes", "company", Operator::AnyOf, {"5\" pipes"}},
        {"company=\" x \"", "company", Operator::AnyOf, {" x "}},
        {"dropped=", "dropped", Operator::AnyOf, {""}},
        {"city=Lakeshore,", "city", Operator::AnyOf, {"Lakeshore", ""}},
        {"city=\"\"", "city", Operator::AnyOf, {""}},
    };
    for (const Case& example : cases) {
        const auto criterion = parse_expression(example.expression);
        ASSERT_TRUE(criterion) << example.expression << ": " << criterion.error().message;
        EXPECT_EQ(criterion->field, example.field) << example.expression;
        EXPECT_EQ(criterion->op, example.op) << example.expression;
        EXPECT_EQ(criterion->values, example.values) << example.expression;
    }
}

TEST(FilterGrammar, RefusesWhatItDoesNotUnderstandWithTheReason) {
    const std::vector<std::pair<std::string, std::string>> cases = {
        {"", "there is no ="},
        {"status", "there is no ="},
        {"status<5", "comes \"=\""},
        {"status!ACT", "comes \"=\""},
        {"status>", "comes \"=\""},
        {"city=\"Lake", "not closed"},
        {"city=\"A\"B", "comes a comma"},
        {"city=A,\"B\" C", "comes a comma"},
        {"city=\xFF", "not UTF-8"},
    };
    for (const auto& [expression, reason] : cases) {
        const auto criterion = parse_expression(expression);
        ASSERT_FALSE(criterion) << expression;
        EXPECT_EQ(criterion.error().code, Code::Invalid);
        EXPECT_NE(criterion.error().message.find(reason), std::string::npos) << criterion.error().message;
    }
}

TEST(FilterGrammar, WritesCriteriaWithQuotesWhereTheyAreNeeded) {
    EXPECT_EQ((Criterion{"status", Operator::AnyOf, {"ACT", "COU"}}.text()), "status=ACT,COU");
    EXPECT_EQ((Criterion{"company", Operator::NoneOf, {"A, B", "5\""}}.text()), "company!=\"A, B\",\"5\"\"\"");
    EXPECT_EQ((Criterion{"company", Operator::Contains, {" x"}}.text()), "company~\" x\"");
    EXPECT_EQ((Criterion{"dropped", Operator::AnyOf, {""}}.text()), "dropped=");
}

} // namespace
} // namespace muster::roster
