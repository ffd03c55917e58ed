#include "exchange/import.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "unit/exchange/chamber_folder.hpp"

namespace muster::exchange {
namespace {

struct Place {
    std::uint64_t line;
    std::size_t cell;
    std::string column;
    std::string reason; ///< a part of it
};

void expect_errors(const Result<ImportSummary>& summary, const std::vector<Place>& places) {
    ASSERT_TRUE(summary) << summary.error().message;
    EXPECT_EQ(summary->error_count, places.size());
    ASSERT_EQ(summary->errors.size(), places.size());
    for (std::size_t i = 0; i < places.size(); ++i) {
        const RowError& error = summary->errors[i];
        EXPECT_EQ(error.line, places[i].line) << error.text();
        EXPECT_EQ(error.cell, places[i].cell) << error.text();
        EXPECT_EQ(error.column, places[i].column) << error.text();
        EXPECT_NE(error.reason.find(places[i].reason), std::string::npos) << error.text();
    }
}

TEST(ImportRows, EveryBadCellIsNamedByLineColumnAndReason) {
    Chamber chamber;
    const auto summary = chamber.import_members("Member ID,Company,Status,Joined,Dropped\n"
                                                "M2,\"Two\nlines\",ACT,yesterday,2020-13-01\n"
                                                "M3,,XYZ,,\n"
                                                "M4,Four,XYZ,,\n"
                                                ",Five,ACT,,\n"
                                                "M6,Six,ACT,1/2/2020,\n");
    expect_errors(summary, {{3, 4, "Joined", "\"yesterday\""},
                            {3, 5, "Dropped", "\"2020-13-01\""},
                            {4, 2, "Company", "required"},
                            {5, 3, "Status", "no Member Status with the code \"XYZ\""},
                            {6, 1, "Member ID", "required"}});
    EXPECT_EQ(summary->files.at(0).rows, 5U);
    EXPECT_EQ(summary->files.at(0).skipped, 4U);
    EXPECT_EQ(summary->files.at(0).created, 1U);
    EXPECT_EQ(
        summary->errors.at(0).text(),
        chamber.folder.path("members.csv") +
            ": line 3, column 4 (Joined): joined takes a date as YYYY-MM-DD or M/D/YYYY; \"yesterday\" is none.");
}

TEST(ImportRows, WithAnErrorNothingIsToBeKeptUnlessBadRowsAreSkipped) {
    const std::string text = "rep_id,member_id,billing_rep\nR2,M1,perhaps\nR3,M1,yes\n";
    Chamber strict;
    const auto refused = strict.import_reps(text);
    expect_errors(refused, {{2, 3, "billing_rep", "neither yes nor no"}});
    EXPECT_FALSE(refused->may_be_kept({}));
    Chamber lenient;
    const ImportOptions options{.skip_bad_rows = true};
    const auto taken = lenient.import_reps(text, options);
    EXPECT_TRUE(taken->may_be_kept(options));
    EXPECT_EQ(taken->files.at(0).created, 1U);
    EXPECT_TRUE(lenient.book.find_rep("R3"));
    EXPECT_FALSE(lenient.book.find_rep("R2"));
}

TEST(ImportRows, TheSameKeyTwiceIsAnErrorThatNamesTheFirstLine) {
    Chamber chamber;
    expect_errors(chamber.import_reps("member_id,rep_id\nM1,R2\n\nM1,R3\nM1, R2\nM1,r2\n"),
                  {{5, 2, "rep_id", "rep_id \"R2\" is in this file already, on line 2."}});
    const auto statuses = chamber.folder.write("statuses.csv", "code\nLIF\nlif\n");
    expect_errors(import_records({.statuses = statuses}, chamber.book), {{3, 1, "code", "on line 2"}});
}

TEST(ImportRows, ABadRowClaimsItsKeyToo) {
    Chamber chamber;
    expect_errors(chamber.import_reps("rep_id,member_id,billing_rep\nR2,M1,perhaps\nR2,M1,yes\n"),
                  {{2, 3, "billing_rep", "perhaps"}, {3, 1, "rep_id", "on line 2"}});
}

TEST(ImportRows, ARepNeedsAMemberOfTheDatabaseOrOfTheMembersFile) {
    Chamber chamber;
    ImportFiles files;
    files.members = chamber.folder.write("members.csv", "member_id,company,status\nM2,Two,ACT\nM3,Three,XYZ\n");
    files.reps = chamber.folder.write("reps.csv", "rep_id,member_id\nR2,M1\nR3,M2\nR4,M3\nR5,M9\n");
    const ImportOptions options{.skip_bad_rows = true};
    expect_errors(import_records(files, chamber.book, options), {{3, 3, "status", "XYZ"},
                                                                 {4, 2, "member_id", "no Member \"M3\""},
                                                                 {5, 2, "member_id", "no Member \"M9\""}});
    EXPECT_EQ(chamber.book.find_rep("R3")->member_id, "M2");
    EXPECT_FALSE(chamber.book.find_rep("R5"));
}

TEST(ImportRows, ANewRecordNeedsItsRequiredColumns) {
    Chamber chamber;
    expect_errors(chamber.import_members("member_id,phone\nM1,1\nM2,2\n"),
                  {{3, 1, "member_id", "needs a company"}});
    expect_errors(chamber.import_reps("email,rep_id\na@example.org,R1\nb@example.org,R2\n"),
                  {{3, 2, "rep_id", "needs a member_id"}});
}

TEST(ImportRows, TooManyOrTooFewCellsAreAnError) {
    Chamber chamber;
    expect_errors(chamber.import_reps("rep_id,member_id\nR2\nR3,M1,x,y\nR4,M1\n"),
                  {{2, 1, "rep_id", "too few cells: 1, where the headings are 2"},
                   {3, 3, "", "too many cells: 4, where the headings are 2"}});
}

TEST(ImportRows, BytesThatAreNoTextAndStrayQuotesAreRowErrorsAndTheRestIsRead) {
    Chamber chamber;
    const ImportOptions options{.skip_bad_rows = true};
    const auto summary = chamber.import_reps("rep_id,member_id,last_name\n"
                                             "R2,M1,M\xFCller\nR3,M1,5\" pipe\nR4,M1,Young\nR5,M1,\"open\n",
                                             options);
    expect_errors(summary, {{2, 3, "last_name", "not text in UTF-8"},
                            {3, 3, "last_name", "double quote within a cell"},
                            {5, 3, "last_name", "never closed"}});
    EXPECT_EQ(chamber.book.find_rep("R4")->last_name, "Young");
}

TEST(ImportRows, NamesOfGroupsAreChecked) {
    Chamber chamber;
    expect_errors(chamber.import_reps("rep_id,groups\nR1,\"Board;Line\nbreak\"\n"),
                  {{2, 2, "groups", "on one line"}});
    expect_errors(chamber.import_reps("rep_id,groups\nR1," + std::string(256, 'g') + "\n"),
                  {{2, 2, "groups", "has 256 characters; at most 255"}});
}

TEST(ImportRows, AThousandErrorsAreKeptAndAllAreCounted) {
    Chamber chamber;
    std::string text = "rep_id,member_id\n";
    for (int i = 0; i < 1500; ++i) {
        text += "X" + std::to_string(i) + ",nobody\n";
    }
    const auto summary = chamber.import_reps(text);
    ASSERT_TRUE(summary);
    EXPECT_EQ(summary->errors.size(), 1000U);
    EXPECT_EQ(summary->error_count, 1500U);
    EXPECT_EQ(summary->files.at(0).skipped, 1500U);
}

} // namespace
} // namespace muster::exchange
