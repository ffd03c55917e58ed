#include <thread>

#include <gtest/gtest.h>

#include "base/cancel.hpp"
#include "base/time.hpp"
#include "support/fake_clock.hpp"

namespace muster {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;

TEST(SystemClock, DoesNotSleepUntilAMomentThatHasPassed) {
    SystemClock clock;
    EXPECT_TRUE(clock.sleep_until(clock.now() - hours(1), CancelToken()));
    EXPECT_TRUE(clock.sleep_for(milliseconds(0), CancelToken()));
}

TEST(SystemClock, SleepsToTheEndWhenNobodyCancels) {
    SystemClock clock;
    const auto before = std::chrono::steady_clock::now();
    EXPECT_TRUE(clock.sleep_for(milliseconds(5), CancelToken()));
    EXPECT_GT(std::chrono::steady_clock::now(), before);
}

TEST(SystemClock, R30_SaysAtOnceThatACancelledTokenEndsTheSleep) {
    SystemClock clock;
    const CancelToken cancel;
    cancel.cancel();
    EXPECT_FALSE(clock.sleep_for(hours(1), cancel));
    EXPECT_FALSE(clock.sleep_for(-hours(1), cancel));
}

TEST(SystemClock, R30_WakesUpWhenAnotherThreadCancels) {
    SystemClock clock;
    const CancelToken cancel;
    std::thread other([copy = cancel] { copy.cancel(); });
    EXPECT_FALSE(clock.sleep_for(hours(24), cancel)); // would outlast the test's time limit otherwise
    other.join();
}

TEST(FakeClock, StandsStillUntilItIsCranked) {
    FakeClock clock;
    EXPECT_EQ(format_instant(clock.now()), "2026-11-23T12:00:00Z");
    clock.advance(milliseconds(1500));
    EXPECT_EQ(format_instant(clock.now()), "2026-11-23T12:00:01Z");
    clock.set(Instant{});
    EXPECT_EQ(format_instant(clock.now()), "1970-01-01T00:00:00Z");
}

TEST(FakeClock, MovesOnWhenSomebodySleepsAndNeverBack) {
    FakeClock clock;
    EXPECT_TRUE(clock.sleep_for(hours(2), CancelToken()));
    EXPECT_EQ(format_instant(clock.now()), "2026-11-23T14:00:00Z");
    EXPECT_TRUE(clock.sleep_until(FakeClock::kStart, CancelToken()));
    EXPECT_EQ(format_instant(clock.now()), "2026-11-23T14:00:00Z");
}

TEST(FakeClock, StaysWhereItIsWhenTheSleepIsCancelled) {
    FakeClock clock;
    const CancelToken cancel;
    cancel.cancel();
    EXPECT_FALSE(clock.sleep_for(hours(2), cancel));
    EXPECT_EQ(clock.now(), FakeClock::kStart);
}

} // namespace
} // namespace muster
