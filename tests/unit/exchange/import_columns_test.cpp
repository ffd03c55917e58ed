#include "exchange/import.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "base/time.hpp"
#include "unit/exchange/chamber_folder.hpp"

namespace muster::exchange {
namespace {

using Names = std::vector<std::string>;

TEST(ImportColumns, HeadingsComeInAnyOrderAndCaseWithBlanksOrUnderscores) {
    Chamber chamber;
    const auto summary = chamber.import_reps("E-MAIL,Last Name,email,MEMBER_ID,Rep ID,first name\n"
                                             "x,Young,young@example.org,M1,R2,Zoë\n");
    ASSERT_TRUE(summary) << summary.error().message;
    EXPECT_EQ(summary->error_count, 0U);
    const auto rep = chamber.book.find_rep("R2");
    ASSERT_TRUE(rep);
    EXPECT_EQ(rep->last_name, "Young");
    EXPECT_EQ(rep->first_name, "Zoë");
    EXPECT_EQ(rep->email, "young@example.org");
}

TEST(ImportColumns, UnknownOnesAreNamedOnceAndIgnored) {
    Chamber chamber;
    const auto summary = chamber.import_reps("rep_id,Shoe Size,member_id,\nR2,9,M1,\nR3,10,M1,\n");
    ASSERT_TRUE(summary) << summary.error().message;
    const std::string file = chamber.folder.path("reps.csv");
    EXPECT_EQ(summary->warnings, (Names{file + ": the column \"Shoe Size\" is unknown and is ignored.",
                                        file + ": column 4 has no heading and is ignored."}));
    EXPECT_EQ(summary->files.at(0).created, 2U);
}

TEST(ImportColumns, ARowUpdatesOnlyTheColumnsOfTheFileAndABlankCellBlanks) {
    Chamber chamber;
    const auto summary = chamber.import_reps("rep_id,email,job_title\nR1,,Owner\n");
    ASSERT_TRUE(summary) << summary.error().message;
    EXPECT_EQ(summary->files.at(0).updated, 1U);
    const auto rep = chamber.book.find_rep("R1");
    ASSERT_TRUE(rep);
    EXPECT_EQ(rep->email, "");
    EXPECT_EQ(rep->job_title, "Owner");
    EXPECT_EQ(rep->last_name, "Berg");
    EXPECT_EQ(rep->groups, Names{"Board of Directors"});
}

TEST(ImportColumns, EveryColumnOfTheContractIsTaken) {
    Chamber chamber;
    ImportFiles files;
    files.statuses =
        chamber.folder.write("statuses.csv", "code,description,active_member,pays_dues,eligible_for_referral,"
                                             "list_in_directory,members_only_access\nLIF,Life,yes,no,true,1,x\n");
    files.members = chamber.folder.write(
        "members.csv", "member_id,company,file_by,status,type,attributes,street,street2,city,state,postal_code,"
                       "country,phone,website,joined,dropped\n"
                       "M9,The Inn,\"Inn, The\",lif,Hotel,VIP;Green,1 Main St,Suite 2,Lakeshore,SD,57042,US,"
                       "605-555-0101,https://www.example.org,2020-02-29,3/1/2024\n");
    files.reps = chamber.folder.write(
        "reps.csv",
        "rep_id,member_id,courtesy_title,first_name,middle_name,last_name,suffix,salutation,job_title,"
        "email,phone,mobile,fax,street,street2,city,state,postal_code,country,username,password,"
        "billing_rep,groups,attributes\n"
        "R9,M9,Dr.,Anna,Q.,Berg,CPA,Annie,Owner,anna@example.org,1,2,3,4 Elm,Apt 5,Köln,NW,50667,Germany,"
        "aberg,\"p,w\",Yes,Golf; ambassadors,VIP\n");
    const auto summary = import_records(files, chamber.book);
    ASSERT_TRUE(summary) << summary.error().message;
    ASSERT_EQ(summary->error_count, 0U) << summary->errors.at(0).text();
    const auto status = chamber.book.find_status("LIF").value();
    EXPECT_EQ(status, (roster::MemberStatus{"LIF", "Life", true, false, true, true, true}));
    const auto member = chamber.book.find_member("M9").value();
    EXPECT_EQ(member.status, "LIF");
    EXPECT_EQ(member.file_by, "Inn, The");
    EXPECT_EQ(member.attributes, (Names{"Green", "VIP"}));
    EXPECT_EQ(member.address, (roster::PostalAddress{"1 Main St", "Suite 2", "Lakeshore", "SD", "57042", "US"}));
    EXPECT_EQ(format_date(member.joined.value()), "2020-02-29");
    EXPECT_EQ(format_date(member.dropped.value()), "2024-03-01");
    const auto rep = chamber.book.find_rep("R9").value();
    EXPECT_EQ(rep.address, (roster::PostalAddress{"4 Elm", "Apt 5", "Köln", "NW", "50667", "Germany"}));
    EXPECT_EQ(rep.password, "p,w");
    EXPECT_TRUE(rep.billing_rep);
    EXPECT_EQ(rep.groups, (Names{"ambassadors", "Golf"}));
    EXPECT_EQ(rep.attributes, Names{"VIP"});
    EXPECT_EQ(rep.fax, "3");
}

TEST(ImportColumns, R12_AnImportTakesTheFirstSpellingOfAGroup) {
    Chamber chamber;
    const auto summary = chamber.import_reps("rep_id,member_id,groups\nR1,M1,BOARD of  directors\n"
                                             "R2,M1,board of directors;Golf\nR3,M1,GOLF\n");
    ASSERT_TRUE(summary) << summary.error().message;
    EXPECT_EQ(summary->files.at(0).unchanged, 1U);
    EXPECT_EQ(chamber.book.find_rep("R2")->groups, (Names{"Board of Directors", "Golf"}));
    EXPECT_EQ(chamber.book.find_rep("R3")->groups, Names{"Golf"});
}

TEST(ImportColumns, R12_AReservedNameIsAllowedForAGroup) {
    Chamber chamber;
    ASSERT_EQ(chamber.import_reps("rep_id,groups\nR1,Active Members\n").value().error_count, 0U);
    EXPECT_EQ(chamber.book.find_rep("R1")->groups, Names{"Active Members"});
}

TEST(ImportColumns, R2_AddressesAreTakenAsTyped) {
    Chamber chamber;
    ASSERT_EQ(chamber.import_reps("rep_id,email\nR1, not an address; at all \n").value().error_count, 0U);
    EXPECT_EQ(chamber.book.find_rep("R1")->email, " not an address; at all ");
}

TEST(ImportColumns, AStatusCodeIsTakenInAnyCaseAndKeepsItsSpelling) {
    Chamber chamber;
    ASSERT_EQ(chamber.import_members("member_id,status\nM1,drp\n").value().error_count, 0U);
    EXPECT_EQ(chamber.book.find_member("M1")->status, "DRP");
    const auto statuses = chamber.folder.write("statuses.csv", "code,description\ndrp,Gone\n");
    const auto summary = import_records({.statuses = statuses}, chamber.book);
    ASSERT_TRUE(summary) << summary.error().message;
    EXPECT_EQ(summary->files.at(0).updated, 1U);
    EXPECT_EQ(chamber.book.find_status("DRP")->code, "DRP");
    EXPECT_EQ(chamber.book.find_status("DRP")->description, "Gone");
}

} // namespace
} // namespace muster::exchange
