// Two boards of two installations that share a store, as two processes have them.

#include "app/history.hpp"
#include "app/progress_board.hpp"
#include "app/run_in_view.hpp"
#include "unit/app/office_fixture.hpp"

namespace muster::app {
namespace {

using namespace std::chrono_literals;
using sync::Phase;
using sync::RunState;

class ProgressElsewhere : public OfficeTest {
  protected:
    ProgressElsewhere() : other_(open()) {}

    void begin(const std::string& run_id, bool preview = false) {
        RunProgress first;
        first.run_id = run_id;
        first.database = database_;
        first.started_by = "ada";
        first.preview = preview;
        first.depth = "full";
        first.started_at = clock_.now();
        there_.begin(first, cancel_);
    }
    void note(const std::string& run_id, std::int64_t done, Phase phase = Phase::Reading) {
        there_.note(run_id, {phase, done, 10, "Contacts"});
    }
    std::int64_t seen_done(const std::string& run_id) { return here_.find(database_, run_id)->now.done; }
    auto hear(std::vector<std::string>& heard) {
        return [&heard](const RunProgress& progress) {
            heard.push_back(std::to_string(progress.now.done) +
                            (progress.end ? ":" + std::string(sync::to_text(progress.end->state)) : ""));
        };
    }
    /// A run that goes on there, with its lock.
    std::unique_ptr<sync::Journal> begin_recorded(const std::string& run_id) {
        auto journal = other_->store().journal(database_);
        EXPECT_TRUE(journal->begin(report_of(run_id, RunState::Running), clock_.now()));
        return journal;
    }

    CancelToken cancel_;
    std::unique_ptr<Installation> other_;
    ProgressBoard here_{clock_, &installation_->store()};
    ProgressBoard there_{clock_, &other_->store()};
};

TEST_F(ProgressElsewhere, R30_ItIsSeenAtOnceThenEachSecondAndAtEachPhase) {
    begin("run-1");
    EXPECT_EQ(here_.find(database_, "run-1")->started_by, "ada");
    EXPECT_EQ(here_.under_way(database_).size(), 1U);
    clock_.advance(1s);
    note("run-1", 1);
    EXPECT_EQ(seen_done("run-1"), 1);
    note("run-1", 2);
    EXPECT_EQ(seen_done("run-1"), 1); // no more than once a second
    note("run-1", 3, Phase::Sending);
    EXPECT_EQ(seen_done("run-1"), 3);
    note("run-1", 4, Phase::Sending);
    clock_.advance(1s);
    there_.look_around(); // what was held back
    EXPECT_EQ(seen_done("run-1"), 4);
    there_.withdraw("run-1");
    EXPECT_FALSE(here_.find(database_, "run-1"));
}

TEST_F(ProgressElsewhere, R30_WhoListensFromElsewhereHearsEachChangeOnceAndTheEnd) {
    const auto journal = begin_recorded("run-1");
    begin("run-1");
    std::vector<std::string> heard, late;
    const auto one = here_.subscribe(database_, "run-1", 0, hear(heard));
    ASSERT_TRUE(one);
    for (const std::int64_t done : {1, 2}) {
        clock_.advance(1s);
        note("run-1", done);
        here_.look_around();
        here_.look_around();
    }
    EXPECT_EQ(heard, (std::vector<std::string>{"0", "1", "2"}));
    const auto two = here_.subscribe(database_, "run-1", 3, hear(late)); // has seen the third word
    EXPECT_TRUE(late.empty());
    journal->finish(report_of("run-1", RunState::Completed));
    there_.finish("run-1", {RunState::Completed, "", clock_.now()});
    here_.look_around();
    EXPECT_EQ(heard.back(), "0:completed");
    EXPECT_EQ(late, std::vector<std::string>{"0:completed"});
}

TEST_F(ProgressElsewhere, R30_WhoListensHearsThatNobodyIsAtItAnyMore) {
    begin("preview-1", true);
    std::vector<std::string> heard;
    const auto subscription = here_.subscribe(database_, "preview-1", 1, hear(heard));
    clock_.advance(90s); // its process stands still
    here_.look_around();
    EXPECT_EQ(heard, std::vector<std::string>{"0:failed"});
    EXPECT_EQ(here_.subscribe(database_, "preview-1", 0, hear(heard)).error().code, Code::NotFound);
}

TEST_F(ProgressElsewhere, WhoWaitsForItsTurnIsKnownToBeThereForAsLongAsItWaits) {
    begin("run-1");
    for (int i = 0; i < 10; ++i) {
        clock_.advance(30s);
        there_.look_around();
    }
    EXPECT_EQ(here_.under_way(database_).size(), 1U);
}

TEST_F(ProgressElsewhere, R30_ItsEndCanBeAskedForFromElsewhere) {
    begin("run-1");
    EXPECT_TRUE(here_.ask_elsewhere(database_, "run-1", "bob"));
    EXPECT_FALSE(cancel_.is_cancelled());
    there_.look_around();
    EXPECT_TRUE(cancel_.is_cancelled());
    EXPECT_EQ(there_.find(database_, "run-1")->cancelled_by, "bob");
    EXPECT_FALSE(here_.ask_elsewhere(database_, "no-such-run", "bob"));
}

TEST_F(ProgressElsewhere, R30_TheNextWordOfARunHearsItToo) {
    begin("run-1");
    EXPECT_TRUE(here_.ask_elsewhere(database_, "run-1", "bob"));
    clock_.advance(1s);
    note("run-1", 1);
    EXPECT_TRUE(cancel_.is_cancelled());
    EXPECT_EQ(there_.find(database_, "run-1")->cancelled_by, "bob");
}

TEST_F(ProgressElsewhere, R30_ThePageOfARunShowsOneThatGoesOnElsewhere) {
    const auto journal = begin_recorded("run-1");
    begin("run-1");
    const auto view = view_run(*installation_, here_, database_, "run-1");
    ASSERT_TRUE(view);
    EXPECT_EQ(view->report.state, RunState::Running);
    ASSERT_TRUE(view->progress);
    EXPECT_EQ(view->progress->now.phase, Phase::Starting);
    EXPECT_TRUE(view->can.cancel);
    begin("preview-1", true);
    EXPECT_EQ(view_run(*installation_, here_, database_, "preview-1")->report.started_by, "ada");
}

TEST_F(ProgressElsewhere, R23_WhoStartsASecondOneIsToldWhoseWaitsElsewhereAndSinceWhen) {
    connect_main();
    JobRunner runner(*installation_, here_);
    begin("run-1");
    begin("preview-1", true);
    const Job run{.database = database_, .request = {.started_by = "bob"}};
    const auto refused = runner.start(run);
    EXPECT_EQ(refused.error().code, Code::Busy);
    EXPECT_EQ(refusal(refused), "A run of this database is going on: started by ada at 2026-11-23T12:00:00Z. Wait "
                                "until it has ended, or cancel it.");
    const Job hers{.database = database_, .request = {.started_by = "ada", .preview = true}};
    EXPECT_EQ(runner.start(hers).error().code, Code::Busy);
    const Job his{.database = database_, .request = {.started_by = "bob", .preview = true}};
    EXPECT_TRUE(runner.start(his));
}

TEST_F(ProgressElsewhere, R30_TheRunnerAsksWhereARunGoesOn) {
    JobRunner runner(*installation_, here_);
    begin("run-1");
    EXPECT_TRUE(runner.cancel(database_, "run-1", "bob"));
    there_.look_around();
    EXPECT_TRUE(cancel_.is_cancelled());
    EXPECT_EQ(runner.cancel(database_, "no-such-run", "bob").error().code, Code::NotFound);
}

TEST_F(ProgressElsewhere, R30_ARunOfTheCommandLineIsSeenAndEndedFromTheBackOffice) {
    connect_main();
    add_reps(3);
    std::string run_id;
    on_request_ = [&](const net::Request&) {
        const auto under_way = here_.under_way(database_);
        if (!under_way.empty()) {
            run_id = under_way.front().run_id;
            EXPECT_EQ(under_way.front().started_by, "cli");
            EXPECT_TRUE(here_.ask_elsewhere(database_, run_id, "bob"));
        }
        clock_.advance(1s);
    };
    struct : sync::Observer {
        void progress(const sync::Progress&) override { ++words; }
        int words = 0;
    } observer;
    const CancelToken process;
    const auto report = update_in_view(*other_, database_, {.started_by = "cli"}, observer, process);
    ASSERT_TRUE(report);
    EXPECT_EQ(report->state, RunState::Cancelled);
    EXPECT_EQ(report->run_id, run_id);
    EXPECT_GT(observer.words, 0);
    EXPECT_FALSE(process.is_cancelled()); // what comes after this run goes on
    EXPECT_TRUE(here_.under_way(database_).empty());
}

} // namespace
} // namespace muster::app
