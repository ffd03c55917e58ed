#include "constant_contact/quota.hpp"

#include <gtest/gtest.h>

#include "support/fake_clock.hpp"
#include "support/memory_quota.hpp"

namespace muster::constant_contact {
namespace {

using namespace std::chrono_literals;

class QuotaKeeperTest : public testing::Test {
  protected:
    MemoryQuota book;
    FakeClock clock;
    CancelToken cancel;
    QuotaKeeper keeper{book, clock, "key", QuotaLimits{}};
};

TEST_F(QuotaKeeperTest, R31_LetsFourCallsGoAndMakesTheFifthWait) {
    for (int i = 0; i < 4; ++i) {
        ASSERT_TRUE(keeper.before_call(cancel));
    }
    EXPECT_EQ(clock.now(), FakeClock::kStart);
    ASSERT_TRUE(keeper.before_call(cancel));
    EXPECT_GE(clock.now() - FakeClock::kStart, 1s);
}

TEST_F(QuotaKeeperTest, R31_SharesTheBookBetweenKeepersOfOneKey) {
    QuotaKeeper other(book, clock, "key", QuotaLimits{});
    QuotaKeeper stranger(book, clock, "another key", QuotaLimits{});
    for (int i = 0; i < 4; ++i) {
        ASSERT_TRUE(keeper.before_call(cancel));
    }
    ASSERT_TRUE(stranger.before_call(cancel));
    EXPECT_EQ(clock.now(), FakeClock::kStart);
    ASSERT_TRUE(other.before_call(cancel));
    EXPECT_GE(clock.now() - FakeClock::kStart, 1s);
}

TEST_F(QuotaKeeperTest, R31_SaysWhenToComeBackOnceTheDayIsUsedUp) {
    QuotaKeeper small(book, clock, "small", QuotaLimits{.calls_per_second = 4, .calls_per_day = 2});
    ASSERT_TRUE(small.before_call(cancel));
    ASSERT_TRUE(small.before_call(cancel));
    const auto refused = small.before_call(cancel);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().failure, Failure::QuotaExhausted);
    EXPECT_NE(refused.error().message.find("2026-11-24T00:00:00Z"), std::string::npos) << refused.error().message;
    clock.set(FakeClock::kStart + 12h);
    EXPECT_TRUE(small.before_call(cancel));
}

TEST_F(QuotaKeeperTest, R31_TakesTheServicesWordThatTheDayIsUsedUp) {
    ASSERT_TRUE(keeper.before_call(cancel));
    keeper.mark_exhausted();
    const auto refused = keeper.before_call(cancel);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().failure, Failure::QuotaExhausted);
    EXPECT_EQ(keeper.use()->used_today, 10'000);
}

TEST_F(QuotaKeeperTest, R31_WaitsOnlyMinutesWhereTheServicesDayMayNotHaveEnded) {
    const auto midnight = FakeClock::kStart + 12h;
    clock.set(midnight + 3min);
    keeper.mark_exhausted();
    EXPECT_EQ(format_instant(keeper.use()->resets_at), "2026-11-24T00:10:00Z");
    clock.set(midnight + 10min);
    keeper.mark_exhausted();
    EXPECT_EQ(format_instant(keeper.use()->resets_at), "2026-11-25T00:00:00Z");
}

TEST_F(QuotaKeeperTest, R31_LeavesTheOthersTheirCallsButNeverGoesWithoutItsOwnShare) {
    const QuotaLimits limits{.calls_per_second = 4, .calls_per_day = 10, .kept_for_others = 4, .own_share = 2};
    QuotaKeeper first(book, clock, "shared", limits);
    for (int call = 0; call < 6; ++call) {
        EXPECT_TRUE(first.before_call(cancel)) << call;
    }
    const auto refused = first.before_call(cancel);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().failure, Failure::QuotaExhausted);
    EXPECT_EQ(refused.error().message, "The 4 calls to Constant Contact that are left today are kept for the other "
                                       "databases that are still due today.");
    QuotaKeeper second(book, clock, "shared", limits);
    EXPECT_TRUE(second.before_call(cancel));
    EXPECT_TRUE(second.before_call(cancel));
    EXPECT_FALSE(second.before_call(cancel));
    EXPECT_EQ(second.use()->used_today, 8);
}

/// A machine that is so busy that who sleeps wakes up late, as often as it is told.
class SleepyClock final : public FakeClock {
  public:
    bool sleep_until(Instant wake, const CancelToken& cancel) override {
        const bool slept = FakeClock::sleep_until(wake, cancel);
        advance(late_times > 0 ? late_by : Microseconds{0});
        late_times -= late_times > 0 ? 1 : 0;
        return slept;
    }
    int late_times = 0;
    Microseconds late_by{0};
};

TEST(LateCall, R31_TakesAnotherMomentAndIsCountedOnce) {
    MemoryQuota book;
    SleepyClock clock;
    QuotaKeeper keeper(book, clock, "key", QuotaLimits{});
    clock.late_times = 1;
    clock.late_by = 41ms;
    ASSERT_TRUE(keeper.before_call(CancelToken()));
    EXPECT_EQ(keeper.use()->used_today, 1);
    EXPECT_EQ(book.rebooked, 1);
    clock.late_times = 1;
    clock.late_by = 40ms; // the book's window has room for it
    ASSERT_TRUE(keeper.before_call(CancelToken()));
    EXPECT_EQ(book.rebooked, 1);
}

TEST(LateCall, R31_AMachineThatIsAlwaysLateGetsOnAllTheSame) {
    MemoryQuota book;
    SleepyClock clock;
    QuotaKeeper keeper(book, clock, "key", QuotaLimits{});
    clock.late_times = 1'000'000;
    clock.late_by = 1s;
    ASSERT_TRUE(keeper.before_call(CancelToken()));
    ASSERT_TRUE(keeper.before_token_call(CancelToken()));
    EXPECT_EQ(keeper.use()->used_today, 1);
}

TEST_F(QuotaKeeperTest, SpacesTokenCallsByASecondAndDoesNotCountThem) {
    ASSERT_TRUE(keeper.before_token_call(cancel));
    ASSERT_TRUE(keeper.before_token_call(cancel));
    EXPECT_GE(clock.now() - FakeClock::kStart, 1s);
    EXPECT_EQ(keeper.use()->used_today, 0);
}

TEST_F(QuotaKeeperTest, TellsHowMuchOfTheDayIsUsed) {
    ASSERT_TRUE(keeper.before_call(cancel));
    const auto use = keeper.use();
    ASSERT_TRUE(use);
    EXPECT_EQ(use->used_today, 1);
    EXPECT_EQ(use->limit, 10'000);
    EXPECT_EQ(format_instant(use->resets_at), "2026-11-24T00:00:00Z");
}

TEST_F(QuotaKeeperTest, R30_DoesNotBookACallThatIsCancelled) {
    cancel.cancel();
    const auto call = keeper.before_call(cancel);
    ASSERT_FALSE(call);
    EXPECT_EQ(call.error().failure, Failure::Cancelled);
    const auto token_call = keeper.before_token_call(cancel);
    ASSERT_FALSE(token_call);
    EXPECT_EQ(token_call.error().failure, Failure::Cancelled);
    EXPECT_EQ(keeper.use()->used_today, 0);
}

TEST_F(QuotaKeeperTest, SaysThatTheStoreIsLostWhenTheCountCannotBeKept) {
    book.failing = true;
    const auto call = keeper.before_call(cancel);
    ASSERT_FALSE(call);
    EXPECT_EQ(call.error().failure, Failure::StoreLost);
}

} // namespace
} // namespace muster::constant_contact
