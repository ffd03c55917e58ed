#include "app/progress_board.hpp"

#include <gtest/gtest.h>

#include "support/fake_clock.hpp"

namespace muster::app {
namespace {

using namespace std::chrono_literals;
using sync::Phase;
using sync::RunState;

class ProgressBoardTest : public ::testing::Test {
  protected:
    void begin(const std::string& run_id, std::int64_t database = 1) {
        RunProgress first;
        first.run_id = run_id;
        first.database = {database};
        first.started_by = "ada";
        first.started_at = clock_.now();
        board_.begin(first);
    }
    void end(const std::string& run_id, RunState state = RunState::Completed) {
        board_.finish(run_id, {state, "", clock_.now()});
    }
    /// What a listener hears from now on, as "sequence:done".
    auto hear(std::vector<std::string>& heard) {
        return [&heard](const RunProgress& progress) {
            heard.push_back(std::to_string(progress.sequence) + ":" + std::to_string(progress.now.done) +
                            (progress.end ? ":end" : ""));
        };
    }

    FakeClock clock_;
    ProgressBoard board_{clock_, nullptr, {.keep_ended = 15min, .most_ended = 3, .most_listeners = 3}};
};

TEST_F(ProgressBoardTest, R30_TwoWhoLookAtOneRunHearTheSame) {
    begin("run-1");
    begin("run-2");
    std::vector<std::string> first, second;
    const auto one = board_.subscribe({1}, "run-1", 0, hear(first));
    const auto two = board_.subscribe({1}, "run-1", 0, hear(second));
    board_.note("run-1", {Phase::Sending, 5, 10, "Contacts"});
    board_.note("run-2", {Phase::Sending, 7, 10, "Contacts"});
    end("run-1");
    EXPECT_EQ(first, (std::vector<std::string>{"1:0", "2:5", "3:5:end"}));
    EXPECT_EQ(second, first);
}

TEST_F(ProgressBoardTest, R30_WhoComesBackHearsOnlyWhatIsNew) {
    begin("run-1");
    board_.note("run-1", {Phase::Sending, 1, 10, "Contacts"});
    board_.note("run-1", {Phase::Sending, 2, 10, "Contacts"});
    std::vector<std::string> behind, level;
    const auto one = board_.subscribe({1}, "run-1", 1, hear(behind));
    const auto two = board_.subscribe({1}, "run-1", 3, hear(level));
    EXPECT_EQ(behind, (std::vector<std::string>{"3:2"}));
    EXPECT_TRUE(level.empty());
    end("run-1");
    EXPECT_EQ(level, (std::vector<std::string>{"4:2:end"}));
}

TEST_F(ProgressBoardTest, ARunThatHasEndedSaysSoAtOnceForAWhile) {
    begin("run-1");
    end("run-1", RunState::Cancelled);
    std::vector<std::string> heard;
    EXPECT_TRUE(board_.subscribe({1}, "run-1", 0, hear(heard)));
    EXPECT_EQ(heard, (std::vector<std::string>{"2:0:end"}));
    clock_.advance(14min);
    EXPECT_EQ(board_.find({1}, "run-1")->end->state, RunState::Cancelled);
    clock_.advance(1min);
    EXPECT_FALSE(board_.find({1}, "run-1"));
    EXPECT_EQ(board_.subscribe({1}, "run-1", 0, hear(heard)).error().code, Code::NotFound);
}

TEST_F(ProgressBoardTest, OnlySoManyEndedRunsAreKept) {
    for (const auto* run_id : {"run-1", "run-2", "run-3", "run-4"}) {
        begin(run_id);
        end(run_id);
    }
    EXPECT_FALSE(board_.find({1}, "run-1"));
    EXPECT_TRUE(board_.find({1}, "run-2"));
}

TEST_F(ProgressBoardTest, NobodyIsToldAfterTheSubscriptionEnds) {
    begin("run-1");
    std::vector<std::string> heard;
    {
        auto subscription = board_.subscribe({1}, "run-1", 0, hear(heard)).value();
        ProgressBoard::Subscription moved = std::move(subscription);
        board_.note("run-1", {Phase::Sending, 1, 10, "Contacts"});
    }
    board_.note("run-1", {Phase::Sending, 2, 10, "Contacts"});
    EXPECT_EQ(heard, (std::vector<std::string>{"1:0", "2:1"}));
}

TEST_F(ProgressBoardTest, OnlySoManyMayListen) {
    begin("run-1");
    std::vector<std::string> heard;
    std::vector<ProgressBoard::Subscription> kept;
    for (int i = 0; i < 3; ++i) {
        kept.push_back(board_.subscribe({1}, "run-1", 0, hear(heard)).value());
    }
    EXPECT_EQ(board_.subscribe({1}, "run-1", 0, hear(heard)).error().code, Code::Unavailable);
    kept.pop_back();
    EXPECT_TRUE(board_.subscribe({1}, "run-1", 0, hear(heard)));
}

TEST_F(ProgressBoardTest, SaysWhoAskedForTheEndAndWhatIsUnderWay) {
    begin("run-1", 1);
    begin("run-2", 2);
    begin("run-3", 1);
    board_.note_cancelled("run-1", "bob");
    board_.note_cancelled("run-1", "eve");
    EXPECT_EQ(board_.find({1}, "run-1")->cancelled_by, "bob");
    end("run-3");
    const auto under_way = board_.under_way({1});
    ASSERT_EQ(under_way.size(), 1U);
    EXPECT_EQ(under_way[0].run_id, "run-1");
    board_.withdraw("run-1");
    EXPECT_FALSE(board_.find({1}, "run-1"));
}

TEST_F(ProgressBoardTest, NothingIsHeardOfARunAfterItsEnd) {
    begin("run-1");
    end("run-1");
    board_.note("run-1", {Phase::Sending, 1, 10, "Contacts"});
    board_.note_cancelled("run-1", "bob");
    end("run-1", RunState::Failed);
    const auto run = board_.find({1}, "run-1");
    EXPECT_EQ(run->sequence, 2U);
    EXPECT_EQ(run->end->state, RunState::Completed);
}

TEST_F(ProgressBoardTest, R30_TheTimeLeftIsReckonedFromTheRateOfThePhaseOrNotAtAll) {
    begin("run-1");
    clock_.advance(1h); // of another phase
    const auto left = [&](Phase phase, std::int64_t done, std::int64_t total) {
        board_.note("run-1", {phase, done, total, "Contacts"});
        return board_.find({1}, "run-1")->time_left;
    };
    EXPECT_EQ(left(Phase::Reading, 500, 0), std::nullopt); // nobody knows how many
    clock_.advance(10s);
    EXPECT_EQ(left(Phase::Reading, 1'000, 0), std::nullopt);
    EXPECT_EQ(left(Phase::Sending, 100, 1'000), std::nullopt); // has just begun, with 100 done
    clock_.advance(1s);
    EXPECT_EQ(left(Phase::Sending, 150, 1'000), std::nullopt); // too early
    clock_.advance(9s);
    EXPECT_EQ(left(Phase::Sending, 200, 1'000), Microseconds(80s));
    clock_.advance(10s);
    EXPECT_EQ(left(Phase::Sending, 1'000, 1'000), Microseconds(0));
    EXPECT_EQ(left(Phase::Proving, 0, 1'000), std::nullopt);
    clock_.advance(5s);
    EXPECT_EQ(left(Phase::Proving, 0, 1'000), std::nullopt); // nothing done yet
    EXPECT_EQ(board_.find({1}, "run-1")->elapsed(clock_.now()), Microseconds(1h + 35s));
}

TEST_F(ProgressBoardTest, R30_AMillionRowsDoNotFlood) {
    begin("run-1");
    std::vector<std::string> heard;
    const auto subscription = board_.subscribe({1}, "run-1", 1, hear(heard));
    BoardObserver observer(board_, clock_, "run-1");
    observer.progress({Phase::Starting, 0, 0, "Connecting"});
    for (std::int64_t row = 0; row <= 1'000'000; ++row) {
        observer.progress({Phase::Sending, row, 1'000'000, "Contacts"});
        clock_.advance(10us);
    }
    EXPECT_EQ(heard.front(), "2:0");
    EXPECT_EQ(heard[1], "3:0");
    EXPECT_EQ(heard.back(), std::to_string(heard.size() + 1) + ":1000000");
    EXPECT_EQ(heard.size(), 42U); // ten seconds, four a second, the first word of each phase and the last one
}

TEST_F(ProgressBoardTest, R30_TheLastWordOfAPhaseIsNotLost) {
    begin("run-1");
    std::vector<std::string> heard;
    const auto subscription = board_.subscribe({1}, "run-1", 1, hear(heard));
    BoardObserver observer(board_, clock_, "run-1");
    for (std::int64_t row = 1; row <= 50; ++row) {
        observer.progress({Phase::Reading, row, 0, "Contacts"});
    }
    observer.progress({Phase::Planning, 0, 0, "Comparing"});
    EXPECT_EQ(heard, (std::vector<std::string>{"2:1", "3:50", "4:0"}));
}

} // namespace
} // namespace muster::app
