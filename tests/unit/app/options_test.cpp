#include "app/options.hpp"

#include <gtest/gtest.h>

namespace muster::app {
namespace {

const OptionRow& row(const std::vector<OptionRow>& table, std::string_view key) {
    for (const auto& candidate : table) {
        if (candidate.key == key) {
            return candidate;
        }
    }
    throw std::out_of_range(std::string(key));
}

TEST(OptionsTest, ANumberKeepsToItsRange) {
    const auto& percent = row(database_options(), "removal_limit_percent");
    EXPECT_EQ(check_option(percent, " 020 ").value(), "20");
    EXPECT_EQ(check_option(percent, "0").value(), "0");
    EXPECT_EQ(check_option(percent, "100").value(), "100");
    for (const auto* wrong : {"101", "-1", "20%", "many", "1e1", "99999999999999999999"}) {
        const auto checked = check_option(percent, wrong);
        ASSERT_FALSE(checked) << wrong;
        EXPECT_EQ(checked.error().code, Code::Invalid);
        EXPECT_NE(checked.error().message.find("0 to 100"), std::string::npos);
    }
}

TEST(OptionsTest, AYesOrNoTakesItsManyForms) {
    const auto& left = row(database_options(), "put_back_left");
    EXPECT_EQ(check_option(left, "TRUE").value(), "yes");
    EXPECT_EQ(check_option(left, "0").value(), "no");
    EXPECT_FALSE(check_option(left, "perhaps"));
}

TEST(OptionsTest, RecipientsAreAddresses) {
    const auto& notify = row(database_options(), "notify");
    EXPECT_EQ(check_option(notify, "a@b.org,c@d.org").value(), "a@b.org, c@d.org");
    const auto checked = check_option(notify, "a@b.org, nobody");
    ASSERT_FALSE(checked);
    EXPECT_NE(checked.error().message.find("nobody"), std::string::npos);
}

TEST(OptionsTest, DefaultsAreInsideTheirRanges) {
    for (const auto* table : {&database_options(), &installation_options()}) {
        for (const auto& option : *table) {
            if (!option.standard.empty()) {
                EXPECT_EQ(check_option(option, option.standard).value(), option.standard) << option.key;
            }
        }
    }
}

TEST(OptionsTest, R26_TheGuardsDefaultsAreTenAndTwentyPercent) {
    EXPECT_EQ(row(database_options(), "removal_limit_count").standard, "10");
    EXPECT_EQ(row(database_options(), "removal_limit_percent").standard, "20");
}

TEST(OptionsTest, R31_TheServiceAllowsFourCallsASecondAndTenThousandADay) {
    EXPECT_EQ(row(installation_options(), "calls_per_second").standard, "4");
    EXPECT_EQ(row(installation_options(), "calls_per_day").standard, "10000");
}

TEST(OptionsTest, AnAssignmentHasAKeyAndAValue) {
    EXPECT_EQ(parse_assignment("a=b=c").value(), Assignment("a", "b=c"));
    EXPECT_EQ(parse_assignment("a=").value(), Assignment("a", ""));
    EXPECT_FALSE(parse_assignment("a"));
    EXPECT_FALSE(parse_assignment("=b"));
    EXPECT_FALSE(parse_assignments({"a=1", "a=2"}));
}

} // namespace
} // namespace muster::app
