#include "app/job_runner.hpp"

#include <stdexcept>

#include "base/log.hpp"
#include "unit/app/office_fixture.hpp"

namespace muster::app {
namespace {

using sync::RunState;

class JobRunnerTest : public OfficeTest {
  public:
    ~JobRunnerTest() override { gate_.open(); } // a test that failed half-way holds nobody

  protected:
    JobRunnerTest() {
        connect_main();
        add_reps(3);
    }

    Job job(const std::string& by = "ada", bool preview = false) {
        UpdateRequest request;
        request.started_by = by;
        request.preview = preview;
        return {database_, request};
    }
    /// Holds the first run that gets so far until the gate is opened.
    void hold_requests() {
        on_request_ = [this](const net::Request&) {
            reached_.open();
            gate_.pass();
        };
    }
    /// Starts a run and waits until it is held.
    std::string start_held(const Job& first) {
        hold_requests();
        auto run_id = runner_.start(first).value();
        reached_.pass();
        return run_id;
    }
    RunProgress wait(const std::string& run_id) { return wait_for_end(board_, run_id); }
    std::optional<sync::Report> recorded(const std::string& run_id) {
        return installation_->store().run_summary(database_, run_id);
    }

    Gate reached_;
    Gate gate_;
    ProgressBoard board_{clock_};
    JobRunner runner_{*installation_, board_, {.runs = 1, .waiting_runs = 1, .previews = 1, .waiting_previews = 1}};
};

TEST_F(JobRunnerTest, ARunHasItsIdBeforeItBeginsAndEndsInTheHistory) {
    auto wanted = job();
    wanted.request.run_id = "run-of-ada";
    EXPECT_EQ(runner_.start(wanted).value(), "run-of-ada");
    const auto end = wait("run-of-ada");
    EXPECT_EQ(end.end->state, RunState::Completed);
    EXPECT_EQ(end.started_by, "ada");
    EXPECT_EQ(end.depth, "full");
    EXPECT_EQ(recorded("run-of-ada")->totals.created, 3);
    EXPECT_EQ(wait(runner_.start(job()).value()).end->state, RunState::Completed); // its place is free at once
}

TEST_F(JobRunnerTest, R23_ASecondRunOfADatabaseIsToldWhoIsAtItAndSinceWhen) {
    const auto first = start_held(job("ada"));
    const auto second = runner_.start(job("bob"));
    EXPECT_EQ(second.error().code, Code::Busy);
    EXPECT_EQ(refusal(second), "A run of this database is going on: started by ada at 2026-11-23T12:00:00Z. Wait "
                               "until it has ended, or cancel it.");
    gate_.open();
    EXPECT_EQ(wait(first).end->state, RunState::Completed);
}

TEST_F(JobRunnerTest, R23_ARunOfAnotherProcessIsInTheWayToo) {
    const auto other = open();
    sync::Report theirs;
    theirs.run_id = "theirs";
    theirs.started_by = "cli";
    theirs.started_at = clock_.now();
    ASSERT_TRUE(other->store().journal(database_)->begin(theirs, clock_.now()));
    const auto refused = runner_.start(job());
    EXPECT_EQ(refused.error().code, Code::Busy);
    EXPECT_NE(refusal(refused).find("started by cli at 2026-11-23T12:00:00Z"), std::string::npos);
    EXPECT_TRUE(board_.under_way(database_).empty());
}

TEST_F(JobRunnerTest, R25_APreviewNeedsNoLockButEachPersonHasOneAtATime) {
    const auto run = start_held(job("ada"));
    const auto preview = runner_.start(job("ada", true));
    ASSERT_TRUE(preview) << refusal(preview);
    EXPECT_EQ(
        refusal(runner_.start(job("ada", true))),
        "A preview of this database that you started at 2026-11-23T12:00:00Z is still being made. Wait for it, "
        "or cancel it.");
    const auto of_bob = runner_.start(job("bob", true));
    ASSERT_TRUE(of_bob) << refusal(of_bob);
    const auto of_eve = runner_.start(job("eve", true));
    EXPECT_EQ(of_eve.error().code, Code::Unavailable); // one is made, one waits
    EXPECT_EQ(board_.under_way(database_).size(), 3U);
    gate_.open();
    for (const auto& run_id : {run, *preview, *of_bob}) {
        EXPECT_EQ(wait(run_id).end->state, RunState::Completed);
    }
    EXPECT_TRUE(recorded(*preview)->preview);
}

TEST_F(JobRunnerTest, OnlySoManyRunsWait) {
    const auto second = add_database(*installation_, "Second").value().id;
    const auto third = add_database(*installation_, "Third").value().id;
    (void)start_held(job());
    auto waiting = job();
    waiting.database = second;
    const auto waits = runner_.start(waiting);
    ASSERT_TRUE(waits) << refusal(waits);
    auto refused = job();
    refused.database = third;
    EXPECT_EQ(refusal(runner_.start(refused)), "Too many runs wait already. Try again when some have ended.");
    EXPECT_TRUE(board_.under_way(third).empty());
    gate_.open();
    EXPECT_EQ(wait(*waits).end->state, RunState::NotConnected);
    ASSERT_TRUE(runner_.start(refused)); // nothing of the refusal is left
}

TEST_F(JobRunnerTest, R30_ACancelledRunLeavesAStateThatTheNextOneCompletes) {
    add_reps(20, 3);
    std::string run_id = "run-1";
    std::atomic<int> imports = 0;
    on_request_ = [&](const net::Request& request) {
        if (request.method == "POST" && request.target.find("contacts_json_import") != std::string::npos) {
            ++imports;
            EXPECT_TRUE(runner_.cancel(database_, run_id, "bob"));
        }
    };
    auto first = job();
    first.request.run_id = run_id;
    ASSERT_TRUE(runner_.start(first));
    const auto cancelled = wait(run_id);
    EXPECT_EQ(cancelled.end->state, RunState::Cancelled);
    EXPECT_EQ(cancelled.cancelled_by, "bob");
    EXPECT_EQ(imports, 1);
    EXPECT_EQ(recorded(run_id)->state, RunState::Cancelled);
    on_request_ = nullptr;
    const auto next = runner_.start(job()).value();
    EXPECT_EQ(wait(next).end->state, RunState::Completed);
    EXPECT_EQ(service_.members(account_, "Active Members").size(), 23U);
    const auto last = runner_.start(job()).value();
    EXPECT_EQ(wait(last).end->state, RunState::Completed);
    EXPECT_EQ(recorded(last)->calls_writes, 0);
}

TEST_F(JobRunnerTest, OneCancelsOnlyWhatGoesOnHereAndInTheSameDatabase) {
    const auto second = add_database(*installation_, "Second").value().id;
    const auto first = start_held(job());
    EXPECT_EQ(runner_.cancel(second, first, "bob").error().code, Code::NotFound);
    EXPECT_EQ(runner_.cancel(database_, "run-nobody-knows", "bob").error().code, Code::NotFound);
    EXPECT_EQ(board_.find(database_, first)->cancelled_by, "");
    gate_.open();
    EXPECT_EQ(wait(first).end->state, RunState::Completed);
    EXPECT_EQ(runner_.cancel(database_, first, "bob").error().code, Code::NotFound);
}

TEST_F(JobRunnerTest, ARunThatIsCancelledWhileItWaitsNeverBegins) {
    const auto second = add_database(*installation_, "Second").value().id;
    (void)start_held(job());
    auto waiting = job();
    waiting.database = second;
    const auto waits = runner_.start(waiting).value();
    ASSERT_TRUE(runner_.cancel(second, waits, "ada"));
    gate_.open();
    const auto end = wait(waits);
    EXPECT_EQ(end.end->state, RunState::Cancelled);
    EXPECT_EQ(end.end->message, "It was cancelled before it began.");
    EXPECT_FALSE(installation_->store().run_summary(second, waits));
}

TEST_F(JobRunnerTest, R33_WhatARunThrowsEndsItAndTheNextOneMayBeginAtOnce) {
    on_request_ = [](const net::Request& request) {
        if (request.method == "POST") {
            throw db::StoreLost("The disk is full.", db::Loss::DiskFull);
        }
    };
    const auto first = runner_.start(job()).value();
    const auto end = wait(first);
    EXPECT_EQ(end.end->state, RunState::Failed);
    EXPECT_EQ(end.end->message, "The disk is full. What was done so far is kept; the next run completes it.");
    EXPECT_EQ(recorded(first)->state, RunState::Failed);
    EXPECT_EQ(recorded(first)->message, end.end->message);
    on_request_ = nullptr;
    EXPECT_EQ(wait(runner_.start(job()).value()).end->state, RunState::Completed);
}

TEST_F(JobRunnerTest, EveryLineOfTheLogDuringARunSaysWhoseItIs) {
    int refused = 0;
    on_request_ = [&](const net::Request&) {
        if (++refused == 1) {
            log(LogLevel::Warning, "from_below", {{"reason", "busy"}});
        }
    };
    auto wanted = job("ada");
    wanted.request.run_id = "run-of-ada";
    Gate over;
    wanted.after = [&] {
        log(LogLevel::Warning, "afterwards");
        over.open();
    };
    set_log_level(LogLevel::Info);
    ::testing::internal::CaptureStderr();
    const auto run_id = runner_.start(wanted).value();
    over.pass();
    const auto lines = ::testing::internal::GetCapturedStderr();
    set_log_level(LogLevel::Warning);
    const std::string whose = " run=" + run_id + " database=" + std::to_string(database_.number) + "\n";
    for (const auto* event :
         {" info run_begins by=ada", " warning from_below reason=busy", " info run_ended state=completed"}) {
        EXPECT_NE(lines.find(event + whose), std::string::npos) << event << "\n" << lines;
    }
    EXPECT_NE(lines.find(" warning afterwards\n"), std::string::npos) << lines;
}

TEST_F(JobRunnerTest, AMistakeOfOursEndsOnlyTheRun) {
    auto broken = job();
    broken.body = [](const std::string&, sync::Observer&, const CancelToken&) -> RunEnd {
        throw std::logic_error("seven of six");
    };
    const auto end = wait(runner_.start(broken).value());
    EXPECT_EQ(end.end->state, RunState::Failed);
    EXPECT_NE(end.end->message.find("seven of six"), std::string::npos);
}

TEST_F(JobRunnerTest, AfterARunItsPlaceIsFreeForWhatComesNext) {
    Gate over;
    Result<std::string> next = fail(Code::Failed, "not tried");
    auto first = job("schedule");
    first.body = [&](const std::string& run_id, sync::Observer&, const CancelToken&) {
        return RunEnd{RunState::Busy, "The body was handed " + run_id + ".", clock_.now()};
    };
    first.after = [&] {
        next = runner_.start(job());
        over.open();
    };
    const auto run_id = runner_.start(first).value();
    over.pass();
    EXPECT_EQ(board_.find(database_, run_id)->end->message, "The body was handed " + run_id + ".");
    ASSERT_TRUE(next) << refusal(next);
    EXPECT_EQ(wait(*next).end->state, RunState::Completed);
}

TEST_F(JobRunnerTest, StoppingEndsEverythingAtItsNextSafePointAndNothingStartsAnyMore) {
    const auto second = add_database(*installation_, "Second").value().id;
    std::string run_id = "run-1";
    on_request_ = [&](const net::Request& request) {
        if (request.method == "POST" && request.target.find("import") != std::string::npos) {
            reached_.open();
            gate_.pass();
        }
    };
    auto first = job();
    first.request.run_id = run_id;
    ASSERT_TRUE(runner_.start(first));
    reached_.pass();
    auto waiting = job();
    waiting.database = second;
    const auto waits = runner_.start(waiting).value();
    const auto subscription = board_.subscribe(database_, run_id, 0, [&](const RunProgress& progress) {
        if (!progress.cancelled_by.empty()) {
            gate_.open();
        }
    });
    runner_.stop();
    EXPECT_EQ(board_.find(database_, run_id)->end->state, RunState::Cancelled);
    EXPECT_EQ(board_.find(second, waits)->end->state, RunState::Cancelled);
    EXPECT_EQ(recorded(run_id)->state, RunState::Cancelled);
    EXPECT_EQ(runner_.start(job()).error().code, Code::Unavailable);
}

} // namespace
} // namespace muster::app
