// Columns that are not called as the contract calls them.

#include "exchange/import.hpp"

#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "exchange/mapping.hpp"
#include "unit/exchange/chamber_folder.hpp"

namespace muster::exchange {
namespace {

using Names = std::vector<std::string>;

/// A file of these columns, "" to leave one out.
ImportFile chosen(const std::string& path, Names columns) {
    ImportFile file(path);
    file.name = "people";
    file.columns = std::move(columns);
    return file;
}

std::vector<HeadingRule> rules(const Names& texts) {
    std::vector<HeadingRule> parsed;
    for (const auto& text : texts) {
        parsed.push_back(parse_heading_rule(text).value());
    }
    return parsed;
}

TEST(ImportMapping, TakesTheChosenColumnsAndNoOthers) {
    Chamber chamber;
    const auto path = chamber.folder.write("p.csv", "Nr,first_name,Post,Firm\nR1,Zoë,anna@example.org,M1\n");
    const auto summary = import_records({.reps = chosen(path, {"rep_id", "", "email", "member_id"})}, chamber.book);
    ASSERT_TRUE(summary) << summary.error().message;
    EXPECT_EQ(summary->files.at(0).updated, 1U);
    EXPECT_EQ(summary->files.at(0).file, "people");
    EXPECT_EQ(summary->files.at(0).kind, FileKind::Reps);
    EXPECT_EQ(summary->warnings, Names{});
    EXPECT_EQ(chamber.book.find_rep("R1")->email, "anna@example.org");
    EXPECT_EQ(chamber.book.find_rep("R1")->first_name, ""); // recognised, and left out all the same
}

TEST(ImportMapping, NamesErrorsByTheHeadingsOfTheFile) {
    Chamber chamber;
    const auto path = chamber.folder.write("p.csv", "Nr,Rechnung,Firm\nR1,perhaps,M1\nR2,,M9\nR3,,\n");
    const auto summary =
        import_records({.reps = chosen(path, {"rep_id", "billing_rep", "member_id"})}, chamber.book);
    ASSERT_TRUE(summary) << summary.error().message;
    ASSERT_EQ(summary->error_count, 3U);
    EXPECT_EQ(summary->errors[0].text().find("people: line 2, column 2 (Rechnung): "), 0U);
    EXPECT_EQ(summary->errors[1].text().find("people: line 3, column 3 (Firm): There is no Member \"M9\""), 0U);
    EXPECT_EQ(summary->errors[2].column, "Firm");
    EXPECT_FALSE(summary->may_be_kept({}));
}

TEST(ImportMapping, IsRefusedWhenItCannotBeMeant) {
    const std::vector<std::pair<Names, std::string>> cases = {
        {{"rep_id", "rep_id", ""}, "people: \"Nr\" and \"Wer\" both go to the column rep_id; leave one out."},
        {{"", "last_name", ""},
         "people: no heading is mapped to the column rep_id, which tells the records apart; choose one."},
        {{"rep_id"}, "people: the mapping names 1 columns, where the headings are 3."},
        {{"rep_id", "", "", ""}, "people: the mapping names 4 columns, where the headings are 3."},
        {{"rep_id", "company", ""}, "people: there is no column \"company\". Known columns: rep_id, member_id, "},
        {{"rep_id", "", "email"}, "people: column 3 has no heading; give it one to import it as email."},
    };
    for (const auto& [columns, reason] : cases) {
        Chamber chamber;
        const auto path = chamber.folder.write("p.csv", "Nr,Wer,\nR1,Berg,x\n");
        const std::size_t writes = chamber.book.writes();
        const auto summary = import_records({.reps = chosen(path, columns)}, chamber.book);
        ASSERT_FALSE(summary) << reason;
        EXPECT_EQ(summary.error().code, Code::Invalid);
        EXPECT_EQ(summary.error().message.find(reason), 0U) << summary.error().message;
        EXPECT_EQ(chamber.book.writes(), writes);
    }
}

TEST(HeadingRules, MakeHeadingsMeanColumnsAndTheOthersAreRecognised) {
    Chamber chamber;
    ImportFiles files;
    files.reps =
        chamber.folder.write("reps.csv", "No.,Last Name,E = mail,email,Notes\nR1,Young,y@example.org,x,y\n");
    files.rules = rules({"no.=Rep ID", "E = mail=email", "email=", "Notes="});
    const auto summary = import_records(files, chamber.book);
    ASSERT_TRUE(summary) << summary.error().message;
    EXPECT_EQ(summary->warnings, Names{});
    const auto rep = chamber.book.find_rep("R1").value();
    EXPECT_EQ(rep.last_name, "Young");
    EXPECT_EQ(rep.email, "y@example.org");
}

TEST(HeadingRules, GoToEveryFileThatHasBothOrToTheOneTheyName) {
    Chamber chamber;
    ImportFiles files;
    files.members = chamber.folder.write("members.csv", "ID,Firm,status\nM2,Two,ACT\n");
    files.reps = chamber.folder.write("reps.csv", "ID,Firm,Mail\nR2,M2,two@example.org\n");
    files.rules = rules({"ID=rep_id", "members:ID=member_id", "Firm=company", "reps:Firm=member_id", "Mail=email"});
    const auto summary = import_records(files, chamber.book);
    ASSERT_TRUE(summary) << summary.error().message;
    EXPECT_EQ(summary->error_count, 0U);
    EXPECT_EQ(chamber.book.find_member("M2")->company, "Two");
    EXPECT_EQ(chamber.book.find_rep("R2")->member_id, "M2");
    EXPECT_EQ(chamber.book.find_rep("R2")->email, "two@example.org");
}

TEST(HeadingRules, ThatFitNothingOrContradictAreRefused) {
    const std::vector<std::pair<Names, std::string>> cases = {
        {{"rep_id=", "Shoe=rep_id"}, "\"Shoe=rep_id\": no file to be imported has the heading \"Shoe\"."},
        {{"Shoe=email"}, "\"Shoe=email\": no file to be imported has the heading \"Shoe\"."},
        {{"members:Wer=company"}, "\"members:Wer=company\": no file to be imported has the heading \"Wer\"."},
        {{"Wer=company"}, "\"Wer=company\": no file with this heading can have the column \"company\"."},
        {{"reps:Wer=company"}, "\"reps:Wer=company\": there is no column \"company\". Known columns: rep_id, "},
        {{"Wer=email"}, "people.csv: \"Wer\" and \"email\" both go to the column email; leave one out."},
        {{"Wer=last_name", "reps:wer=first_name"},
         "people.csv: \"Wer=last_name\" and \"reps:wer=first_name\" are both about the heading \"Wer\"; choose "
         "one."},
        {{"rep_id="}, "people.csv: line 1: there is no column \"rep_id\". Known columns: rep_id, "},
    };
    for (const auto& [texts, reason] : cases) {
        Chamber chamber;
        ImportFile file(chamber.folder.write("people.csv", "rep_id,Wer,email\nR1,x,y\n"));
        file.name = "people.csv";
        const auto summary = import_records({.reps = file, .rules = rules(texts)}, chamber.book);
        ASSERT_FALSE(summary) << reason;
        EXPECT_EQ(summary.error().code, Code::Invalid);
        EXPECT_EQ(summary.error().message.find(reason), 0U) << summary.error().message;
    }
}

TEST(HeadingRules, AreReadWithTheLastEqualsSign) {
    const auto plain = parse_heading_rule(" a = b = email ").value();
    EXPECT_EQ(plain.heading, "a = b");
    EXPECT_EQ(plain.column, "email");
    EXPECT_FALSE(plain.kind);
    const auto twice = parse_heading_rule("members:reps:x=").value();
    EXPECT_EQ(twice.kind, FileKind::Members);
    EXPECT_EQ(twice.heading, "reps:x");
    EXPECT_EQ(twice.column, "");
    for (const auto* text : {"", "x", "=", "=email", "reps:=email", "  =email"}) {
        const auto refused = parse_heading_rule(text);
        ASSERT_FALSE(refused) << text;
        EXPECT_EQ(refused.error().code, Code::Invalid);
    }
}

TEST(FileKinds, AreGuessedByTheHeadings) {
    const std::vector<std::pair<Names, std::optional<FileKind>>> cases = {
        {{"rep_id", "member_id"}, FileKind::Reps},
        {{"Rep ID", "Street", "City", "Country"}, FileKind::Reps},
        {{"member_id", "Company", "Street", "City", "Phone"}, FileKind::Members},
        {{"Company", "Status", "City"}, FileKind::Members},
        {{"Member ID", "First Name", "Last Name", "Email"}, FileKind::Reps},
        {{"First name", "Last name"}, FileKind::Reps},
        {{"code"}, FileKind::Statuses},
        {{"Code", "Pays dues"}, FileKind::Statuses},
        {{"Street", "City"}, std::nullopt},
        {{"Email"}, std::nullopt},
        {{"Name", ""}, std::nullopt},
        {{}, std::nullopt},
    };
    for (const auto& [headings, kind] : cases) {
        EXPECT_EQ(guess_kind(headings), kind) << (headings.empty() ? "" : headings.front());
    }
}

} // namespace
} // namespace muster::exchange
