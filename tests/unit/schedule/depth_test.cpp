#include "schedule/depth.hpp"

#include <gtest/gtest.h>

namespace muster::schedule {
namespace {

Instant at(std::string_view text) { return parse_instant(text).value(); }

const Instant kNow = at("2026-11-26T08:30:00Z");

TEST(Depth, R8_AFullRunIsReckonedByTheSizeOfTheAccount) {
    EXPECT_EQ(full_run_calls({.people = 0}), 27);
    EXPECT_EQ(full_run_calls({.people = 500}), 27);
    EXPECT_EQ(full_run_calls({.people = 501}), 29);
    EXPECT_EQ(full_run_calls({.people = 250'000}), 1'025);
}

TEST(Depth, R8_FullAsLongAsTheQuotaAllowsItForAll) {
    const AccountSize yesterday{.people = 2'000, .full_read_at = at("2026-11-25T08:30:00Z")};
    EXPECT_EQ(choose_look(yesterday, 100, 100, kNow), Look::Everything);
    EXPECT_EQ(choose_look(yesterday, 99, 100, kNow), Look::Quickly);
    EXPECT_EQ(choose_look(yesterday, -5, 27, kNow), Look::Quickly);
}

TEST(Depth, R8_AFullOneAtLeastEverySevenDays) {
    const auto look_after = [](std::string_view last_full) {
        return choose_look({.people = 2'000, .full_read_at = at(last_full)}, 0, 100, kNow);
    };
    EXPECT_EQ(look_after("2026-11-20T08:30:00Z"), Look::Quickly);    // six days ago
    EXPECT_EQ(look_after("2026-11-20T07:30:00Z"), Look::Quickly);    // an hour of daylight saving between
    EXPECT_EQ(look_after("2026-11-19T08:30:40Z"), Look::Everything); // a week, less than its own start
    EXPECT_EQ(look_after("2026-11-19T09:30:00Z"), Look::Everything); // a week with an hour less
    EXPECT_EQ(look_after("2026-10-01T08:30:00Z"), Look::Everything);
}

TEST(Depth, R8_AnAccountThatWasNeverReadIsReadInFull) {
    EXPECT_EQ(choose_look({.people = 2'000}, 0, 100, kNow), Look::Everything);
}

TEST(Depth, AFullReadOfTheFutureProvesNothing) {
    const AccountSize read_ahead{.people = 2'000, .full_read_at = at("2027-03-01T00:00:00Z")};
    EXPECT_EQ(choose_look(read_ahead, 0, 100, kNow), Look::Everything); // the clock was set back
}

} // namespace
} // namespace muster::schedule
