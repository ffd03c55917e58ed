// Undo and put back by the command line, against a sandbox process.

#include "cli/installation_test.hpp"

namespace muster::test {
namespace {

class Undo : public InstallationTest {
  protected:
    void SetUp() override {
        done({"settings", "set", "calls_per_second=10"});
        start_sandbox({"--calls-per-second", "0"});
        fill_main();
        connect_main();
        first_ = sync();
    }
    [[nodiscard]] std::string sync() const {
        return json_of({"sync", "--database", "Main", "--list-group", "Board"}).text("run_id");
    }
    /// A run that changes one Contact.
    std::string change() const {
        done({"rep", "set", "R2", "--database", "Main", "job_title=Chief"});
        return sync();
    }

    std::string first_;
};

TEST_F(Undo, R32_TakesBackTheNewestRunAndSwitchesTheAutomaticUpdateOff) {
    done({"auto-update", "set", "--database", "Main", "--list-group", "Board"});
    const auto run = change();
    auto preview = json_of({"undo", run, "--dry-run"});
    EXPECT_EQ(preview.text("state"), "completed");
    EXPECT_EQ(preview.text("undo_of"), run);
    EXPECT_EQ(preview.root()["preview"].boolean(), true);
    EXPECT_EQ(preview.number("api_calls", "writes"), 0);
    EXPECT_EQ(json_of({"auto-update", "show", "--database", "Main"}).root()["on"].boolean(), true);

    auto undo = json_of({"undo", run});
    EXPECT_EQ(undo.text("state"), "completed");
    EXPECT_EQ(undo.number("totals", "updated"), 1);
    EXPECT_EQ(undo.number("totals", "selected"), 1);
    EXPECT_GT(undo.number("api_calls", "writes"), 0);
    auto shown = json_of({"auto-update", "show", "--database", "Main"});
    EXPECT_EQ(shown.root()["on"].boolean(), false);
    EXPECT_EQ(shown.text("off_since_undo_of"), run);
    EXPECT_NE(done({"auto-update", "show", "--database", "Main"}).out.find("Off since run " + run + " was undone"),
              std::string::npos);
    EXPECT_NE(done({"runs", "show", undo.text("run_id")}).out.find("undo of " + run), std::string::npos);
    EXPECT_EQ(muster({"check", "--database", "Main"}).code, 3); // the next run would do it again

    done({"auto-update", "set", "--database", "Main", "--list-group", "Board"}); // a person decides
    shown = json_of({"auto-update", "show", "--database", "Main"});
    EXPECT_EQ(shown.root()["on"].boolean(), true);
    EXPECT_EQ(shown.text("off_since_undo_of"), "(absent)");
}

TEST_F(Undo, R32_OnlyTheNewestRunThatWroteCanBeUndone) {
    const auto run = change();
    const auto quiet = sync();
    expect_refused({"undo", first_, "--quiet"}, 2, "Only the newest run that wrote can be undone.");
    expect_refused({"undo", first_, "--dry-run", "--quiet"}, 2, run);
    expect_refused({"undo", quiet, "--quiet"}, 2, "wrote nothing");
    expect_refused({"undo", "no-such-run", "--quiet"}, 2, "no-such-run");
    auto preview = json_of({"undo", run, "--dry-run"});
    expect_refused({"undo", preview.text("run_id"), "--quiet"}, 2, "preview");
    auto undo = json_of({"undo", run}); // the quiet one did not write
    expect_refused({"undo", run, "--quiet"}, 2, "undone already");
    expect_refused({"undo", undo.text("run_id"), "--quiet"}, 2, "undo is not undone");
    expect_refused({"undo", first_, "--quiet"}, 2, "Only the newest run that wrote can be undone.");
}

TEST_F(Undo, R32_ATerminalShowsWhatWouldBeUndoneAndAsks) {
    const auto run = change();
    const auto refused = run_in_terminal({"undo", run}, environment_, "n\n");
    EXPECT_EQ(refused.code, 130) << refused.out;
    EXPECT_NE(refused.out.find("Unsubscribes cannot be undone."), std::string::npos) << refused.out;
    EXPECT_NE(refused.out.find("The next run would do the rest again."), std::string::npos);
    EXPECT_NE(refused.out.find("Set back 1 Contacts in \"Sandbox Chamber\""), std::string::npos) << refused.out;
    const auto agreed = run_in_terminal({"undo", run}, environment_, "y\n");
    EXPECT_EQ(agreed.code, 0) << agreed.out;
    EXPECT_NE(agreed.out.find("\"Chief\" → "), std::string::npos) << agreed.out;
}

TEST_F(Undo, R29_WhoWasForgottenIsNotInTheHistoryAndItIsSaid) {
    done({"rep", "set", "R3", "--database", "Main", "job_title=Baker"});
    const auto run = change();
    const auto before = json_of({"undo", run, "--dry-run"}).root()["people"].size();
    done({"forget", "ben@oak.example", "--database", "Main"});
    auto after = json_of({"undo", run, "--dry-run"});
    EXPECT_EQ(after.root()["people"].size(), before - 1);
    EXPECT_NE(done({"undo", run, "--dry-run"}).out.find("in the history no more"), std::string::npos);
}

TEST_F(Undo, R14_PutBackLetsAPersonOnALeftListAgain) {
    control(R"({"action": "leave_list", "address": "ana@oak.example", "list": "Board"})");
    EXPECT_NE(
        done({"sync", "--database", "Main", "--list-group", "Board"}).out.find("held back because they left it"),
        std::string::npos);
    EXPECT_EQ(json_of({"put-back", "--database", "Main", "ana@oak.example", "--list", "Board"}).number("lists"), 1);
    EXPECT_EQ(json_of({"put-back", "--database", "Main", "ana@oak.example"}).number("lists"), 0); // nothing is left
    auto again = json_of({"sync", "--database", "Main", "--list-group", "Board"});
    EXPECT_EQ(again.number("totals", "updated"), 1);
    expect_refused({"put-back", "--database", "Main", "nobody@example.org", "--quiet"}, 2, "nobody@example.org");
}

} // namespace
} // namespace muster::test
