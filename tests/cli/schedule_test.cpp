// The daily update by the real binary, as cron calls it.

#include <chrono>

#include "base/random.hpp"
#include "cli/installation_test.hpp"
#include "store/store.hpp"

namespace muster::test {
namespace {

class Schedule : public InstallationTest {
  protected:
    void SetUp() override { done({"settings", "set", "calls_per_second=10"}); }

    /// "Main" connected and switched on, and the schedule on at a time that has passed everywhere in its zone.
    void scheduled_main(std::vector<std::string> flags = {}) {
        flags.insert(flags.end(), {"--calls-per-second", "0"});
        start_sandbox(std::move(flags));
        fill_main();
        connect_main();
        done({"auto-update", "set", "--database", "Main", "--list-group", "Board"});
        done({"schedule", "set", "--time", "03:00", "--time-zone", zone_at_noon(), "--on"});
        as_if_set_up_long_ago();
    }
    /// A second database with an account of its own; the sandbox asks each time whose account it is.
    void connect_by_hand(const std::string& database, const std::string& account) {
        Background waiting({"connect", "--database", database, "--json"}, environment_);
        Json prompt(waiting.read_error_until("}"));
        control(R"({"action": "answer_device", "account": ")" + account + R"(", "user_code": ")" +
                prompt.text("user_code") + "\"}");
        EXPECT_EQ(waiting.wait().code, 0);
    }
    /// The zone in which it is some time between 12 and 13 o'clock, so that no midnight comes in between.
    [[nodiscard]] static std::string zone_at_noon() {
        const auto now = std::chrono::system_clock::now();
        const auto hour = std::chrono::floor<std::chrono::hours>(now - std::chrono::floor<std::chrono::days>(now));
        const auto west = hour.count() - 12; // of Greenwich
        return "Etc/GMT" + (west < 0 ? std::to_string(west) : "+" + std::to_string(west));
    }
    void as_if_set_up_long_ago() const {
        connect(store_url(folder_))
            ->execute("UPDATE schedule SET changed_at = 0; UPDATE saved_selections SET on_since = 0;"
                      "UPDATE account_bindings SET bound_at = 0");
    }
    [[nodiscard]] std::size_t runs_of(const std::string& database) const {
        return json_of({"runs", "--database", database}).root().size();
    }
    static json::Reader nth(const json::Reader& array, std::size_t n) {
        std::optional<json::Reader> found;
        std::size_t place = 0;
        array.each([&](const json::Reader& element) {
            if (place++ == n) {
                found = element;
            }
        });
        return found.value();
    }
};

TEST_F(Schedule, R20_IsSetAndShownWithTheNextRunOfEachDatabase) {
    done({"database", "add", "Main"});
    EXPECT_NE(done({"schedule", "show"}).out.find("There is no schedule."), std::string::npos);
    expect_refused({"schedule", "set", "--on"}, 2, "--time HH:MM");
    expect_refused({"schedule", "set", "--time", "02:30"}, 2, "--on or --off");
    expect_refused({"schedule", "set", "--time", "2:30", "--on"}, 2, "\"2:30\"");
    expect_refused({"schedule", "set", "--time", "02:30", "--time-zone", "Mars/Olympus", "--on"}, 2,
                   "Mars/Olympus");
    const auto set = done({"schedule", "set", "--time", "02:30", "--time-zone", "America/Chicago", "--on"});
    EXPECT_NE(set.out.find("Daily at 02:30, America/Chicago: on."), std::string::npos) << set.out;
    EXPECT_NE(set.out.find("never: its automatic update is off"), std::string::npos) << set.out;
    auto shown = json_of({"schedule", "show"});
    EXPECT_EQ(shown.root()["on"].boolean(), true);
    EXPECT_EQ(shown.text("time"), "02:30");
    EXPECT_EQ(shown.text("time_zone"), "America/Chicago");
    const auto main = nth(shown.root()["databases"], 0);
    EXPECT_EQ(main["database"].text(), "Main");
    EXPECT_FALSE(main["next_run"].present());
    done({"auto-update", "set", "--database", "Main"});
    EXPECT_NE(done({"schedule", "show"}).out.find("never: it is not connected"), std::string::npos);
    done({"schedule", "set", "--off"});
    EXPECT_EQ(json_of({"schedule", "show"}).root()["on"].boolean(), false);
    EXPECT_EQ(json_of({"schedule", "show"}).text("time"), "02:30");
}

TEST_F(Schedule, RunDueWithNothingDueEndsWithNothing) {
    const auto none = done({"schedule", "run-due"});
    EXPECT_EQ(none.out, "Nothing is due: there is no schedule, or it is off.\n");
    done({"schedule", "set", "--time", "02:30", "--time-zone", "America/Chicago", "--on"});
    EXPECT_NE(done({"schedule", "run-due"}).out.find("Nothing is due. The next run is "), std::string::npos);
    auto document = json_of({"schedule", "run-due"});
    EXPECT_EQ(document.number("exit_code"), 0);
    EXPECT_EQ(document.root()["runs"].size(), 0U);
}

TEST_F(Schedule, R20_RunDueMakesTheDaysRunOnce) {
    scheduled_main();
    auto shown = json_of({"schedule", "show"});
    EXPECT_EQ(nth(shown.root()["databases"], 0)["next_run"]["words"].text(), "now");
    const auto outcome = done({"schedule", "run-due", "--json"});
    Json document(outcome.out);
    EXPECT_EQ(document.number("exit_code"), 0);
    const auto run = nth(document.root()["runs"], 0);
    EXPECT_EQ(run["database"].text(), "Main");
    EXPECT_EQ(run["state"].text(), "completed");
    EXPECT_EQ(run["exit_code"].integer(), 0);
    EXPECT_EQ(run["continued"].boolean(), false);
    EXPECT_EQ(run["report"]["started_by"].text(), "schedule");
    EXPECT_EQ(run["report"]["totals"]["created"].integer(), 4);
    EXPECT_EQ(run["report"]["lists"].size(), 2U); // Active Members and, as saved, Board
    EXPECT_NE(done({"schedule", "run-due"}).out.find("Nothing is due. The next run is tomorrow at 03:00"),
              std::string::npos);
    EXPECT_EQ(runs_of("Main"), 1U);
}

TEST_F(Schedule, R20_SwitchedOnAfterItsTimeMeansTomorrow) {
    start_sandbox({"--calls-per-second", "0"});
    fill_main();
    connect_main();
    done({"auto-update", "set", "--database", "Main"});
    done({"schedule", "set", "--time", "03:00", "--time-zone", zone_at_noon(), "--on"});
    EXPECT_NE(done({"schedule", "run-due"}).out.find("The next run is tomorrow at 03:00"), std::string::npos);
    EXPECT_EQ(runs_of("Main"), 0U);
}

TEST_F(Schedule, R20_TwoAtOnceMakeOneRun) {
    scheduled_main();
    Background first({"schedule", "run-due"}, environment_);
    Background second({"schedule", "run-due"}, environment_);
    const auto one = first.wait();
    const auto two = second.wait();
    EXPECT_EQ(one.code, 0) << one.err;
    EXPECT_EQ(two.code, 0) << two.err;
    EXPECT_EQ(runs_of("Main"), 1U);
}

TEST_F(Schedule, OneThatWasDueGivesItsOwnCode) {
    scheduled_main();
    control(R"({"action": "revoke_grants"})");
    const auto lost = muster({"schedule", "run-due", "--json"});
    EXPECT_EQ(lost.code, 5) << lost.err;
    Json document(lost.out);
    EXPECT_EQ(document.number("exit_code"), 5);
    EXPECT_EQ(nth(document.root()["runs"], 0)["state"].text(), "not_connected");
    const auto after = done({"schedule", "run-due"});
    EXPECT_NE(after.err.find("\"Main\" is switched on, but not connected."), std::string::npos) << after.err;
}

TEST_F(Schedule, OfSeveralOneThatFailedGivesThreeAndTheOthersRun) {
    scheduled_main();
    control(R"({"action": "add_account", "name": "Second Chamber"})");
    control(R"({"action": "settings", "switches": {"auto_grant": "off"}})");
    done({"database", "add", "Second"});
    connect_by_hand("Second", "Second Chamber");
    done({"auto-update", "set", "--database", "Second"});
    as_if_set_up_long_ago();
    control(R"({"action": "revoke_grants"})"); // of the first account
    const auto outcome = muster({"schedule", "run-due"});
    EXPECT_EQ(outcome.code, 3) << outcome.err;
    EXPECT_NE(outcome.out.find(": not_connected (5)"), std::string::npos) << outcome.out;
    EXPECT_NE(outcome.out.find(": completed\n"), std::string::npos) << outcome.out;
    EXPECT_NE(outcome.err.find("muster: Main: "), std::string::npos) << outcome.err;
    EXPECT_EQ(runs_of("Second"), 1U);
    EXPECT_EQ(muster({"schedule", "run-due"}).code, 0);
}

TEST_F(Schedule, R20_ABusyDatabaseStaysDue) {
    scheduled_main();
    {
        SystemClock clock;
        SystemRandom random;
        const auto store =
            store::Store::open(
                {.url = store_url(folder_), .key_file = key_path(), .clock = clock, .random = random})
                .value();
        const auto database = store->find_database("Main").value();
        sync::Report report;
        report.run_id = "by-hand";
        report.started_by = "somebody";
        report.started_at = clock.now();
        ASSERT_TRUE(store->journal(database)->begin(report, clock.now()));
        const auto busy = muster({"schedule", "run-due"});
        EXPECT_EQ(busy.code, 7) << busy.err;
        EXPECT_NE(busy.err.find("started by somebody"), std::string::npos) << busy.err;
        report.state = sync::RunState::Completed;
        store->journal(database)->finish(report);
    }
    EXPECT_EQ(muster({"schedule", "run-due"}).code, 0);
    EXPECT_EQ(runs_of("Main"), 2U);
}

TEST_F(Schedule, R31_WithoutQuotaItEndsWithSixAndDoesNotWait) {
    scheduled_main({"--calls-per-day", "2"});
    for (int i = 0; i < 2; ++i) {
        const auto outcome = muster({"schedule", "run-due", "--json"});
        EXPECT_EQ(outcome.code, 6) << outcome.err;
        Json document(outcome.out);
        EXPECT_EQ(nth(document.root()["runs"], 0)["state"].text(), "quota_exhausted");
        EXPECT_NE(nth(document.root()["runs"], 0)["message"].text_or("").find("T00:00:00Z"), std::string::npos);
    }
}

TEST_F(Schedule, R26_NobodyIsAskedAndTheGuardGivesFour) {
    scheduled_main();
    done({"sync", "--database", "Main"});
    done({"database", "set", "Main", "removal_limit_count=0", "removal_limit_percent=0"});
    done({"member", "set", "M2", "--database", "Main", "status=DRP"});
    const auto outcome = muster({"schedule", "run-due"});
    EXPECT_EQ(outcome.code, 4) << outcome.err;
    EXPECT_NE(outcome.out.find(": needs_confirmation (4)"), std::string::npos) << outcome.out;
    EXPECT_NE(outcome.out.find("cleo@harbour.example"), std::string::npos) << outcome.out;
    EXPECT_EQ(muster({"schedule", "run-due"}).code, 0); // it was the day's run
}

} // namespace
} // namespace muster::test
