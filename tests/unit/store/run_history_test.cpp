#include "store/run_history.hpp"

#include "db/migrations.hpp"
#include "db/sqlite.hpp"
#include "store/sql.hpp"
#include "unit/store/store_fixture.hpp"

namespace muster::store {
namespace {

using namespace std::chrono_literals;
using sync::Outcome;
using sync::RunState;
using Strings = std::vector<std::string>;

sync::Person a_person(const std::string& email, Outcome outcome, const std::string& name = "") {
    sync::Person person;
    person.email = email;
    person.outcome = outcome;
    person.name = name;
    return person;
}

class RunHistory : public StoreTest {
  protected:
    RunHistory() : store_(open()), database_(store_->add_database("Main").value()) {}

    sync::Report a_run(const std::string& run_id) {
        sync::Report report;
        report.run_id = run_id;
        report.database = "Main";
        report.started_by = "ada";
        report.state = RunState::Completed;
        report.started_at = clock_.now();
        report.finished_at = clock_.now();
        return report;
    }
    void record(const sync::Report& report) { store_->journal(database_)->record(report); }
    Strings ids(const RunFilter& filter, Window window = {}) {
        Strings ids;
        for (const auto& run : store_->page_runs(database_, filter, window).rows) {
            ids.push_back(run.run_id);
        }
        return ids;
    }
    Strings people(const PersonFilter& filter, Window window = {}) {
        Strings emails;
        for (const auto& person : store_->page_people(database_, "run-1", filter, window).rows) {
            emails.push_back(person.email);
        }
        return emails;
    }
    /// One run with somebody in every tab.
    void record_everybody() {
        auto run = a_run("run-1");
        auto created = a_person("new@x.org", Outcome::Created, "Éva Müller");
        created.lists_added = {"Active Members", "Board"};
        auto updated = a_person("changed@x.org", Outcome::Updated, "Anna Berg");
        updated.changes = {{"job_title", "Boss", "Chair"}};
        auto moved = a_person("moved@x.org", Outcome::Updated);
        moved.lists_added = {"50 % club"};
        auto off = a_person("stranger@x.org", Outcome::RemovedFromList);
        off.lists_removed = {"Active Members"};
        auto left = a_person("left@x.org", Outcome::Unchanged);
        left.lists_held_back = {"Board"};
        left.rep_id = "R_17";
        run.people = {created,
                      updated,
                      moved,
                      off,
                      left,
                      a_person("gone@x.org", Outcome::HeldBackUnsubscribed),
                      a_person("twin@x.org", Outcome::IgnoredDuplicate),
                      a_person("", Outcome::IgnoredNoEmail, "No Address"),
                      a_person("bad", Outcome::IgnoredInvalidEmail),
                      a_person("refused@x.org", Outcome::Refused),
                      a_person("later@x.org", Outcome::NotAttempted)};
        run.issues = {{"refused", "R1", "refused@x.org", "Too long."},
                      {"revived", "R2", "new@x.org", "It comes back."},
                      {"refused", "R3", "other@x.org", "Too long."}};
        record(run);
    }

    std::unique_ptr<Store> store_;
    DatabaseId database_;
};

TEST_F(RunHistory, R29_RunsAreFoundByStateKindPersonAndTimeNewestFirst) {
    record(a_run("run-1"));
    clock_.advance(1h);
    auto preview = a_run("preview-2");
    preview.preview = true;
    preview.started_by = "bob";
    record(preview);
    clock_.advance(1h);
    auto failed = a_run("run-3");
    failed.state = RunState::Failed;
    failed.started_by = "schedule";
    record(failed);
    auto with_issues = a_run("run-4");
    with_issues.state = RunState::CompletedWithIssues;
    record(with_issues);
    EXPECT_EQ(ids({}), (Strings{"run-4", "run-3", "preview-2", "run-1"}));
    EXPECT_EQ(ids({.states = {RunState::Completed}}), (Strings{"preview-2", "run-1"}));
    EXPECT_EQ(ids({.states = {RunState::Failed, RunState::CompletedWithIssues}}), (Strings{"run-4", "run-3"}));
    EXPECT_EQ(ids({.preview = true}), Strings{"preview-2"});
    EXPECT_EQ(ids({.preview = false}), (Strings{"run-4", "run-3", "run-1"}));
    EXPECT_EQ(ids({.started_by = "ada"}), (Strings{"run-4", "run-1"}));
    EXPECT_EQ(ids({.from = FakeClock::kStart + 1h, .to = FakeClock::kStart + 2h}), Strings{"preview-2"});
    EXPECT_EQ(ids({}, {1, 2}), (Strings{"run-3", "preview-2"}));
    EXPECT_EQ(store_->page_runs(database_, {}, {1, 2}).total, 4);
    EXPECT_EQ(store_->page_runs(database_, {.started_by = "ada"}, {0, 1}).total, 2);
}

TEST_F(RunHistory, PeopleAreFoundByTab) {
    record_everybody();
    const auto in = [&](Tab tab) { return people({.tab = tab}); };
    EXPECT_EQ(in(Tab::New), Strings{"new@x.org"});
    EXPECT_EQ(in(Tab::Changed), Strings{"changed@x.org"});
    EXPECT_EQ(in(Tab::Lists), (Strings{"new@x.org", "moved@x.org", "stranger@x.org", "left@x.org"}));
    EXPECT_EQ(in(Tab::ComingOff), Strings{"stranger@x.org"});
    EXPECT_EQ(in(Tab::Unsubscribed), Strings{"gone@x.org"});
    EXPECT_EQ(in(Tab::Ignored), (Strings{"twin@x.org", "", "bad"}));
    EXPECT_EQ(in(Tab::Refused), Strings{"refused@x.org"});
    EXPECT_EQ(in(Tab::Unchanged), Strings{"left@x.org"});
    EXPECT_EQ(in(Tab::NotAttempted), Strings{"later@x.org"});
}

TEST_F(RunHistory, PeopleAreFoundByOutcomeListAndText) {
    record_everybody();
    EXPECT_EQ(people({.outcome = Outcome::Updated}), (Strings{"changed@x.org", "moved@x.org"}));
    EXPECT_EQ(people({.list = "BOARD "}), (Strings{"new@x.org", "left@x.org"}));
    EXPECT_EQ(people({.tab = Tab::New, .list = "board"}), Strings{"new@x.org"});
    EXPECT_EQ(people({.list = "50 % Club"}), Strings{"moved@x.org"});
    EXPECT_TRUE(people({.list = "Boar"}).empty()); // a list is a whole name
    EXPECT_TRUE(people({.list = "%"}).empty());
    EXPECT_EQ(people({.search = "eva mull"}), Strings{"new@x.org"});
    EXPECT_EQ(people({.search = " ANNA "}), Strings{"changed@x.org"});
    EXPECT_EQ(people({.search = "r_1"}), Strings{"left@x.org"});
    EXPECT_TRUE(people({.search = "_____________________________________"}).empty()); // no wildcards
    EXPECT_EQ(people({}, {2, 2}), (Strings{"moved@x.org", "stranger@x.org"}));
    EXPECT_EQ(store_->page_people(database_, "run-1", {}, {2, 2}).total, 11);
    EXPECT_EQ(store_->page_people(database_, "run-1", {.search = "x.org"}, {0, 1}).total, 9);
    EXPECT_EQ(store_->page_people(database_, "run-1", {}, {9, 5}).total, 11);
    EXPECT_EQ(store_->page_people(database_, "run-1", {}, {50, 5}).total, 11); // beyond the last
    EXPECT_EQ(store_->page_people(database_, "run-1", {}, {0, 0}).total, 11);
}

TEST_F(RunHistory, ThePeopleOfARunAreCounted) {
    record_everybody();
    const auto tally = store_->tally_people(database_, "run-1");
    EXPECT_EQ(tally.by_outcome.at(Outcome::Updated), 2);
    EXPECT_EQ(tally.by_outcome.at(Outcome::RemovedFromList), 1);
    EXPECT_EQ(tally.by_tab.at(Tab::Lists), 4);
    EXPECT_EQ(tally.by_tab.at(Tab::Ignored), 3);
    EXPECT_EQ(store_->tally_people(database_, "no-such-run").by_tab.size(), 0U);
}

TEST_F(RunHistory, IssuesArePagedByCode) {
    record_everybody();
    EXPECT_EQ(store_->page_issues(database_, "run-1", "", {1, 1}).rows[0].code, "revived");
    EXPECT_EQ(store_->page_issues(database_, "run-1", "", {1, 1}).total, 3);
    const auto refused = store_->page_issues(database_, "run-1", "refused", {});
    ASSERT_EQ(refused.rows.size(), 2U);
    EXPECT_EQ(refused.rows[1].rep_id, "R3");
}

TEST_F(RunHistory, AWalkSeesEveryoneInOrderHoweverMany) {
    auto run = a_run("run-1");
    for (int i = 0; i < 2'000; ++i) { // two whole pieces
        run.people.push_back(a_person(std::to_string(i), Outcome::Refused));
    }
    record(run);
    int next = 0;
    ASSERT_TRUE(store_->each_person(database_, "run-1", [&](const sync::Person& person) -> Result<void> {
        EXPECT_EQ(person.email, std::to_string(next++));
        return {};
    }));
    EXPECT_EQ(next, 2'000);
}

TEST_F(RunHistory, NothingOfAnotherDatabaseIsFound) {
    record_everybody();
    const auto second = store_->add_database("Second").value();
    EXPECT_EQ(store_->page_runs(second, {}, {}).total, 0);
    EXPECT_EQ(store_->page_people(second, "run-1", {}, {}).total, 0);
    EXPECT_EQ(store_->page_issues(second, "run-1", "", {}).total, 0);
    EXPECT_TRUE(store_->tally_people(second, "run-1").by_tab.empty());
    EXPECT_FALSE(store_->run_summary(second, "run-1"));
    EXPECT_TRUE(store_->run_summary(database_, "run-1"));
    EXPECT_TRUE(store_->each_person(second, "run-1", [](const sync::Person&) -> Result<void> {
        return fail(Code::Failed, "somebody was there");
    }));
}

TEST_F(RunHistory, R26_TheNewestRunAfterAnotherIsNoPreview) {
    record(a_run("run-1"));
    EXPECT_FALSE(store_->newest_run_after(database_, "run-1"));
    auto preview = a_run("preview-2");
    preview.preview = true;
    record(preview);
    EXPECT_FALSE(store_->newest_run_after(database_, "run-1"));
    record(a_run("run-3"));
    record(a_run("run-4"));
    EXPECT_EQ(store_->newest_run_after(database_, "run-1")->run_id, "run-4");
    EXPECT_FALSE(store_->newest_run_after(database_, "run-4"));
    EXPECT_FALSE(store_->newest_run_after(database_, "no-such-run"));
}

TEST_F(RunHistory, R29_AForgottenPersonIsNotFoundByTextEither) {
    record_everybody();
    store_->forget(database_, "new@x.org");
    EXPECT_TRUE(people({.search = "new@x.org"}).empty());
    EXPECT_TRUE(people({.search = "eva muller"}).empty());
}

TEST_F(RunHistory, R19_TheWizardsChoicesAreKeptForEachDatabase) {
    EXPECT_FALSE(store_->manual_choices(database_));
    store_->save_manual_choices(database_, "{\"a\":1}");
    store_->save_manual_choices(database_, "{\"a\":2}");
    EXPECT_EQ(store_->manual_choices(database_), "{\"a\":2}");
    EXPECT_FALSE(store_->manual_choices(store_->add_database("Second").value()));
    EXPECT_FALSE(store_->saved_selections(database_)); // apart from the automatic ones
}

TEST_F(RunHistory, RunsOfEarlierVersionsAreFoundByTab) {
    store_.reset();
    test::make_empty(folder_);
    {
        const auto connection = test::connect(test::store_url(folder_));
        std::vector<db::Migration> earlier;
        for (const auto& migration : migrations()) {
            if (migration.number <= 4) {
                earlier.push_back(migration);
            }
        }
        ASSERT_TRUE(db::migrate(*connection, earlier, clock_.now()));
        connection->execute(R"(
INSERT INTO databases VALUES (1, 'Old', 'old', 0, 1, 1, 2);
INSERT INTO runs VALUES (1, 'run-1', 1, 'Old', 'cli', 0, 'full', 'completed', 0, 0, '', '{}', '{"state":"completed"}');
INSERT INTO run_people VALUES (1, 'run-1', 1, 'new@x.org', NULL, 'created', '{"email":"new@x.org","rep_id":null,"name":"","outcome":"created","changes":[],"lists_added":["Board"],"lists_removed":[],"lists_held_back":[],"reason":null}');
INSERT INTO run_people VALUES (1, 'run-1', 2, 'off@x.org', NULL, 'updated', '{"email":"off@x.org","rep_id":null,"name":"","outcome":"updated","changes":[{"field":"job_title","old":"a","new":"b"}],"lists_added":[],"lists_removed":["Active Members"],"lists_held_back":[],"reason":null}');
INSERT INTO run_people VALUES (1, 'run-1', 3, 'twin@x.org', NULL, 'ignored_duplicate', '{"email":"twin@x.org","rep_id":null,"name":"","outcome":"ignored_duplicate","changes":[],"lists_added":[],"lists_removed":[],"lists_held_back":[],"reason":null}');
INSERT INTO run_issues VALUES (1, 'run-1', 1, 'twin@x.org', '{"code":"ignored_duplicate","rep_id":null,"email":"twin@x.org","message":"Twice."}');
)");
    }
    store_ = open();
    database_ = {1};
    EXPECT_EQ(people({.tab = Tab::New}), Strings{"new@x.org"});
    EXPECT_EQ(people({.tab = Tab::Changed}), Strings{"off@x.org"});
    EXPECT_EQ(people({.tab = Tab::Lists}), (Strings{"new@x.org", "off@x.org"}));
    EXPECT_EQ(people({.tab = Tab::ComingOff}), Strings{"off@x.org"});
    EXPECT_EQ(people({.tab = Tab::Ignored}), Strings{"twin@x.org"});
    EXPECT_EQ(people({.search = "off@"}), Strings{"off@x.org"});
    EXPECT_EQ(store_->page_issues(database_, "run-1", "ignored_duplicate", {}).total, 1);
}

} // namespace
} // namespace muster::store
