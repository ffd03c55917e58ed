#include "app/due_updates.hpp"

#include <thread>

#include "app/schedule.hpp"
#include "app/selections.hpp"
#include "unit/app/office_fixture.hpp"

namespace muster::app {
namespace {

using namespace std::chrono_literals;
using sync::RunState;

class DueUpdatesTest : public OfficeTest {
  public:
    ~DueUpdatesTest() override {
        gate_.open(); // a test that failed half-way holds nobody
        runner_.stop();
    }

  protected:
    DueUpdatesTest() {
        EXPECT_TRUE(set_schedule(*installation_, {"13:00", "UTC", true}));
        connect_main();
        switch_on(database_);
        add_reps(2);
    }

    void switch_on(store::DatabaseId database) { save_automatic_update(*installation_, database, {{}, true}); }
    store::DatabaseId add_connected(const std::string& name) {
        const auto database = add_database(*installation_, name).value().id;
        connect_to(database, service_.add_account(name));
        switch_on(database);
        return database;
    }
    std::vector<sync::RunSummary> runs_of(store::DatabaseId database) {
        return installation_->store().journal(database)->runs(10);
    }
    void wait_for_all() {
        for (const auto& database : installation_->store().databases()) {
            for (const auto& run : board_.under_way(database.id)) {
                wait_for_end(board_, run.run_id);
            }
        }
    }

    Gate gate_;
    ProgressBoard board_{clock_};
    JobRunner runner_{*installation_, board_};
    DueUpdates due_{*installation_, runner_};
};

TEST_F(DueUpdatesTest, R20_ADatabaseIsUpdatedOnceADayAtItsTime) {
    due_.start();
    EXPECT_TRUE(board_.under_way(database_).empty()); // it is noon
    clock_.set(FakeClock::kStart + 1h);
    due_.start();
    const auto under_way = board_.under_way(database_);
    ASSERT_LE(under_way.size(), 1U);
    wait_for_all();
    runner_.stop();
    const auto runs = runs_of(database_);
    ASSERT_EQ(runs.size(), 1U);
    EXPECT_EQ(runs[0].started_by, "schedule");
    EXPECT_EQ(runs[0].state, RunState::Completed);
    EXPECT_EQ(board_.find(database_, runs[0].run_id)->end->state,
              RunState::Completed); // the board knew its id before
    due_.start();
    EXPECT_TRUE(board_.under_way(database_).empty());
}

TEST_F(DueUpdatesTest, R20_OneThatFailsDoesNotStopTheNextAndAFewRunAtATime) {
    const auto lost = add_connected("A lost one");
    service_.revoke_grants(service_.accounts().back().id);
    const auto third = add_connected("B");
    const auto fourth = add_connected("C");
    on_request_ = [&](const net::Request&) { gate_.pass(); };
    clock_.set(FakeClock::kStart + 1h);
    due_.start();
    due_.start();
    std::size_t at_once = 0;
    for (const auto database : {database_, lost, third, fourth}) {
        at_once += board_.under_way(database).size();
    }
    EXPECT_EQ(at_once, 2U);
    gate_.open();
    for (const auto database : {database_, lost, third, fourth}) {
        while (runs_of(database).empty() || runs_of(database)[0].state == RunState::Running) {
            std::this_thread::yield(); // the others follow by themselves
        }
    }
    EXPECT_EQ(runs_of(database_)[0].state, RunState::Completed);
    EXPECT_EQ(runs_of(lost)[0].state, RunState::NotConnected);
    EXPECT_EQ(runs_of(third)[0].state, RunState::Completed);
    EXPECT_EQ(runs_of(fourth)[0].state, RunState::Completed);
}

TEST_F(DueUpdatesTest, R20_OneThatIsBusyStaysDueAndStartsWhenItIsFree) {
    on_request_ = [&](const net::Request&) { gate_.pass(); };
    const auto manual = runner_.start({.database = database_, .request = {.started_by = "ada"}}).value();
    clock_.set(FakeClock::kStart + 1h);
    due_.start();
    EXPECT_EQ(board_.under_way(database_).size(), 1U);
    gate_.open();
    EXPECT_EQ(wait_for_end(board_, manual).end->state, RunState::Completed);
    due_.start();
    wait_for_all();
    runner_.stop();
    EXPECT_EQ(runs_of(database_).front().started_by, "schedule");
}

// The service's own word that the day is used up, after the run has written already.
TEST_F(DueUpdatesTest, R31_ARunThatTheServiceStopsForTheDayGoesOnByItselfAfterMidnight) {
    clock_.set(FakeClock::kStart + 1h);
    bool has_written = false;
    on_request_ = [&](const net::Request& request) {
        if (!has_written && request.method == "POST" && request.target.ends_with("_import")) {
            has_written = true;
            service_.inject({.kind = sandbox::FaultKind::QuotaExceeded, .nth = 2}); // this one goes through
        }
    };
    add_reps(20, 2);
    due_.start();
    wait_for_all();
    auto runs = runs_of(database_);
    ASSERT_EQ(runs.size(), 1U);
    EXPECT_EQ(runs[0].state, RunState::QuotaExhausted);
    EXPECT_EQ(service_.count("POST", "/activities/*_import"), 1U);
    const auto paused = next_run(*installation_, database_, clock_.now()).value();
    ASSERT_TRUE(paused);
    EXPECT_EQ(paused->next.kind, schedule::NextKind::Continued);
    EXPECT_EQ(format_instant(paused->next.at), "2026-11-24T00:00:00Z");
    due_.start();
    EXPECT_TRUE(board_.under_way(database_).empty()); // there is nothing to do before
    clock_.set(FakeClock::kStart + 12h);
    while (runs_of(database_).size() < 2) {
        due_.start(); // as `serve` does every few seconds
        std::this_thread::yield();
    }
    wait_for_all();
    runner_.stop();
    runs = runs_of(database_);
    ASSERT_EQ(runs.size(), 2U);
    EXPECT_EQ(runs[0].state, RunState::Completed);
    EXPECT_EQ(runs[0].started_by, "schedule");
    EXPECT_EQ(runs[1].state, RunState::QuotaExhausted); // the history keeps it
    EXPECT_EQ(service_.members(account_, "Active Members").size(), 22U);
    EXPECT_EQ(service_.count("POST", "/activities/*_import"), 1U); // nothing was sent again
}

} // namespace
} // namespace muster::app
