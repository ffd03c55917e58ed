#include <gtest/gtest.h>

#include "cli/command.hpp"
#include "cli/console.hpp"
#include "cli/present.hpp"
#include "cli/progress.hpp"
#include "cli/report_text.hpp"
#include "cli/sandbox_host.hpp"

namespace muster::cli {
namespace {

using std::chrono::seconds;

TEST(TableTest, AlignsByCharactersAndCutsWhatIsTooLong) {
    Table table({"name", "city"});
    table.add({"Zoë", "Köln"});
    table.add({"Bartholomew", "Bath"});
    EXPECT_EQ(table.text(), "name         city\nZoë          Köln\nBartholomew  Bath");
    Table wide({"text"});
    wide.add({std::string(60, 'x')});
    EXPECT_EQ(wide.text(), "text\n" + std::string(47, 'x') + "…");
}

TEST(TableTest, ControlCharactersOfRecordsDoNotReachTheTerminal) {
    Table table({"name"});
    table.add({"a\x1b[2Jb\nc"});
    EXPECT_EQ(table.text(), "name\na [2Jb c");
}

TEST(ProgressTest, R30_ShowsDoneTotalElapsedAndWhatIsLeft) {
    EXPECT_EQ(progress_text("Sending", 50, 200, seconds(10), seconds(65)),
              "[#####...............]  25 %  Sending  50 of 200  1:05, about 0:30 left");
    EXPECT_EQ(progress_text("Sending", 200, 200, seconds(10), seconds(65)),
              "[####################] 100 %  Sending  200 of 200  1:05");
    EXPECT_EQ(progress_text("Reading", 3, 0, seconds(1), seconds(2)), "Reading  3  0:02");
    EXPECT_EQ(progress_text("Reading", 0, 0, seconds(1), seconds(2)), "Reading  0:02");
}

TEST(ProgressTest, EstimatesNothingTooEarly) {
    EXPECT_EQ(progress_text("Sending", 1, 2, seconds(1), seconds(1)),
              "[##########..........]  50 %  Sending  1 of 2  0:01");
}

TEST(ReportTextTest, R29_ASecretIsListedAsChangedWithoutItsValues) {
    sync::Report report;
    sync::Person person{"a@b.org", "R1", "Anna Berg", sync::Outcome::Updated, {}, {"Board"}, {}, {}, std::nullopt};
    person.changes = {{"Password", std::nullopt, std::nullopt}, {"job_title", "", "Baker"}};
    report.people = {person};
    EXPECT_EQ(
        people_text(report, 10),
        "Updated (1):\n  Anna Berg <a@b.org> (R1): Password changed; job_title blank → \"Baker\"; on to Board\n");
}

TEST(ReportTextTest, PointsToTheRunForThoseItDoesNotName) {
    sync::Report report;
    report.run_id = "run-1";
    for (int i = 0; i < 3; ++i) {
        report.people.push_back({"a@b.org", "R1", "Anna", sync::Outcome::Created, {}, {}, {}, {}, std::nullopt});
    }
    EXPECT_EQ(people_text(report, 1),
              "Created (3):\n  Anna <a@b.org> (R1)\n  … and 2 more; all of them: muster runs show run-1\n");
}

TEST(ReportTextTest, R13_EndsWithTheOptedOutAddresses) {
    const sync::Report report;
    EXPECT_TRUE(report_text(report, 10).ends_with("0 opted-out addresses were made mailable."));
}

TEST(ReportTextTest, IssuesThatAreNobodysOutcomeAreNamedOnce) {
    sync::Report report;
    report.issues = {{"ignored_duplicate", "R2", "a@b.org", "R1 comes first."},
                     {"value_cut", "R1", "a@b.org", "The job title was cut."}};
    EXPECT_EQ(people_text(report, 10), "To know (1):\n  The job title was cut.\n");
}

TEST(PresentTest, APasswordNeverLeaves) {
    roster::Rep rep;
    rep.rep_id = "R1";
    rep.password = "hunter2";
    auto writer = begin_document();
    write_rep(writer, rep);
    const auto document = writer.end().take();
    EXPECT_EQ(document.find("hunter2"), std::string::npos);
    EXPECT_EQ(document.find("password"), std::string::npos);
    EXPECT_NE(document.find("\"schema\": 1"), std::string::npos) << document;
}

TEST(ExitTest, ErrorsGetTheExitCodesOfTheContract) {
    EXPECT_EQ(static_cast<int>(exit_for(Code::Invalid)), 2);
    EXPECT_EQ(static_cast<int>(exit_for(Code::NotFound)), 2);
    EXPECT_EQ(static_cast<int>(exit_for(Code::Conflict)), 2);
    EXPECT_EQ(static_cast<int>(exit_for(Code::Busy)), 7);
    EXPECT_EQ(static_cast<int>(exit_for(Code::Cancelled)), 130);
    EXPECT_EQ(static_cast<int>(exit_for(Code::Unavailable)), 1);
    EXPECT_EQ(static_cast<int>(exit_for(Code::Failed)), 1);
}

TEST(ListenTest, TheSandboxIsForThisMachineOnly) {
    EXPECT_EQ(parse_loopback("127.0.0.1:8900")->port, 8900);
    EXPECT_EQ(parse_loopback("localhost:0")->host, "127.0.0.1");
    EXPECT_EQ(parse_loopback("[::1]:80")->host, "::1");
    for (const auto* wrong : {"0.0.0.0:80", "192.168.1.1:80", "127.0.0.1", "127.0.0.1:", "127.0.0.1:http",
                              "127.0.0.1:99999", ":80", ""}) {
        EXPECT_FALSE(parse_loopback(wrong)) << wrong;
    }
}

} // namespace
} // namespace muster::cli
