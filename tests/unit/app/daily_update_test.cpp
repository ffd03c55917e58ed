#include "app/daily_update.hpp"

#include <barrier>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <thread>

#include <gtest/gtest.h>

#include "app/databases.hpp"
#include "app/options.hpp"
#include "app/records.hpp"
#include "app/schedule.hpp"
#include "app/selections.hpp"
#include "app/update_contacts.hpp"
#include "base/random.hpp"
#include "sandbox/sandbox.hpp"
#include "support/fake_clock.hpp"
#include "support/sandbox_transport.hpp"
#include "support/store_place.hpp"
#include "support/unobserved.hpp"

namespace muster::app {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using Outcome = ScheduledRun::Outcome;
using schedule::Readiness;

Instant at(std::string_view text) { return parse_instant(text).value(); }

/// A process that dies at a request: as when the store is lost for good, nothing more is written down.
struct Killed : db::StoreLost {
    Killed() : db::StoreLost("killed", db::Loss::Gone) {}
};

/// Databases of a few Reps, each with an account of its own, and the schedule on at 02:30 in Chicago since
/// yesterday. It is 2026-11-23, 06:00 there.
class DailyUpdate : public ::testing::Test {
  protected:
    DailyUpdate() : service_({}, clock_, random_) {
        std::string name = (fs::temp_directory_path() / "muster-daily-XXXXXX").string();
        folder_ = ::mkdtemp(name.data());
        installation_ = open();
        clock_.set(FakeClock::kStart - 24h);
        EXPECT_TRUE(set_schedule(*installation_, {"02:30", "America/Chicago", true}));
        main_ = add("Main");
        clock_.set(FakeClock::kStart);
    }
    ~DailyUpdate() override {
        installation_.reset();
        std::error_code ignored;
        fs::remove_all(folder_, ignored);
    }

    std::unique_ptr<Installation> open(const std::string& api_key = "sandbox-client") {
        Settings settings;
        settings.store = test::store_url(folder_);
        settings.key_file = (folder_ / "muster.key").string();
        settings.ctct_api_url = "http://127.0.0.1/v3";
        settings.ctct_auth_url = "http://127.0.0.1/oauth2/default/v1";
        settings.ctct_client_id = api_key;
        return Installation::open(
                   settings,
                   {clock_, random_,
                    [this] { return std::make_unique<HookedSandboxTransport>(service_, clock_, before_request_); }})
            .value();
    }
    store::DatabaseId add(const std::string& name) {
        const auto id = add_database(*installation_, name).value().id;
        EXPECT_TRUE(
            edit_member(*installation_, id, EditMode::Add, "M1", {{"company", "Bakery"}, {"status", "ACT"}}));
        EXPECT_TRUE(add_group(*installation_, id, "Board"));
        EXPECT_TRUE(edit_rep(*installation_, id, EditMode::Add, "R1",
                             {{"member_id", "M1"}, {"email", "ana@oak.example"}, {"groups", "Board"}}));
        connect(id, name);
        switch_on(id, true);
        return id;
    }
    void connect(store::DatabaseId id, const std::string& name) {
        const auto account = service_.add_account(name);
        accounts_[name] = account;
        const auto tokens = service_.issue_token(account);
        EXPECT_TRUE(installation_->store().bind_account(id, account, name));
        constant_contact::Grant grant;
        grant.access_token = tokens.access_token;
        grant.refresh_token = tokens.refresh_token;
        grant.access_expires_at = clock_.now() + tokens.expires_in;
        grant.renewed_at = clock_.now();
        grant.account_id = account;
        grant.account_name = name;
        grant.account_checked = true;
        EXPECT_TRUE(installation_->store().grants(id)->store(grant).value());
    }
    void switch_on(store::DatabaseId id, bool on) {
        const auto selections = make_selections(*installation_, id, {{"Board"}, {}, {}}).value();
        save_automatic_update(*installation_, id, {selections, on});
    }

    std::vector<DueUpdate> due() { return due_now(*installation_, clock_.now()).value(); }
    ScheduledRun run(const DueUpdate& update) {
        return run_scheduled(*installation_, update, observer_, CancelToken());
    }
    /// Everything that is due, one after the other, as `run-due` does it.
    std::vector<ScheduledRun> run_all() {
        std::vector<ScheduledRun> runs;
        for (const auto& update : due()) {
            runs.push_back(run(update));
        }
        return runs;
    }
    ScheduledRun run_one() {
        auto runs = run_all();
        EXPECT_EQ(runs.size(), 1U);
        return runs.empty() ? ScheduledRun{} : std::move(runs.front());
    }
    sync::RunState state_of(const ScheduledRun& run) {
        EXPECT_EQ(run.outcome, Outcome::Ran) << run.message;
        return run.report ? run.report->state : sync::RunState::Running;
    }
    void set(const std::string& key, const std::string& value) {
        EXPECT_TRUE(set_installation_options(*installation_, {{key, value}}));
    }
    sync::Report run_by_hand() {
        return update_contacts(*installation_, main_, {}, observer_, CancelToken()).value();
    }
    std::int64_t used_today() {
        return installation_->store().quota_book()->used_today("sandbox-client", clock_.now()).value();
    }
    std::size_t runs_kept() { return installation_->store().journal(main_)->runs(1'000).size(); }
    std::string next_words() {
        const auto next = next_run(*installation_, main_, clock_.now()).value();
        return next ? next->words : "";
    }

    fs::path folder_;
    FakeClock clock_;
    SystemRandom random_; // several threads draw from it
    sandbox::Sandbox service_;
    std::function<void(const net::Request&)> before_request_;
    std::map<std::string, std::string> accounts_;
    test::Unobserved observer_;
    std::unique_ptr<Installation> installation_;
    store::DatabaseId main_;
};

TEST_F(DailyUpdate, R20_RunsOnceADayWithTheSavedSelections) {
    const auto updates = due();
    ASSERT_EQ(updates.size(), 1U);
    EXPECT_EQ(updates[0].name, "Main");
    EXPECT_EQ(updates[0].due.due, at("2026-11-23T08:30:00Z")); // missed, the same day
    const auto first = run(updates[0]);
    EXPECT_EQ(state_of(first), sync::RunState::Completed);
    EXPECT_EQ(first.exit_code, 0);
    EXPECT_EQ(first.message, "");
    EXPECT_EQ(first.report->started_by, "schedule");
    EXPECT_EQ(first.report->totals.created, 1);
    EXPECT_EQ(service_.members(accounts_["Main"], "Board"), std::vector<std::string>{"ana@oak.example"});
    EXPECT_TRUE(due().empty());
    clock_.set(at("2026-11-24T08:29:59Z"));
    EXPECT_TRUE(due().empty());
    clock_.set(at("2026-11-24T08:30:00Z"));
    const auto second = run_one();
    EXPECT_EQ(state_of(second), sync::RunState::Completed);
    EXPECT_EQ(second.report->calls_writes, 0);
    EXPECT_TRUE(due().empty());
    EXPECT_EQ(runs_kept(), 2U);
}

TEST_F(DailyUpdate, TheRunHasTheIdThatWasGiven) {
    auto update = due().at(0);
    update.run_id = "0199a0c0-0000-7000-8000-000000000001";
    EXPECT_EQ(run(update).report->run_id, "0199a0c0-0000-7000-8000-000000000001");
}

TEST_F(DailyUpdate, R20_OneDatabaseThatFailsDoesNotStopTheNext) {
    clock_.set(FakeClock::kStart - 24h);
    add("Second");
    add("Third");
    clock_.set(FakeClock::kStart);
    service_.revoke_grants(accounts_["Second"]);
    const auto runs = run_all();
    ASSERT_EQ(runs.size(), 3U);
    EXPECT_EQ(state_of(runs[0]), sync::RunState::Completed);
    EXPECT_EQ(state_of(runs[1]), sync::RunState::NotConnected);
    EXPECT_EQ(runs[1].exit_code, 5);
    EXPECT_EQ(state_of(runs[2]), sync::RunState::Completed);
    clock_.set(at("2026-11-24T08:30:00Z"));
    EXPECT_EQ(run_all().size(), 2U); // the lost one is not connected
}

TEST_F(DailyUpdate, R20_OfSeveralProcessesOneMakesTheRun) {
    constexpr int kProcesses = 3;
    const auto update = due().at(0);
    std::barrier start(kProcesses);
    std::vector<ScheduledRun> runs(kProcesses);
    std::vector<std::thread> processes;
    for (int i = 0; i < kProcesses; ++i) {
        processes.emplace_back([&, i] {
            const auto installation = open();
            start.arrive_and_wait();
            test::Unobserved observer;
            runs[static_cast<std::size_t>(i)] = run_scheduled(*installation, update, observer, CancelToken());
        });
    }
    for (auto& process : processes) {
        process.join();
    }
    EXPECT_EQ(std::ranges::count(runs, Outcome::Ran, &ScheduledRun::outcome), 1);
    EXPECT_EQ(std::ranges::count(runs, Outcome::Taken, &ScheduledRun::outcome), 2);
    EXPECT_EQ(runs_kept(), 1U);
}

TEST_F(DailyUpdate, R20_ABusyDatabaseStaysDueUntilTheOtherRunHasEnded) {
    sync::Report by_hand;
    by_hand.run_id = "by-hand";
    by_hand.started_by = "cli";
    const auto journal = installation_->store().journal(main_);
    ASSERT_TRUE(journal->begin(by_hand, clock_.now()));
    const auto update = due().at(0);
    EXPECT_EQ(update.due.readiness, Readiness::Busy);
    EXPECT_EQ(update.busy_with->run_id, "by-hand");
    EXPECT_EQ(next_words(), "as soon as the run that is going on has ended");
    const auto refused = run(update);
    EXPECT_EQ(refused.outcome, Outcome::Busy);
    EXPECT_EQ(refused.exit_code, 7);
    EXPECT_EQ(refused.message,
              "A run of the database \"Main\" is going on: started by cli at 2026-11-23T12:00:00Z. "
              "The scheduled one starts when that has ended.");
    by_hand.state = sync::RunState::Completed;
    journal->finish(by_hand);
    EXPECT_EQ(state_of(run_one()), sync::RunState::Completed);
}

TEST_F(DailyUpdate, R31_WithoutQuotaItIsPausedAndGoesOnAtMidnightUtc) {
    set("calls_per_day", "3");
    const auto stopped = run_one();
    EXPECT_EQ(state_of(stopped), sync::RunState::QuotaExhausted);
    EXPECT_EQ(stopped.exit_code, 6);
    ASSERT_EQ(due().size(), 1U);
    EXPECT_EQ(due()[0].due.readiness, Readiness::Paused);
    EXPECT_EQ(due()[0].due.ready_from, at("2026-11-24T00:00:00Z"));
    EXPECT_EQ(run(due()[0]).outcome, Outcome::Taken); // not yet
    EXPECT_EQ(next_words(),
              "today at 18:00 (America/Chicago), when the paused run goes on with a new day's API calls");
    EXPECT_EQ(next_wake(*installation_, clock_.now()).value(), at("2026-11-24T00:00:00Z"));
    set("calls_per_day", "10000");
    clock_.set(at("2026-11-24T00:00:00Z"));
    const auto update = due().at(0);
    EXPECT_TRUE(update.due.continues);
    EXPECT_EQ(format_date(update.due.local_day), "2026-11-23");
    EXPECT_EQ(state_of(run(update)), sync::RunState::Completed);
    EXPECT_TRUE(due().empty());
    clock_.set(at("2026-11-24T08:30:00Z"));
    EXPECT_EQ(state_of(run_one()), sync::RunState::Completed); // the next day's, as ever
}

TEST_F(DailyUpdate, R31_AManualRunTakesThePlaceOfAPausedOne) {
    set("calls_per_day", "3");
    EXPECT_EQ(state_of(run_one()), sync::RunState::QuotaExhausted);
    EXPECT_EQ(run_by_hand().state, sync::RunState::QuotaExhausted);
    clock_.set(at("2026-11-24T00:00:00Z"));
    EXPECT_EQ(due().size(), 1U);
    set("calls_per_day", "10000");
    EXPECT_EQ(run_by_hand().state, sync::RunState::Completed);
    EXPECT_TRUE(due().empty());
}

TEST_F(DailyUpdate, R8_QuickWhereTheQuotaIsSmallAndFullEverySevenDays) {
    set("calls_per_day", "26"); // a full run is reckoned to take 27
    std::vector<std::string> depths;
    for (int i = 0; i < 9; ++i) {
        depths.push_back(run_one().report->depth);
        clock_.set(at("2026-11-24T08:30:00Z") + std::chrono::days(i));
    }
    EXPECT_EQ(depths, (std::vector<std::string>{"full", "quick", "quick", "quick", "quick", "quick", "quick",
                                                "full", "quick"}));
}

TEST_F(DailyUpdate, R8_FullOnlyIfTheQuotaIsEnoughForAllThatAreStillToRunToday) {
    clock_.set(FakeClock::kStart - 24h);
    add("Second");
    const auto idle = add("Switched off");
    switch_on(idle, false);
    clock_.set(FakeClock::kStart);
    EXPECT_EQ(run_all().size(), 2U); // never read: full
    clock_.set(at("2026-11-24T08:30:00Z"));
    set("calls_per_day", "53"); // two need 54
    auto updates = due();
    ASSERT_EQ(updates.size(), 2U);
    EXPECT_EQ(run(updates[0]).report->depth, "quick");
    EXPECT_EQ(run(updates[1]).report->depth, "full"); // the last one has what is left to itself
    clock_.set(at("2026-11-25T08:30:00Z"));
    set("calls_per_day", "54");
    updates = due();
    EXPECT_EQ(run(updates[0]).report->depth, "full");
}

TEST_F(DailyUpdate, R31_OneThatHasMuchToDoLeavesTheOthersAQuietRun) {
    clock_.set(FakeClock::kStart - 24h);
    add("Second");
    add("Third");
    clock_.set(FakeClock::kStart);
    EXPECT_EQ(run_all().size(), 3U);
    clock_.set(at("2026-11-24T08:30:00Z"));
    ASSERT_TRUE(edit_rep(*installation_, main_, EditMode::Add, "R2",
                         {{"member_id", "M1"}, {"email", "bo@oak.example"}, {"groups", "Board"}}));
    set("calls_per_day", std::to_string(used_today() + 6));
    const auto runs = run_all();
    ASSERT_EQ(runs.size(), 3U);
    EXPECT_EQ(state_of(runs[0]), sync::RunState::QuotaExhausted);
    EXPECT_NE(runs[0].message.find("are kept for the other databases that are still due today"), std::string::npos)
        << runs[0].message;
    EXPECT_NE(runs[0].message.find("Run again from 2026-11-25T00:00:00Z."), std::string::npos) << runs[0].message;
    for (const auto& quiet : {runs[1], runs[2]}) {
        EXPECT_EQ(state_of(quiet), sync::RunState::Completed) << quiet.message;
        EXPECT_EQ(quiet.report->depth, "quick");
        EXPECT_EQ(quiet.report->calls_total, 2);
    }
    EXPECT_EQ(next_words(),
              "today at 18:00 (America/Chicago), when the paused run goes on with a new day's API calls");
    clock_.set(at("2026-11-25T00:00:00Z"));
    set("calls_per_day", "10000");
    EXPECT_EQ(state_of(run_one()), sync::RunState::Completed);
    EXPECT_EQ(service_.members(accounts_["Main"], "Board").size(), 2U);
}

TEST_F(DailyUpdate, R26_ARunThatNeedsConfirmationIsTheDaysRun) {
    EXPECT_EQ(state_of(run_one()), sync::RunState::Completed);
    clock_.set(at("2026-11-24T08:30:00Z"));
    ASSERT_TRUE(edit_member(*installation_, main_, EditMode::Set, "M1", {{"status", "DRP"}}));
    const auto stopped = run_one();
    EXPECT_EQ(state_of(stopped), sync::RunState::NeedsConfirmation);
    EXPECT_EQ(stopped.exit_code, 4);
    EXPECT_TRUE(due().empty());
}

TEST_F(DailyUpdate, WhatCannotBeginStaysDueAndIsNotTriedEverySecond) {
    const auto without_key = open("");
    const auto update = due_now(*without_key, clock_.now()).value().at(0);
    const auto refused = run_scheduled(*without_key, update, observer_, CancelToken());
    EXPECT_EQ(refused.outcome, Outcome::Failed);
    EXPECT_EQ(refused.exit_code, 2);
    EXPECT_NE(refused.message.find("MUSTER_CTCT_CLIENT_ID"), std::string::npos) << refused.message;
    EXPECT_EQ(runs_kept(), 0U);
    EXPECT_TRUE(due().empty());
    clock_.advance(10min);
    EXPECT_EQ(state_of(run_one()), sync::RunState::Completed);
}

TEST_F(DailyUpdate, R30_WhoIsCancelledBeforeItBeganStaysDue) {
    const CancelToken cancel;
    cancel.cancel();
    const auto stopped = run_scheduled(*installation_, due().at(0), observer_, cancel);
    EXPECT_EQ(stopped.outcome, Outcome::Failed);
    EXPECT_EQ(stopped.exit_code, 130);
    EXPECT_EQ(due().size(), 1U);
}

TEST_F(DailyUpdate, R20_WhatWaitedInAQueueUntilItsDayWasOverDoesNotRun) {
    const auto yesterdays = due().at(0);
    clock_.set(at("2026-11-24T06:00:00Z")); // midnight in Chicago
    EXPECT_EQ(run(yesterdays).outcome, Outcome::Taken);
    clock_.set(at("2026-11-24T08:30:00Z"));
    EXPECT_EQ(run(yesterdays).outcome, Outcome::Taken);
    EXPECT_EQ(runs_kept(), 0U);
    EXPECT_EQ(state_of(run_one()), sync::RunState::Completed);
}

TEST_F(DailyUpdate, R20_WhatWasSwitchedOffMeanwhileDoesNotRun) {
    const auto update = due().at(0);
    switch_on(main_, false);
    EXPECT_EQ(run(update).outcome, Outcome::Taken);
    switch_on(main_, true); // after its time: tomorrow
    EXPECT_TRUE(due().empty());
    EXPECT_EQ(next_words(), "tomorrow at 02:30 (America/Chicago)");
}

TEST_F(DailyUpdate, R20_MovedToATimeThatHasPassedMeansTomorrowAndToOneAheadToday) {
    ASSERT_TRUE(set_schedule(*installation_, {"05:45", std::nullopt, true}));
    EXPECT_TRUE(due().empty());
    EXPECT_EQ(next_words(), "tomorrow at 05:45 (America/Chicago)");
    ASSERT_TRUE(set_schedule(*installation_, {"06:15", std::nullopt, true}));
    EXPECT_EQ(next_words(), "today at 06:15 (America/Chicago)");
    clock_.advance(15min);
    EXPECT_EQ(state_of(run_one()), sync::RunState::Completed);
    ASSERT_TRUE(set_schedule(*installation_, {"23:00", std::nullopt, true})); // has run today
    EXPECT_EQ(next_words(), "tomorrow at 23:00 (America/Chicago)");
    clock_.set(at("2026-11-24T05:00:00Z"));
    EXPECT_TRUE(due().empty());
}

TEST_F(DailyUpdate, R20_SavingTheScheduleAsItIsPutsNothingOff) {
    ASSERT_TRUE(set_schedule(*installation_, {"02:30", "America/Chicago", true}));
    EXPECT_EQ(due().size(), 1U);
    ASSERT_TRUE(set_schedule(*installation_, {"02:30", "America/Chicago", false}));
    EXPECT_TRUE(due().empty());
    EXPECT_EQ(next_words(), "");
    ASSERT_TRUE(set_schedule(*installation_, {"02:30", "America/Chicago", true}));
    EXPECT_EQ(next_words(), "tomorrow at 02:30 (America/Chicago)");
}

TEST_F(DailyUpdate, R20_AClockSetBackRunsNoDayTwice) {
    EXPECT_EQ(state_of(run_one()), sync::RunState::Completed);
    clock_.set(at("2026-11-23T08:00:00Z"));
    EXPECT_TRUE(due().empty());
    clock_.set(at("2026-11-23T08:30:00Z"));
    EXPECT_TRUE(due().empty());
    clock_.set(at("2026-11-23T23:00:00Z"));
    EXPECT_TRUE(due().empty());
    clock_.set(at("2026-11-24T08:30:00Z"));
    EXPECT_EQ(state_of(run_one()), sync::RunState::Completed);
}

TEST_F(DailyUpdate, R20_EachLocalDayOfAnyZoneHasItsRunAndADayThatNeverWasHasNone) {
    struct Days {
        const char* zone;
        const char* time;
        const char* from;
        const char* to;
        std::vector<std::string> starts;
    };
    const std::vector<Days> cases{
        {"Pacific/Apia", // there was no 2011-12-30
         "03:30",
         "2011-12-29T10:00:00Z",
         "2011-12-31T10:00:00Z",
         {"2011-12-29 at 2011-12-29T13:30:00Z", "2011-12-31 at 2011-12-30T13:30:00Z"}},
        {"Australia/Lord_Howe", // half an hour forward: 02:15 does not come
         "02:15",
         "2026-10-02T14:00:00Z",
         "2026-10-05T13:00:00Z",
         {"2026-10-03 at 2026-10-02T15:45:00Z", "2026-10-04 at 2026-10-03T15:30:00Z",
          "2026-10-05 at 2026-10-04T15:15:00Z"}},
        {"Africa/Casablanca", // an hour forward when Ramadan is over
         "02:30",
         "2027-03-13T12:00:00Z",
         "2027-03-15T12:00:00Z",
         {"2027-03-14 at 2027-03-14T02:00:00Z", "2027-03-15 at 2027-03-15T01:30:00Z"}},
        {"Australia/Lord_Howe", // half an hour back: 01:45 comes twice
         "01:45",
         "2027-04-03T13:00:00Z",
         "2027-04-04T13:00:00Z",
         {"2027-04-04 at 2027-04-03T14:45:00Z"}},
    };
    for (const auto& days : cases) {
        SCOPED_TRACE(std::string(days.zone) + " " + days.time);
        clock_.set(at(days.from));
        ASSERT_TRUE(set_schedule(*installation_, {days.time, days.zone, true}));
        std::vector<std::string> starts;
        for (auto now = at(days.from); now < at(days.to); now += 15min) {
            clock_.set(now);
            for (const auto& update : due()) {
                starts.push_back(format_date(update.due.local_day) + " at " + format_instant(now));
                EXPECT_EQ(state_of(run(update)), sync::RunState::Completed);
            }
        }
        EXPECT_EQ(starts, days.starts);
    }
}

TEST_F(DailyUpdate, R24_ARunThatDiedAtAnyRequestIsMadeAgainTheSameDayAndNoneIsMadeTwice) {
    int requests = 0;
    before_request_ = [&](const net::Request&) { ++requests; };
    EXPECT_EQ(state_of(run_one()), sync::RunState::Completed);
    ASSERT_GT(requests, 5);
    for (int last = 1, all = requests; last <= all; ++last) {
        clock_.advance(24h);
        ASSERT_TRUE(
            edit_rep(*installation_, main_, EditMode::Set, "R1", {{"job_title", "No. " + std::to_string(last)}}));
        requests = 0;
        before_request_ = [&](const net::Request&) {
            if (++requests == last) {
                throw Killed();
            }
        };
        const auto first = run_one();
        const bool was_killed = first.outcome == Outcome::Failed;
        EXPECT_EQ(first.message, was_killed ? "killed" : "");
        before_request_ = nullptr;
        clock_.advance(3min);
        EXPECT_TRUE(due().empty()) << "killed at request " << last; // it may be at it yet
        clock_.advance(1min);
        ASSERT_EQ(due().size(), was_killed ? 1U : 0U) << "killed at request " << last;
        if (was_killed) {
            EXPECT_EQ(state_of(run_one()), sync::RunState::Completed) << "killed at request " << last;
        }
        clock_.advance(600min); // the same local day: it had its run
        EXPECT_TRUE(due().empty()) << "killed at request " << last;
        EXPECT_EQ(service_.contact(accounts_["Main"], "ana@oak.example")->job_title, "No. " + std::to_string(last));
        clock_.advance(24h - 604min);
    }
}

TEST_F(DailyUpdate, TheStatesTellWhenEachDatabaseIsNext) {
    const auto idle = add_database(*installation_, "Another").value().id;
    auto states = daily_states(*installation_, clock_.now()).value();
    ASSERT_EQ(states.size(), 2U);
    EXPECT_EQ(states[0].name, "Another");
    EXPECT_FALSE(states[0].is_on);
    EXPECT_FALSE(states[0].is_connected);
    EXPECT_FALSE(states[0].next);
    EXPECT_TRUE(states[1].is_on);
    EXPECT_EQ(states[1].next->words, "now");
    EXPECT_EQ(states[1].next->local_time, "2026-11-23 02:30 (America/Chicago)");
    EXPECT_EQ(state_of(run_one()), sync::RunState::Completed);
    const auto next = next_run(*installation_, main_, clock_.now()).value();
    EXPECT_EQ(next->next.at, at("2026-11-24T08:30:00Z"));
    EXPECT_EQ(next->time_zone, "America/Chicago");
    EXPECT_EQ(next->local_time, "2026-11-24 02:30 (America/Chicago)");
    EXPECT_EQ(next->words, "tomorrow at 02:30 (America/Chicago)");
    EXPECT_EQ(next_run(*installation_, idle, clock_.now()).value(), std::nullopt);
    EXPECT_EQ(next_run(*installation_, store::DatabaseId{99}, clock_.now()).error().code, Code::NotFound);
    EXPECT_EQ(next_run(*installation_, clock_.now()).value()->next.at, at("2026-11-24T08:30:00Z"));
    EXPECT_EQ(next_wake(*installation_, clock_.now()).value(), at("2026-11-24T08:30:00Z"));
}

TEST_F(DailyUpdate, TheInstallationsNextRunIsToldAlsoWhileNobodyTakesPart) {
    switch_on(main_, false);
    EXPECT_EQ(next_run(*installation_, clock_.now()).value()->words, "tomorrow at 02:30 (America/Chicago)");
    EXPECT_EQ(next_wake(*installation_, clock_.now()).value(), std::nullopt);
}

} // namespace
} // namespace muster::app
