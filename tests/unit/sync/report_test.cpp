// The document of `muster sync --json`, key by key, and the words on a terminal.

#include <gtest/gtest.h>

#include "base/json.hpp"
#include "sync/report.hpp"

namespace muster::sync {
namespace {

TEST(Report, TheDocumentHasTheKeysOfTheContract) {
    Report report;
    report.run_id = "run-1";
    report.database = "Main Street Chamber";
    report.started_by = "cli";
    report.state = RunState::Completed;
    report.account_id = "a07e1ikxwuphd4";
    report.account_name = "Main Street Chamber";
    report.totals = {.selected = 1, .updated = 1};
    report.lists.push_back({"Active Members", "Active Members", "id-1", true, 1, 0, 0});
    report.custom_fields.push_back({"Username", true});
    report.calls_by_endpoint["GET /contacts"] = 2;
    report.issues.push_back({"ignored_duplicate", "R18", "a@b.org", "message"});
    Person anna{"a@b.org", "R17", "Anna", Outcome::Updated, {{"job_title", "Old", "New"}}, {"Board"}, {}, {}, {}};
    report.people.push_back(anna);
    report.people.push_back({"x@b.org", {}, "", Outcome::RemovedFromList, {}, {}, {"Active Members"}, {}, "why"});
    report.started_at = *parse_instant("2026-11-23T10:00:00Z");
    report.quota_resets_at = *parse_instant("2026-11-24T00:00:00Z");

    const std::string text = to_json(report);
    const auto document = json::Document::parse(text);
    ASSERT_TRUE(document) << text;
    json::Problems problems;
    const json::Reader root(*document, problems);
    for (const char* key : {"schema", "run_id", "database", "started_by", "preview", "depth", "state", "account",
                            "totals", "lists", "custom_fields", "attribute", "opted_out_made_mailable", "removals",
                            "api_calls", "quota", "issues", "people", "started_at"}) {
        EXPECT_TRUE(root[key].present()) << key;
    }
    EXPECT_EQ(root["schema"].integer(), 1);
    EXPECT_EQ(root["state"].text(), "completed");
    EXPECT_EQ(root["depth"].text(), "full");
    EXPECT_EQ(root["account"]["id"].text(), "a07e1ikxwuphd4");
    for (const char* key : {"selected", "created", "updated", "unchanged", "ignored_duplicate", "ignored_no_email",
                            "ignored_invalid_email", "held_back_unsubscribed", "refused", "not_attempted"}) {
        EXPECT_TRUE(root["totals"][key].integer()) << key;
    }
    EXPECT_EQ(root["attribute"]["name"].text(), "Unsubscribed from CC");
    EXPECT_FALSE(root["removals"]["confirmed"].present()); // null
    EXPECT_NE(text.find("\"confirmed\": null"), std::string::npos) << text;
    EXPECT_EQ(root["api_calls"]["by_endpoint"]["GET /contacts"].integer(), 2);
    EXPECT_EQ(root["quota"]["resets_at"].text(), "2026-11-24T00:00:00Z");
    EXPECT_EQ(root["started_at"].text(), "2026-11-23T10:00:00Z");
    std::vector<std::string> outcomes;
    root["people"].each([&](const json::Reader& person) { outcomes.push_back(person["outcome"].text_or("")); });
    EXPECT_EQ(outcomes, (std::vector<std::string>{"updated", "removed_from_list"}));
    EXPECT_NE(text.find("\"rep_id\": null"), std::string::npos);
    EXPECT_TRUE(problems.empty());
}

TEST(Report, EveryStateHasItsExitCode) {
    EXPECT_EQ(exit_code(RunState::Completed), 0);
    EXPECT_EQ(exit_code(RunState::Failed), 1);
    EXPECT_EQ(exit_code(RunState::CompletedWithIssues), 3);
    EXPECT_EQ(exit_code(RunState::NeedsConfirmation), 4);
    EXPECT_EQ(exit_code(RunState::NotConnected), 5);
    EXPECT_EQ(exit_code(RunState::QuotaExhausted), 6);
    EXPECT_EQ(exit_code(RunState::Busy), 7);
    EXPECT_EQ(exit_code(RunState::Cancelled), 130);
}

TEST(Report, R13_TheWordsEndWithTheSentenceAndTheFigure) {
    Report report;
    report.opted_out_made_mailable = 0;
    const std::string words = to_words(report);
    EXPECT_TRUE(words.ends_with("0 opted-out addresses were made mailable.\n")) << words;
    report.opted_out_made_mailable = 1;
    EXPECT_TRUE(to_words(report).ends_with("1 opted-out addresses were made mailable.\n"));
}

TEST(Report, StatesAndOutcomesReadBack) {
    for (const auto state : {RunState::Running, RunState::Completed, RunState::CompletedWithIssues,
                             RunState::NeedsConfirmation, RunState::Failed, RunState::Cancelled,
                             RunState::QuotaExhausted, RunState::NotConnected, RunState::Busy}) {
        EXPECT_EQ(run_state_from(to_text(state)), state);
    }
    EXPECT_EQ(run_state_from("nonsense"), std::nullopt);
    EXPECT_EQ(outcome_from("held_back_unsubscribed"), Outcome::HeldBackUnsubscribed);
}

} // namespace
} // namespace muster::sync
