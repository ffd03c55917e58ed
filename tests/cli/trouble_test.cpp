// A service that cannot be reached, is slow or lies; a run that is stopped, or meets another; and the demo.

#include <filesystem>

#include "cli/installation_test.hpp"

namespace muster::test {
namespace {

class Trouble : public InstallationTest {
  protected:
    void SetUp() override { done({"settings", "set", "calls_per_second=10"}); }

    void connected_main(std::vector<std::string> flags = {}) {
        flags.insert(flags.end(), {"--calls-per-second", "0"});
        start_sandbox(std::move(flags));
        fill_main();
        connect_main();
    }
    [[nodiscard]] std::string reps() const { return done({"reps", "--database", "Main", "--json"}).out; }
};

TEST_F(Trouble, AnUnreachableServiceEndsWithOneAndLeavesTheRecords) {
    connected_main();
    const auto before = reps();
    sandbox_.reset();
    const auto outcome = muster({"sync", "--database", "Main", "--json"});
    EXPECT_EQ(outcome.code, 1);
    EXPECT_EQ(Json(outcome.out).text("state"), "failed");
    EXPECT_EQ(reps(), before);
}

TEST_F(Trouble, AnUnreachableAuthorizationServerEndsConnectWithOne) {
    start_sandbox();
    done({"database", "add", "Main"});
    sandbox_.reset();
    expect_refused({"connect", "--database", "Main", "--quiet"}, 1, "muster: ");
    EXPECT_EQ(json_of({"database", "show", "Main"}).root()["connected"].boolean(), false);
}

TEST_F(Trouble, AServiceThatAnswersPagesInsteadOfDocumentsEndsWithOne) {
    connected_main();
    const auto before = reps();
    environment_["MUSTER_CTCT_API_URL"] = sandbox_url_ + "/somewhere/else";
    const auto outcome = muster({"sync", "--database", "Main", "--json"});
    EXPECT_EQ(outcome.code, 1) << outcome.out;
    Json document(outcome.out);
    EXPECT_EQ(document.text("state"), "failed");
    EXPECT_EQ(document.number("api_calls", "writes"), 0);
    EXPECT_EQ(reps(), before);
    EXPECT_EQ(muster({"check", "--database", "Main"}).code, 1);
}

TEST_F(Trouble, AServiceThatLiesEndsWithOneAndWritesNothing) {
    connected_main();
    done({"sync", "--database", "Main"}); // an empty answer has nothing in it to be wrong
    done({"rep", "set", "R2", "--database", "Main", "job_title=Baker"});
    const auto before = reps();
    for (const auto* kind : {"html_ok", "truncated_body", "wrong_types"}) {
        control(R"({"action": "fault", "method": "GET", "path": "/contacts*", "times": 0, "kind": ")" +
                std::string(kind) + "\"}");
        const auto outcome = muster({"sync", "--database", "Main", "--json"});
        EXPECT_EQ(outcome.code, 1) << kind << outcome.out;
        Json document(outcome.out);
        EXPECT_EQ(document.text("state"), "failed") << kind;
        EXPECT_EQ(document.number("api_calls", "writes"), 0) << kind;
        EXPECT_EQ(reps(), before) << kind;
        control(R"({"action": "clear_faults"})");
    }
    EXPECT_EQ(json_of({"sync", "--database", "Main"}).number("totals", "updated"), 1);
}

TEST_F(Trouble, R30_ASignalStopsARunAtTheNextSafePoint) {
    connected_main({"--answer-ms", "300"});
    Background run({"sync", "--database", "Main", "--json"}, environment_);
    EXPECT_NE(run.read_error_until("Reading"), "");
    run.signal(SIGINT);
    const auto outcome = run.wait();
    EXPECT_EQ(outcome.code, 130) << outcome.err;
    EXPECT_EQ(Json(outcome.out).text("state"), "cancelled");
    EXPECT_EQ(json_of({"sync", "--database", "Main"}).text("state"), "completed");
}

TEST_F(Trouble, R24_AKilledRunIsCompletedByTheNextOne) {
    connected_main({"--answer-ms", "200"});
    Background run({"sync", "--database", "Main"}, environment_);
    EXPECT_NE(run.read_error_until("Sending").find("Sending"), std::string::npos);
    run.signal(SIGKILL);
    EXPECT_EQ(run.wait().code, 128 + SIGKILL);
    auto next = json_of({"sync", "--database", "Main"});
    EXPECT_EQ(next.text("state"), "completed");
    EXPECT_EQ(next.number("totals", "created") + next.number("totals", "updated") +
                  next.number("totals", "unchanged"),
              4);
    EXPECT_EQ(muster({"check", "--database", "Main"}).code, 0);
    auto runs = json_of({"runs", "--database", "Main"});
    std::vector<std::string> states;
    runs.root().each([&](const json::Reader& one) { states.push_back(one["state"].text_or("")); });
    EXPECT_EQ(states, (std::vector<std::string>{"completed", "completed",
                                                "failed"})); // check's preview, the next, the killed
}

TEST_F(Trouble, R23_ASecondRunIsRefusedWithWhoStartedTheFirst) {
    connected_main({"--answer-ms", "500"});
    Background first({"sync", "--database", "Main", "--json"}, environment_);
    EXPECT_NE(first.read_error_until("Reading"), "");
    const auto second = muster({"sync", "--database", "Main", "--json"});
    EXPECT_EQ(second.code, 7);
    EXPECT_EQ(Json(second.out).text("state"), "busy");
    EXPECT_NE(second.err.find("cli"), std::string::npos) << second.err;
    EXPECT_EQ(first.wait().code, 0);
}

TEST_F(Trouble, ConnectIsStoppedByASignalAndKeepsNothing) {
    start_sandbox();
    done({"database", "add", "Main"});
    Background waiting({"connect", "--database", "Main"}, environment_);
    EXPECT_NE(waiting.read_error_until("Waiting").find("type the code"), std::string::npos);
    waiting.signal(SIGTERM);
    EXPECT_EQ(waiting.wait().code, 130);
    EXPECT_EQ(json_of({"database", "show", "Main"}).root()["connected"].boolean(), false);
}

TEST_F(Trouble, TheSandboxKeepsItsStateInAFile) {
    connected_main({"--state", path("state.json")});
    done({"sync", "--database", "Main"});
    sandbox_.reset();
    ASSERT_TRUE(std::filesystem::exists(path("state.json")));
    start_sandbox({"--state", path("state.json")});
    EXPECT_EQ(json_of({"sync", "--database", "Main"}).number("api_calls", "writes"), 0);
    expect_refused({"sandbox", "--listen", "127.0.0.1:0", "--state", write("broken.json", "{ not a state")}, 2,
                   "broken.json");
}

TEST_F(Trouble, TheSandboxRefusesBadPlacesAndSwitches) {
    expect_refused({"sandbox", "--listen", "0.0.0.0:8900"}, 2, "--listen");
    expect_refused({"sandbox", "--full-stop-in-name", "perhaps"}, 2, "keep");
    start_sandbox();
    const auto taken = sandbox_url_.substr(std::string("http://").size());
    expect_refused({"sandbox", "--listen", taken}, 1, "already in use");
}

TEST_F(Trouble, TheSandboxEndsWellWhenItIsStopped) {
    start_sandbox();
    sandbox_->signal(SIGTERM);
    EXPECT_EQ(sandbox_->wait().code, 0);
}

TEST_F(Trouble, TheDemoShowsThreeRunsAndHowToGoOn) {
    const auto outcome = run_muster({"demo", "--quiet"}, environment_);
    EXPECT_EQ(outcome.code, 0) << outcome.err << outcome.out;
    EXPECT_NE(outcome.out.find("of them writes"), std::string::npos);
    EXPECT_NE(outcome.out.find(" 0 of them writes"), std::string::npos);
    EXPECT_NE(outcome.out.find("Unsubscribed from CC"), std::string::npos);
    EXPECT_NE(outcome.out.find("How to go on"), std::string::npos);
    EXPECT_EQ(outcome.err, "");
}

TEST_F(Trouble, TheDemoKeepsTheBackOfficeOpenOnATerminal) {
    std::vector<Line> lines(6, {"Press Enter to go on. ", "\n"});
    lines.push_back({"Stop it with Ctrl-C.", "\x03"});
    const auto outcome = converse({"demo", "--listen", "127.0.0.1:0"}, environment_, lines);
    EXPECT_EQ(outcome.code, 0) << outcome.out;
    EXPECT_NE(outcome.out.find("/welcome#"), std::string::npos) << outcome.out;
}

} // namespace
} // namespace muster::test
