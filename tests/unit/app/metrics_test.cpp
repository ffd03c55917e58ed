#include "app/metrics.hpp"

#include <algorithm>
#include <numeric>
#include <sstream>

#include "app/metrics_page.hpp"
#include "app/notices.hpp"
#include "app/options.hpp"
#include "app/schedule.hpp"
#include "app/update_contacts.hpp"
#include "support/store_place.hpp"
#include "support/unobserved.hpp"
#include "unit/app/office_fixture.hpp"

namespace muster::app {
namespace {

using namespace std::chrono_literals;
using Error = net::TransportError;

/// The value behind a name with its labels, "" if it is not there.
std::string value_of(const std::string& text, const std::string& name) {
    const auto begin = ("\n" + text).find("\n" + name + " ");
    if (begin == std::string::npos) {
        return "";
    }
    const auto value = begin + name.size() + 1;
    return text.substr(value, text.find('\n', value) - value);
}

/// Without the version, which changes; the library orders metrics of a name as it likes.
std::string sorted_lines(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) {
        if (line.find("muster_build_info") == std::string::npos) {
            lines.push_back(line + "\n");
        }
    }
    std::ranges::sort(lines);
    return std::accumulate(lines.begin(), lines.end(), std::string());
}

constexpr std::string_view kExposition = R"(# HELP muster_databases Databases of the installation.
# HELP muster_databases_with_problem Databases in which somebody has to see to something.
# HELP muster_http_requests_total Requests that the back office answered.
# HELP muster_notice_deliveries_total Attempts to deliver notices.
# HELP muster_notices_undelivered Deliveries of notices that wait for an attempt.
# HELP muster_opted_out_made_mailable_total Opted-out addresses that a run made mailable: 0, or there is a mistake.
# HELP muster_people_total What became of people in runs.
# HELP muster_quota_left_today API calls that the UTC day still has, by digest of the API key.
# HELP muster_quota_used_today API calls of the UTC day, by digest of the API key.
# HELP muster_run_duration_seconds How long runs, previews and undos took.
# HELP muster_runs_total Runs, previews and undos that have ended.
# HELP muster_runs_under_way Runs or previews at work in this process.
# HELP muster_runs_waiting Runs or previews that wait for a place in this process.
# HELP muster_service_calls_total Requests to Constant Contact, by what came back.
# HELP muster_store_answers 1 while the store answers.
# HELP muster_store_lost_total Times that the store could not be read or written.
# HELP muster_updates_due Scheduled updates that are due and not begun.
# HELP muster_updates_late Scheduled updates that have been due for more than an hour.
# HELP process_start_time_seconds When this process began, in seconds since 1970.
# TYPE muster_databases gauge
# TYPE muster_databases_with_problem gauge
# TYPE muster_http_requests_total counter
# TYPE muster_notice_deliveries_total counter
# TYPE muster_notices_undelivered gauge
# TYPE muster_opted_out_made_mailable_total counter
# TYPE muster_people_total counter
# TYPE muster_quota_left_today gauge
# TYPE muster_quota_used_today gauge
# TYPE muster_run_duration_seconds histogram
# TYPE muster_runs_total counter
# TYPE muster_runs_under_way gauge
# TYPE muster_runs_waiting gauge
# TYPE muster_service_calls_total counter
# TYPE muster_store_answers gauge
# TYPE muster_store_lost_total counter
# TYPE muster_updates_due gauge
# TYPE muster_updates_late gauge
# TYPE process_start_time_seconds gauge
muster_databases 1000
muster_databases_with_problem{problem="grant_lost"} 2
muster_http_requests_total{kind="page",status="200"} 1
muster_notice_deliveries_total{result="sent"} 2
muster_notices_undelivered 5
muster_opted_out_made_mailable_total 0
muster_people_total{outcome="created"} 2
muster_people_total{outcome="refused"} 4
muster_people_total{outcome="unproved"} 2
muster_people_total{outcome="updated"} 3
muster_quota_left_today{key="5eed"} 100
muster_quota_used_today{key="5eed"} 9900
muster_run_duration_seconds_bucket{kind="update",le="+Inf"} 1
muster_run_duration_seconds_bucket{kind="update",le="1"} 0
muster_run_duration_seconds_bucket{kind="update",le="14400"} 1
muster_run_duration_seconds_bucket{kind="update",le="15"} 0
muster_run_duration_seconds_bucket{kind="update",le="300"} 1
muster_run_duration_seconds_bucket{kind="update",le="3600"} 1
muster_run_duration_seconds_bucket{kind="update",le="5"} 0
muster_run_duration_seconds_bucket{kind="update",le="60"} 1
muster_run_duration_seconds_bucket{kind="update",le="900"} 1
muster_run_duration_seconds_count{kind="update"} 1
muster_run_duration_seconds_sum{kind="update"} 20
muster_runs_total{kind="update",result="completed_with_issues",trigger="schedule"} 1
muster_runs_under_way{kind="preview"} 1
muster_runs_under_way{kind="run"} 4
muster_runs_waiting{kind="preview"} 0
muster_runs_waiting{kind="run"} 17
muster_service_calls_total{server="api",status="429"} 1
muster_store_answers 1
muster_store_lost_total{met_by="run"} 1
muster_updates_due{state="busy"} 1
muster_updates_due{state="ready"} 12
muster_updates_late 3
process_start_time_seconds 1700000000.5
)";

TEST(Metrics, AreWrittenAsPrometheusReadsThem) {
    Metrics metrics(from_micros(1'700'000'000'500'000));
    sync::Report report;
    report.started_by = "schedule";
    report.state = sync::RunState::CompletedWithIssues;
    report.totals = {.selected = 9, .created = 2, .updated = 3, .refused = 4};
    report.issues = {{.code = "unproved"}, {.code = "refused"}, {.code = "unproved"}};
    metrics.count_run(report, 20s);
    metrics.count_call("api", net::Response{.status = 429});
    metrics.count_request("page", 200);
    metrics.count_deliveries("sent", 2);
    metrics.count_lost_store("run");
    const Figures figures{
        .runs = {.busy = 4, .waiting = 17},
        .previews = {.busy = 1, .waiting = 0},
        .store = StoreFigures{.quota = QuotaFigures{"5eed", 9'900, 10'000},
                              .due = {{"ready", 12}, {"busy", 1}},
                              .late = 3,
                              .databases = 1'000,
                              .problems = {{"grant_lost", 2}},
                              .deliveries_waiting = 5},
    };
    EXPECT_EQ(sorted_lines(metrics.text(figures)), kExposition);
}

TEST(Metrics, NameTheVersion) {
    EXPECT_EQ(value_of(Metrics({}).text({}), "muster_build_info{version=\"" MUSTER_VERSION "\"}"), "1");
}

TEST(Metrics, CountARunByItsKindItsTriggerAndItsResult) {
    Metrics metrics({});
    sync::Report report;
    report.started_by = "Ada Lovelace";
    report.state = sync::RunState::Completed;
    report.totals.created = 7;
    report.preview = true;
    metrics.count_run(report, 4s);
    report.preview = false;
    report.undo_of = "01";
    report.started_by = "cli";
    report.opted_out_made_mailable = 1;
    metrics.count_run(report, 2min);
    report.undo_of = "";
    metrics.count_run(report, std::nullopt);
    const auto text = metrics.text({});
    EXPECT_EQ(value_of(text, R"(muster_runs_total{kind="preview",result="completed",trigger="staff"})"), "1");
    EXPECT_EQ(value_of(text, R"(muster_runs_total{kind="undo",result="completed",trigger="command_line"})"), "1");
    EXPECT_EQ(value_of(text, R"(muster_runs_total{kind="update",result="not_begun",trigger="command_line"})"), "1");
    EXPECT_EQ(value_of(text, R"(muster_people_total{outcome="created"})"), "7"); // a preview writes nobody
    EXPECT_EQ(value_of(text, R"(muster_run_duration_seconds_bucket{kind="preview",le="5"})"), "1");
    EXPECT_EQ(value_of(text, R"(muster_run_duration_seconds_bucket{kind="undo",le="60"})"), "0");
    EXPECT_EQ(value_of(text, R"(muster_run_duration_seconds_count{kind="update"})"), ""); // it never began
    EXPECT_EQ(value_of(text, "muster_opted_out_made_mailable_total"), "1");
}

/// Answers everything in one way.
class OneAnswer final : public net::Transport {
  public:
    using Result = tl::expected<net::Response, Error>;
    explicit OneAnswer(Result result) : result_(std::move(result)) {}
    Result send(const net::Request&, const CancelToken&) override { return result_; }

  private:
    Result result_;
};

TEST(Metrics, CountWhatLeavesForConstantContactByWhatCameBack) {
    Metrics metrics({});
    const auto send = [&](OneAnswer::Result result) {
        return counted(std::make_unique<OneAnswer>(std::move(result)), "https://auth.example/v1", metrics);
    };
    (void)send(net::Response{.status = 200})->send({}, {});
    (void)send(net::Response{.status = 503})->send_when([] { return true; }, {}, {});
    (void)send(net::Response{.status = 503})->send_when([] { return false; }, {}, {}); // it did not leave
    (void)send(tl::unexpected(Error{Error::Kind::NoAnswer, "cut"}))->send({}, {});
    (void)send(tl::unexpected(Error{Error::Kind::NotSent, "refused"}))->send({}, {});
    (void)send(tl::unexpected(Error{Error::Kind::Cancelled, ""}))->send({}, {});
    (void)send(net::Response{.status = 400})->send({.target = "https://auth.example/v1/token"}, {});
    const auto text = metrics.text({});
    EXPECT_EQ(value_of(text, R"(muster_service_calls_total{server="auth",status="400"})"), "1");
    for (const auto* status : {"200", "503", "no_answer", "not_sent"}) {
        EXPECT_EQ(
            value_of(text, std::string(R"(muster_service_calls_total{server="api",status=")") + status + "\"}"),
            "1")
            << status;
    }
    EXPECT_EQ(text.find("cancelled"), std::string::npos);
}

class MetricsOfAnOffice : public OfficeTest {
  protected:
    std::string text() { return page_.text(); }
    std::string value(const std::string& name) { return value_of(text(), name); }
    sync::RunState run(UpdateRequest request) {
        const auto report = update_contacts(*installation_, database_, request, observer_, {});
        return report ? report->state : sync::RunState::Running;
    }

    test::Unobserved observer_;
    ProgressBoard board_{clock_};
    JobRunner runner_{*installation_, board_};
    MetricsPage page_{*installation_, runner_};
};

TEST_F(MetricsOfAnOffice, ARunCountsWithItsPeopleAndItsCalls) {
    connect_main();
    add_reps(3);
    const auto run_id = runner_.start({.database = database_, .request = {.started_by = "ada"}}).value();
    EXPECT_EQ(wait_for_end(board_, run_id).end->state, sync::RunState::Completed);
    EXPECT_EQ(value(R"(muster_runs_total{kind="update",result="completed",trigger="staff"})"), "1");
    EXPECT_EQ(value(R"(muster_run_duration_seconds_count{kind="update"})"), "1");
    EXPECT_EQ(value(R"(muster_people_total{outcome="created"})"), "3");
    EXPECT_EQ(value(R"(muster_people_total{outcome="refused"})"), "0");
    EXPECT_EQ(value("muster_opted_out_made_mailable_total"), "0");
    const auto used = installation_->store().quota_book()->used_today("sandbox-client", clock_.now()).value();
    EXPECT_EQ(value(R"(muster_service_calls_total{server="api",status="200"})").empty(), false);
    EXPECT_EQ(value(R"(muster_quota_used_today{key="076028e701a4"})"), std::to_string(used));
    EXPECT_EQ(value(R"(muster_quota_left_today{key="076028e701a4"})"), std::to_string(10'000 - used));
}

TEST_F(MetricsOfAnOffice, ARunThatBreaksHasFailedAndOneThatCannotBeginIsNamedSo) {
    connect_main();
    add_reps(1);
    on_request_ = [](const net::Request& request) {
        if (request.method == "POST") {
            throw db::StoreLost("The disk is full.", db::Loss::DiskFull);
        }
    };
    EXPECT_THROW((void)run({.started_by = "cli"}), db::StoreLost);
    EXPECT_EQ(value(R"(muster_runs_total{kind="update",result="failed",trigger="command_line"})"), "1");
    (void)run({.started_by = "ada", .undo_of = "nothing"});
    EXPECT_EQ(value(R"(muster_runs_total{kind="undo",result="not_begun",trigger="staff"})"), "1");
}

TEST_F(MetricsOfAnOffice, SaysWhatIsUnderWayAndWhatWaits) {
    connect_main();
    Gate reached, gate;
    on_request_ = [&](const net::Request&) {
        reached.open();
        gate.pass();
    };
    JobRunner narrow(*installation_, board_, {.runs = 1, .waiting_runs = 1});
    MetricsPage page(*installation_, narrow);
    const auto second = add_database(*installation_, "Second").value().id;
    const auto first_run = narrow.start({.database = database_, .request = {}}).value();
    reached.pass();
    const auto second_run = narrow.start({.database = second, .request = {}}).value();
    const auto during = page.text();
    EXPECT_EQ(value_of(during, R"(muster_runs_under_way{kind="run"})"), "1");
    EXPECT_EQ(value_of(during, R"(muster_runs_waiting{kind="run"})"), "1");
    EXPECT_EQ(value_of(during, R"(muster_runs_under_way{kind="preview"})"), "0");
    EXPECT_EQ(value_of(during, "muster_databases"), "2");
    gate.open();
    (void)wait_for_end(board_, first_run);
    (void)wait_for_end(board_, second_run);
}

TEST_F(MetricsOfAnOffice, R20_SaysWhatIsDueAndWhatIsLate) {
    connect_main();
    save_automatic_update(*installation_, database_, {{}, true});
    ASSERT_TRUE(set_schedule(*installation_, {"13:00", "UTC", true}));
    EXPECT_EQ(value(R"(muster_updates_due{state="ready"})"), "0");
    clock_.advance(2h); // 14:00
    EXPECT_EQ(value(R"(muster_updates_due{state="ready"})"), "1");
    EXPECT_EQ(value("muster_updates_late"), "0");
    clock_.advance(1s);
    EXPECT_EQ(value("muster_updates_late"), "1");
}

TEST_F(MetricsOfAnOffice, R34_SaysWhatSomebodyHasToSeeToAndReadsThatOnceAMinute) {
    connect_main();
    ASSERT_TRUE(set_database_options(*installation_, database_, {{"notify", "board@example.org"}}));
    ASSERT_TRUE(set_installation_options(
        *installation_, {{"smtp_url", "smtp://127.0.0.1:2525"}, {"mail_from", "muster@chamber.example"}}));
    EXPECT_EQ(value(R"(muster_databases_with_problem{problem="run_failed"})"), "0");
    settle_unstarted_run(*installation_, database_, {Code::Failed, "It broke."});
    clock_.advance(59s);
    EXPECT_EQ(value(R"(muster_databases_with_problem{problem="run_failed"})"), "0");
    clock_.advance(1s);
    EXPECT_EQ(value(R"(muster_databases_with_problem{problem="run_failed"})"), "1");
    EXPECT_EQ(value(R"(muster_databases_with_problem{problem="grant_lost"})"), "0");
    EXPECT_EQ(value("muster_notices_undelivered"), "1");
}

TEST_F(MetricsOfAnOffice, NamesNoPersonNoChamberNoAddressAndNoKey) {
    connect_main();
    add_reps(2);
    ASSERT_TRUE(set_database_options(*installation_, database_, {{"notify", "board@example.org"}}));
    EXPECT_EQ(run({.started_by = "Ada Lovelace"}), sync::RunState::Completed);
    EXPECT_EQ(run({.started_by = "Ada Lovelace", .preview = true}), sync::RunState::Completed);
    settle_unstarted_run(*installation_, database_, {Code::Failed, "Main Street broke."});
    const auto shown = text();
    for (const auto* name : {"Ada", "Lovelace", "Main", "Bakery", "First0", "Last1", "@", "example.org",
                             "127.0.0.1", "sandbox-client"}) {
        EXPECT_EQ(shown.find(name), std::string::npos) << name << "\n" << shown;
    }
}

TEST_F(MetricsOfAnOffice, GoOnWithoutTheStore) {
    EXPECT_EQ(value("muster_store_answers"), "1");
    installation_->metrics().count_lost_store("request");
    test::connect(settings_.store)->execute("DROP TABLE schedule");
    const auto shown = text();
    EXPECT_EQ(value_of(shown, "muster_store_answers"), "0");
    EXPECT_EQ(value_of(shown, R"(muster_store_lost_total{met_by="request"})"), "1");
    EXPECT_EQ(shown.find("muster_databases"), std::string::npos);
}

} // namespace
} // namespace muster::app
