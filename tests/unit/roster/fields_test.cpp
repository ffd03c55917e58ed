#include "roster/fields.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "base/text.hpp"

namespace muster::roster {
namespace {

using Names = std::vector<std::string>;

TEST(Fields, TheColumnsAreThoseOfTheContractInItsOrder) {
    const auto joined = [](const std::vector<std::string_view>& columns) {
        return join(Names(columns.begin(), columns.end()), " ");
    };
    EXPECT_EQ(joined(status_columns()), "code description active_member pays_dues eligible_for_referral "
                                        "list_in_directory members_only_access");
    EXPECT_EQ(joined(member_columns()),
              "member_id company file_by status type attributes street street2 city state "
              "postal_code country phone website joined dropped");
    EXPECT_EQ(joined(rep_columns()), "rep_id member_id courtesy_title first_name middle_name last_name suffix "
                                     "salutation job_title email phone mobile fax street street2 city state "
                                     "postal_code country username password billing_rep groups attributes");
}

TEST(Fields, AHeadingIsFoundInAnyCaseAndWithBlanksOrUnderscores) {
    EXPECT_EQ(find_column(rep_columns(), "Rep ID"), "rep_id");
    EXPECT_EQ(find_column(rep_columns(), " BILLING_REP "), "billing_rep");
    EXPECT_EQ(find_column(member_columns(), "Postal Code"), "postal_code");
    EXPECT_EQ(find_column(rep_columns(), "repid"), "");
    EXPECT_EQ(find_column(rep_columns(), ""), "");
}

TEST(Fields, TextIsKeptAsTypedAndBlanksAreBlank) {
    Rep rep;
    ASSERT_TRUE(set_field(rep, "first_name", " Anna\nMaria "));
    EXPECT_EQ(rep.first_name, " Anna\nMaria ");
    ASSERT_TRUE(set_field(rep, "first_name", "  "));
    EXPECT_EQ(rep.first_name, "");
    ASSERT_TRUE(set_field(rep, "email", "not validated here"));
    EXPECT_EQ(rep.email, "not validated here");
    ASSERT_TRUE(set_field(rep, "city", "Köln"));
    EXPECT_EQ(rep.address.city, "Köln");
}

TEST(Fields, KeysAreTrimmedAndNeverBlank) {
    Member member;
    ASSERT_TRUE(set_field(member, "member_id", " M1 "));
    EXPECT_EQ(member.member_id, "M1");
    for (const std::string_view column : {"member_id", "company", "status"}) {
        const auto blank = set_field(member, column, " ");
        ASSERT_FALSE(blank) << column;
        EXPECT_EQ(blank.error().code, Code::Invalid);
        EXPECT_EQ(blank.error().message, std::string(column) + " is required and must not be blank.");
    }
    EXPECT_FALSE(set_field(member, "member_id", "M\n1"));
    EXPECT_EQ(member.member_id, "M1");
    Rep rep;
    EXPECT_FALSE(set_field(rep, "rep_id", ""));
    EXPECT_FALSE(set_field(rep, "member_id", ""));
    MemberStatus status;
    EXPECT_FALSE(set_field(status, "code", ""));
}

TEST(Fields, DatesAreTakenInBothForms) {
    Member member;
    ASSERT_TRUE(set_field(member, "joined", "2020-02-29"));
    EXPECT_EQ(field_text(member, "joined"), "2020-02-29");
    ASSERT_TRUE(set_field(member, "joined", " 3/1/2021 "));
    EXPECT_EQ(field_text(member, "joined"), "2021-03-01");
    const auto wrong = set_field(member, "joined", "2021-02-29");
    ASSERT_FALSE(wrong);
    EXPECT_EQ(wrong.error().message, "joined takes a date as YYYY-MM-DD or M/D/YYYY; \"2021-02-29\" is none.");
    ASSERT_TRUE(set_field(member, "joined", ""));
    EXPECT_FALSE(member.joined.has_value());
}

TEST(Fields, YesAndNoAreTakenInAllForms) {
    for (const std::string_view yes : {"yes", "YES", "true", "1", "x", " X "}) {
        EXPECT_TRUE(parse_yes_no(yes).value()) << yes;
    }
    for (const std::string_view no : {"no", "False", "0", "", "  "}) {
        EXPECT_FALSE(parse_yes_no(no).value()) << no;
    }
    for (const std::string_view neither : {"perhaps", "2", "y e s", "\xFF"}) {
        EXPECT_FALSE(parse_yes_no(neither)) << neither;
    }
    Rep rep;
    const auto wrong = set_field(rep, "billing_rep", "maybe");
    ASSERT_FALSE(wrong);
    EXPECT_NE(wrong.error().message.find("billing_rep: \"maybe\""), std::string::npos) << wrong.error().message;
}

TEST(Fields, R12_NamesAreSplitSortedAndKeptOnce) {
    Rep rep;
    ASSERT_TRUE(set_field(rep, "groups", "golf;  Board of Directors ;;board of  DIRECTORS; Ambassadors"));
    EXPECT_EQ(rep.groups, (Names{"Ambassadors", "Board of Directors", "golf"}));
    EXPECT_EQ(field_text(rep, "groups"), "Ambassadors; Board of Directors; golf");
    ASSERT_TRUE(set_field(rep, "groups", "Active Members"));
    EXPECT_EQ(rep.groups, (Names{"Active Members"}));
    ASSERT_TRUE(set_field(rep, "groups", " "));
    EXPECT_TRUE(rep.groups.empty());
}

TEST(Fields, ANameHasAtMost255CharactersAndNoSemicolonOrLineBreak) {
    std::string longest;
    for (int i = 0; i < 255; ++i) {
        longest += "é";
    }
    EXPECT_EQ(check_name(longest).value(), longest);
    EXPECT_EQ(check_name("  Board ").value(), "Board");
    for (const std::string& wrong :
         {longest + "é", std::string(), std::string(" "), std::string("a;b"), std::string("a\nb"),
          std::string("a\rb"), std::string("a\u2028b"), std::string("a\0b", 3), std::string("a\xFF")}) {
        const auto checked = check_name(wrong);
        ASSERT_FALSE(checked) << wrong;
        EXPECT_EQ(checked.error().code, Code::Invalid);
    }
    Rep rep;
    EXPECT_FALSE(set_field(rep, "groups", "Board;" + longest + "é"));
    EXPECT_FALSE(set_field(rep, "attributes", "Line\nbreak"));
}

TEST(Fields, WhatIsNoTextIsRefusedWithoutAChange) {
    Rep rep;
    rep.last_name = "Berg";
    EXPECT_FALSE(set_field(rep, "last_name", "\xC3"));
    EXPECT_FALSE(set_field(rep, "last_name", std::string_view("a\0b", 3)));
    EXPECT_EQ(rep.last_name, "Berg");
}

TEST(Fields, AnUnknownFieldIsAnErrorThatListsTheKnownOnes) {
    MemberStatus status;
    const auto set = set_field(status, "colour", "red");
    ASSERT_FALSE(set);
    EXPECT_EQ(set.error().code, Code::Invalid);
    EXPECT_EQ(set.error().message, "There is no field \"colour\". Known fields: code, description, active_member, "
                                   "pays_dues, eligible_for_referral, list_in_directory, members_only_access.");
    EXPECT_EQ(field_text(status, "colour"), "");
}

TEST(Fields, APlaceInTheListSetsTheSameAsTheName) {
    for (std::size_t i = 0; i < rep_columns().size(); ++i) {
        Rep by_place;
        Rep by_name;
        ASSERT_TRUE(set_field_at(by_place, i, "1")) << rep_columns()[i];
        ASSERT_TRUE(set_field(by_name, rep_columns()[i], "1"));
        EXPECT_EQ(by_place, by_name) << rep_columns()[i];
        EXPECT_NE(by_place, Rep()) << rep_columns()[i];
    }
}

} // namespace
} // namespace muster::roster
