#include "staff/sessions.hpp"

#include <gtest/gtest.h>

namespace muster::staff {
namespace {

using namespace std::chrono_literals;

constexpr Instant kNow{std::chrono::sys_days{std::chrono::year{2026} / 11 / 23}};

Session begun(Instant created, Instant last_seen) {
    Session session;
    session.created = created;
    session.last_seen = last_seen;
    session.authenticated = created;
    return session;
}

TEST(Sessions, EndAnHourAfterTheLastRequest) {
    EXPECT_TRUE(is_alive(begun(kNow, kNow), kNow + 60min - 1us));
    EXPECT_FALSE(is_alive(begun(kNow, kNow), kNow + 60min));
    EXPECT_TRUE(is_alive(begun(kNow, kNow + 30min), kNow + 60min));
}

TEST(Sessions, EndTwelveHoursAfterSigningInWhateverIsDone) {
    EXPECT_TRUE(is_alive(begun(kNow, kNow + 12h - 1us), kNow + 12h - 1us));
    EXPECT_FALSE(is_alive(begun(kNow, kNow + 12h), kNow + 12h));
}

TEST(Sessions, DoNotLiveLongerWhenTheClockIsSetBack) {
    EXPECT_TRUE(is_alive(begun(kNow + 5min, kNow + 5min), kNow));
    EXPECT_FALSE(is_alive(begun(kNow + 5min + 1us, kNow), kNow));
    EXPECT_FALSE(is_alive(begun(kNow, kNow + 5min + 1us), kNow));
}

TEST(Sessions, AreFreshForTenMinutesAfterThePassword) {
    const auto session = begun(kNow, kNow);
    EXPECT_TRUE(is_fresh(session, kNow + 10min - 1us));
    EXPECT_FALSE(is_fresh(session, kNow + 10min));
    EXPECT_EQ(fresh_until(session), kNow + 10min);
}

TEST(Tokens, AreKeptAsTheirDigest) {
    EXPECT_EQ(token_digest("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

} // namespace
} // namespace muster::staff
