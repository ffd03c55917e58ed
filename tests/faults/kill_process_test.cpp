// R24: a real process is stopped by SIGKILL at each commit of its store and at each request, before the service
// does anything and after it has; the next run ends as if nothing had been. Nothing here depends on time.

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "faults/play.hpp"
#include "faults/site.hpp"
#include "faults/site_scene.hpp"

namespace muster::test {
namespace {

struct Scenario {
    std::function<Words(Site&)> prepare; ///< returns the command that is going to be killed
    Words next{};                        ///< what is done after the death; nothing: the same command
    std::chrono::hours later{0};         ///< from the death to the next run
    int code = 0;                        ///< of a run that is left alone
    std::set<std::string> resent{};      ///< addresses that every run sends again (R28)
};

const Words kSync = sync_words();

/// After that much time a run begins by renewing its token.
constexpr std::chrono::hours kTokenLife{25};

/// Whoever was put on a list was taken off it before, and whoever was taken off is on it again.
void expect_pairs(const std::set<std::string>& deeds) {
    for (const std::string& deed : deeds) {
        if (const auto off = deed.find(" off "); off != std::string::npos) {
            EXPECT_TRUE(deeds.contains(std::string(deed).replace(off, 5, " on "))) << deed;
        }
        if (const auto on = deed.find(" on "); on != std::string::npos) {
            EXPECT_TRUE(deeds.contains(std::string(deed).replace(on, 4, " off "))) << deed;
        }
    }
}

/// `./run test --all` sets it.
bool is_long_sweep() { return std::getenv("MUSTER_LONG_SWEEP") != nullptr; }

/// What there is when nobody is killed.
struct Undisturbed {
    std::string end_state;
    std::size_t submitted = 0;
    std::set<std::string> deeds;
};

/// Runs that are in the history since `earlier` ones were.
std::vector<sync::Report> new_runs(Site& site, std::size_t earlier) {
    auto runs = site.history(); // newest first
    runs.resize(runs.size() - earlier);
    return runs;
}

/// Whether an undo that wrote came to its end; another one is refused then.
bool is_undone_already(Site& site, std::size_t earlier) {
    const auto runs = new_runs(site, earlier);
    return !runs.empty() && runs.front().state == sync::RunState::Completed && runs.front().calls_writes > 0;
}

class Sweep {
  public:
    explicit Sweep(Scenario scenario) : scenario_(std::move(scenario)), command_(scenario_.prepare(base_)) {
        next_ = scenario_.next.empty() ? command_ : scenario_.next;
        earlier_ = base_.history().size();
        Site site(base_);
        expect_code(site.muster(command_), scenario_.code);
        if (next_ != command_) {
            site.clock.advance(scenario_.later);
            expect_code(site.muster(next_), scenario_.code);
        }
        undisturbed_ = {site.end_state(), submitted(site, scenario_.resent).size(),
                        deeds(new_runs(site, earlier_))};
    }

    /// At least so many deaths: the sweep has swept something.
    void play(int least) {
        ASSERT_FALSE(::testing::Test::HasFailure());
        int deaths = 0;
        for (const auto at : {Death::At::BeforeCommit, Death::At::BeforeRequest, Death::At::AfterRequest}) {
            int number = 1;
            for (; play({at, number}); ++number) {
                ++deaths;
                ASSERT_FALSE(::testing::Test::HasFailure()) << to_text({at, number});
            }
            EXPECT_GT(number, 1) << "nobody was " << to_text({at, number});
        }
        ASSERT_FALSE(::testing::Test::HasFailure());
        EXPECT_GE(deaths, least);
    }

  private:
    static void expect_code(const Outcome& outcome, int code) {
        EXPECT_EQ(outcome.code, code) << outcome.out << outcome.err;
    }

    /// One death, and the run after it; false if the process lived to its end.
    bool play(const Death& death) {
        SCOPED_TRACE(to_text(death));
        Site site(base_);
        const auto before = site.contacts();
        const auto killed = site.muster(command_, death);
        if (killed.code != 128 + SIGKILL) {
            expect_code(killed, scenario_.code);
            return false;
        }
        const bool has_begun = site.service->count("*", "*") > 0;
        if (is_long_sweep()) { // the next one dies, too
            site.clock.advance(scenario_.later);
            static_cast<void>(site.muster(next_, {death.at, death.number / 2 + 1}));
        }
        site.clock.advance(scenario_.later);
        const bool is_undone = next_.front() == "undo" && is_undone_already(site, earlier_);
        expect_code(site.muster(next_), is_undone ? kUsage : scenario_.code);
        EXPECT_EQ(site.end_state(), undisturbed_.end_state);
        EXPECT_LE(submitted(site, scenario_.resent).size(), undisturbed_.submitted);
        expect_nothing_twice(site, scenario_.resent);
        expect_nobody_made_mailable(before, site.contacts());
        const auto runs = new_runs(site, earlier_);
        EXPECT_GE(runs.size(), has_begun && !is_undone ? 2U : 1U);
        expect_ended(runs);
        expect_all_told(deeds(runs));
        return true;
    }

    /// R29: nothing that was done is missing in the history, and nothing is in it that was not. A run takes back
    /// what an undo did, however much that was.
    void expect_all_told(const std::set<std::string>& told) const {
        if (next_ == command_) {
            EXPECT_EQ(told, undisturbed_.deeds);
        } else {
            EXPECT_TRUE(std::ranges::includes(undisturbed_.deeds, told));
            expect_pairs(told);
        }
    }

    static constexpr int kUsage = 2; ///< exit code of what is refused before it begins

    Scenario scenario_;
    Site base_;
    Words command_, next_;
    std::size_t earlier_ = 0; ///< runs before
    Undisturbed undisturbed_;
};

/// The newest run has something of everything to undo.
Words prepare_undo(Site& site) {
    push_and_edit(site);
    site.done(kSync);
    return {"undo", site.history().front().run_id};
}

TEST(KillProcess, R24_AFirstPushKilledAnywhereIsCompletedByTheNextRun) {
    Sweep({.prepare = [](Site& site) {
        connect(site);
        fill(site);
        return kSync;
    }}).play(60);
}

TEST(KillProcess, R24_ARunWithSomethingOfEverythingKilledAnywhereIsCompletedByTheNextRun) {
    Sweep({.prepare = [](Site& site) {
        connect(site);
        fill(site);
        site.done(kSync);
        change(site);
        site.clock.advance(kTokenLife);
        return kSync;
    }}).play(60);
}

TEST(KillProcess, R8_R24_AQuickRunKilledAnywhereIsCompletedByTheNextRun) {
    Sweep({.prepare = [](Site& site) {
        push_and_edit(site);
        Words quick = kSync;
        quick.emplace_back("--quick");
        return quick;
    }}).play(60);
}

TEST(KillProcess, R24_R28_ARunWithRefusedRowsKilledAnywhereIsCompletedByTheNextRun) {
    Sweep({.prepare =
               [](Site& site) {
                   connect(site);
                   fill(site);
                   EXPECT_TRUE(site.service->set_switch("full_stop_in_name", "refuse"));
                   site.done({"rep", "set", "A1", "--database", "Main", "first_name=A."}); // by import
                   site.done({"rep", "set", "F1", "--database", "Main", "first_name=F."}); // goes alone
                   return kSync;
               },
           .code = 3,
           .resent = {"a1@example.org"}})
        .play(60);
}

TEST(KillProcess, R24_AQuietRunKilledAnywhereIsRepeatedByTheNextRun) {
    Sweep({.prepare = [](Site& site) {
        connect(site);
        fill(site);
        site.done(kSync);
        return kSync;
    }}).play(10);
}

TEST(KillProcess, R20_R24_AScheduledRunKilledAnywhereIsCompletedByTheNextDaysRun) {
    Sweep({.prepare =
               [](Site& site) {
                   connect(site);
                   fill(site);
                   site.done({"auto-update", "set", "--database", "Main", "--list-group", "Board"});
                   site.done({"schedule", "set", "--time", "13:00", "--time-zone", "UTC", "--on"});
                   site.clock.advance(std::chrono::hours(2));
                   return Words{"schedule", "run-due"};
               },
           .later = std::chrono::hours(24)})
        .play(60);
}

/// Nothing can bring such a token back: only a person can, and only that is lost.
TEST(KillProcess, R21_AGrantWhoseRenewalDiedBeforeItWasStoredIsAskedForAgain) {
    Site site;
    site.service->change_options([](sandbox::Options& options) { options.rotating_tokens = true; });
    connect(site);
    fill(site);
    site.done(kSync);
    edit(site);
    site.clock.advance(kTokenLife);
    Site undisturbed(site);
    undisturbed.done(kSync);
    const auto before = site.contacts();
    site.service->clear_log();
    EXPECT_EQ(site.muster(kSync, {Death::At::AfterRequest, 1}).code, 128 + SIGKILL);
    EXPECT_EQ(site.service->count("POST", "/token"), 1U);
    const auto next = site.muster(kSync);
    EXPECT_EQ(next.code, 5) << next.err;
    EXPECT_NE(next.err.find("Nothing was sent to Constant Contact."), std::string::npos) << next.err;
    EXPECT_EQ(site.contacts(), before);
    site.done({"connect", "--database", "Main"});
    site.done(kSync);
    EXPECT_EQ(site.end_state(), undisturbed.end_state());
}

TEST(KillProcess, R24_R32_AnUndoKilledAnywhereIsCompletedByAnother) {
    Sweep({.prepare = [](Site& site) {
        Words undo = prepare_undo(site);
        site.done({"rep", "set", "A2", "--database", "Main", "email=a2@example.org"}); // to be put back
        return undo;
    }}).play(40);
}

TEST(KillProcess, R24_R32_ARunAfterAnUndoKilledAnywhereEndsAsAfterAWholeOne) {
    Sweep({.prepare = prepare_undo, .next = kSync}).play(40);
}

} // namespace
} // namespace muster::test
