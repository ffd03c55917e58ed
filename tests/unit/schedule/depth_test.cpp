#include "schedule/depth.hpp"

#include <vector>

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
    const AccountSize yesterday{.people = 2'000, .full_read_at = at("2026-11-25T08:30:00Z")}; // 33 calls
    const Others others{.calls_in_full = 67, .calls_to_leave = 4};
    EXPECT_EQ(choose_look(yesterday, 100, others, kNow), Look::Everything);
    EXPECT_EQ(choose_look(yesterday, 99, others, kNow), Look::Quickly);
    EXPECT_EQ(choose_look(yesterday, -5, {}, kNow), Look::Quickly);
}

TEST(Depth, R8_AFullOneAtLeastEverySevenDays) {
    const auto look_after = [](std::string_view last_full) {
        return choose_look({.people = 2'000, .full_read_at = at(last_full)}, 0, {}, kNow);
    };
    EXPECT_EQ(look_after("2026-11-20T08:30:00Z"), Look::Quickly);    // six days ago
    EXPECT_EQ(look_after("2026-11-20T07:30:00Z"), Look::Quickly);    // an hour of daylight saving between
    EXPECT_EQ(look_after("2026-11-19T08:30:40Z"), Look::Everything); // a week, less than its own start
    EXPECT_EQ(look_after("2026-11-19T09:30:00Z"), Look::Everything); // a week with an hour less
    EXPECT_EQ(look_after("2026-10-01T08:30:00Z"), Look::Everything);
}

TEST(Depth, R31_FullAfterThreeDaysWhereEverybodyElseKeepsAQuietRun) {
    const AccountSize three_days{.people = 2'000, .full_read_at = at("2026-11-23T08:30:00Z")};
    const AccountSize two_days{.people = 2'000, .full_read_at = at("2026-11-24T08:30:00Z")};
    const Others others{.calls_in_full = 330, .calls_to_leave = 20};
    EXPECT_EQ(choose_look(three_days, 53, others, kNow), Look::Everything);
    EXPECT_EQ(choose_look(three_days, 52, others, kNow), Look::Quickly);
    EXPECT_EQ(choose_look(two_days, 53, others, kNow), Look::Quickly);
}

TEST(Depth, R31_AFullRunIsLeftToTheOneWhoseLastIsLongerAgo) {
    const AccountSize own{.people = 2'000, .full_read_at = at("2026-11-23T08:30:00Z")};
    const auto left_to = [&](std::optional<Instant> full_read_at) {
        return calls_to_leave(own, {.people = 1'000, .full_read_at = full_read_at}, kNow);
    };
    EXPECT_EQ(left_to(at("2026-11-22T08:30:00Z")), 29);
    EXPECT_EQ(left_to(std::nullopt), 29);
    EXPECT_EQ(left_to(at("2026-11-23T08:29:00Z")), 2); // the same night
    EXPECT_EQ(left_to(at("2026-11-24T08:30:00Z")), 2);
    EXPECT_EQ(calls_to_leave({.people = 2'000}, {.people = 1'000}, kNow), 2);
}

DatabaseFacts facts_of(std::int64_t number, AccountSize size) {
    DatabaseFacts facts{.database = number, .name = "D" + std::to_string(number)};
    facts.is_on = true;
    facts.is_connected = true;
    facts.size = size;
    return facts;
}

TEST(Depth, R31_OthersAreThoseThatAreRunningOrStillToComeToday) {
    const Daily daily{.is_on = true, .time = std::chrono::minutes(150), .zone = Zone::find("UTC").value()};
    const auto now = at("2026-11-26T03:00:00Z");
    const AccountSize small{.people = 500, .full_read_at = at("2026-11-25T02:30:00Z")};   // 27 calls
    const AccountSize large{.people = 2'000, .full_read_at = at("2026-11-23T02:30:00Z")}; // 33, longer ago
    std::vector<DatabaseFacts> all{facts_of(1, small), facts_of(2, small), facts_of(3, large),
                                   facts_of(4, large), facts_of(5, large), facts_of(6, large)};
    const Date today(std::chrono::floor<std::chrono::days>(now));
    all[3].days = {{.local_day = today, .due = now, .standing = Standing::Done}};
    all[4].running = OtherRun{"run-5", "ada", now};
    all[4].days = {{.local_day = today, .due = now, .standing = Standing::Done}};
    all[5].is_on = false;
    const auto others = reckon_others(daily, now, all, 1);
    EXPECT_EQ(others.calls_in_full, 27 + 33 + 33); // 2, 3, and 5 that is at it
    EXPECT_EQ(others.calls_to_leave, 2 + 33);
    EXPECT_EQ(others.calls_when_quiet, 2 + 2);
    EXPECT_EQ(reckon_others(daily, now, all, 3).calls_to_leave, 2 + 2);
    EXPECT_EQ(reckon_others(daily, now, all, 99).calls_when_quiet, 6);
    EXPECT_EQ(reckon_others({.is_on = false, .zone = daily.zone}, now, all, 1).calls_in_full, 33);
}

// A thousand accounts of 2,000 people on one key of 10,000 calls a day, all read in full the night before: full
// runs of all would take 33,000.
TEST(Depth, R31_AThousandDatabasesAtTheSameMinuteAllRunEveryNightAndAreReadInFullEveryWeek) {
    constexpr std::size_t kDatabases = 1'000;
    std::vector<AccountSize> accounts(kDatabases, {.people = 2'000, .full_read_at = kNow});
    for (int night = 1; night <= 21; ++night) {
        const auto now = kNow + std::chrono::days(night);
        std::int64_t left = 10'000;
        for (std::size_t i = 0; i < kDatabases; ++i) {
            Others others;
            for (std::size_t behind = i + 1; behind < kDatabases; ++behind) {
                others.calls_in_full += 33;
                others.calls_to_leave += calls_to_leave(accounts[i], accounts[behind], now);
            }
            const bool is_full = choose_look(accounts[i], left, others, now) == Look::Everything;
            left -= is_full ? 33 : kQuietCalls;
            accounts[i].full_read_at = is_full ? now : *accounts[i].full_read_at;
            ASSERT_LT(now - *accounts[i].full_read_at, std::chrono::days(7)) << "night " << night;
        }
        ASSERT_GE(left, 0) << "night " << night;
    }
}

TEST(Depth, R8_AnAccountThatWasNeverReadIsReadInFull) {
    EXPECT_EQ(choose_look({.people = 2'000}, 0, {}, kNow), Look::Everything);
}

TEST(Depth, AFullReadOfTheFutureProvesNothing) {
    const AccountSize read_ahead{.people = 2'000, .full_read_at = at("2027-03-01T00:00:00Z")};
    EXPECT_EQ(choose_look(read_ahead, 0, {}, kNow), Look::Everything); // the clock was set back
}

} // namespace
} // namespace muster::schedule
