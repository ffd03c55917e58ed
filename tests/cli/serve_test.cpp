// `muster serve` as a process, from the one-time link to the progress of a run.

#include <fstream>
#include <iterator>
#include <sstream>

#include "cli/browser.hpp"
#include "cli/installation_test.hpp"
#include "support/notify_socket.hpp"

namespace muster::test {
namespace {

class ServeTest : public InstallationTest {
  protected:
    /// Starts it on a free port.
    void serve(std::vector<std::string> flags = {}) {
        std::vector<std::string> arguments{"serve", "--listen", "127.0.0.1:0", "--json"};
        arguments.insert(arguments.end(), flags.begin(), flags.end());
        server_ = std::make_unique<Background>(arguments, environment_);
        Json where(server_->read_out_until("}"));
        url_ = where.text("url");
        link_ = where.text("first_administrator");
    }
    /// The first administrator opens the link.
    Browser open_link() {
        Browser browser(url_);
        const auto token = link_.substr(link_.find('#') + 1);
        const auto made = browser.post("/api/setup", R"({"token":")" + token +
                                                         R"(","name":"Ada","password":"correct horse battery"})");
        EXPECT_EQ(made.status, 200) << made.body;
        return browser;
    }
    Outcome stop(int number = SIGTERM) {
        server_->signal(number);
        return server_->wait();
    }

    std::unique_ptr<Background> server_;
    std::string url_;
    std::string link_;
};

TEST_F(ServeTest, LeadsFromTheLinkToAFinishedRun) {
    start_sandbox();
    serve();
    EXPECT_TRUE(link_.starts_with(url_ + "/welcome#")) << link_;
    auto browser = open_link();
    EXPECT_EQ(Json(browser.post("/api/databases", R"({"name":"Main"})").body).number("id"), 1);
    const std::string base = "/api/databases/1";
    EXPECT_EQ(browser.post(base + "/sample").status, 200);

    const auto attempt = Json(browser.post(base + "/connection/device").body).text("attempt");
    std::string state = "waiting";
    while (state == "waiting") {
        state = Json(browser.get(base + "/connection/device/" + attempt).body).text("state");
    }
    EXPECT_EQ(state, "connected");

    const std::string selections =
        R"("selections":{"list_groups":[],"custom_fields":[],"member_filter":["status=COU"],"rep_filter":[]})";
    const auto run = [&](const std::string& order) {
        const auto started = browser.post(base + "/runs", order);
        EXPECT_EQ(started.status, 202) << started.body;
        const auto id = Json(started.body).text("run_id");
        const auto events = browser.get(base + "/runs/" + id + "/events"); // until the last one
        EXPECT_EQ(events.headers.get("Content-Type"), "text/event-stream") << events.body;
        EXPECT_NE(events.body.find("event: finished\ndata: {\"run_id\":\"" + id + "\",\"state\":\"completed\"}"),
                  std::string::npos)
            << events.body;
        return id;
    };
    const auto preview = run(R"({"preview":true,)" + selections + "}");
    const auto done = run(R"({"previewed":")" + preview + "\"," + selections + "}");
    Json report(browser.get(base + "/runs/" + done).body);
    EXPECT_GT(report.number("totals", "created"), 0);
    EXPECT_EQ(report.number("opted_out_made_mailable"), 0);

    const auto ended = stop();
    EXPECT_EQ(ended.code, 0) << ended.err;
    EXPECT_EQ(ended.err.find("correct horse"), std::string::npos);
    EXPECT_EQ(ended.err.find(link_.substr(link_.find('#') + 1)), std::string::npos);
}

TEST_F(ServeTest, LeavesNoImageOfItsMemoryWhenItDies) {
    serve();
    std::ifstream limits("/proc/" + std::to_string(server_->pid()) + "/limits");
    std::string line;
    while (std::getline(limits, line) && !line.starts_with("Max core file size")) {
    }
    std::istringstream words(line);
    std::vector<std::string> found{std::istream_iterator<std::string>(words), {}};
    EXPECT_EQ(found, (std::vector<std::string>{"Max", "core", "file", "size", "0", "0", "bytes"}));
}

TEST_F(ServeTest, TakesALongFileAndImportsIt) {
    done({"database", "add", "Main"});
    serve();
    auto browser = open_link();
    std::string csv = "No,Firm,State,Remarks\r\n";
    for (int i = 1; i <= 60; ++i) {
        csv +=
            std::to_string(i) + ",\"Oak, No. " + std::to_string(i) + "\",ACT," + std::string(50'000, 'x') + "\r\n";
    }
    const auto uploaded = browser.upload("/api/databases/1/uploads?name=firms.csv", csv);
    ASSERT_EQ(uploaded.status, 201) << uploaded.body;
    EXPECT_EQ(Json(uploaded.body).number("bytes"), static_cast<std::int64_t>(csv.size()));
    const auto imported = browser.post(
        "/api/databases/1/imports", R"({"files":[{"upload_id":")" + Json(uploaded.body).text("upload_id") +
                                        R"(","kind":"members","columns":["member_id","company","status",null]}]})");
    EXPECT_EQ(imported.status, 200) << imported.body;
    EXPECT_NE(imported.body.find("\"created\":60"), std::string::npos) << imported.body;
    const auto page = browser.post("/api/databases", std::string(2'000'000, ' ')); // other bodies stay short
    EXPECT_EQ(page.status, 413);
    EXPECT_EQ(stop().code, 0);
    EXPECT_NE(done({"members", "--database", "Main"}).out.find("Oak, No. 60"), std::string::npos);
    EXPECT_NE(done({"audit"}).out.find("members: 60 new, 0 changed"), std::string::npos) << done({"audit"}).out;
}

TEST_F(ServeTest, IsWellOnceItsThreadsRun) {
    serve();
    Browser browser(url_);
    std::string health;
    while (health.find("\"well\":true") == std::string::npos) { // they have a first turn before them
        health = browser.get("/healthz").body;
    }
    EXPECT_EQ(health, R"({"well":true,"hanging":[]})");
}

TEST_F(ServeTest, TellsItsServiceManagerThatItIsOpenAliveAndStopping) {
    environment_["NOTIFY_SOCKET"] = path("notify");
    environment_["WATCHDOG_USEC"] = "20000";
    const NotifySocket manager(path("notify"));
    serve();
    EXPECT_EQ(manager.next(), "READY=1");
    EXPECT_EQ(Browser(url_).get("/readyz").status, 200);
    EXPECT_EQ(manager.next(), "WATCHDOG=1");
    EXPECT_EQ(manager.next(), "WATCHDOG=1");
    server_->signal(SIGTERM);
    std::string last;
    while (last != "STOPPING=1") {
        last = manager.next();
    }
    EXPECT_EQ(server_->wait().code, 0);
    EXPECT_EQ(manager.waiting(), std::nullopt);
}

TEST_F(ServeTest, WritesItsLogForProgramsWhereAsked) {
    environment_["NOTIFY_SOCKET"] = path("nobody-listens");
    Background server({"serve", "--listen", "127.0.0.1:0", "--log-format", "json"}, environment_);
    const auto line = server.read_error_until("service_manager_not_reached");
    EXPECT_NE(line.find("\"level\":\"warning\",\"event\":\"service_manager_not_reached"), std::string::npos)
        << line;
    server.signal(SIGTERM);
    EXPECT_EQ(server.wait().code, 0);
}

TEST_F(ServeTest, PrintsTheLinkOnlyWhileThereIsNobody) {
    serve();
    (void)open_link();
    EXPECT_EQ(stop(SIGINT).code, 0);
    serve();
    EXPECT_EQ(link_, "(absent)");
    EXPECT_EQ(stop().code, 0);
}

TEST_F(ServeTest, TellsPeopleWhereItIs) {
    Background server({"serve", "--listen", "127.0.0.1:0"}, environment_);
    const auto said = server.read_out_until("/welcome#");
    EXPECT_NE(said.find("The back office is at http://127.0.0.1:"), std::string::npos) << said;
    server.signal(SIGTERM);
    EXPECT_EQ(server.wait().code, 0);
}

TEST_F(ServeTest, ALinkLeadsToThePublicAddress) {
    serve({"--public-url", "https://crm.example.org/"});
    EXPECT_TRUE(link_.starts_with("https://crm.example.org/welcome#")) << link_;
}

TEST_F(ServeTest, StopsARunAtItsNextSafePoint) {
    start_sandbox({"--activity-delay-ms", "600000"}); // a bulk job that does not end today
    fill_main();
    connect_main();
    serve();
    auto browser = open_link();
    const std::string selections =
        R"("selections":{"list_groups":[],"custom_fields":[],"member_filter":[],"rep_filter":[]})";
    const auto preview =
        Json(browser.post("/api/databases/1/runs", R"({"preview":true,)" + selections + "}").body).text("run_id");
    (void)browser.get("/api/databases/1/runs/" + preview + "/events");
    const auto run =
        browser.post("/api/databases/1/runs", R"({"previewed":")" + preview + "\"," + selections + "}");
    EXPECT_EQ(run.status, 202) << run.body;
    EXPECT_EQ(stop().code, 0);
    const auto runs = done({"runs", "--database", "Main"}).out;
    EXPECT_NE(runs.find("cancelled"), std::string::npos) << runs;
}

TEST_F(ServeTest, RefusesToBeReachedFromOutsideInClear) {
    for (const auto* address : {"0.0.0.0:0", "[::]:0", "192.0.2.1:0"}) {
        expect_refused({"serve", "--listen", address}, 2, "passwords would cross the network in clear");
    }
}

TEST_F(ServeTest, RefusesWhatItCannotListenWith) {
    expect_refused({"serve", "--listen", "localhost"}, 2, "It takes an IP address and a port");
    expect_refused({"serve", "--listen", "example.org:80"}, 2, "It takes an IP address and a port");
    expect_refused({"serve", "--listen", "127.0.0.1:99999"}, 2, "It takes an IP address and a port");
    expect_refused({"serve", "--tls-cert", path("none.pem")}, 2, "belong together");
    expect_refused(
        {"serve", "--listen", "127.0.0.1:0", "--tls-cert", path("none.pem"), "--tls-key", path("none.key")}, 2,
        "none.pem");
    expect_refused({"serve", "--public-url", "crm.example.org"}, 2, "--public-url");
    expect_refused({"serve", "--trusted-proxy", "proxy.example.org"}, 2, "proxy.example.org");
}

TEST_F(ServeTest, SaysThatThePortIsTaken) {
    serve();
    const auto outcome = muster({"serve", "--listen", url_.substr(std::string("http://").size())});
    EXPECT_EQ(outcome.code, 1);
    EXPECT_NE(outcome.err.find("Choose another port"), std::string::npos) << outcome.err;
}

TEST_F(ServeTest, AnswersOnlyToItsOwnName) {
    serve();
    net::Request request{.target = url_ + "/api/setup", .headers = {}, .body = {}};
    request.headers.add("Host", "evil.example");
    const auto response = net::make_http_client()->send(request, CancelToken());
    ASSERT_TRUE(response);
    EXPECT_EQ(response->status, 403);
}

} // namespace
} // namespace muster::test
