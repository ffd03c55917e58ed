#include "store/run_progress.hpp"

#include <functional>

#include "store/run_lock.hpp"
#include "store_fixture.hpp"

namespace muster::store {
namespace {

using namespace std::chrono_literals;
using sync::Phase;
using sync::RunState;

class RunProgressTest : public StoreTest {
  protected:
    RunProgressTest() : store_(open()), database_(store_->add_database("Main").value()) {
        auto remote = this_process();
        remote.host = "elsewhere";
        there_ = open_as(remote);
    }

    RunProgress a_run(const std::string& run_id, std::uint64_t sequence = 1) {
        RunProgress progress;
        progress.run_id = run_id;
        progress.database = database_;
        progress.started_by = "ada";
        progress.depth = "full";
        progress.selections_json = "{}";
        progress.started_at = clock_.now();
        progress.sequence = sequence;
        progress.now = {Phase::Reading, 3, 10, "Contacts", 5, 20};
        progress.time_left = 7s;
        return progress;
    }
    void begin(Store& store, const std::string& run_id) {
        sync::Report report;
        report.run_id = run_id;
        report.database = "Main";
        report.started_by = "ada";
        report.started_at = clock_.now();
        ASSERT_TRUE(store.journal(database_)->begin(report, clock_.now()));
    }
    void finish(Store& store, const std::string& run_id, RunState state) {
        auto report = store.run_summary(database_, run_id).value();
        report.state = state;
        report.message = "So it ended.";
        report.finished_at = clock_.now();
        store.journal(database_)->finish(report);
    }

    std::unique_ptr<Store> store_, there_;
    DatabaseId database_;
};

TEST_F(RunProgressTest, R30_WhatIsKeptIsSeenFromElsewhereAsItIs) {
    auto run = a_run("run-1");
    run.undo_of = "run-0";
    run.preview = true;
    EXPECT_EQ(there_->progress().keep(run), "");
    const auto seen = store_->progress().find(database_, "run-1");
    ASSERT_TRUE(seen);
    EXPECT_EQ(seen->run_id, "run-1");
    EXPECT_EQ(seen->database, database_);
    EXPECT_EQ(seen->started_by, "ada");
    EXPECT_EQ(seen->undo_of, "run-0");
    EXPECT_TRUE(seen->preview);
    EXPECT_EQ(seen->depth, "full");
    EXPECT_EQ(seen->selections_json, "{}");
    EXPECT_EQ(seen->started_at, clock_.now());
    EXPECT_EQ(seen->now.phase, Phase::Reading);
    EXPECT_EQ(seen->now.done, 3);
    EXPECT_EQ(seen->now.total, 10);
    EXPECT_EQ(seen->now.what, "Contacts");
    EXPECT_EQ(seen->now.calls, 5);
    EXPECT_EQ(seen->now.calls_estimated, 20);
    EXPECT_EQ(seen->time_left, Microseconds(7s));
    EXPECT_EQ(seen->sequence, 1U);
    EXPECT_FALSE(seen->end);
    EXPECT_FALSE(store_->progress().find({database_.number + 1}, "run-1"));
}

TEST_F(RunProgressTest, AnOlderWordNeverTakesThePlaceOfANewerOne) {
    auto newer = a_run("run-1", 5);
    newer.now.done = 9;
    (void)there_->progress().keep(newer);
    (void)there_->progress().keep(a_run("run-1", 4));
    EXPECT_EQ(store_->progress().find(database_, "run-1")->now.done, 9);
}

TEST_F(RunProgressTest, WhoIsSilentForTooLongIsNotAtItAnyMore) {
    (void)there_->progress().keep(a_run("waits"));
    clock_.advance(89s);
    EXPECT_EQ(store_->progress().under_way(database_).size(), 1U);
    clock_.advance(1s);
    EXPECT_FALSE(store_->progress().find(database_, "waits"));
    EXPECT_TRUE(store_->progress().under_way(database_).empty());
    (void)there_->progress().keep(a_run("waits", 2));
    EXPECT_TRUE(store_->progress().find(database_, "waits"));
}

TEST_F(RunProgressTest, R23_WhoHasTheLockIsAtItAsLongAsTheLockIsGood) {
    begin(*there_, "run-1");
    (void)there_->progress().keep(a_run("run-1"));
    clock_.advance(kRunLease + kLongestRequest - 1s);
    EXPECT_TRUE(store_->progress().find(database_, "run-1")); // one slow request
    clock_.advance(1s);
    EXPECT_FALSE(store_->progress().find(database_, "run-1"));
    EXPECT_EQ(store_->progress().end_of(database_, "run-1").state, RunState::Failed);
}

TEST_F(RunProgressTest, ADeadProcessOfThisMachineIsNotAtIt) {
    auto dead = this_process();
    dead.start_time += 1; // the number was given out again
    (void)open_as(dead)->progress().keep(a_run("run-1"));
    EXPECT_FALSE(store_->progress().find(database_, "run-1"));
}

TEST_F(RunProgressTest, ARecordedEndIsTheEnd) {
    begin(*there_, "run-1");
    (void)there_->progress().keep(a_run("run-1"));
    finish(*there_, "run-1", RunState::CompletedWithIssues);
    const auto seen = store_->progress().find(database_, "run-1");
    ASSERT_TRUE(seen && seen->end);
    EXPECT_EQ(seen->end->state, RunState::CompletedWithIssues);
    EXPECT_EQ(seen->end->message, "So it ended.");
    EXPECT_EQ(seen->end->at, clock_.now());
    auto last = a_run("run-1", 2);
    last.end = RunEnd{RunState::Completed, "", clock_.now()};
    there_->progress().keep_end(last);
    EXPECT_FALSE(store_->progress().find(database_, "run-1")); // the history has it
    EXPECT_EQ(store_->progress().end_of(database_, "run-1").state, RunState::CompletedWithIssues);
}

TEST_F(RunProgressTest, AnEndWithoutARecordIsToldForAWhile) {
    (void)there_->progress().keep(a_run("never-began"));
    auto last = a_run("never-began", 2);
    last.end = RunEnd{RunState::Cancelled, "It never began.", clock_.now()};
    there_->progress().keep_end(last);
    (void)there_->progress().keep(a_run("never-began", 3)); // late
    clock_.advance(14min);
    const auto seen = store_->progress().find(database_, "never-began");
    ASSERT_TRUE(seen && seen->end);
    EXPECT_EQ(seen->end->state, RunState::Cancelled);
    EXPECT_EQ(seen->end->message, "It never began.");
    EXPECT_TRUE(store_->progress().under_way(database_).empty());
    clock_.advance(1min);
    EXPECT_FALSE(store_->progress().find(database_, "never-began"));
}

TEST_F(RunProgressTest, R24_ARunWhosePlaceWasTakenShowsNothingMore) {
    begin(*there_, "run-1");
    (void)there_->progress().keep(a_run("run-1"));
    clock_.advance(kRunLease + kLongestRequest);
    begin(*store_, "run-2");
    try {
        (void)there_->progress().keep(a_run("run-1", 2));
        ADD_FAILURE() << "it was kept";
    } catch (const db::StoreLost& lost) {
        EXPECT_EQ(lost.loss(), db::Loss::Fenced) << lost.what();
    }
    EXPECT_EQ(store_->progress().find(database_, "run-1")->end->state, RunState::Failed);
}

TEST_F(RunProgressTest, R30_WhoAsksForTheEndIsHeardWhereItGoesOn) {
    (void)there_->progress().keep(a_run("run-1"));
    EXPECT_TRUE(store_->progress().ask_for_end(database_, "run-1", "bob"));
    EXPECT_TRUE(store_->progress().ask_for_end(database_, "run-1", "eve")); // the first counts
    EXPECT_TRUE(store_->progress().asked_here().empty());
    const auto asked = there_->progress().asked_here();
    ASSERT_EQ(asked.size(), 1U);
    EXPECT_EQ(asked[0].run_id, "run-1");
    EXPECT_EQ(asked[0].by, "bob");
    EXPECT_EQ(there_->progress().keep(a_run("run-1", 2)), "bob");
    EXPECT_EQ(store_->progress().find(database_, "run-1")->cancelled_by, "bob");
    EXPECT_FALSE(store_->progress().ask_for_end(database_, "no-such-run", "bob"));
    there_->progress().drop(database_, "run-1");
    EXPECT_FALSE(store_->progress().ask_for_end(database_, "run-1", "bob"));
}

TEST_F(RunProgressTest, WhatDeadProcessesLeftGoesWithTheNextRunOfTheDatabase) {
    (void)there_->progress().keep(a_run("run-1"));
    clock_.advance(2h);
    (void)there_->progress().keep(a_run("run-2"));
    static const db::Query count{"test.count", "SELECT count(*) FROM run_progress"};
    const auto connection = test::connect(test::store_url(folder_));
    auto row = (*connection)[count].query({});
    ASSERT_TRUE(row.next());
    EXPECT_EQ(row.number(0), 1);
}

TEST_F(RunProgressTest, R30_ItWaitsForNobodyWhoWrites) {
    const auto edited = store_->edit(database_, WithPasswords::No, [&](roster::RecordBook&) -> Result<void> {
        try {
            (void)there_->progress().keep(a_run("run-1"));
            EXPECT_TRUE(test::on_postgresql());
        } catch (const db::StoreLost& lost) {
            EXPECT_EQ(lost.loss(), db::Loss::Locked) << lost.what();
        }
        return {};
    });
    EXPECT_TRUE(edited);
    (void)there_->progress().keep(a_run("run-1", 2));
    EXPECT_EQ(store_->progress().find(database_, "run-1")->sequence, 2U);
}

TEST_F(RunProgressTest, ARemovedDatabaseTakesItAlong) {
    (void)there_->progress().keep(a_run("run-1"));
    ASSERT_TRUE(store_->remove_database(database_));
    EXPECT_FALSE(store_->progress().find(database_, "run-1"));
    EXPECT_THROW((void)there_->progress().keep(a_run("run-1", 2)), db::StoreLost);
}

} // namespace
} // namespace muster::store
