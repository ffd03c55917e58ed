// Connecting, running, checking and explaining, against a sandbox process.

#include <algorithm>

#include "cli/installation_test.hpp"

namespace muster::test {
namespace {

class Sync : public InstallationTest {
  protected:
    void SetUp() override { done({"settings", "set", "calls_per_second=10"}); }

    void connected_main(std::vector<std::string> flags = {}) {
        flags.insert(flags.end(), {"--calls-per-second", "0"});
        start_sandbox(std::move(flags));
        fill_main();
        connect_main();
    }
};

TEST_F(Sync, R21_WithoutAGrantItEndsWithFiveAndSaysHowToConnect) {
    start_sandbox();
    fill_main();
    const auto outcome = muster({"sync", "--database", "Main", "--json"});
    EXPECT_EQ(outcome.code, 5);
    Json document(outcome.out);
    EXPECT_EQ(document.text("state"), "not_connected");
    EXPECT_EQ(document.number("api_calls", "total"), 0);
    expect_refused({"sync", "--database", "Main", "--quiet"}, 5, "muster connect --database \"Main\"");
}

TEST_F(Sync, ConnectWithoutAnApplicationSaysWhatToDo) {
    done({"database", "add", "Main"});
    expect_refused({"connect", "--database", "Main"}, 2, "MUSTER_CTCT_CLIENT_ID");
}

TEST_F(Sync, R31_NoRunGoesWithoutTheKeyThatTheQuotaBelongsTo) {
    connected_main();
    environment_.erase("MUSTER_CTCT_CLIENT_ID");
    expect_refused({"sync", "--database", "Main"}, 2, "MUSTER_CTCT_CLIENT_ID");
    EXPECT_EQ(done({"runs", "--database", "Main", "--json"}).out, "[]\n");
}

TEST_F(Sync, ConnectPrintsAddressAndCode) {
    start_sandbox();
    done({"database", "add", "Main"});
    const auto outcome = done({"connect", "--database", "Main"});
    EXPECT_NE(outcome.err.find(sandbox_url_ + "/sandbox/activate"), std::string::npos) << outcome.err;
    EXPECT_NE(outcome.err.find("type the code"), std::string::npos);
    EXPECT_NE(outcome.out.find("Sandbox Chamber"), std::string::npos);
}

TEST_F(Sync, ConnectWithJsonPrintsThePromptAsOneLineOnStandardError) {
    start_sandbox();
    done({"database", "add", "Main"});
    const auto outcome = done({"connect", "--database", "Main", "--json"});
    Json prompt(outcome.err.substr(0, outcome.err.find('\n')));
    EXPECT_EQ(prompt.text("verification_uri"), sandbox_url_ + "/sandbox/activate");
    EXPECT_NE(prompt.text("user_code"), "(absent)");
    Json document(outcome.out);
    EXPECT_EQ(document.text("account", "name"), "Sandbox Chamber");
}

TEST_F(Sync, ConnectWaitsUntilAPersonAllowsIt) {
    start_sandbox({"--auto-grant", "off"});
    done({"database", "add", "Main"});
    Background waiting({"connect", "--database", "Main", "--json"}, environment_);
    Json prompt(waiting.read_error_until("}"));
    control(R"({"action": "answer_device", "user_code": ")" + prompt.text("user_code") + "\"}");
    const auto outcome = waiting.wait();
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    EXPECT_EQ(Json(outcome.out).text("account", "name"), "Sandbox Chamber");
}

TEST_F(Sync, ConnectEndsWithFiveWhenThePersonSaysNo) {
    start_sandbox({"--auto-grant", "off"});
    done({"database", "add", "Main"});
    Background waiting({"connect", "--database", "Main", "--json"}, environment_);
    Json prompt(waiting.read_error_until("}"));
    control(R"({"action": "answer_device", "allow": false, "user_code": ")" + prompt.text("user_code") + "\"}");
    EXPECT_EQ(waiting.wait().code, 5);
    EXPECT_EQ(json_of({"database", "show", "Main"}).root()["connected"].boolean(), false);
}

TEST_F(Sync, R22_ASecondDatabaseOnTheAccountIsRefusedWithTheOthersName) {
    connected_main();
    done({"database", "add", "Second"});
    const auto outcome = muster({"connect", "--database", "Second", "--json"});
    EXPECT_EQ(outcome.code, 5);
    EXPECT_NE(outcome.err.find("Main"), std::string::npos) << outcome.err;
    done({"disconnect", "--database", "Main"});
    done({"connect", "--database", "Second"});
}

TEST_F(Sync, DisconnectAlwaysSucceeds) {
    done({"database", "add", "Main"});
    done({"disconnect", "--database", "Main"});
    done({"disconnect", "--database", "Main"});
}

TEST_F(Sync, TheDocumentHasTheKeysOfTheContract) {
    connected_main();
    auto document = json_of({"sync", "--database", "Main", "--list-group", "Board", "--custom-field", "username"});
    const auto keys = document.keys();
    for (const auto* key : {"schema",
                            "run_id",
                            "database",
                            "started_by",
                            "preview",
                            "depth",
                            "state",
                            "account",
                            "totals",
                            "lists",
                            "custom_fields",
                            "attribute",
                            "opted_out_made_mailable",
                            "removals",
                            "api_calls",
                            "quota",
                            "issues",
                            "people",
                            "started_at",
                            "finished_at"}) {
        EXPECT_NE(std::find(keys.begin(), keys.end(), key), keys.end()) << key;
    }
    EXPECT_EQ(document.text("state"), "completed");
    EXPECT_EQ(document.text("started_by"), "cli");
    EXPECT_EQ(document.text("depth"), "full");
    EXPECT_EQ(document.number("totals", "selected"), 7);
    EXPECT_EQ(document.number("totals", "created"), 4);
    EXPECT_EQ(document.number("totals", "ignored_duplicate"), 1);
    EXPECT_EQ(document.number("totals", "ignored_no_email"), 1);
    EXPECT_EQ(document.number("totals", "ignored_invalid_email"), 1);
    EXPECT_EQ(document.number("opted_out_made_mailable"), 0);
    EXPECT_EQ(document.text("attribute", "name"), "Unsubscribed from CC");
    EXPECT_GT(document.number("api_calls", "total"), 0);
}

TEST_F(Sync, R24_ASecondRunWritesNothing) {
    connected_main();
    done({"sync", "--database", "Main", "--list-group", "Board"});
    auto second = json_of({"sync", "--database", "Main", "--list-group", "Board"});
    EXPECT_EQ(second.number("api_calls", "writes"), 0);
    EXPECT_EQ(second.number("totals", "unchanged"), 4);
    done({"check", "--database", "Main"});
}

TEST_F(Sync, R25_ADryRunWritesNothingAndSaysWhatARunDoes) {
    connected_main();
    auto preview = json_of({"sync", "--database", "Main", "--dry-run"});
    EXPECT_EQ(preview.root()["preview"].boolean(), true);
    EXPECT_EQ(preview.text("state"), "completed");
    EXPECT_EQ(preview.number("api_calls", "writes"), 0);
    EXPECT_EQ(preview.number("totals", "created"), 4);
    EXPECT_EQ(json_of({"sync", "--database", "Main"}).number("totals", "created"), 4);
}

TEST_F(Sync, R25_AFirstRunOnATerminalShowsItsPlanAndAsks) {
    connected_main();
    const auto refused = run_in_terminal({"sync", "--database", "Main"}, environment_, "n\n");
    EXPECT_EQ(refused.code, 130) << refused.out;
    EXPECT_NE(refused.out.find("This is the first run of \"Main\""), std::string::npos) << refused.out;
    EXPECT_NE(refused.out.find("4 new Contacts will be stated to have given implied permission"),
              std::string::npos);
    EXPECT_EQ(json_of({"runs", "--database", "Main"}).root().size(), 1U); // the preview
    const auto agreed = run_in_terminal({"sync", "--database", "Main"}, environment_, "y\n");
    EXPECT_EQ(agreed.code, 0) << agreed.out;
    const auto second = run_in_terminal({"sync", "--database", "Main"}, environment_, "");
    EXPECT_EQ(second.code, 0) << second.out;
    EXPECT_EQ(second.out.find("Go on?"), std::string::npos);
}

TEST_F(Sync, R25_YesAnswersTheQuestionOfAFirstRun) {
    connected_main();
    const auto outcome = run_in_terminal({"sync", "--database", "Main", "--yes"}, environment_, "");
    EXPECT_EQ(outcome.code, 0) << outcome.out;
    EXPECT_EQ(outcome.out.find("Go on?"), std::string::npos);
    EXPECT_NE(outcome.out.find("[####"), std::string::npos) << "no progress bar on a terminal";
}

TEST_F(Sync, CheckEndsWithThreeWhereSomethingDiffers) {
    connected_main();
    EXPECT_EQ(muster({"check", "--database", "Main"}).code, 3);
    done({"sync", "--database", "Main", "--list-group", "Board"});
    done({"check", "--database", "Main"});
    done({"rep", "set", "R2", "--database", "Main", "job_title=Baker"});
    const auto outcome = muster({"check", "--database", "Main"});
    EXPECT_EQ(outcome.code, 3);
    EXPECT_NE(outcome.out.find("job_title"), std::string::npos) << outcome.out;
}

TEST_F(Sync, UnknownSelectionsAreUsageErrors) {
    connected_main();
    expect_refused({"sync", "--database", "Main", "--list-group", "Nowhere"}, 2, "Ambassadors; Board");
    expect_refused({"sync", "--database", "Main", "--custom-field", "Shoe Size"}, 2, "Courtesy Title");
    expect_refused({"sync", "--database", "Main", "--rep-filter", "shoe=9"}, 2, "first_name");
    expect_refused({"sync", "--database", "Main", "--confirm-removals", "some"}, 2, "--confirm-removals");
    expect_refused({"sync", "--database", "Main", "--full", "--quick"}, 2, "exclude");
    expect_refused({"sync", "--database", "Main", "--saved"}, 2, "auto-update set");
    EXPECT_EQ(done({"runs", "--database", "Main", "--json"}).out, "[]\n");
}

TEST_F(Sync, R12_AReservedNameCannotBeChosen) {
    connected_main();
    done({"group", "add", "Active Members", "--database", "Main"});
    expect_refused({"sync", "--database", "Main", "--list-group", "active members"}, 2, "cannot be chosen");
}

TEST_F(Sync, R19_SavedSelectionsAreKeptApart) {
    connected_main();
    done({"auto-update", "set", "--database", "Main", "--list-group", "Board"});
    done({"sync", "--database", "Main"});
    auto shown = json_of({"auto-update", "show", "--database", "Main"});
    EXPECT_EQ(shown.root()["on"].boolean(), true);
    EXPECT_EQ(shown.root()["selections"]["list_groups"].size(), 1U);
    auto saved = json_of({"sync", "--database", "Main", "--saved"});
    EXPECT_EQ(saved.root()["lists"].size(), 2U);
    expect_refused({"sync", "--database", "Main", "--saved", "--list-group", "Board"}, 2, "leave out");
    done({"auto-update", "set", "--database", "Main", "--off"});
    shown = json_of({"auto-update", "show", "--database", "Main"});
    EXPECT_EQ(shown.root()["on"].boolean(), false);
    EXPECT_EQ(shown.root()["selections"]["list_groups"].size(), 1U);
}

TEST_F(Sync, R26_TheGuardStopsBeforeTheFirstWriteAndANumberLetsItGoOn) {
    connected_main();
    done({"sync", "--database", "Main"});
    done({"database", "set", "Main", "removal_limit_count=0", "removal_limit_percent=0"});
    done({"member", "set", "M2", "--database", "Main", "status=DRP"});
    const auto stopped = muster({"sync", "--database", "Main", "--json"});
    EXPECT_EQ(stopped.code, 4) << stopped.err;
    Json document(stopped.out);
    EXPECT_EQ(document.text("state"), "needs_confirmation");
    EXPECT_EQ(document.number("api_calls", "writes"), 0);
    EXPECT_EQ(document.number("removals", "planned"), 1);
    EXPECT_EQ(muster({"check", "--database", "Main"}).code, 3);
    const auto named = muster({"sync", "--database", "Main"});
    EXPECT_EQ(named.code, 4);
    EXPECT_NE(named.out.find("Would be taken off Active Members (1):\n  Cleo Marsh <cleo@harbour.example>"),
              std::string::npos)
        << named.out;
    EXPECT_NE(named.out.find("--confirm-removals"), std::string::npos) << named.out;
    auto confirmed = json_of({"sync", "--database", "Main", "--confirm-removals", "1"});
    EXPECT_EQ(confirmed.text("state"), "completed");
    EXPECT_EQ(confirmed.number("removals", "confirmed"), 1);
}

TEST_F(Sync, R31_TheDaysQuotaEndsWithSixAndSaysWhenToComeBack) {
    start_sandbox({"--calls-per-second", "0", "--calls-per-day", "2"});
    fill_main();
    connect_main();
    const auto outcome = muster({"sync", "--database", "Main", "--json"});
    EXPECT_EQ(outcome.code, 6) << outcome.err;
    Json document(outcome.out);
    EXPECT_EQ(document.text("state"), "quota_exhausted");
    EXPECT_TRUE(document.text("quota", "resets_at").ends_with("T00:00:00Z"));
}

TEST_F(Sync, HistoryIsListedShownAndExported) {
    connected_main();
    const auto id = json_of({"sync", "--database", "Main"}).text("run_id");
    EXPECT_NE(done({"runs", "--database", "Main"}).out.find(id), std::string::npos);
    EXPECT_EQ(json_of({"runs", "show", id}).text("run_id"), id);
    expect_refused({"runs", "show", "nonsense"}, 2, "nonsense");
    expect_refused({"runs", "export", "nonsense", path("run.csv")}, 2, "nonsense");
    expect_refused({"runs", "export", id, path("none/run.csv")}, 2, "run.csv");
    done({"runs", "export", id, path("run.csv")});
    EXPECT_TRUE(read("run.csv").starts_with("email,rep_id,name,outcome,"));
    EXPECT_NE(read("run.csv").find("ana@oak.example,R1,Ana Diaz,ignored_duplicate"), std::string::npos)
        << read("run.csv");
}

TEST_F(Sync, WhyExplainsTheWinnerAndTheIgnored) {
    connected_main();
    done({"sync", "--database", "Main", "--member-filter", "status=ACT,COU", "--list-group", "Board"});
    auto shared = json_of({"why", "--database", "Main", "Ana@Oak.example"});
    EXPECT_EQ(shared.text("winner"), "R5"); // Harbour Dental is filed before Oak Street Bakery (R4)
    EXPECT_EQ(shared.root()["reps"].size(), 2U);
    EXPECT_EQ(shared.text("selections", "source"), "last_run");
    EXPECT_EQ(shared.root()["opted_out"].boolean(), false);
    EXPECT_EQ(shared.root()["contact"]["lists"].size(), 2U);
    EXPECT_EQ(shared.text("last_outcome", "outcome"), "created");
    const auto left_out = done({"why", "--database", "Main", "dev@mill.example"});
    EXPECT_NE(left_out.out.find("Not selected: the Member Filter status=ACT,COU leaves it out."), std::string::npos)
        << left_out.out;
    const auto bad = done({"why", "--database", "Main", "not an address"});
    EXPECT_NE(bad.out.find("no usable address"), std::string::npos) << bad.out;
    expect_refused({"why", "--database", "Main", "stranger@example.org"}, 2, "stranger@example.org");
}

TEST_F(Sync, R16_AnOptOutComesBackAndWhySaysSo) {
    connected_main();
    done({"sync", "--database", "Main", "--list-group", "Board"});
    control(R"({"action": "opt_out", "address": "ana@oak.example"})");
    auto report = json_of({"sync", "--database", "Main", "--list-group", "Board"});
    EXPECT_EQ(report.number("attribute", "assigned"), 2); // both Reps with the address
    EXPECT_EQ(report.number("totals", "held_back_unsubscribed"), 1);
    EXPECT_EQ(report.number("opted_out_made_mailable"), 0);
    auto explained = json_of({"why", "--database", "Main", "ana@oak.example"});
    EXPECT_EQ(explained.root()["opted_out"].boolean(), true);
    EXPECT_EQ(explained.text("last_outcome", "outcome"), "held_back_unsubscribed");
    explained.root()["reps"].each([](const json::Reader& rep) {
        EXPECT_EQ(rep["unsubscribed_attribute"].boolean(), true) << rep["rep_id"].text_or("");
    });
    EXPECT_NE(done({"attribute", "list", "--database", "Main"}).out.find("Unsubscribed from CC  2"),
              std::string::npos);
}

TEST_F(Sync, R14_WhoLeftAListStaysOffItUntilPutBack) {
    connected_main();
    const std::vector<std::string> sync{"sync", "--database", "Main", "--list-group", "Board"};
    done(sync);
    done(sync); // sees and confirms the memberships
    control(R"({"action": "leave_list", "address": "cleo@harbour.example", "list": "Board"})");
    done(sync);
    auto explained = json_of({"why", "--database", "Main", "cleo@harbour.example"});
    EXPECT_EQ(explained.root()["contact"]["left_lists"].size(), 1U);
    EXPECT_EQ(
        json_of({"put-back", "--database", "Main", "cleo@harbour.example", "--list", "Board"}).number("lists"), 1);
    done(sync);
    explained = json_of({"why", "--database", "Main", "cleo@harbour.example"});
    EXPECT_EQ(explained.root()["contact"]["left_lists"].size(), 0U);
    EXPECT_EQ(explained.root()["contact"]["lists"].size(), 2U);
}

TEST_F(Sync, R21_ALostGrantEndsWithFiveAndConnectingAgainHeals) {
    connected_main();
    done({"sync", "--database", "Main"});
    control(R"({"action": "revoke_grants"})");
    const auto lost = muster({"sync", "--database", "Main", "--json"});
    EXPECT_EQ(lost.code, 5);
    EXPECT_EQ(Json(lost.out).number("api_calls", "writes"), 0);
    EXPECT_NE(done({"database", "list"}).out.find("(connection lost)"), std::string::npos);
    connect_main();
    EXPECT_EQ(json_of({"sync", "--database", "Main"}).text("state"), "completed");
}

TEST_F(Sync, WhyWorksWithoutTheService) {
    connected_main();
    done({"sync", "--database", "Main"});
    sandbox_.reset();
    EXPECT_NE(done({"why", "--database", "Main", "ben@oak.example"}).out.find("may be sent mail"),
              std::string::npos);
}

TEST_F(Sync, ForgetErasesAPersonFromTheHistory) {
    connected_main();
    const auto id = json_of({"sync", "--database", "Main"}).text("run_id");
    EXPECT_NE(done({"runs", "show", id}).out.find("ben@oak.example"), std::string::npos);
    done({"forget", "--database", "Main", "Ben@oak.example"});
    EXPECT_EQ(done({"runs", "show", id}).out.find("ben@oak.example"), std::string::npos);
    EXPECT_NE(done({"reps", "--database", "Main"}).out.find("ben@oak.example"), std::string::npos);
}

TEST_F(Sync, PutBackNeedsAKnownContactAndList) {
    connected_main();
    done({"sync", "--database", "Main", "--list-group", "Board"});
    expect_refused({"put-back", "--database", "Main", "stranger@example.org"}, 2, "stranger@example.org");
    expect_refused({"put-back", "--database", "Main", "ana@oak.example", "--list", "Nowhere"}, 2, "Active Members");
    EXPECT_EQ(json_of({"put-back", "--database", "Main", "ana@oak.example", "--list", "Board"}).number("lists"), 0);
}

TEST_F(Sync, QuietSaysNothingOnStandardErrorAndJsonNothingButTheDocument) {
    connected_main();
    const auto quiet = done({"sync", "--database", "Main", "--quiet"});
    EXPECT_EQ(quiet.err, "");
    EXPECT_TRUE(quiet.out.ends_with("0 opted-out addresses were made mailable.\n")) << quiet.out;
    const auto json = done({"sync", "--database", "Main", "--json"});
    EXPECT_TRUE(json.out.starts_with("{") && json.out.ends_with("}\n"));
    EXPECT_EQ(json.err.find('\x1b'), std::string::npos);
}

} // namespace
} // namespace muster::test
