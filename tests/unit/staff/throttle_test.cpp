#include "staff/throttle.hpp"

#include <vector>

#include "support/properties.hpp"

namespace muster::staff {
namespace {

using namespace std::chrono_literals;

constexpr Instant kNow{std::chrono::sys_days{std::chrono::year{2026} / 11 / 23}};
constexpr ThrottleLimits kLimits{3, 1s, 1min};

TEST(Throttle, LetsAFewFailuresPassAndThenDoublesTheDelayUpToItsBound) {
    const std::vector<Microseconds> expected{0s, 0s, 0s, 1s, 2s, 4s, 8s, 16s, 32s, 60s, 60s};
    for (std::size_t failures = 0; failures < expected.size(); ++failures) {
        EXPECT_EQ(wait_of({static_cast<std::int64_t>(failures), kNow}, kLimits, kNow), expected[failures])
            << failures;
    }
    EXPECT_EQ(wait_of({1'000'000'000'000, kNow}, kLimits, kNow), 60s);
}

TEST(Throttle, CountsTheDelayFromTheLastFailure) {
    const Attempts attempts{5, kNow};
    EXPECT_EQ(wait_of(attempts, kLimits, kNow + 1s), 3s);
    EXPECT_EQ(wait_of(attempts, kLimits, kNow + 4s), 0s);
    EXPECT_EQ(wait_of(attempts, kLimits, kNow + 5min), 0s);
}

TEST(Throttle, BeginsAnewAfterAQuarterOfAnHourOfPeace) {
    const Attempts attempts{9, kNow};
    EXPECT_EQ(after_failure(attempts, kNow + 15min - 1us), (Attempts{10, kNow + 15min - 1us}));
    EXPECT_EQ(after_failure(attempts, kNow + 15min), (Attempts{1, kNow + 15min}));
    EXPECT_EQ(after_failure({}, kNow), (Attempts{1, kNow}));
}

TEST(Throttle, TakesFailuresThatLieAheadForForgotten) {
    const Attempts attempts{9, kNow + 1h};
    EXPECT_EQ(wait_of(attempts, kLimits, kNow), 0s);
    EXPECT_EQ(after_failure(attempts, kNow), (Attempts{1, kNow}));
}

RC_GTEST_PROP(Throttle, NeverAsksForMoreThanItsBound, ()) {
    const Attempts attempts{*rc::gen::arbitrary<std::int64_t>(),
                            kNow +
                                Microseconds(*rc::gen::inRange<std::int64_t>(-100'000'000'000, 100'000'000'000))};
    const auto wait = wait_of(attempts, kAccountLimits, kNow);
    RC_ASSERT(wait >= 0s);
    RC_ASSERT(wait <= 1min);
}

TEST(Networks, AreTheAddressInIpv4AndItsFirstHalfInIpv6) {
    EXPECT_EQ(network_of("192.0.2.1"), "192.0.2.1");
    EXPECT_NE(network_of("192.0.2.1"), network_of("192.0.2.2"));
    EXPECT_EQ(network_of("2001:db8:1:2::1"), network_of("2001:db8:1:2:ffff:ffff:ffff:ffff"));
    EXPECT_NE(network_of("2001:db8:1:2::1"), network_of("2001:db8:1:3::1"));
    EXPECT_NE(network_of("::ffff:192.0.2.1"), network_of("::ffff:192.0.2.2"));
    EXPECT_EQ(network_of("no address"), "no address");
    EXPECT_EQ(network_of(""), "");
}

} // namespace
} // namespace muster::staff
