#include "app/office.hpp"

#include <condition_variable>
#include <thread>

#include "support/patient_clock.hpp"
#include "unit/app/office_fixture.hpp"

namespace muster::app {
namespace {

using namespace std::chrono_literals;

class BackgroundLoopTest : public ::testing::Test {
  protected:
    /// Waits until so many turns were begun.
    void await_turns(int wanted) {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return turns_ >= wanted; });
    }
    void count_turn() {
        const std::lock_guard lock(mutex_);
        ++turns_;
        changed_.notify_all();
    }

    std::mutex mutex_;
    std::condition_variable changed_;
    int turns_ = 0;
    PatientClock clock_;
};

TEST_F(BackgroundLoopTest, TakesATurnAtOnceAndThenAfterEachPause) {
    BackgroundLoop loop("test", clock_, 10s, [&](const CancelToken&) { count_turn(); });
    loop.start();
    await_turns(1);
    clock_.crank(10s);
    await_turns(2);
    loop.stop();
    EXPECT_EQ(turns_, 2);
}

TEST_F(BackgroundLoopTest, ATurnThatThrowsIsFollowedByTheNext) {
    BackgroundLoop loop("test", clock_, 10s, [&](const CancelToken&) {
        count_turn();
        throw std::runtime_error("the store is away");
    });
    loop.start();
    await_turns(1);
    clock_.crank(10s);
    await_turns(2);
}

TEST_F(BackgroundLoopTest, IsAliveWhileItsTurnsEnd) {
    Gate gate;
    BackgroundLoop loop("test", clock_, 10s, [&](const CancelToken&) {
        count_turn();
        gate.pass();
    });
    EXPECT_FALSE(loop.is_alive(5min));
    loop.start();
    EXPECT_TRUE(loop.is_alive(5min));
    await_turns(1);
    clock_.advance(6min); // the turn hangs
    EXPECT_FALSE(loop.is_alive(5min));
    gate.open();
    loop.stop();
    EXPECT_FALSE(loop.is_alive(5min));
}

TEST_F(BackgroundLoopTest, ATurnSeesThatTheLoopIsStopped) {
    BackgroundLoop loop("test", clock_, 10s, [&](const CancelToken& stopping) {
        count_turn();
        while (!stopping.is_cancelled()) {
            std::this_thread::yield();
        }
    });
    loop.start();
    await_turns(1);
    loop.stop();
    EXPECT_EQ(turns_, 1);
}

class OfficeItself : public OfficeTest {};

TEST_F(OfficeItself, IsWellBetweenStartAndStop) {
    PatientClock clock; // its threads take one turn and then wait
    const auto installation = Installation::open(settings_, {clock, random_}).value();
    Office office(*installation);
    EXPECT_EQ(office.hanging(), (std::vector<std::string>{"progress", "schedule", "notices", "uploads"}));
    office.start();
    EXPECT_TRUE(office.health().is_well());
    office.stop();
    EXPECT_FALSE(office.health().is_well());
    EXPECT_TRUE(office.readiness().store_answers);
    office.stop(); // twice is once
}

TEST_F(OfficeItself, StoppingEndsRunsAndLogins) {
    connect_main();
    add_reps(2);
    Gate reached, gate;
    on_request_ = [&](const net::Request& request) {
        if (request.method == "POST") {
            reached.open();
            gate.pass();
        }
    };
    Office office(*installation_);
    const auto run_id = office.runner().start({.database = database_, .request = {.started_by = "ada"}}).value();
    reached.pass();
    const auto subscription = office.board().subscribe(database_, run_id, 0, [&](const RunProgress& progress) {
        if (!progress.cancelled_by.empty()) {
            gate.open();
        }
    });
    office.stop();
    EXPECT_EQ(office.board().find(database_, run_id)->end->state, sync::RunState::Cancelled);
    EXPECT_EQ(office.logins().begin(database_, {"", "ada", ""}).error().code, Code::Unavailable);
}

TEST_F(OfficeItself, TakesWorkBetweenStartAndTheBeginningOfItsEnd) {
    PatientClock clock;
    const auto installation = Installation::open(settings_, {clock, random_}).value();
    Office office(*installation);
    EXPECT_FALSE(office.readiness().is_ready());
    EXPECT_EQ(to_text(office.readiness().stage), "starting");
    office.start();
    EXPECT_TRUE(office.readiness().is_ready());
    office.wind_down();
    EXPECT_FALSE(office.readiness().is_ready());
    EXPECT_EQ(to_text(office.readiness().stage), "stopping");
    EXPECT_TRUE(office.health().is_well());
    EXPECT_EQ(office.runner().start({.database = database_}).error().code, Code::Unavailable);
    office.stop();
    EXPECT_EQ(office.readiness().stage, OfficeStage::Stopping);
}

} // namespace
} // namespace muster::app
