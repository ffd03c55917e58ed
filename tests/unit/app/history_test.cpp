#include "app/history.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>

#include "unit/app/office_fixture.hpp"

namespace muster::app {
namespace {

using namespace std::chrono_literals;
using sync::Outcome;
using sync::RunState;

class HistoryTest : public OfficeTest {
  protected:
    sync::Report report(const std::string& run_id, RunState state = RunState::Completed) {
        auto made = report_of(run_id, state);
        made.finished_at = clock_.now();
        return made;
    }
    void record(const sync::Report& made) { installation_->store().journal(database_)->record(made); }
    static sync::Person person(const std::string& email, Outcome outcome) {
        sync::Person made;
        made.email = email;
        made.name = "=Anna Berg";
        made.rep_id = "R1";
        made.outcome = outcome;
        return made;
    }
    Result<RunView> view(const std::string& run_id) { return view_run(*installation_, board_, database_, run_id); }
    std::string csv(const std::string& run_id) {
        std::string text;
        EXPECT_TRUE(write_run_csv(*installation_, database_, run_id, [&](std::string_view piece) -> Result<void> {
            text += piece;
            return {};
        }));
        return text;
    }

    ProgressBoard board_{clock_};
};

TEST_F(HistoryTest, R29_TheCsvOfARunIsTheSameAsAFileAndInPieces) {
    auto run = report("run-1");
    auto changed = person("a@example.org", Outcome::Updated);
    changed.changes = {{"job_title", "Boss", "Chair, \"acting\""}, {"Password", std::nullopt, std::nullopt}};
    changed.lists_added = {"Board", "Golf"};
    run.people = {changed, person("b@example.org", Outcome::Refused)};
    run.issues = {{"refused", "R2", "b@example.org", "Too long."}};
    record(run);
    const std::string expected =
        "email,rep_id,name,outcome,issue,message,changes,lists_added,lists_removed,lists_held_back\n"
        "a@example.org,R1,'=Anna Berg,updated,,,\"job_title: Boss -> Chair, \"\"acting\"\"; Password: "
        "changed\",Board; Golf,,\n"
        "b@example.org,R1,'=Anna Berg,refused,,,,,,\n"
        "b@example.org,R2,,,refused,Too long.,,,,\n";
    EXPECT_EQ(csv("run-1"), expected);
    const auto path = (folder_ / "run.csv").string();
    ASSERT_TRUE(export_run(find_run(*installation_, "run-1").value(), path));
    std::ifstream file(path);
    EXPECT_EQ(std::string(std::istreambuf_iterator<char>(file), {}), expected);
}

TEST_F(HistoryTest, R29_AGreatRunLeavesInPiecesAndStopsWhereNobodyTakesThem) {
    auto run = report("run-1");
    for (int i = 0; i < 2'500; ++i) {
        run.people.push_back(person("a" + std::to_string(i) + "@example.org", Outcome::Created));
    }
    record(run);
    std::size_t pieces = 0, longest = 0, lines = 0;
    ASSERT_TRUE(write_run_csv(*installation_, database_, "run-1", [&](std::string_view piece) -> Result<void> {
        ++pieces;
        longest = std::max(longest, piece.size());
        lines += static_cast<std::size_t>(std::count(piece.begin(), piece.end(), '\n'));
        return {};
    }));
    EXPECT_EQ(lines, 2'501U);
    EXPECT_GT(pieces, 1U);
    EXPECT_LT(longest, 66'000U);
    const auto stopped = write_run_csv(*installation_, database_, "run-1", [](std::string_view) -> Result<void> {
        return fail(Code::Cancelled, "The browser has gone.");
    });
    EXPECT_EQ(refusal(stopped), "The browser has gone.");
}

TEST_F(HistoryTest, WhatIsNotOfTheDatabaseIsNotFound) {
    record(report("run-1"));
    const auto second = add_database(*installation_, "Second").value().id;
    RunProgress elsewhere;
    elsewhere.run_id = "run-2";
    elsewhere.database = database_;
    board_.begin(elsewhere);
    for (const auto* run_id : {"run-1", "run-2", "no-such-run"}) {
        EXPECT_EQ(view_run(*installation_, board_, second, run_id).error().code, Code::NotFound) << run_id;
        EXPECT_EQ(list_people(*installation_, second, run_id, {}, {}).error().code, Code::NotFound);
        EXPECT_EQ(list_issues(*installation_, second, run_id, "", {}).error().code, Code::NotFound);
        EXPECT_EQ(write_run_csv(*installation_, second, run_id, {}).error().code, Code::NotFound);
    }
    EXPECT_TRUE(view("run-1"));
    EXPECT_TRUE(view("run-2"));
    EXPECT_EQ(find_run(*installation_, "no-such-run").error().code, Code::NotFound);
}

TEST_F(HistoryTest, APageIsNeverLongerThanItsLimit) {
    auto run = report("run-1");
    for (int i = 0; i < 501; ++i) {
        run.people.push_back(person("a@example.org", Outcome::Created));
        run.issues.push_back({"revived", "R1", "a@example.org", "It comes back."});
    }
    record(run);
    const store::Window all{0, 1'000'000};
    EXPECT_EQ(list_people(*installation_, database_, "run-1", {}, all)->rows.size(), 500U);
    EXPECT_EQ(list_people(*installation_, database_, "run-1", {}, all)->total, 501);
    EXPECT_EQ(list_issues(*installation_, database_, "run-1", "revived", all)->rows.size(), 500U);
    EXPECT_EQ(list_issues(*installation_, database_, "run-1", "refused", all)->total, 0);
}

TEST_F(HistoryTest, R25_APreviewKeepsThePeopleThatItShows) {
    connect_main();
    add_reps(3);
    JobRunner runner(*installation_, board_);
    UpdateRequest preview;
    preview.started_by = "ada";
    preview.preview = true;
    const auto run_id = runner.start({.database = database_, .request = preview}).value();
    EXPECT_EQ(wait_for_end(board_, run_id).end->state, RunState::Completed);
    const auto shown = view(run_id);
    ASSERT_TRUE(shown) << refusal(shown);
    EXPECT_TRUE(shown->can.begin);
    EXPECT_EQ(shown->report.new_permissions, 3); // R25 asks for it by name
    EXPECT_EQ(shown->people.by_tab.at(store::Tab::New), 3);
    const auto people = list_people(*installation_, database_, run_id, {.tab = store::Tab::New}, {0, 2});
    ASSERT_TRUE(people) << refusal(people);
    EXPECT_EQ(people->total, 3);
    ASSERT_EQ(people->rows.size(), 2U);
    EXPECT_EQ(people->rows[0].email, "a0@example.org");
    EXPECT_EQ(people->rows[0].lists_added, std::vector<std::string>{"Active Members"});
}

TEST_F(HistoryTest, ARunUnderWayIsSeenOnTheBoardBeforeTheHistoryHasIt) {
    connect_main();
    RunProgress first;
    first.run_id = "preview-1";
    first.database = database_;
    first.started_by = "ada";
    first.preview = true;
    first.depth = "full";
    first.started_at = clock_.now();
    board_.begin(first);
    const auto going = view("preview-1");
    ASSERT_TRUE(going);
    EXPECT_EQ(going->report.state, RunState::Running);
    EXPECT_TRUE(going->report.preview);
    EXPECT_EQ(going->report.database, "Main");
    EXPECT_EQ(going->report.account_name, "Main Street Chamber");
    EXPECT_TRUE(going->can.cancel);
    board_.note_cancelled("preview-1", "ada");
    EXPECT_FALSE(view("preview-1")->can.cancel); // once is enough
    board_.finish("preview-1", {RunState::Busy, "Somebody is at it.", clock_.now()});
    const auto ended = view("preview-1");
    EXPECT_EQ(ended->report.state, RunState::Busy);
    EXPECT_EQ(ended->report.message, "Somebody is at it.");
    EXPECT_FALSE(ended->can.cancel || ended->can.begin || ended->can.confirm || ended->can.repeat);
    clock_.advance(15min);
    EXPECT_EQ(view("preview-1").error().code, Code::NotFound);
}

TEST_F(HistoryTest, WhatCanBeDoneWithARunDependsOnHowItEndedAndOnWhatCameAfter) {
    auto preview = report("preview-1");
    preview.preview = true;
    record(preview);
    EXPECT_TRUE(view("preview-1")->can.begin);
    auto stopped = report("run-2", RunState::NeedsConfirmation);
    record(stopped);
    EXPECT_FALSE(view("preview-1")->can.begin); // what it showed has been overtaken
    EXPECT_TRUE(view("run-2")->can.confirm);
    auto refusing = report("run-3", RunState::CompletedWithIssues);
    refusing.totals.refused = 1;
    refusing.people = {person("a@example.org", Outcome::Refused)};
    refusing.issues = {{"refused", "R1", "a@example.org", "Too long."}};
    record(refusing);
    EXPECT_FALSE(view("run-2")->can.confirm);
    const auto newest = view("run-3");
    EXPECT_TRUE(newest->can.repeat);
    EXPECT_FALSE(newest->can.begin || newest->can.confirm || newest->can.cancel);
    EXPECT_EQ(newest->people.by_outcome.at(Outcome::Refused), 1);
    EXPECT_EQ(newest->people.by_tab.at(store::Tab::Refused), 1);
    EXPECT_EQ(newest->issues, 1);
    EXPECT_TRUE(newest->report.people.empty());
}

TEST_F(HistoryTest, ARunWhoseProcessIsGoneIsNotShownAsRunning) {
    auto& store = installation_->store();
    ASSERT_TRUE(store.journal(database_)->begin(report("run-1", RunState::Running), clock_.now()));
    EXPECT_EQ(list_runs(*installation_, database_, {}, {}).rows[0].state, RunState::Running);
    EXPECT_EQ(view("run-1")->report.state, RunState::Running);
    clock_.advance(220s); // its lease has run out, and no request of it is under way any more
    EXPECT_EQ(list_runs(*installation_, database_, {}, {}).rows[0].state, RunState::Failed);
    EXPECT_EQ(view("run-1")->report.state, RunState::Failed);
    EXPECT_NE(view("run-1")->report.message.find("without a word"), std::string::npos);
}

} // namespace
} // namespace muster::app
