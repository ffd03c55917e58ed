#include "exchange/export.hpp"

#include <string>

#include <gtest/gtest.h>

#include "unit/exchange/chamber_folder.hpp"

namespace muster::exchange {
namespace {

TEST(Export, WritesTheColumnsOfTheContractInRecordNumberOrder) {
    Chamber chamber;
    auto member = chamber.book.find_member("M1").value();
    member.member_id = "A0"; // entered later, so it comes later
    member.company = "Bank, The";
    chamber.book.put_member(member);
    const auto summary = export_records(
        chamber.book, {chamber.folder.path("s.csv"), chamber.folder.path("m.csv"), chamber.folder.path("r.csv")});
    ASSERT_TRUE(summary) << summary.error().message;
    EXPECT_EQ(summary->statuses, 5U);
    EXPECT_EQ(summary->members, 2U);
    EXPECT_EQ(summary->reps, 1U);
    EXPECT_TRUE(chamber.folder.read("s.csv").starts_with(
        "code,description,active_member,pays_dues,eligible_for_referral,list_in_directory,members_only_access\n"
        "ACT,Active,yes,"));
    EXPECT_EQ(
        chamber.folder.read("m.csv"),
        "member_id,company,file_by,status,type,attributes,street,street2,city,state,postal_code,country,phone,"
        "website,joined,dropped\n"
        "M1,Harbor Bakery,,ACT,,,,,,,,,605-555-0100,,,\n"
        "A0,\"Bank, The\",,ACT,,,,,,,,,605-555-0100,,,\n");
}

TEST(Export, LeavesThePasswordColumnOutUnlessAskedForIt) {
    Chamber chamber;
    auto rep = chamber.book.find_rep("R1").value();
    rep.password = "hush";
    chamber.book.put_rep(rep);
    ASSERT_TRUE(export_records(chamber.book, {.reps = chamber.folder.path("r.csv")}));
    EXPECT_EQ(chamber.folder.read("r.csv").find("password"), std::string::npos);
    EXPECT_EQ(chamber.folder.read("r.csv").find("hush"), std::string::npos);
    ASSERT_TRUE(export_records(chamber.book, {.reps = chamber.folder.path("r.csv")}, {.with_passwords = true}));
    EXPECT_NE(chamber.folder.read("r.csv").find(",username,password,billing_rep,"), std::string::npos);
    EXPECT_NE(chamber.folder.read("r.csv").find("hush"), std::string::npos);
}

TEST(Export, ForASpreadsheetDefusesFormulas) {
    Chamber chamber;
    auto rep = chamber.book.find_rep("R1").value();
    rep.last_name = "=cmd|' /C calc'!A0";
    chamber.book.put_rep(rep);
    ASSERT_TRUE(export_records(chamber.book, {.reps = chamber.folder.path("r.csv")}));
    EXPECT_NE(chamber.folder.read("r.csv").find(",=cmd"), std::string::npos);
    ASSERT_TRUE(export_records(chamber.book, {.reps = chamber.folder.path("r.csv")}, {.for_spreadsheet = true}));
    EXPECT_NE(chamber.folder.read("r.csv").find(",'=cmd"), std::string::npos);
}

TEST(Export, ReplacesNoFileWhenOneOfThemCannotBeWritten) {
    Chamber chamber;
    chamber.folder.write("m.csv", "old");
    for (const std::string reps : {"/dev/full", "/nowhere/r.csv"}) {
        const auto summary = export_records(chamber.book, {.members = chamber.folder.path("m.csv"), .reps = reps});
        ASSERT_FALSE(summary);
        EXPECT_NE(summary.error().message.find(reps), std::string::npos);
        EXPECT_EQ(chamber.folder.read("m.csv"), "old");
        EXPECT_EQ(chamber.folder.names(), std::vector<std::string>{"m.csv"});
    }
}

TEST(Export, ATableAsTextIsTheFileWithoutPasswords) {
    Chamber chamber;
    auto rep = chamber.book.find_rep("R1").value();
    rep.password = "hush";
    rep.last_name = "=cmd";
    chamber.book.put_rep(rep);
    ASSERT_TRUE(export_records(
        chamber.book, {chamber.folder.path("s.csv"), chamber.folder.path("m.csv"), chamber.folder.path("r.csv")}));
    EXPECT_EQ(export_text(chamber.book, FileKind::Statuses, false), chamber.folder.read("s.csv"));
    EXPECT_EQ(export_text(chamber.book, FileKind::Members, false), chamber.folder.read("m.csv"));
    EXPECT_EQ(export_text(chamber.book, FileKind::Reps, false), chamber.folder.read("r.csv"));
    EXPECT_NE(export_text(chamber.book, FileKind::Reps, true).find(",'=cmd,"), std::string::npos);
}

} // namespace
} // namespace muster::exchange
