#include "exchange/import.hpp"

#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "unit/exchange/chamber_folder.hpp"

namespace muster::exchange {
namespace {

using namespace std::string_literals;

TEST(ImportFiles, UnusableOnesAreRefusedWithTheReason) {
    const std::vector<std::pair<std::string, std::string>> cases = {
        {"", "is empty"},
        {"\n \n", "is empty"},
        {"\xEF\xBB\xBF", "is empty"},
        {"last_name,member_id\nBerg,M1\n", "there is no column \"rep_id\". Known columns: rep_id, member_id"},
        {"rep_id,Email,email\n", "columns 2 and 3 are both called \"email\""},
        {"rep_id,First Name,first_name\n", "columns 2 and 3 are both called"},
        {"rep_id,Shoe,shoe\n", "columns 2 and 3 are both called"},
        {"rep_id,\"email\n", "line 1: the headings cannot be read: The double quote on line 1 is never closed."},
        {"rep_id,Stra\xDF"
         "e\n",
         "not text in UTF-8"},
        {"r\0e\0p\0"s, "NUL"},
    };
    for (const auto& [text, reason] : cases) {
        Chamber chamber;
        const std::size_t writes = chamber.book.writes();
        const auto summary = chamber.import_reps(text);
        ASSERT_FALSE(summary) << text;
        EXPECT_EQ(summary.error().code, Code::Invalid);
        EXPECT_NE(summary.error().message.find(reason), std::string::npos) << summary.error().message;
        EXPECT_NE(summary.error().message.find("reps.csv"), std::string::npos) << summary.error().message;
        EXPECT_EQ(chamber.book.writes(), writes);
    }
}

TEST(ImportFiles, OneThatIsNotThereOrAFolderIsRefusedBeforeAnythingIsRead) {
    Chamber chamber;
    const std::size_t writes = chamber.book.writes();
    const auto members = chamber.folder.write("members.csv", "member_id,company,status\nM2,Two,ACT\n");
    for (const std::string& wrong : {chamber.folder.path("none.csv"), chamber.folder.path("")}) {
        const auto summary = import_records({.members = members, .reps = wrong}, chamber.book);
        ASSERT_FALSE(summary);
        EXPECT_EQ(summary.error().code, Code::Invalid);
        EXPECT_EQ(chamber.book.writes(), writes);
    }
}

TEST(ImportFiles, HeadingsAloneAreAFileWithoutRows) {
    Chamber chamber;
    const auto summary = chamber.import_reps("rep_id,member_id\n");
    ASSERT_TRUE(summary) << summary.error().message;
    EXPECT_EQ(summary->files.at(0).rows, 0U);
}

TEST(ImportFiles, AreReadInTheOrderOfStatusesMembersReps) {
    Chamber chamber;
    ImportFiles files;
    files.reps = chamber.folder.write("reps.csv", "rep_id,member_id\nR2,M2\n");
    files.members = chamber.folder.write("members.csv", "member_id,company,status\nM2,Two,lif\n");
    files.statuses = chamber.folder.write("statuses.csv", "code,active_member\nLIF,yes\n");
    const auto summary = import_records(files, chamber.book);
    ASSERT_TRUE(summary) << summary.error().message;
    EXPECT_EQ(summary->error_count, 0U);
    ASSERT_EQ(summary->files.size(), 3U);
    EXPECT_EQ(summary->files[0].file, files.statuses->path);
    EXPECT_EQ(summary->files[2].file, files.reps->path);
    EXPECT_EQ(chamber.book.find_member("M2")->status, "LIF");
}

TEST(ImportFiles, ATrialRunCountsTheSameAndWritesNothing) {
    Chamber chamber;
    ImportFiles files;
    files.statuses = chamber.folder.write("statuses.csv", "code,active_member\nLIF,yes\n");
    files.members = chamber.folder.write("members.csv", "member_id,company,status\nM1,Bakery,LIF\nM2,Two,lif\n");
    files.reps = chamber.folder.write("reps.csv", "rep_id,member_id,last_name\nR1,M1,Berg\nR2,M2,Young\n");
    const std::size_t writes = chamber.book.writes();
    const auto trial = import_records(files, chamber.book, {.dry_run = true});
    ASSERT_TRUE(trial) << trial.error().message;
    EXPECT_EQ(trial->error_count, 0U);
    EXPECT_FALSE(trial->may_be_kept({.dry_run = true}));
    EXPECT_EQ(chamber.book.writes(), writes);
    const auto real = import_records(files, chamber.book);
    ASSERT_TRUE(real);
    for (std::size_t i = 0; i < 3; ++i) {
        EXPECT_EQ(trial->files[i].created, real->files[i].created);
        EXPECT_EQ(trial->files[i].updated, real->files[i].updated);
        EXPECT_EQ(trial->files[i].unchanged, real->files[i].unchanged);
    }
    EXPECT_EQ(real->files[1].created, 1U);
    EXPECT_EQ(real->files[1].updated, 1U);
    EXPECT_EQ(real->files[2].unchanged, 1U);
}

TEST(ImportFiles, ASecondImportOfTheSameFilesChangesNothing) {
    Chamber chamber;
    const std::string text = "rep_id,member_id,groups,billing_rep\nR1,M1,a;B;c,x\nR2,M1,,\n";
    ASSERT_TRUE(chamber.import_reps(text));
    const std::size_t writes = chamber.book.writes();
    const auto again = chamber.import_reps(text);
    ASSERT_TRUE(again);
    EXPECT_EQ(again->files.at(0).unchanged, 2U);
    EXPECT_EQ(chamber.book.writes(), writes);
}

TEST(ImportFiles, AreTakenInEveryEncodingAndWithEverySeparator) {
    const std::string utf16 =
        "\xFF\xFEr\0e\0p\0_\0i\0d\0;\0l\0a\0s\0t\0_\0n\0a\0m\0e\0\n\0R\0001\0;\0\xD6\0z\0\n\0"s;
    const std::vector<std::pair<std::string, Encoding>> cases = {
        {"rep_id,last_name\nR1,Öz\n", Encoding::Automatic},
        {"\xEF\xBB\xBFrep_id;last_name\r\nR1;Öz\r\n", Encoding::Automatic},
        {"rep_id\tlast_name\rR1\tÖz\r", Encoding::Automatic},
        {"rep_id;last_name\nR1;\xD6z\n", Encoding::Windows1252},
        {utf16, Encoding::Automatic},
    };
    for (const auto& [text, encoding] : cases) {
        Chamber chamber;
        const auto path = chamber.folder.write("reps.csv", text);
        const auto summary = import_records({.reps = ImportFile(path, encoding)}, chamber.book);
        ASSERT_TRUE(summary) << summary.error().message;
        EXPECT_EQ(summary->error_count, 0U);
        EXPECT_EQ(chamber.book.find_rep("R1")->last_name, "Öz");
    }
}

TEST(ImportFiles, TellHowFarTheyAreRead) {
    Chamber chamber;
    std::string text = "rep_id,member_id\n";
    for (int i = 0; i < 5000; ++i) {
        text += "N" + std::to_string(i) + ",M1\n";
    }
    std::vector<std::uint64_t> told;
    ImportOptions options;
    options.progress = [&](std::string_view file, std::uint64_t done, std::uint64_t in_all) {
        EXPECT_EQ(file, chamber.folder.path("reps.csv"));
        EXPECT_EQ(in_all, text.size());
        told.push_back(done);
    };
    ASSERT_TRUE(chamber.import_reps(text, options));
    EXPECT_EQ(told.size(), 4U); // at the beginning, twice on the way, at the end
    EXPECT_EQ(told.back(), text.size());
    EXPECT_TRUE(std::is_sorted(told.begin(), told.end()));
}

TEST(ImportFiles, CanBeStopped) {
    Chamber chamber;
    std::string text = "rep_id,member_id\n";
    for (int i = 0; i < 5000; ++i) {
        text += "N" + std::to_string(i) + ",M1\n";
    }
    ImportOptions options;
    options.cancel.cancel();
    const auto summary = chamber.import_reps(text, options);
    ASSERT_FALSE(summary);
    EXPECT_EQ(summary.error().code, Code::Cancelled);
}

} // namespace
} // namespace muster::exchange
