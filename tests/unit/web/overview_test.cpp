// The Dashboard, the schedule, settings, and the databases themselves.

#include <fmt/format.h>

#include "app/notices.hpp"
#include "db/statement.hpp"
#include "unit/web/site_fixture.hpp"

namespace muster::web {
namespace {

class OverviewTest : public SiteTest {
  protected:
    OverviewTest() { admin_ = enter("Ada", staff::Role::Administrator); }
    net::Response set_schedule(const std::string& body) { return send(admin_, "PUT", "/schedule", body); }
    std::string admin_;
};

TEST_F(OverviewTest, TheDashboardShowsWhatOneMaySee) {
    const auto main = add_database("Main");
    add_database("Other");
    EXPECT_EQ(text_at(get(admin_, "/dashboard"), "/databases/1/database/name"), "Other");
    const auto viewer = enter("Vera", staff::Role::Viewer, {false, {main.number}});
    const auto hers = get(viewer, "/dashboard");
    EXPECT_EQ(text_at(hers, "/databases/0/database/name"), "Main");
    EXPECT_EQ(at(hers, "/databases/1"), "");
    EXPECT_EQ(at(hers, "/databases/0/last_run"), "null");
    EXPECT_EQ(hers.body.find("Other"), std::string::npos);
}

TEST_F(OverviewTest, TheDashboardShowsTheRunThatGoesOnAndTheLastOne) {
    const auto main = add_database("Main");
    const auto journal = installation_->store().journal(main);
    sync::Report report;
    report.run_id = "first";
    report.started_by = "Ada";
    report.started_at = clock_.now();
    const auto begun = journal->begin(report, clock_.now());
    ASSERT_TRUE(begun) << begun.error().message;
    report.state = sync::RunState::Failed;
    report.message = "The network was down.";
    report.finished_at = clock_.now();
    report.calls_estimated = 12;
    report.calls_total = 3;
    journal->finish(report);
    clock_.advance(std::chrono::minutes{1});
    report = {.run_id = "second", .started_by = "Ada", .started_at = clock_.now()};
    ASSERT_TRUE(journal->begin(report, clock_.now()));
    report.calls_estimated = 7;
    journal->intend(report);
    const auto dashboard = get(admin_, "/dashboard");
    EXPECT_EQ(text_at(dashboard, "/databases/0/last_run/run_id"), "first");
    EXPECT_EQ(at(dashboard, "/databases/0/last_run/calls_estimated"), "12");
    EXPECT_EQ(at(dashboard, "/databases/0/last_run/calls_total"), "3");
    EXPECT_EQ(text_at(dashboard, "/databases/0/running/run_id"), "second");
    EXPECT_EQ(at(dashboard, "/databases/0/running/calls_estimated"), "7");
}

TEST_F(OverviewTest, R34_TheDashboardSaysWhatSomebodyHasToSeeTo) {
    const auto main = add_database("Main");
    connect(main, admin_);
    app::settle_unstarted_run(*installation_, main, {Code::Unavailable, "The network was down."});
    const auto dashboard = get(admin_, "/dashboard");
    EXPECT_EQ(text_at(dashboard, "/databases/0/notices/0/kind"), "run_failed");
    EXPECT_EQ(at(dashboard, "/databases/0/notices/0/run_id"), "null");
    EXPECT_NE(text_at(dashboard, "/databases/0/notices/0/text").find("The network was down."), std::string::npos);
    EXPECT_EQ(text_at(dashboard, "/recent_notices/0/database"), "Main");
    const auto elsewhere = enter("Vera", staff::Role::Viewer, {false, {add_database("Other").number}});
    EXPECT_EQ(get(elsewhere, "/dashboard").body.find("The network was down."), std::string::npos);
}

TEST_F(OverviewTest, TheDashboardAsksForAllDatabasesAtOnce) {
    const auto cost = [&] {
        const auto before = db::statements_begun().load();
        EXPECT_EQ(get(admin_, "/dashboard").status, 200);
        return db::statements_begun() - before;
    };
    add_database("A");
    const auto first = cost();
    EXPECT_GT(first, 0);
    for (const auto* name : {"B", "C", "D", "E"}) {
        const auto database = add_database(name);
        const auto journal = installation_->store().journal(database);
        sync::Report report{.run_id = std::string("run-") + name, .started_by = "Ada", .started_at = clock_.now()};
        ASSERT_TRUE(journal->begin(report, clock_.now()));
        report.state = sync::RunState::Completed;
        report.finished_at = clock_.now();
        journal->finish(report);
    }
    EXPECT_EQ(cost(), first);
}

TEST_F(OverviewTest, R20_TheDashboardSaysWhenEachDatabaseIsNext) {
    const auto main = add_database("Main");
    add_database("Other");
    connect(main, admin_);
    EXPECT_EQ(
        send(
            admin_, "PUT", fmt::format("/databases/{}/auto-update", main.number),
            R"({"enabled":true,"selections":{"list_groups":[],"custom_fields":[],"member_filter":[],"rep_filter":[]}})")
            .status,
        200);
    EXPECT_EQ(set_schedule(R"({"enabled":true,"time":"02:30","time_zone":"America/Chicago"})").status, 200);
    const auto dashboard = get(admin_, "/dashboard");
    EXPECT_EQ(at(dashboard, "/databases/0/auto_update"), "true");
    EXPECT_EQ(text_at(dashboard, "/databases/0/next_run/local_time"), "2026-11-24 02:30 (America/Chicago)");
    EXPECT_EQ(at(dashboard, "/databases/1/auto_update"), "false");
    EXPECT_EQ(at(dashboard, "/databases/1/next_run"), "null");
}

TEST_F(OverviewTest, R20_TheScheduleIsOneForTheInstallation) {
    const auto before = get(admin_, "/schedule");
    EXPECT_EQ(at(before, "/enabled"), "false");
    EXPECT_EQ(at(before, "/time"), "null");
    EXPECT_NE(before.body.find("\"America/Chicago\""), std::string::npos);
    const auto saved = set_schedule(R"({"enabled":true,"time":"02:30","time_zone":"America/Chicago"})");
    EXPECT_EQ(saved.status, 200) << saved.body;
    EXPECT_EQ(text_at(saved, "/time"), "02:30");
    EXPECT_EQ(text_at(saved, "/next/local_time"), "2026-11-24 02:30 (America/Chicago)");
    EXPECT_EQ(text_at(saved, "/next/at"), "2026-11-24T08:30:00Z");
    const auto off = set_schedule(R"({"enabled":false,"time":"02:30","time_zone":"America/Chicago"})");
    EXPECT_EQ(at(off, "/next"), "null");
    for (const auto* body :
         {R"({"enabled":true,"time":"25:00","time_zone":"America/Chicago"})",
          R"({"enabled":true,"time":"02:30","time_zone":"Mars/Olympus"})", R"({"enabled":true})"}) {
        EXPECT_EQ(set_schedule(body).status, 422) << body;
    }
    const auto log = app::audit_log(*installation_, {.action = "schedule.set"}, {});
    EXPECT_EQ(log.entries.at(0).deed.details, "02:30 America/Chicago: off");
    EXPECT_EQ(get(enter("Vera", staff::Role::Viewer), "/schedule").status, 200);
}

TEST_F(OverviewTest, SettingsAreShownWithTheirRangeAndChangedAllOrNothing) {
    const auto settings = get(admin_, "/settings");
    EXPECT_NE(settings.body.find("\"key\":\"calls_per_day\",\"value\":\"10000\",\"standard\":\"10000\""),
              std::string::npos)
        << settings.body;
    const auto refused =
        send(admin_, "PATCH", "/settings", R"({"calls_per_day":"500","longest_run_minutes":"-1"})");
    EXPECT_EQ(refused.status, 422);
    EXPECT_EQ(get(admin_, "/settings").body, settings.body);
    const auto changed = send(admin_, "PATCH", "/settings",
                              R"({"calls_per_day":"500","webhook_url":"https://hooks.example.org/secret-token"})");
    EXPECT_EQ(changed.status, 200) << changed.body;
    EXPECT_NE(changed.body.find("\"key\":\"calls_per_day\",\"value\":\"500\""), std::string::npos);
    EXPECT_EQ(app::audit_log(*installation_, {.action = "settings.set"}, {}).entries.at(0).deed.details,
              "calls_per_day=500; webhook_url");
    EXPECT_EQ(send(admin_, "PATCH", "/settings", R"({"calls_per_day":""})").status, 200);
    EXPECT_EQ(send(admin_, "PATCH", "/settings", R"({"calls_per_day":5})").status, 422);
    EXPECT_EQ(send(admin_, "PATCH", "/settings", "[]").status, 422);
}

TEST_F(OverviewTest, ADatabaseHasSettingsOfItsOwn) {
    const auto path = fmt::format("/databases/{}/settings", add_database("Main").number);
    EXPECT_EQ(get(admin_, path).status, 200);
    EXPECT_EQ(send(admin_, "PATCH", path, R"({"history_days":"30"})").status, 200);
    EXPECT_NE(get(admin_, path).body.find("\"key\":\"history_days\",\"value\":\"30\""), std::string::npos);
    EXPECT_EQ(send(admin_, "PATCH", path, R"({"calls_per_day":"30"})").status, 422);
}

TEST_F(OverviewTest, DatabasesComeAndGo) {
    const auto made = send(admin_, "POST", "/databases", R"({"name":" Main Street "})");
    EXPECT_EQ(made.status, 201);
    EXPECT_EQ(text_at(made, "/name"), "Main Street");
    const auto path = "/databases/" + at(made, "/id");
    EXPECT_EQ(problem_of(send(admin_, "POST", "/databases", R"({"name":"MAIN STREET"})")), "conflict");
    EXPECT_EQ(send(admin_, "POST", "/databases", R"({"name":"  "})").status, 422);
    EXPECT_EQ(text_at(send(admin_, "PATCH", path, R"({"name":"Elm Street"})"), "/name"), "Elm Street");
    EXPECT_EQ(send(admin_, "POST", path + "/sample").status, 200);
    EXPECT_EQ(send(admin_, "POST", path + "/sample").status, 409);
    EXPECT_EQ(at(get(admin_, path), "/members"), "900");
    const auto refused = send(admin_, "DELETE", path + "?confirm=Main%20Street");
    EXPECT_EQ(refused.status, 422);
    EXPECT_EQ(text_at(refused, "/detail"),
              "\"Elm Street\" has 900 Members and 2000 Reps, and all of it would be lost. "
              "To remove it type its name: Elm Street.");
    EXPECT_EQ(send(admin_, "DELETE", path).status, 422);
    EXPECT_EQ(send(admin_, "DELETE", path + "?confirm=elm%20street").status, 204);
    EXPECT_EQ(get(admin_, path).status, 404);
    const auto log = app::audit_log(*installation_, {.action = "database"}, {});
    ASSERT_EQ(log.entries.size(), 3U);
    EXPECT_EQ(log.entries[0].deed.action, "database.remove");
    EXPECT_EQ(log.entries[0].deed.record, "Elm Street");
    EXPECT_EQ(log.entries[0].deed.details, "900 Members, 2000 Reps");
    EXPECT_EQ(log.entries[1].deed.details, "→ Elm Street");
}

} // namespace
} // namespace muster::web
