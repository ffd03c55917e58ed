#include "roster/selections.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "base/text.hpp"

namespace muster::roster {
namespace {

RosterRow example() {
    RosterRow row;
    row.rep.rep_id = "R1";
    row.rep.username = "aberg";
    row.rep.password = "secret";
    row.rep.salutation = "Anna";
    row.rep.courtesy_title = "Dr.";
    row.rep.middle_name = "Q.";
    row.rep.suffix = "CPA";
    row.rep.mobile = "605-555-0101";
    row.rep.fax = "605-555-0102";
    row.rep.groups = {"golf", "Board"};
    row.rep.attributes = {"VIP", "unsubscribed  from cc", "Key contact"};
    row.member.member_id = "M1";
    row.member.status = "ACT";
    row.member.type = "Retail";
    row.member.website = "https://www.example.org/";
    row.member.joined = Date(std::chrono::year(2020), std::chrono::month(2), std::chrono::day(9));
    row.status.code = "ACT";
    row.status.description = "Active";
    return row;
}

TEST(Selections, R7_OffersTheFieldsByTheNamesOfTheMover) {
    std::vector<std::string> labels;
    for (const CustomField field : offered_custom_fields()) {
        labels.emplace_back(label(field));
    }
    EXPECT_EQ(join(labels, "|"), "Username|Password|Salutation|Courtesy Title|Middle Name|Suffix|Member ID|Rep ID|"
                                 "Member Status|Member Type|Joined Date|Mobile|Fax|Website|Billing Rep|Rep Groups|"
                                 "Rep Attributes");
}

TEST(Selections, R7_GivesEveryFieldItsValue) {
    const RosterRow row = example();
    std::vector<std::string> values;
    for (const CustomField field : offered_custom_fields()) {
        values.push_back(custom_field_value(field, row));
    }
    EXPECT_EQ(join(values, "|"), "aberg|secret|Anna|Dr.|Q.|CPA|M1|R1|Active|Retail|2020-02-09|605-555-0101|"
                                 "605-555-0102|https://www.example.org/|No|Board; golf|Key contact; VIP");
}

TEST(Selections, R7_ABlankDateIsBlankAndABillingRepSaysYes) {
    RosterRow row = example();
    row.member.joined.reset();
    row.rep.billing_rep = true;
    EXPECT_EQ(custom_field_value(CustomField::JoinedDate, row), "");
    EXPECT_EQ(custom_field_value(CustomField::BillingRep, row), "Yes");
    row.rep.attributes = {"Unsubscribed from CC"};
    EXPECT_EQ(custom_field_value(CustomField::RepAttributes, row), "");
}

TEST(Selections, R7_FindsAFieldInAnyCaseAndListsThemOtherwise) {
    EXPECT_EQ(find_custom_field(" member  STATUS").value(), CustomField::MemberStatus);
    const auto unknown = find_custom_field("Shoe Size");
    ASSERT_FALSE(unknown);
    EXPECT_EQ(unknown.error().code, Code::Invalid);
    EXPECT_NE(unknown.error().message.find("Username, Password, Salutation"), std::string::npos);
}

TEST(Selections, R12_TheNamesOfOurOwnListsAreReservedInAnyCase) {
    EXPECT_TRUE(is_reserved_list_name("Active Members"));
    EXPECT_TRUE(is_reserved_list_name("  active   MEMBERS "));
    EXPECT_TRUE(is_reserved_list_name("MUSTER Holding List"));
    EXPECT_FALSE(is_reserved_list_name("Active Members 2"));
    EXPECT_FALSE(is_reserved_list_name("Ambassadors"));
}

TEST(Selections, R3_AcceptWhatBothFiltersAccept) {
    Selections selections;
    EXPECT_TRUE(selections.accepts(example()));
    selections.member_filter = Filter::parse(FilterKind::Member, {"status=ACT"}).value();
    selections.rep_filter = Filter::parse(FilterKind::Rep, {"group=Board"}).value();
    EXPECT_TRUE(selections.accepts(example()));
    selections.rep_filter = Filter::parse(FilterKind::Rep, {"group=Ambassadors"}).value();
    EXPECT_FALSE(selections.accepts(example()));
}

TEST(Selections, ComeBackFromJsonAsTheyWere) {
    Selections selections;
    EXPECT_EQ(selections_from_json(to_json(selections)).value(), selections);
    EXPECT_EQ(to_json(selections), R"({"list_groups":[],"custom_fields":[],"member_filter":[],"rep_filter":[]})");
    selections.list_groups = {"Comité Hispano", "Past \"Chairs\""};
    selections.custom_fields = {"Username", "no longer on offer"};
    selections.member_filter =
        Filter::parse(FilterKind::Member, {"company=\"A, B\",C", "joined>=2020-01-01"}).value();
    selections.rep_filter = Filter::parse(FilterKind::Rep, {"group!=Board"}).value();
    EXPECT_EQ(selections_from_json(to_json(selections)).value(), selections);
}

TEST(Selections, RefuseJsonThatIsNone) {
    for (const std::string_view text : {"", "[]", "7", R"({"list_groups":"Board"})", R"({"custom_fields":[1]})",
                                        R"({"rep_filter":["shoe=9"]})"}) {
        const auto read = selections_from_json(text);
        ASSERT_FALSE(read) << text;
        EXPECT_EQ(read.error().code, Code::Invalid) << text;
    }
}

} // namespace
} // namespace muster::roster
