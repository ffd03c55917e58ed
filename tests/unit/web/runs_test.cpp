// Previews and runs over the API, from the first preview to the history.

#include "app/records.hpp"
#include "net/event_stream.hpp"
#include "unit/app/office_fixture.hpp"
#include "unit/web/site_fixture.hpp"

namespace muster::web {
namespace {

constexpr const char* kNobodySpecial =
    R"("selections":{"list_groups":[],"custom_fields":[],"member_filter":[],"rep_filter":[]})";

class RunsTest : public SiteTest {
  protected:
    RunsTest() {
        database_ = add_database("Main");
        base_ = "/databases/" + std::to_string(database_.number);
        admin_ = enter("Ada", staff::Role::Administrator);
        operator_ = enter("Olaf", staff::Role::Operator);
        viewer_ = enter("Vera", staff::Role::Viewer);
        using app::EditMode;
        (void)app::edit_member(*installation_, database_, EditMode::Add, "M1",
                               {{"company", "Bakery"}, {"status", "ACT"}});
        for (const auto* id : {"R1", "R2", "R3"}) {
            (void)app::edit_rep(*installation_, database_, EditMode::Add, id,
                                {{"member_id", "M1"},
                                 {"first_name", id},
                                 {"email", std::string(id) + "@example.org"},
                                 {"password", "s3cret-" + std::string(id)}});
        }
    }
    ~RunsTest() override {
        gate_.open();
        office_->stop(); // before the gates go
    }

    net::Response start(const std::string& body, const std::string& token = "") {
        return send(token.empty() ? operator_ : token, "POST", base_ + "/runs", body);
    }
    /// Starts and waits; the run's id.
    std::string run(const std::string& body, const std::string& token = "",
                    const std::string& state = "completed") {
        const auto started = start(body, token);
        EXPECT_EQ(started.status, 202) << started.body;
        const auto id = text_at(started, "/run_id");
        EXPECT_EQ(wait_for(id), state);
        return id;
    }
    std::string preview() { return run(std::string(R"({"preview":true,)") + kNobodySpecial + "}"); }
    /// The first run of the database, whose preview was seen.
    std::string first_run() { return run(R"({"previewed":")" + preview() + "\"," + kNobodySpecial + "}"); }
    net::Response look(const std::string& path, const std::string& token = "") {
        return get(token.empty() ? viewer_ : token, base_ + path);
    }
    /// Starts a run and waits until it is held before its first request.
    std::string start_held() {
        on_request_ = [this](const net::Request&) {
            reached_.open();
            gate_.pass();
        };
        const auto started = start(std::string(R"({"preview":true,)") + kNobodySpecial + "}");
        EXPECT_EQ(started.status, 202) << started.body;
        reached_.pass();
        return text_at(started, "/run_id");
    }

    app::Gate reached_;
    app::Gate gate_;
    store::DatabaseId database_;
    std::string base_;
    std::string admin_;
    std::string operator_;
    std::string viewer_;
};

TEST_F(RunsTest, R21_ADatabaseThatIsNotConnectedLeadsToTheLogin) {
    const auto refused = start(std::string("{") + kNobodySpecial + "}");
    EXPECT_EQ(refused.status, 409);
    EXPECT_EQ(problem_of(refused), "not-connected");
}

TEST_F(RunsTest, R25_TheFirstRunNeedsAPreviewThatThePersonHasSeen) {
    connect(database_, admin_);
    const auto refused = start(std::string("{") + kNobodySpecial + "}");
    EXPECT_EQ(refused.status, 409);
    EXPECT_EQ(problem_of(refused), "first-run-needs-preview");
    const auto id = first_run();
    const auto view = look("/runs/" + id);
    EXPECT_EQ(text_at(view, "/state"), "completed");
    EXPECT_EQ(at(view, "/totals/created"), "3");
    EXPECT_EQ(text_at(view, "/started_by"), "Olaf");
    EXPECT_EQ(at(view, "/progress"), "null");
    EXPECT_EQ(at(view, "/tabs/new"), "3");
    EXPECT_EQ(view.body.find("s3cret"), std::string::npos);
    EXPECT_NE(view.body.find("0 opted-out addresses were made mailable."), std::string::npos);
}

TEST_F(RunsTest, APreviewSaysWhatItWouldDoAndCanBeBegun) {
    connect(database_, admin_);
    const auto id = preview();
    const auto view = look("/runs/" + id, operator_);
    EXPECT_EQ(at(view, "/preview"), "true");
    EXPECT_EQ(at(view, "/totals/created"), "3");
    EXPECT_EQ(at(view, "/new_permissions"), "3");
    EXPECT_EQ(at(view, "/can/begin"), "true");
    EXPECT_EQ(at(look("/runs/" + id, viewer_), "/can/begin"), "false");
    EXPECT_EQ(at(view, "/selections/rep_filter"), "[]");
    const auto people = look("/runs/" + id + "/people?tab=new&search=r2");
    EXPECT_EQ(at(people, "/total"), "1");
    EXPECT_EQ(text_at(people, "/rows/0/rep_id"), "R2");
    EXPECT_EQ(text_at(people, "/rows/0/outcome"), "created");
    EXPECT_EQ(at(look("/runs/" + id + "/people?list=Active%20Members"), "/total"), "3");
    EXPECT_EQ(at(look("/runs/" + id + "/issues"), "/rows"), "[]");
}

TEST_F(RunsTest, TheHistoryIsFiltered) {
    connect(database_, admin_);
    const auto done = first_run();
    const auto all = look("/runs");
    EXPECT_EQ(at(all, "/total"), "2");
    EXPECT_EQ(text_at(all, "/rows/0/run_id"), done);
    EXPECT_EQ(at(look("/runs?kind=preview"), "/total"), "1");
    EXPECT_EQ(at(look("/runs?kind=run&state=completed&started_by=Olaf"), "/total"), "1");
    EXPECT_EQ(at(look("/runs?state=failed"), "/total"), "0");
    EXPECT_EQ(look("/runs?state=odd").status, 422);
    for (const auto& word : contract::ApiDescription::project().words_of("listRuns", "state")) {
        EXPECT_EQ(look("/runs?state=" + word).status, 200) << word;
    }
    for (const auto& word : contract::ApiDescription::project().words_of("listRunPeople", "tab")) {
        EXPECT_EQ(look("/runs/" + done + "/people?tab=" + word).status, 200) << word;
    }
}

TEST_F(RunsTest, PasswordsAreSentByAnAdministratorWhoHasJustSignedIn) {
    connect(database_, admin_);
    const std::string with_passwords =
        R"("selections":{"list_groups":[],"custom_fields":["Password"],"member_filter":[],"rep_filter":[]})";
    const auto seen = run(R"({"preview":true,)" + with_passwords + "}", admin_);
    const auto order = R"({"previewed":")" + seen + "\"," + with_passwords + "}";
    const auto by_operator = start(order, operator_);
    EXPECT_EQ(by_operator.status, 403);
    EXPECT_EQ(problem_of(by_operator), "not-allowed");
    grow_stale();
    EXPECT_EQ(problem_of(start(order, admin_)), "fresh-sign-in");
    (void)send(admin_, "POST", "/session/fresh", R"({"password":"correct horse battery"})");
    const auto id = run(order, admin_);
    for (const auto* path : {"", "/people", "/issues"}) {
        EXPECT_EQ(look("/runs/" + id + path).body.find("s3cret"), std::string::npos) << path;
    }
}

TEST_F(RunsTest, AnOrderNamesOneWay) {
    connect(database_, admin_);
    for (const auto* body :
         {"{}", R"({"automatic":true,"retry":"x"})", R"({"undo":"x","retry":"x"})",
          R"({"retry":"x","preview":true})", R"({"automatic":"yes"})", R"({"selections":{"list_groups":[]}})",
          R"({"confirm":{"run_id":"x"}})", R"({"automatic":true,"depth":"deep"})"}) {
        const auto refused = start(body);
        EXPECT_EQ(refused.status, 422) << body << refused.body;
    }
    EXPECT_EQ(start(R"({"automatic":true})").status, 404); // nothing is saved yet
    EXPECT_EQ(start(R"({"retry":"no-such-run"})").status, 404);
    EXPECT_EQ(
        start(R"({"selections":{"list_groups":["Nobody"],"custom_fields":[],"member_filter":[],"rep_filter":[]}})")
            .status,
        422);
}

TEST_F(RunsTest, R26_RemovalsAreConfirmedByTheirNumberAndAFreshPassword) {
    connect(database_, admin_);
    (void)first_run();
    (void)app::edit_member(*installation_, database_, app::EditMode::Set, "M1", {{"status", "DRP"}});
    const auto stopped = run(std::string("{") + kNobodySpecial + "}", "", "needs_confirmation");
    const auto view = look("/runs/" + stopped, operator_);
    EXPECT_EQ(at(view, "/can/confirm"), "true");
    EXPECT_EQ(at(view, "/removals/planned"), "3");
    EXPECT_EQ(at(look("/runs/" + stopped + "/people?tab=coming_off"), "/total"), "3");
    grow_stale();
    const auto confirm = [&](int number) {
        return R"({"confirm":{"run_id":")" + stopped + R"(","removals":)" + std::to_string(number) + "}}";
    };
    EXPECT_EQ(problem_of(start(confirm(3))), "fresh-sign-in");
    (void)send(operator_, "POST", "/session/fresh", R"({"password":"correct horse battery"})");
    const auto wrong = start(confirm(2));
    EXPECT_EQ(wrong.status, 422);
    EXPECT_EQ(text_at(wrong, "/errors/0/pointer"), "/confirm/removals");
    const auto done = run(confirm(3));
    EXPECT_EQ(at(look("/runs/" + done), "/removals/confirmed"), "3");
    EXPECT_EQ(problem_of(start(confirm(3))), "changed"); // a newer run came after it
    const auto log = app::audit_log(*installation_, {.action = "sync"}, {});
    EXPECT_EQ(log.entries.at(0).deed.details, "3 removals confirmed");
}

TEST_F(RunsTest, R30_ARunIsWatchedByTwoAtOnceAndCancelled) {
    connect(database_, admin_);
    const auto id = start_held();
    const auto hers = look("/runs/" + id + "/events", viewer_);
    auto his_request = request_for({.path = base_ + "/runs/" + id + "/events", .token = operator_});
    his_request.headers.add("Last-Event-ID", "1");
    const auto his = handle(his_request);
    ASSERT_TRUE(hers.events);
    ASSERT_TRUE(his.events);
    const auto first = hers.events->take();
    EXPECT_TRUE(first.starts_with("id: ")) << first;
    EXPECT_NE(first.find("event: progress\ndata: {\"phase\":"), std::string::npos) << first;
    const auto view = look("/runs/" + id, operator_);
    EXPECT_EQ(text_at(view, "/state"), "running");
    EXPECT_EQ(at(view, "/can/cancel"), "true");
    EXPECT_NE(at(view, "/progress/phase"), "");
    EXPECT_EQ(send(viewer_, "POST", base_ + "/runs/" + id + "/cancel").status, 403);
    EXPECT_EQ(send(operator_, "POST", base_ + "/runs/" + id + "/cancel").status, 202);
    gate_.open();
    EXPECT_EQ(wait_for(id), "cancelled");
    for (const auto& watched : {hers.events, his.events}) {
        const auto rest = watched->take();
        EXPECT_NE(rest.find("event: finished\ndata: {\"run_id\":\"" + id + "\",\"state\":\"cancelled\"}\n\n"),
                  std::string::npos)
            << rest;
        EXPECT_FALSE(watched->is_open());
    }
    EXPECT_EQ(send(operator_, "POST", base_ + "/runs/" + id + "/cancel").status, 404);
}

TEST_F(RunsTest, ARunThatHasEndedSaysSoAtOnce) {
    connect(database_, admin_);
    const auto id = preview();
    const auto events = look("/runs/" + id + "/events");
    ASSERT_TRUE(events.events);
    EXPECT_NE(events.events->take().find("event: finished"), std::string::npos);
    EXPECT_FALSE(events.events->is_open());
    EXPECT_EQ(look("/runs/no-such-run/events").status, 404);
}

TEST_F(RunsTest, AStreamEndsWithItsSession) {
    connect(database_, admin_);
    const auto id = start_held();
    const auto hers = look("/runs/" + id + "/events", viewer_);
    const auto his = look("/runs/" + id + "/events", operator_);
    EXPECT_EQ(send(viewer_, "DELETE", "/session").status, 204);
    site_->events().look_after();
    EXPECT_FALSE(hers.events->is_open());
    EXPECT_TRUE(his.events->is_open());
    const staff::Actor console{"", "root", "command line"};
    (void)app::change_user(*installation_, console, "Olaf",
                           {.scope = staff::Scope{false, {add_database("Other").number}}});
    site_->events().look_after();
    EXPECT_FALSE(his.events->is_open());
    EXPECT_EQ(site_->events().watched(), 2U);
    hers.events->finish(); // as the server does
    his.events->finish();
    EXPECT_EQ(site_->events().watched(), 0U);
}

TEST_F(RunsTest, ARunOfAnotherProcessIsWatchedToItsEnd) {
    sync::Report theirs;
    theirs.run_id = "theirs";
    theirs.started_by = "cli";
    theirs.started_at = clock_.now();
    const auto journal = installation_->store().journal(database_);
    ASSERT_TRUE(journal->begin(theirs, clock_.now()));
    const auto events = look("/runs/theirs/events");
    ASSERT_TRUE(events.events);
    site_->events().look_after();
    EXPECT_TRUE(events.events->is_open());
    EXPECT_EQ(events.events->take(), "");
    theirs.state = sync::RunState::Completed;
    theirs.finished_at = clock_.now();
    journal->finish(theirs);
    site_->events().look_after();
    EXPECT_NE(events.events->take().find("\"state\":\"completed\""), std::string::npos);
    EXPECT_FALSE(events.events->is_open());
}

TEST_F(RunsTest, R23_ASecondRunIsToldWhoIsAtIt) {
    sync::Report theirs;
    theirs.run_id = "theirs";
    theirs.started_by = "cli";
    theirs.started_at = clock_.now();
    connect(database_, admin_);
    const auto seen = preview();
    ASSERT_TRUE(installation_->store().journal(database_)->begin(theirs, clock_.now()));
    const auto refused = start(R"({"previewed":")" + seen + "\"," + kNobodySpecial + "}");
    EXPECT_EQ(refused.status, 409);
    EXPECT_EQ(problem_of(refused), "busy");
    EXPECT_NE(text_at(refused, "/detail").find("cli"), std::string::npos);
}

TEST_F(RunsTest, TheCsvDefusesFormulasAndNeedsAFreshPassword) {
    (void)app::edit_rep(*installation_, database_, app::EditMode::Set, "R1", {{"first_name", "=cmd()"}});
    connect(database_, admin_);
    const auto id = first_run();
    const auto csv = look("/runs/" + id + "/csv", operator_);
    EXPECT_EQ(csv.status, 200);
    EXPECT_EQ(csv.headers.get("Content-Type"), "text/csv; charset=utf-8");
    EXPECT_EQ(csv.headers.get("Content-Disposition"), "attachment; filename=\"run-" + id + ".csv\"");
    EXPECT_NE(csv.body.find("'=cmd()"), std::string::npos) << csv.body;
    EXPECT_EQ(look("/runs/" + id + "/csv", viewer_).status, 403);
    grow_stale();
    EXPECT_EQ(problem_of(look("/runs/" + id + "/csv", operator_)), "fresh-sign-in");
    EXPECT_EQ(app::audit_log(*installation_, {.action = "runs.export"}, {}).total, 1);
}

TEST_F(RunsTest, OnePersonIsExplained) {
    connect(database_, admin_);
    EXPECT_EQ(look("/people?address=nobody@example.org").status, 404);
    const auto before = look("/people?address=r1@example.org");
    EXPECT_EQ(text_at(before, "/reps/0/place"), "winner");
    EXPECT_EQ(at(before, "/contact"), "null");
    (void)first_run();
    const auto after = look("/people?address=R1%40example.org");
    EXPECT_EQ(text_at(after, "/contact/lists/0"), "Active Members");
    EXPECT_EQ(text_at(after, "/last_outcome/person/outcome"), "created");
    EXPECT_EQ(look("/people").status, 422);
}

TEST_F(RunsTest, R32_ARunIsUndoneByWhoHasSeenWhatWouldBeUndone) {
    connect(database_, admin_);
    const auto id = first_run();
    EXPECT_EQ(at(look("/runs/" + id, operator_), "/can/undo"), "true");
    EXPECT_EQ(at(look("/runs/" + id), "/can/undo"), "false"); // a viewer looks
    const auto saved =
        send(admin_, "PUT", base_ + "/auto-update", std::string(R"({"enabled":true,)") + kNobodySpecial + "}");
    EXPECT_EQ(at(saved, "/off_for_undo"), "null");
    const auto order = R"({"undo":")" + id + "\"";
    EXPECT_EQ(start(order + "}", viewer_).status, 403);
    EXPECT_EQ(problem_of(start(order + "}")), "undo-needs-preview");
    const auto seen = run(order + R"(,"preview":true})");
    const auto plan = look("/runs/" + seen, operator_);
    EXPECT_EQ(text_at(plan, "/undo_of"), id);
    EXPECT_EQ(at(plan, "/can/begin"), "true");
    EXPECT_EQ(at(plan, "/totals/updated"), "3");
    EXPECT_EQ(problem_of(start(order + R"(,"previewed":")" + seen + "\"}", admin_)), "undo-needs-preview"); // hers
    EXPECT_EQ(at(get(admin_, base_ + "/auto-update"), "/enabled"), "true");

    const auto undo = run(order + R"(,"previewed":")" + seen + "\"}");
    const auto done = look("/runs/" + undo, operator_);
    EXPECT_EQ(text_at(done, "/undo_of"), id);
    EXPECT_EQ(at(done, "/can/undo"), "false");
    EXPECT_EQ(at(done, "/can/retry"), "false");
    EXPECT_EQ(at(look("/runs/" + id, operator_), "/can/undo"), "false");
    EXPECT_EQ(text_at(look("/runs?kind=run"), "/rows/0/undo_of"), id);
    const auto automatic = get(admin_, base_ + "/auto-update");
    EXPECT_EQ(at(automatic, "/enabled"), "false");
    EXPECT_EQ(text_at(automatic, "/off_for_undo/run_id"), id);
    EXPECT_EQ(text_at(get(admin_, "/dashboard"), "/databases/0/off_for_undo/run_id"), id);
    EXPECT_EQ(start(order + R"(,"preview":true})").status, 409); // it is undone
    EXPECT_EQ(start(R"({"undo":")" + undo + "\"}").status, 422);
    EXPECT_EQ(start(R"({"undo":"no-such-run"})").status, 404);
}

TEST_F(RunsTest, R14_APersonIsPutBack) {
    connect(database_, admin_);
    const std::string with_board =
        R"("selections":{"list_groups":["Board"],"custom_fields":[],"member_filter":[],"rep_filter":[]})";
    ASSERT_TRUE(app::add_group(*installation_, database_, "Board"));
    ASSERT_TRUE(app::edit_rep(*installation_, database_, app::EditMode::Set, "R1", {{"groups", "Board"}}));
    (void)run(R"({"previewed":")" + run(R"({"preview":true,)" + with_board + "}") + "\"," + with_board + "}");
    ASSERT_TRUE(sandbox_.leave_list(sandbox_.accounts().front().id, "R1@example.org", "Board"));
    (void)run("{" + with_board + "}");
    EXPECT_EQ(text_at(look("/people?address=r1@example.org"), "/contact/left_lists/0"), "Board");
    const auto put_back = [&](const std::string& body, const std::string& token) {
        return send(token, "POST", base_ + "/people/put-back", body);
    };
    const std::string order = R"({"address":"r1@example.org","list":"Board"})";
    EXPECT_EQ(put_back(order, viewer_).status, 403);
    EXPECT_EQ(put_back(R"({"list":"Board"})", operator_).status, 422);
    EXPECT_EQ(put_back(R"({"address":"nobody@example.org"})", operator_).status, 404);
    EXPECT_EQ(at(put_back(order, operator_), "/lists"), "1");
    EXPECT_EQ(at(look("/people?address=r1@example.org"), "/contact/left_lists"), "[]");
    EXPECT_EQ(at(put_back(R"({"address":"r1@example.org"})", operator_), "/lists"), "0");
    (void)run("{" + with_board + "}");
    EXPECT_EQ(sandbox_.members(sandbox_.accounts().front().id, "Board"),
              std::vector<std::string>{"R1@example.org"});
}

TEST_F(RunsTest, OneDatabasesRunsAreNotAnothers) {
    connect(database_, admin_);
    const auto id = preview();
    const auto other = "/databases/" + std::to_string(add_database("Other").number) + "/runs/" + id;
    for (const auto* path : {"", "/events", "/people", "/issues", "/csv"}) {
        EXPECT_EQ(get(operator_, other + path).status, 404) << path;
    }
    EXPECT_EQ(send(operator_, "POST", other + "/cancel").status, 404);
}

} // namespace
} // namespace muster::web
