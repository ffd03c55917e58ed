#include <csignal>
#include <fstream>
#include <functional>
#include <iterator>
#include <sstream>

#include <sys/wait.h>
#include <unistd.h>

#include "store/run_lock.hpp"
#include "store_fixture.hpp"

namespace muster::store {
namespace {

using namespace std::chrono_literals;
using sync::RunState;
using sync::StepState;

class Journal : public StoreTest {
  protected:
    Journal()
        : store_(open()), database_(store_->add_database("Main").value()), journal_(store_->journal(database_)) {}

    sync::Report a_run(std::string id, RunState state = RunState::Running) {
        sync::Report report;
        report.run_id = std::move(id);
        report.database = "Main";
        report.started_by = "cron";
        report.state = state;
        report.started_at = clock_.now();
        return report;
    }
    sync::Report a_preview(std::string id) {
        auto report = a_run(std::move(id), RunState::Completed);
        report.preview = true;
        return report;
    }
    void run(const sync::Report& report) {
        auto begun = a_run(report.run_id);
        begun.undo_of = report.undo_of;
        ASSERT_TRUE(journal_->begin(begun, clock_.now()));
        journal_->finish(report);
    }
    std::vector<std::string> run_ids() {
        std::vector<std::string> ids;
        for (const auto& summary : journal_->runs(100)) {
            ids.push_back(summary.run_id);
        }
        return ids;
    }

    std::unique_ptr<Store> store_;
    DatabaseId database_;
    std::unique_ptr<sync::Journal> journal_;
};

sync::Person a_person(std::string email, sync::Outcome outcome) {
    sync::Person person;
    person.email = std::move(email);
    person.outcome = outcome;
    return person;
}

sync::Report a_full_report() {
    sync::Report report;
    report.run_id = "run-1";
    report.undo_of = "run-0";
    report.database = "Main \"Street\"";
    report.started_by = "cli";
    report.depth = "quick";
    report.state = RunState::CompletedWithIssues;
    report.account_id = "acc";
    report.account_name = "Main Street";
    report.totals = {10, 1, 1, 1, 1, 1, 1, 1, 2, 1};
    report.lists = {{"Board", "The Board", "l-1", true, 3, 2, 1}};
    report.custom_fields = {{"Username", true}, {"Fax", false}};
    report.attribute_assigned = 4;
    report.attribute_cleared = 5;
    report.opted_out_made_mailable = 0;
    report.removals_planned = 6;
    report.removals_limit = 10;
    report.removals_confirmed = 7;
    report.calls_estimated = 8;
    report.calls_total = 9;
    report.calls_writes = 2;
    report.calls_token = 1;
    report.calls_by_endpoint = {{"GET /contacts", 7}, {"PUT /contacts/{contact_id}", 2}};
    report.quota_used_today = 99;
    report.quota_limit = 10'000;
    report.quota_resets_at = FakeClock::kStart + 12h;
    report.issues = {{"refused", "R9", "bad@x.org", "It is refused."},
                     {"list_refused", std::nullopt, std::nullopt, "Full."}};
    auto person = a_person("Anna@X.org", sync::Outcome::Updated);
    person.rep_id = "R1";
    person.name = "Anna Berg";
    person.changes = {{"job_title", "Head", "Chair"}, {"cf:Password", std::nullopt, std::nullopt}};
    person.lists_added = {"Board"};
    person.lists_removed = {"Active Members"};
    person.lists_held_back = {"Golf"};
    person.reason = "because";
    report.people = {person, a_person("gone@x.org", sync::Outcome::RemovedFromList)};
    report.warnings = {"A group is gone."};
    report.message = "Two things to look at.";
    report.started_at = FakeClock::kStart;
    report.finished_at = FakeClock::kStart + 90s;
    report.selections_json = R"({"list_groups":["Board"]})";
    report.new_permissions = 3;
    return report;
}

void expect_same_figures(const sync::Report& left, const sync::Report& right) {
    EXPECT_EQ(left.totals, right.totals);
    EXPECT_EQ(left.attribute_assigned, right.attribute_assigned);
    EXPECT_EQ(left.attribute_cleared, right.attribute_cleared);
    EXPECT_EQ(left.removals_planned, right.removals_planned);
    EXPECT_EQ(left.removals_limit, right.removals_limit);
    EXPECT_EQ(left.removals_confirmed, right.removals_confirmed);
    EXPECT_EQ(left.calls_estimated, right.calls_estimated);
    EXPECT_EQ(left.calls_total, right.calls_total);
    EXPECT_EQ(left.calls_writes, right.calls_writes);
    EXPECT_EQ(left.calls_token, right.calls_token);
    EXPECT_EQ(left.calls_by_endpoint, right.calls_by_endpoint);
    EXPECT_EQ(left.quota_used_today, right.quota_used_today);
    EXPECT_EQ(left.quota_limit, right.quota_limit);
    EXPECT_EQ(left.quota_resets_at, right.quota_resets_at);
    EXPECT_EQ(left.new_permissions, right.new_permissions);
}

TEST_F(Journal, R29_GivesBackEverythingOfAReport) {
    const auto report = a_full_report();
    journal_->record(report);
    const auto shown = store_->show_run("run-1").value();
    EXPECT_EQ(sync::to_json(shown), sync::to_json(report));
    expect_same_figures(shown, report);
    EXPECT_EQ(shown.selections_json, report.selections_json);
    EXPECT_EQ(shown.undo_of, "run-0");
    EXPECT_EQ(journal_->runs(1).at(0).undo_of, "run-0");
    EXPECT_EQ(journal_->runs(1).at(0).calls_estimated, 8);
    EXPECT_EQ(journal_->runs(1).at(0).calls_total, 9);
    EXPECT_EQ(shown.warnings, report.warnings);
    EXPECT_EQ(shown.message, report.message);
    EXPECT_EQ(shown.people.at(0).name, "Anna Berg");
    EXPECT_EQ(shown.people.at(0).changes.at(1).old_value, std::nullopt);
    EXPECT_EQ(shown.people.at(1).outcome, sync::Outcome::RemovedFromList);
    EXPECT_EQ(shown.issues.at(1).rep_id, std::nullopt);
    EXPECT_EQ(store_->database_of_run("run-1"), database_);
    EXPECT_FALSE(store_->show_run("none").has_value());
    EXPECT_EQ(store_->database_of_run("none"), std::nullopt);
}

TEST_F(Journal, R23_ASecondRunIsRefusedWithWhoStartedTheFirstAndWhen) {
    ASSERT_TRUE(journal_->begin(a_run("run-1"), clock_.now()));
    const auto refused = open()->journal(database_)->begin(a_run("run-2"), clock_.now());
    EXPECT_EQ(refused.error().code, Code::Busy);
    EXPECT_EQ(refused.error().message, "A run of the database \"Main\" is going on: started by cron at "
                                       "2026-11-23T12:00:00Z. Wait until it has ended, or cancel it.");
    EXPECT_EQ(store_->running(database_)->run_id, "run-1");
    EXPECT_EQ(store_->remove_database(database_).error().code, Code::Busy);
    journal_->finish(a_run("run-1", RunState::Completed));
    EXPECT_FALSE(store_->running(database_).has_value());
    EXPECT_TRUE(journal_->begin(a_run("run-2"), clock_.now()));
    EXPECT_EQ(run_ids(), (std::vector<std::string>{"run-2", "run-1"}));
}

TEST_F(Journal, R23_EveryDatabaseHasItsOwnLock) {
    const auto other = store_->add_database("Other").value();
    ASSERT_TRUE(journal_->begin(a_run("run-1"), clock_.now()));
    EXPECT_TRUE(store_->journal(other)->begin(a_run("run-2"), clock_.now()));
    EXPECT_FALSE(store_->journal(other)->keep_alive("run-1", clock_.now()));
}

TEST_F(Journal, R23_TheLockOfADeadProcessIsTakenOverAtOnce) {
    auto dead = this_process();
    dead.pid = kNoProcess;
    ASSERT_TRUE(open_as(dead)->journal(database_)->begin(a_run("run-1"), clock_.now()));
    ASSERT_TRUE(journal_->begin(a_run("run-2"), clock_.now() + 1s));
    const auto taken = store_->show_run("run-1").value();
    EXPECT_EQ(taken.state, RunState::Failed);
    EXPECT_EQ(taken.finished_at, clock_.now() + 1s);
    EXPECT_NE(taken.message.find("the next run completes it"), std::string::npos);
    EXPECT_FALSE(store_->journal(database_)->keep_alive("run-1", clock_.now()));
    EXPECT_TRUE(journal_->keep_alive("run-2", clock_.now()));
}

TEST_F(Journal, R23_AProcessNumberThatWasGivenOutAgainIsAnotherProcess) {
    auto earlier = this_process();
    earlier.start_time -= 1;
    ASSERT_TRUE(open_as(earlier)->journal(database_)->begin(a_run("run-1"), clock_.now()));
    EXPECT_TRUE(journal_->begin(a_run("run-2"), clock_.now()));
}

TEST_F(Journal, R23_AKilledProcessThatNobodyWaitedForIsDead) {
    const pid_t child = ::fork();
    if (child == 0) {
        for (;;) {
            ::pause();
        }
    }
    auto theirs = this_process();
    theirs.pid = child;
    std::ifstream stat("/proc/" + std::to_string(child) + "/stat");
    const std::vector<std::string> words{std::istream_iterator<std::string>(stat), {}};
    theirs.start_time = std::stoll(words.at(21)); // the name of this program has no blank
    EXPECT_FALSE(is_gone(theirs, this_process()));
    ::kill(child, SIGKILL);
    siginfo_t ignored{};
    ASSERT_EQ(::waitid(P_PID, static_cast<id_t>(child), &ignored, WEXITED | WNOWAIT), 0); // still a zombie
    EXPECT_TRUE(is_gone(theirs, this_process()));
    ::waitpid(child, nullptr, 0);
    EXPECT_TRUE(is_gone(theirs, this_process()));
}

TEST_F(Journal, R23_TheLockOfAnotherMachineIsTakenOverWhenItsLeaseHasRunOut) {
    auto remote = this_process();
    remote.host = "elsewhere";
    remote.pid = kNoProcess;
    const auto theirs = open_as(remote);
    ASSERT_TRUE(theirs->journal(database_)->begin(a_run("run-1"), clock_.now()));
    clock_.advance(80s);
    EXPECT_EQ(journal_->begin(a_run("run-2"), clock_.now()).error().code, Code::Busy);
    EXPECT_TRUE(theirs->journal(database_)->keep_alive("run-1", clock_.now()));
    clock_.advance(80s);
    EXPECT_EQ(journal_->begin(a_run("run-2"), clock_.now()).error().code, Code::Busy);
    clock_.advance(10s);
    EXPECT_EQ(journal_->begin(a_run("run-2"), clock_.now()).error().code, Code::Busy); // a request may be under way
    clock_.advance(130s);
    EXPECT_TRUE(journal_->begin(a_run("run-2"), clock_.now()));
    EXPECT_FALSE(theirs->journal(database_)->keep_alive("run-1", clock_.now()));
}

TEST_F(Journal, R24_ARunWhosePlaceWasTakenKeepsNothingAndGetsNoCalls) {
    auto remote = this_process();
    remote.host = "elsewhere";
    remote.pid = kNoProcess;
    const auto theirs = open_as(remote);
    const auto journal = theirs->journal(database_);
    const auto account = theirs->account(database_, "run-1");
    const auto quota = theirs->quota_book(database_, "run-1");
    ASSERT_TRUE(quota->book_call("key", clock_.now(), {})->granted); // before it begins
    ASSERT_TRUE(journal->begin(a_run("run-1"), clock_.now()));
    account->apply({.lists = {{"board", "l-1"}}}, {});
    ASSERT_TRUE(quota->book_call("key", clock_.now(), {})->granted);

    clock_.advance(kRunLease + kLongestRequest); // it stood still
    ASSERT_TRUE(journal_->begin(a_run("run-2"), clock_.now()));
    for (const auto& write : std::vector<std::function<void()>>{
             [&] { account->apply({.lists = {{"board", "l-2"}}}, {}); },
             [&] { journal->put_step("run-1", {.number = 1, .endpoint = "PUT /contacts", .what = "late"}); },
             [&] { journal->intend(a_run("run-1")); },
             [&] { journal->finish(a_run("run-1", RunState::Completed)); }}) {
        try {
            write();
            ADD_FAILURE() << "it was kept";
        } catch (const db::StoreLost& lost) {
            EXPECT_EQ(lost.loss(), db::Loss::Fenced) << lost.what();
        }
    }
    EXPECT_EQ(quota->book_call("key", clock_.now(), {}).error().code, Code::Unavailable);
    EXPECT_EQ(quota->used_today("key", clock_.now()).value(), 2);
    EXPECT_EQ(store_->account(database_)->load().lists.at(0).list_id, "l-1");
    EXPECT_EQ(store_->show_run("run-1")->state, RunState::Failed);
    EXPECT_TRUE(store_->account(database_, "run-2")->load().lists.size() == 1);
    store_->account(database_, "run-2")->apply({.lists = {{"board", "l-3"}}}, {});
    EXPECT_EQ(store_->running(database_)->run_id, "run-2");
}

TEST_F(Journal, R24_ACallNeedsAGoodLeaseSoThatNobodyBeginsWhileItIsUnderWay) {
    auto remote = this_process();
    remote.host = "elsewhere";
    const auto theirs = open_as(remote);
    const auto quota = theirs->quota_book(database_, "run-1");
    ASSERT_TRUE(theirs->journal(database_)->begin(a_run("run-1"), clock_.now()));
    clock_.advance(kRunLease + kLongestRequest - 1s); // it stood still, and nobody came
    ASSERT_TRUE(quota->book_call("key", clock_.now(), {})->granted);
    clock_.advance(kLongestRequest);
    EXPECT_EQ(journal_->begin(a_run("run-2"), clock_.now()).error().code, Code::Busy);
    clock_.advance(kRunLease + 1s);
    ASSERT_TRUE(journal_->begin(a_run("run-2"), clock_.now()));
    EXPECT_EQ(quota->book_call("key", clock_.now(), {}).error().code, Code::Unavailable);
    EXPECT_EQ(quota->book_token_call("key", clock_.now()).error().code, Code::Unavailable);
    EXPECT_EQ(quota->used_today("key", clock_.now()).value(), 1);
}

TEST_F(Journal, R23_ALeaseFromBeforeTheClockWasSetBackHoldsNobodyUp) {
    auto remote = this_process();
    remote.host = "elsewhere";
    ASSERT_TRUE(open_as(remote)->journal(database_)->begin(a_run("run-1"), clock_.now()));
    EXPECT_TRUE(journal_->begin(a_run("run-2"), clock_.now() - 24h));
}

TEST_F(Journal, ARunThatLostItsLockLeavesTheOthersAlone) {
    auto dead = this_process();
    dead.pid = kNoProcess;
    const auto first = open_as(dead);
    ASSERT_TRUE(first->journal(database_)->begin(a_run("run-1"), clock_.now()));
    ASSERT_TRUE(journal_->begin(a_run("run-2"), clock_.now()));
    first->journal(database_)->finish(a_run("run-1", RunState::Cancelled));
    EXPECT_EQ(store_->running(database_)->run_id, "run-2");
    EXPECT_EQ(store_->show_run("run-1")->state, RunState::Cancelled);
}

TEST_F(Journal, R24_StepsAreKnownToTheNextProcessUntilTheyAreProvedOrDropped) {
    ASSERT_TRUE(journal_->begin(a_run("run-1"), clock_.now()));
    sync::Step step{
        .number = 1, .endpoint = "POST /activities/contacts_json_import", .what = "3 Contacts", .rows = 3};
    journal_->put_step("run-1", step);
    EXPECT_TRUE(journal_->open_steps().empty());
    step.state = StepState::Accepted;
    step.activity_id = "act-1";
    step.sent_at = clock_.now();
    journal_->put_step("run-1", step);
    journal_->put_step("run-1", {.number = 2,
                                 .endpoint = "PUT /contacts/{contact_id}",
                                 .what = "Anna",
                                 .rows = 1,
                                 .state = StepState::Sent});
    const auto next = open();
    const auto open_steps = next->journal(database_)->open_steps();
    ASSERT_EQ(open_steps.size(), 2U);
    EXPECT_EQ(open_steps[0].run_id, "run-1");
    EXPECT_EQ(open_steps[0].step.activity_id, "act-1");
    EXPECT_EQ(open_steps[0].step.rows, 3);
    EXPECT_EQ(open_steps[0].step.sent_at, clock_.now());
    EXPECT_EQ(open_steps[1].step.sent_at, std::nullopt);
    next->journal(database_)->close_step("run-1", 1, StepState::Proved);
    next->journal(database_)->close_step("run-1", 2, StepState::Dropped);
    EXPECT_TRUE(journal_->open_steps().empty());
    EXPECT_EQ(store_->steps_of_run("run-1").size(), 2U);
    EXPECT_EQ(store_->steps_of_run("run-1")[1].state, StepState::Dropped);
}

TEST_F(Journal, R24_AnythingSentSinceTheLastCompletedRunIsUnproved) {
    const auto send = [&](const std::string& run_id, StepState state) {
        journal_->put_step(run_id, {.number = 1, .endpoint = "PUT /contacts/{contact_id}", .state = state});
    };
    EXPECT_FALSE(journal_->has_unproved_writes());
    ASSERT_TRUE(journal_->begin(a_run("run-1"), clock_.now()));
    send("run-1", StepState::Intended);
    EXPECT_FALSE(journal_->has_unproved_writes());
    send("run-1", StepState::Proved); // by its own answer; nobody has read it back
    journal_->finish(a_run("run-1", RunState::Failed));
    EXPECT_TRUE(journal_->has_unproved_writes());
    run(a_run("run-2", RunState::Failed));
    EXPECT_TRUE(journal_->has_unproved_writes());
    run(a_run("run-3", RunState::CompletedWithIssues));
    EXPECT_FALSE(journal_->has_unproved_writes());
    ASSERT_TRUE(journal_->begin(a_run("run-4"), clock_.now()));
    send("run-4", StepState::Dropped);
    EXPECT_FALSE(journal_->has_unproved_writes());
}

TEST_F(Journal, R33_WhatARunIntendsIsKeptUntilItIsKnownWhatItDid) {
    auto dead = this_process();
    dead.pid = kNoProcess;
    const auto theirs = open_as(dead);
    const auto first = theirs->journal(database_); // dies in the middle of it
    ASSERT_TRUE(first->begin(a_run("run-1"), clock_.now()));
    auto intended = a_run("run-1");
    intended.people = {a_person("anna@x.org", sync::Outcome::NotAttempted)};
    intended.people[0].intention = {sync::Outcome::Created, {"Board"}, {"Active Members"}};
    first->intend(intended);
    EXPECT_TRUE(journal_->cut_off_runs().empty()); // it may be at it still
    ASSERT_TRUE(journal_->begin(a_run("run-2"), clock_.now()));
    auto cut_off = journal_->cut_off_runs();
    ASSERT_EQ(cut_off.size(), 1U);
    EXPECT_EQ(cut_off[0].run_id, "run-1");
    EXPECT_EQ(cut_off[0].state, RunState::Failed);
    ASSERT_TRUE(cut_off[0].people.at(0).intention);
    EXPECT_EQ(cut_off[0].people[0].intention->outcome, sync::Outcome::Created);
    EXPECT_EQ(cut_off[0].people[0].intention->lists_added, std::vector<std::string>{"Board"});
    EXPECT_EQ(cut_off[0].people[0].intention->lists_removed, std::vector<std::string>{"Active Members"});
    cut_off[0].people[0].outcome = sync::Outcome::Created;
    cut_off[0].people[0].intention.reset();
    cut_off[0].message = "It was found out.";
    journal_->record(cut_off[0]);
    EXPECT_TRUE(journal_->cut_off_runs().empty());
    EXPECT_EQ(store_->show_run("run-1")->people.at(0).outcome, sync::Outcome::Created);
    EXPECT_EQ(store_->running(database_)->run_id, "run-2");
}

TEST_F(Journal, R29_LastCompletedIsTheNewestRunThatWasNoPreviewAndEndedWell) {
    EXPECT_FALSE(journal_->has_completed_run());
    journal_->record(a_preview("preview-1"));
    EXPECT_FALSE(journal_->has_completed_run());
    run(a_run("run-1", RunState::Completed));
    clock_.advance(-24h); // the clock was set back: the order is that of recording
    run(a_run("run-2", RunState::CompletedWithIssues));
    run(a_run("run-3", RunState::Failed));
    journal_->record(a_preview("preview-2"));
    EXPECT_TRUE(journal_->has_completed_run());
    EXPECT_EQ(journal_->last_completed()->run_id, "run-2");
    EXPECT_EQ(run_ids(), (std::vector<std::string>{"preview-2", "run-3", "run-2", "run-1", "preview-1"}));
    EXPECT_EQ(journal_->runs(2).size(), 2U);
}

TEST_F(Journal, R32_AnUndoIsNoRunWhoseSelectionsCount) {
    run(a_run("run-1", RunState::Completed));
    auto undo = a_run("undo-1", RunState::Completed);
    undo.undo_of = "run-1";
    run(undo);
    EXPECT_EQ(journal_->last_completed().value().run_id, "run-1");
    EXPECT_EQ(store_->page_runs(database_, {}, {}).rows.at(0).undo_of, "run-1");
    EXPECT_EQ(store_->newest_run_after(database_, "run-1").value().undo_of, "run-1");
}

TEST_F(Journal, R32_ARunHasWrittenWhenACallOfItWentOut) {
    const auto step = [](StepState state) {
        return sync::Step{1, "PUT /contacts/{contact_id}", "1 Contacts", 1, state, "", std::nullopt};
    };
    for (const auto& [id, state] : {std::pair{"run-intended", StepState::Intended},
                                    {"run-dropped", StepState::Dropped},
                                    {"run-sent", StepState::Sent},
                                    {"run-proved", StepState::Proved}}) {
        run(a_run(id, RunState::Failed));
        journal_->put_step(id, step(state));
    }
    run(a_run("run-quiet", RunState::Completed));
    journal_->record(a_preview("preview"));
    EXPECT_FALSE(store_->has_written(database_, "run-intended"));
    EXPECT_FALSE(store_->has_written(database_, "run-dropped"));
    EXPECT_TRUE(store_->has_written(database_, "run-sent"));
    EXPECT_TRUE(journal_->has_written("run-sent"));
    EXPECT_FALSE(journal_->has_written("run-dropped"));
    EXPECT_TRUE(store_->has_written(database_, "run-proved"));
    EXPECT_FALSE(store_->has_written(database_, "run-quiet"));
    const auto after = [&](const char* run_id) {
        std::string ids;
        for (const auto& writer : store_->writers_after(database_, run_id)) {
            ids += writer.run_id + " ";
        }
        return ids;
    };
    EXPECT_EQ(after("run-intended"), "run-proved run-sent "); // newest first
    EXPECT_EQ(after("run-sent"), "run-proved ");
    EXPECT_EQ(after("run-proved"), "");
    const auto other = store_->add_database("Other").value();
    EXPECT_FALSE(store_->has_written(other, "run-sent"));
    EXPECT_TRUE(store_->writers_after(other, "run-intended").empty());
}

TEST_F(Journal, SummariesTellTheRun) {
    journal_->record(a_full_report());
    const auto summary = journal_->runs(1).at(0);
    EXPECT_EQ(summary.database, "Main \"Street\"");
    EXPECT_EQ(summary.started_by, "cli");
    EXPECT_FALSE(summary.preview);
    EXPECT_EQ(summary.depth, "quick");
    EXPECT_EQ(summary.state, RunState::CompletedWithIssues);
    EXPECT_EQ(summary.totals.not_attempted, 1);
    EXPECT_EQ(summary.totals.refused, 2);
    EXPECT_EQ(summary.started_at, FakeClock::kStart);
    EXPECT_EQ(summary.finished_at, FakeClock::kStart + 90s);
    EXPECT_EQ(summary.message, "Two things to look at.");
}

TEST_F(Journal, LastOutcomeIsTheNewestRunsThatNamesTheAddress) {
    auto first = a_run("run-1", RunState::Completed);
    first.people = {a_person("Anna@X.org", sync::Outcome::Created)};
    run(first);
    run(a_run("run-2", RunState::Completed));
    auto preview = a_preview("preview-1");
    preview.people = {a_person("anna@x.org", sync::Outcome::Refused)};
    journal_->record(preview);
    const auto outcome = journal_->last_outcome("anna@x.org");
    ASSERT_TRUE(outcome.has_value());
    EXPECT_EQ(outcome->first.run_id, "run-1");
    EXPECT_EQ(outcome->second.outcome, sync::Outcome::Created);
    EXPECT_FALSE(journal_->last_outcome("ben@x.org").has_value());
}

TEST_F(Journal, R29_DetailsOfPersonsAreDroppedWhenTheyAreOld) {
    auto old = a_run("run-1", RunState::Completed);
    old.totals.selected = old.totals.created = 1;
    old.people = {a_person("anna@x.org", sync::Outcome::Created)};
    old.issues = {{"value_cut", "R1", "anna@x.org", "Cut."}};
    run(old);
    journal_->put_step(
        "run-1",
        {.number = 1, .endpoint = "POST /contacts", .what = "Anna", .rows = 1, .state = StepState::Proved});
    journal_->put_step(
        "run-1", {.number = 2, .endpoint = "POST /contacts", .what = "Ben", .rows = 1, .state = StepState::Sent});
    clock_.advance(std::chrono::days{400});
    EXPECT_EQ(store_->prune_history(database_, clock_.now(), 400), 0);
    EXPECT_EQ(store_->prune_history(database_, clock_.now() + 1us, 400), 1);
    EXPECT_EQ(store_->prune_history(database_, clock_.now() + 1us, 400), 0);
    const auto shown = store_->show_run("run-1").value();
    EXPECT_TRUE(shown.people.empty());
    EXPECT_TRUE(shown.issues.empty());
    EXPECT_EQ(shown.totals.created, 1);
    EXPECT_EQ(store_->steps_of_run("run-1").size(), 1U);
}

TEST_F(Journal, R29_ForgettingErasesAPersonButNotTheOptOut) {
    auto report = a_run("run-1", RunState::NeedsConfirmation);
    report.message = "It would take off Anna@X.org and ben@x.org.";
    report.people = {a_person("Anna@X.org", sync::Outcome::Updated), a_person("ben@x.org", sync::Outcome::Updated)};
    report.issues = {{"value_cut", "R1", "Anna@X.org", "Cut."}, {"value_cut", "R2", "ben@x.org", "Cut."}};
    run(report);
    journal_->put_step("run-1", {.number = 1, .endpoint = "POST /contacts", .what = "anna@x.org", .rows = 1});
    constant_contact::Contact contact;
    contact.contact_id = "c-1";
    contact.address = "Anna@X.org";
    contact.permission_to_send = "unsubscribed";
    contact.opt_out_date = clock_.now();
    contact.core.first_name = "Anna";
    contact.list_memberships = {"l-1"};
    auto stays = contact;
    stays.contact_id = "c-2";
    stays.address = "ben@x.org";
    const auto account = store_->account(database_);
    account->apply({.contacts = {contact, stays},
                    .remember = {{"c-1", "l-1", sync::MembershipState::Left}},
                    .learned = {{"c-1", "first_name", "a", "b"}}},
                   {});
    const auto forgotten = store_->forget(database_, " ANNA@x.org");
    EXPECT_EQ(forgotten.outcomes, 2);
    EXPECT_EQ(forgotten.contacts, 1);
    EXPECT_TRUE(forgotten.opt_out_kept);
    const auto shown = store_->show_run("run-1").value();
    ASSERT_EQ(shown.people.size(), 1U);
    EXPECT_EQ(shown.people[0].email, "ben@x.org");
    EXPECT_EQ(shown.issues.size(), 1U);
    EXPECT_EQ(shown.message, "It would take off (forgotten) and ben@x.org.");
    EXPECT_EQ(store_->steps_of_run("run-1")[0].what, "(forgotten)");
    const auto stored = account->load();
    ASSERT_EQ(stored.contacts.size(), 2U);
    EXPECT_TRUE(stored.contacts[0].is_opted_out());
    EXPECT_EQ(stored.contacts[0].opt_out_date, clock_.now());
    EXPECT_EQ(stored.contacts[0].core.first_name, "");
    EXPECT_TRUE(stored.contacts[0].list_memberships.empty());
    EXPECT_EQ(stored.contacts[1].core.first_name, "Anna");
    stored.memberships.each([](const sync::RememberedMembership& left) { ADD_FAILURE() << left.contact_id; });
    EXPECT_TRUE(stored.learned.empty());
    EXPECT_EQ(store_->forget(database_, "").contacts, 0);
}

TEST_F(Journal, ARunOfARemovedDatabaseCannotBegin) {
    ASSERT_TRUE(store_->remove_database(database_));
    EXPECT_EQ(journal_->begin(a_run("run-1"), clock_.now()).error().code, Code::NotFound);
    EXPECT_THROW(journal_->record(a_run("run-1")), db::StoreLost);
}

} // namespace
} // namespace muster::store
