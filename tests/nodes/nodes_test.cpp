// Issue of several nodes: real processes, each a machine of its own, share one store. They are killed, stopped past
// their lease and cut off. Nothing here depends on time.

#include <csignal>
#include <future>
#include <thread>

#include <gtest/gtest.h>

#include "faults/site_scene.hpp"
#include "nodes/host.hpp"
#include "support/fake_clock.hpp"
#include "support/relay.hpp"
#include "support/store_place.hpp"

namespace muster::test {
namespace {

using namespace std::chrono_literals;

const std::string kMain = "/api/databases/1";
/// Those of sync_words.
constexpr const char* kOrder =
    R"({"selections":{"list_groups":["Board","Golf"],"custom_fields":["Username","Rep Groups"],"member_filter":[],"rep_filter":[]}})";

/// Beyond it nobody who was stopped is waited for: the lease, and the longest request.
constexpr std::chrono::seconds kWait{220};

/// What there is when nothing happens to anybody.
struct Undisturbed {
    std::string end_state;
    std::size_t submitted = 0;
    int requests = 0;
};

class Nodes : public ::testing::Test {
  protected:
    Nodes() { prepare(site_); }

    static void prepare(Site& site) {
        push_and_edit(site);
        site.service->clear_log();
    }

    static const Undisturbed& undisturbed() {
        static const Undisturbed once = [] {
            Site site;
            prepare(site);
            site.done(sync_words());
            const auto requests = static_cast<int>(site.service->log().size());
            return Undisturbed{site.end_state(), submitted(site).size(), requests};
        }();
        return once;
    }

    /// The first administrator. The link of the node that started last counts.
    static Browser sign_in(const Node& node) {
        Browser browser(node.url());
        const auto token = node.first_link().substr(node.first_link().find('#') + 1);
        const auto made = browser.post("/api/setup", R"({"token":")" + token +
                                                         R"(","name":"Ada","password":"correct horse battery"})");
        EXPECT_EQ(made.status, 200) << made.body;
        return browser;
    }
    static net::Response start(Browser& browser) { return browser.post(kMain + "/runs", kOrder); }
    static std::string start_run(Browser& browser) {
        const auto started = start(browser);
        if (started.status != 202) {
            throw std::runtime_error("It was not started: " + started.body);
        }
        return value_at(started.body, "/run_id");
    }
    static net::Response look(Browser& browser, const std::string& run_id) {
        return browser.get(kMain + "/runs/" + run_id);
    }
    /// At the node that runs it: its own word comes without the clock.
    static std::string wait_for_end(Browser& browser, const std::string& run_id) {
        const auto events = browser.get(kMain + "/runs/" + run_id + "/events").body;
        EXPECT_NE(events.find("event: finished"), std::string::npos) << events;
        return value_at(look(browser, run_id).body, "/state");
    }
    /// Moves the clock on until it is so, no faster than processes can follow.
    template <class Condition>
    void crank_until(const Condition& is_so) {
        while (!is_so()) {
            site_.clock.advance(1s);
            std::this_thread::sleep_for(5ms);
        }
    }
    /// In a minute.
    void automatic() {
        site_.done({"auto-update", "set", "--database", "Main", "--list-group", "Board", "--list-group", "Golf",
                    "--custom-field", "Username", "--custom-field", "Rep Groups"});
        site_.done({"schedule", "set", "--time", "13:00", "--time-zone", "UTC", "--on"});
        site_.clock.set(FakeClock::kStart + 59min);
    }
    /// A scheduled one. The clock stands still but for what the run has to wait.
    void wait_for_newest(sync::RunState state) {
        for (;;) {
            const auto newest = site_.history().front();
            if (newest.started_by == "schedule" && newest.state != sync::RunState::Running) {
                EXPECT_EQ(newest.state, state) << newest.message;
                return;
            }
        }
    }
    void expect_whole() {
        EXPECT_EQ(site_.end_state(), undisturbed().end_state);
        EXPECT_LE(submitted(site_).size(), undisturbed().submitted);
        expect_nothing_twice(site_);
        expect_ended(site_.history());
    }

    Site site_;
};

TEST_F(Nodes, WhoSignsInAtOneIsSignedInAtAllAndSignsOutEverywhere) {
    Node alpha(site_, "alpha"), beta(site_, "beta");
    EXPECT_EQ(Browser(beta.url()).get("/api/dashboard").status, 401);
    auto there = sign_in(beta);
    auto ada = there.at(alpha.url());
    EXPECT_EQ(there.get("/api/dashboard").status, 200);
    EXPECT_EQ(there.remove("/api/session").status, 204);
    EXPECT_EQ(ada.get("/api/dashboard").status, 401);
}

TEST_F(Nodes, R30_ARunIsSeenAndEndedFromEveryNode) {
    Node alpha(site_, "alpha"), beta(site_, "beta");
    auto there = sign_in(beta);
    auto ada = there.at(alpha.url());
    alpha.hold({.request = 3});
    const auto run_id = start_run(ada);
    alpha.await_held();
    const auto page = look(there, run_id).body;
    EXPECT_EQ(value_at(page, "/state"), "running") << page;
    EXPECT_EQ(value_at(page, "/progress/phase"), "reading") << page;
    EXPECT_EQ(value_at(page, "/can/cancel"), "true") << page;
    const auto refused = start(there);
    EXPECT_EQ(refused.status, 409);
    EXPECT_NE(refused.body.find("started by Ada at 2026-11-23T12:"), std::string::npos) << refused.body;
    auto events = std::async(std::launch::async, [&, browser = ada.at(beta.url())]() mutable {
        return browser.get(kMain + "/runs/" + run_id + "/events").body;
    });
    EXPECT_EQ(there.post(kMain + "/runs/" + run_id + "/cancel").status, 202);
    crank_until([&] { return value_at(look(ada, run_id).body, "/progress/cancelled_by") == "Ada"; });
    alpha.let_go();
    EXPECT_EQ(wait_for_end(ada, run_id), "cancelled");
    crank_until([&] { return events.wait_for(0s) == std::future_status::ready; });
    const auto told = events.get();
    EXPECT_NE(told.find("event: progress\ndata: {\"phase\":\"reading\""), std::string::npos) << told;
    EXPECT_NE(told.find("event: finished\ndata: {\"run_id\":\"" + run_id + "\",\"state\":\"cancelled\"}"),
              std::string::npos)
        << told;
    EXPECT_NE(alpha.log_until("run_cancel_asked").find("by=Ada"), std::string::npos);
    EXPECT_EQ(value_at(look(there, run_id).body, "/state"), "cancelled");
}

TEST_F(Nodes, R20_OneOfThemMakesTheDaysRun) {
    automatic();
    Node alpha(site_, "alpha"), beta(site_, "beta");
    auto ada = sign_in(beta);
    const auto earlier = site_.history().size();
    crank_until([&] { return alpha.requests() + beta.requests() > 0; });
    wait_for_newest(sync::RunState::Completed);
    for (int i = 0; i < 20; ++i) { // both look at the clock again
        site_.clock.advance(5s);
        for (const auto* node : {&alpha, &beta}) {
            EXPECT_EQ(ada.at(node->url()).get("/api/dashboard").status, 200);
        }
    }
    EXPECT_EQ(site_.history().size(), earlier + 1);
    EXPECT_EQ(site_.history().front().state, sync::RunState::Completed);
    EXPECT_TRUE(alpha.requests() == 0 || beta.requests() == 0);
    expect_whole();
}

TEST_F(Nodes, R20_R24_TheDaysRunOfANodeThatWasKilledIsMadeByAnotherTheSameDay) {
    automatic();
    auto alpha = std::make_unique<Node>(site_, "alpha");
    alpha->hold({.request = 6, .is_after = true});
    crank_until([&] { return alpha->is_held(); });
    Node beta(site_, "beta");
    alpha->kill();
    site_.clock.advance(kWait);
    crank_until([&] { return beta.requests() > 0; });
    wait_for_newest(sync::RunState::Completed);
    const auto runs = site_.history();
    EXPECT_EQ(runs[0].started_by, "schedule");
    EXPECT_EQ(runs[1].started_by, "schedule");
    EXPECT_EQ(runs[1].state, sync::RunState::Failed);
    expect_whole();
}

TEST_F(Nodes, R23_R24_ARunWhoseNodeWasKilledIsTakenOverAfterItsLease) {
    for (const Hold hold : {Hold{1, true}, Hold{3, false}, Hold{5, true}, Hold{8, false}, Hold{10, true}}) {
        SCOPED_TRACE(hold.request);
        ASSERT_LT(hold.request, undisturbed().requests);
        Site site;
        prepare(site);
        Node alpha(site, "alpha"), beta(site, "beta");
        auto there = sign_in(beta);
        auto ada = there.at(alpha.url());
        alpha.hold(hold);
        (void)start_run(ada);
        alpha.await_held();
        alpha.kill();
        site.clock.advance(kWait - 21s); // it has said at most 20 seconds ago that it lives
        const auto refused = start(there);
        EXPECT_EQ(refused.status, 409);
        EXPECT_NE(refused.body.find("started by Ada at 2026-11-23T12:"), std::string::npos) << refused.body;
        site.clock.advance(21s);
        EXPECT_EQ(wait_for_end(there, start_run(there)), "completed");
        EXPECT_EQ(site.end_state(), undisturbed().end_state);
        EXPECT_LE(submitted(site).size(), undisturbed().submitted);
        expect_nothing_twice(site);
        expect_ended(site.history());
    }
}

TEST_F(Nodes, R24_ANodeThatStoodStillPastItsLeaseWritesNothingAndGetsNoCall) {
    for (const Hold hold : {Hold{2, true}, Hold{6, true}, Hold{9, true}}) {
        SCOPED_TRACE(hold.request);
        Site site;
        prepare(site);
        Node alpha(site, "alpha"), beta(site, "beta");
        auto there = sign_in(beta);
        auto ada = there.at(alpha.url());
        alpha.hold(hold);
        const auto run_id = start_run(ada);
        alpha.await_held();
        alpha.signal(SIGSTOP);
        site.clock.advance(kWait);
        EXPECT_EQ(wait_for_end(there, start_run(there)), "completed");
        const auto requests = alpha.requests();
        const auto kept = site.end_state();
        const auto history = site.history();
        alpha.let_go(); // the answer to its request is there when it wakes up
        alpha.signal(SIGCONT);
        EXPECT_NE(alpha.log_until("run_ended").find("state=failed"), std::string::npos);
        EXPECT_EQ(alpha.requests(), requests);
        EXPECT_EQ(site.end_state(), kept);
        ASSERT_EQ(site.history().size(), history.size());
        EXPECT_EQ(site.history()[1].run_id, run_id);
        EXPECT_EQ(site.history()[1].message, history[1].message);
        const auto page = look(ada, run_id).body;
        EXPECT_EQ(value_at(page, "/state"), "failed") << page;
        EXPECT_NE(value_at(page, "/message").find("The run ended without a word"), std::string::npos) << page;
        EXPECT_EQ(kept, undisturbed().end_state);
        EXPECT_LE(submitted(site).size(), undisturbed().submitted);
        expect_nothing_twice(site);
        expect_ended(history);
        EXPECT_EQ(wait_for_end(ada, start_run(ada)), "completed"); // it can work again
        EXPECT_EQ(site.end_state(), kept);
    }
}

TEST_F(Nodes, R24_ANodeThatIsCutOffFromTheStoreWritesNothingAndGetsNoCall) {
    if (!on_postgresql()) {
        GTEST_SKIP() << "nothing lies between a process and its file";
    }
    for (const auto way : {Relay::Way::Closed, Relay::Way::Silent}) {
        SCOPED_TRACE(static_cast<int>(way));
        Site site;
        prepare(site);
        const auto store = site.environment()["MUSTER_STORE"];
        Relay relay(folder_of(store));
        Node alpha(site, "alpha", relay.url(store)), beta(site, "beta");
        auto there = sign_in(beta);
        auto ada = there.at(alpha.url());
        alpha.hold({.request = 6, .is_after = true});
        const auto run_id = start_run(ada);
        alpha.await_held();
        relay.set(way);
        alpha.let_go(); // it has its answer, and nowhere to keep it
        site.clock.advance(kWait);
        EXPECT_EQ(wait_for_end(there, start_run(there)), "completed");
        const auto kept = site.end_state();
        EXPECT_EQ(alpha.requests(), 6);
        relay.set(Relay::Way::Open);
        EXPECT_NE(alpha.log_until("run_ended").find("state=failed"), std::string::npos);
        EXPECT_EQ(alpha.requests(), 6);
        EXPECT_EQ(site.end_state(), kept);
        EXPECT_EQ(kept, undisturbed().end_state);
        EXPECT_EQ(value_at(look(ada, run_id).body, "/state"), "failed");
        EXPECT_LE(submitted(site).size(), undisturbed().submitted);
        expect_nothing_twice(site);
        expect_ended(site.history());
    }
}

} // namespace
} // namespace muster::test
