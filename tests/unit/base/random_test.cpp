#include "base/random.hpp"

#include <regex>
#include <set>
#include <string>

#include <gtest/gtest.h>

#include "support/fake_clock.hpp"

namespace muster {
namespace {

TEST(SeededRandom, GivesThePublishedNumbersOfSplitMix64) {
    SeededRandom random(1234567);
    EXPECT_EQ(random.next(), 6457827717110365317U);
    EXPECT_EQ(random.next(), 3203168211198807973U);
    EXPECT_EQ(random.next(), 9817491932198370423U);
}

TEST(SeededRandom, RepeatsForASeedAndStaysBelowTheBound) {
    SeededRandom first(7);
    SeededRandom second(7);
    for (int i = 0; i < 1000; ++i) {
        const auto number = first.below(10);
        EXPECT_LT(number, 10U);
        EXPECT_EQ(number, second.below(10));
    }
}

TEST(SystemRandom, DoesNotRepeat) {
    SystemRandom random;
    std::set<std::uint64_t> seen;
    for (int i = 0; i < 100; ++i) {
        seen.insert(random.next());
    }
    EXPECT_EQ(seen.size(), 100U); // two equal ones: once in 10^15 runs
}

TEST(NewId, IsAUuidOfVersion7) {
    SeededRandom random(1);
    const auto id = new_id(FakeClock::kStart, random);
    EXPECT_TRUE(
        std::regex_match(id, std::regex("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")))
        << id;
    EXPECT_EQ(id.substr(0, 13), "01a20846-fe00");
}

TEST(NewId, SortsByTimeOfMaking) {
    SeededRandom random(1);
    FakeClock clock;
    std::string before;
    for (const auto step : {1, 1, 5, 500, 1000, 999, 60'000'000}) {
        const auto id = new_id(clock.now(), random);
        EXPECT_LT(before, id);
        before = id;
        clock.advance(Microseconds(step));
    }
}

TEST(NewId, DiffersWithinTheSameMoment) {
    SeededRandom random(1);
    EXPECT_NE(new_id(FakeClock::kStart, random), new_id(FakeClock::kStart, random));
}

TEST(NewUuid, IsAUuidOfVersion4) {
    SeededRandom random(1);
    for (int i = 0; i < 50; ++i) {
        const auto id = new_uuid(random);
        EXPECT_TRUE(
            std::regex_match(id, std::regex("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")))
            << id;
    }
}

TEST(RandomToken, HasTheAskedLengthAndOnlyUrlSafeCharacters) {
    SeededRandom random(1);
    EXPECT_EQ(random_token(random, 0), "");
    EXPECT_EQ(random_token(random, 1).size(), 2U);
    EXPECT_EQ(random_token(random, 32).size(), 43U);
    EXPECT_TRUE(std::regex_match(random_token(random, 300), std::regex("[A-Za-z0-9_-]{400}")));
    EXPECT_NE(random_token(random, 32), random_token(random, 32));
}

} // namespace
} // namespace muster
