#include "app/records.hpp"

#include "app/record_details.hpp"
#include "records_fixture.hpp"

namespace muster::app {
namespace {

using Ids = std::vector<std::string>;

class Records : public RecordsTest {
  protected:
    void SetUp() override {
        add_member("M1", {{"company", "Zoo"}, {"status", "ACT"}});
        add_rep("R1", "M1", {{"first_name", "Ana"}, {"password", "hunter2"}});
    }
    Result<roster::Rep> set_rep(const std::vector<Assignment>& fields, const std::string& seen = {}) {
        return edit_rep(*installation_, database_, EditMode::Set, "R1", fields, seen);
    }
    RepDetails rep() { return find_rep(*installation_, database_, "R1").value(); }
};

TEST_F(Records, ShowEverythingOfARepButThePassword) {
    const auto details = rep();
    EXPECT_EQ(details.rep.first_name, "Ana");
    EXPECT_EQ(details.rep.password, "");
    EXPECT_TRUE(details.has_password);
    EXPECT_EQ(details.member.company, "Zoo");
    EXPECT_EQ(details.status.description, "Active");
    EXPECT_EQ(details.version.size(), 32U);
    EXPECT_EQ(refusal(find_rep(*installation_, database_, "R9")), "There is no Rep \"R9\".");
    ASSERT_TRUE(set_rep({{"password", ""}}));
    EXPECT_FALSE(rep().has_password);
}

TEST_F(Records, ShowEverythingOfAMember) {
    const auto details = find_member(*installation_, database_, "M1").value();
    EXPECT_EQ(details.member.company, "Zoo");
    EXPECT_EQ(details.status.code, "ACT");
    EXPECT_EQ(details.reps, 1);
    EXPECT_EQ(refusal(find_member(*installation_, database_, "M9")), "There is no Member \"M9\".");
}

TEST_F(Records, RefuseAnEditOfWhatSomebodyElseChangedMeanwhile) {
    const auto seen = rep().version;
    ASSERT_TRUE(set_rep({{"job_title", "Keeper"}}, seen));
    const auto refused = set_rep({{"job_title", "Boss"}}, seen);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Code::Conflict);
    EXPECT_EQ(refused.error().message,
              "Somebody changed this Rep since you opened it, so nothing was saved. Look at it as "
              "it is now, and change it again.");
    EXPECT_EQ(rep().rep.job_title, "Keeper");
    EXPECT_TRUE(set_rep({{"job_title", "Boss"}}, rep().version));
    EXPECT_TRUE(set_rep({{"job_title", "Keeper"}})); // without a version: whatever it is
}

TEST_F(Records, ChangeTheirVersionWithEveryFieldAndOnlyWithThem) {
    const auto first = rep().version;
    clock_.advance(std::chrono::hours{1});
    ASSERT_TRUE(set_rep({{"first_name", "Ana"}}));
    EXPECT_EQ(rep().version, first);
    for (const auto column : roster::rep_columns()) {
        if (column == "rep_id" || column == "member_id" || column == "groups" || column == "attributes") {
            continue;
        }
        const auto before = rep().version;
        ASSERT_TRUE(set_rep({{std::string(column), column == "billing_rep" ? "yes" : "other"}}));
        EXPECT_NE(rep().version, before) << column;
    }
}

TEST_F(Records, RefuseAnEditOfAMemberThatWasChangedMeanwhile) {
    const auto seen = find_member(*installation_, database_, "M1").value().version;
    ASSERT_TRUE(edit_member(*installation_, database_, EditMode::Set, "M1", {{"city", "Springfield"}}, seen));
    EXPECT_EQ(edit_member(*installation_, database_, EditMode::Set, "M1", {{"city", "Albany"}}, seen).error().code,
              Code::Conflict);
    EXPECT_EQ(find_member(*installation_, database_, "M1").value().member.address.city, "Springfield");
}

TEST_F(Records, AddAndRemoveMemberStatusesThatNobodyHas) {
    ASSERT_TRUE(edit_status(*installation_, database_, "HON", {{"description", "Honorary"}}));
    Ids counted;
    const auto statuses = count_statuses(*installation_, database_).value();
    for (const auto& entry : statuses) {
        counted.push_back(entry.status.code + " " + std::to_string(entry.members));
    }
    EXPECT_EQ(counted, (Ids{"ACT 1", "COU 0", "DRP 0", "HON 0", "NON 0", "PRO 0"}));
    EXPECT_EQ(refusal(remove_status(*installation_, database_, "Act")),
              "The Member Status ACT still has 1 Member(s). Give them another one first.");
    ASSERT_TRUE(remove_status(*installation_, database_, "hon"));
    EXPECT_EQ(refusal(remove_status(*installation_, database_, "HON")), "There is no Member Status \"HON\".");
}

TEST_F(Records, KeepAttributesInATableOfTheirOwn) {
    ASSERT_TRUE(add_attribute(*installation_, database_, "VIP"));
    EXPECT_EQ(refusal(add_attribute(*installation_, database_, " vip ")),
              "There is a Rep Attribute \"VIP\" already. Choose another name.");
    ASSERT_TRUE(set_rep({{"attributes", "VIP"}}));
    ASSERT_TRUE(rename_attribute(*installation_, database_, "vip", "Very Important"));
    EXPECT_EQ(rep().rep.attributes, Ids{"Very Important"});
    EXPECT_EQ(refusal(rename_attribute(*installation_, database_, "VIP", "X")),
              "There is no Rep Attribute \"VIP\".");
    ASSERT_TRUE(remove_attribute(*installation_, database_, "very important"));
    EXPECT_EQ(rep().rep.attributes, Ids{});
    EXPECT_EQ(refusal(add_attribute(*installation_, database_, "a;b")),
              "The name \"a;b\" holds a \";\", which separates names; leave it out.");
}

TEST_F(Records, R16_KeepTheAttributeOfTheRunsAsItIs) {
    ASSERT_TRUE(add_attribute(*installation_, database_, "unsubscribed FROM cc"));
    EXPECT_EQ(list_attributes(*installation_, database_).value().at(0).name, "Unsubscribed from CC");
    ASSERT_TRUE(add_attribute(*installation_, database_, "VIP"));
    const std::string sentence =
        "\"Unsubscribed from CC\" is kept by the runs themselves: it can be neither renamed nor "
        "removed, and no other attribute can take its name.";
    const auto renamed = rename_attribute(*installation_, database_, "UNSUBSCRIBED from cc", "Gone");
    EXPECT_EQ(refusal(renamed), sentence);
    EXPECT_EQ(renamed.error().code, Code::Invalid);
    EXPECT_FALSE(rename_attribute(*installation_, database_, "VIP", "unsubscribed  from CC"));
    EXPECT_FALSE(remove_attribute(*installation_, database_, "Unsubscribed from CC"));
    EXPECT_EQ(list_attributes(*installation_, database_).value().size(), 2U);
}

} // namespace
} // namespace muster::app
