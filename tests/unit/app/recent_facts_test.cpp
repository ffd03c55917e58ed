#include "app/recent_facts.hpp"

#include <gtest/gtest.h>

#include "app/daily_update.hpp"
#include "base/zones.hpp"
#include "support/host.hpp"
#include "support/unobserved.hpp"

namespace muster::app {
namespace {

using namespace std::chrono_literals;

constexpr std::int64_t kQuiet = schedule::kQuietCalls;

class RecentFactsTest : public ::testing::Test {
  protected:
    RecentFactsTest() {
        for (const auto* name : {"Ashland", "Bend", "Corvallis"}) {
            host_.add(name, 2);
        }
        host_.go_to_due(1);
    }
    /// What a run of Ashland leaves the others when these are quiet.
    std::int64_t left_by_ashland() {
        const schedule::Daily daily{
            .is_on = true, .time = 150min, .zone = Zone::find("UTC").value(), .changed = {}};
        return host_.installation->recent_facts()
            .reckon_others(daily, host_.databases.front().id, Date{std::chrono::year{2026} / 11 / 21},
                           host_.clock.now())
            .calls_when_quiet;
    }
    void switch_bend_off() {
        host_.installation->store().save_selections(host_.databases[1].id, {.selections_json = "{}"});
    }
    void run(const test::Host::Hosted& hosted) {
        const auto due = find_due(*host_.installation, hosted.id, host_.clock.now()).value();
        ASSERT_TRUE(due);
        test::Unobserved observer;
        EXPECT_EQ(run_scheduled(*host_.installation, *due, observer, CancelToken()).outcome,
                  ScheduledRun::Outcome::Ran);
    }

    test::Host host_;
    std::unique_ptr<Installation> other_ = host_.open(); ///< as another process has it
};

TEST_F(RecentFactsTest, R31_AreLookedAtAgainAfterTenSeconds) {
    EXPECT_EQ(left_by_ashland(), 2 * kQuiet);
    switch_bend_off();
    host_.clock.advance(9s);
    EXPECT_EQ(left_by_ashland(), 2 * kQuiet);
    host_.clock.advance(1s);
    EXPECT_EQ(left_by_ashland(), kQuiet);
}

TEST_F(RecentFactsTest, R31_AreLookedAtAgainWhenTheClockWasSetBack) {
    host_.clock.advance(1h);
    EXPECT_EQ(left_by_ashland(), 2 * kQuiet);
    switch_bend_off();
    host_.clock.advance(-1s);
    EXPECT_EQ(left_by_ashland(), kQuiet);
}

TEST_F(RecentFactsTest, R31_KnowARunOfThisProcessAtOnce) {
    run(host_.databases[1]); // makes the look, and ends within what it is good for
    EXPECT_LT(host_.clock.now(), test::Host::kStart + 14h + 30min + RecentFacts::kGoodFor);
    EXPECT_EQ(left_by_ashland(), kQuiet);
    run(host_.databases[2]);
    EXPECT_EQ(left_by_ashland(), 0);
}

TEST_F(RecentFactsTest, R31_SeeARunOfAnotherProcessWithTheNextLook) {
    EXPECT_EQ(left_by_ashland(), 2 * kQuiet);
    host_.installation.swap(other_);
    run(host_.databases[1]);
    host_.installation.swap(other_);
    host_.clock.advance(RecentFacts::kGoodFor);
    EXPECT_EQ(left_by_ashland(), kQuiet);
}

} // namespace
} // namespace muster::app
