#include "schedule/due.hpp"

#include <gtest/gtest.h>

namespace muster::schedule {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

Instant at(std::string_view text) { return parse_instant(text).value(); }
Date day(std::string_view text) { return parse_date(text).value(); }

/// Daily at 02:30 in Chicago, six hours behind UTC in November, switched on a month ago.
Daily a_daily(std::string_view time = "02:30", std::string_view zone = "America/Chicago") {
    return {.is_on = true,
            .time = parse_time_of_day(time).value(),
            .zone = Zone::find(zone).value(),
            .changed = at("2026-10-20T12:00:00Z")};
}

DatabaseFacts a_database(std::int64_t id = 1) {
    return {.database = id,
            .name = "Main",
            .is_on = true,
            .on_since = at("2026-10-01T00:00:00Z"),
            .is_connected = true,
            .bound_since = at("2026-10-01T00:00:00Z")};
}

DatabaseFacts with_day(std::string_view local_day, Standing standing, std::string_view resume_at = "") {
    auto database = a_database();
    DayRecord record{.local_day = day(local_day), .due = at("2026-11-26T08:30:00Z"), .standing = standing};
    if (!resume_at.empty()) {
        record.resume_at = at(resume_at);
    }
    database.days = {record};
    return database;
}

std::optional<Due> due_of(const Daily& daily, std::string_view now, const DatabaseFacts& database) {
    const auto found = find_due(daily, at(now), {&database, 1});
    return found.empty() ? std::nullopt : std::optional(found.front());
}

/// "2026-11-26 ready", "" if nothing is due.
std::string due_text(const Daily& daily, std::string_view now, const DatabaseFacts& database) {
    const auto due = due_of(daily, now, database);
    if (!due) {
        return "";
    }
    const auto* const word = due->readiness == Readiness::Ready  ? " ready"
                             : due->readiness == Readiness::Busy ? " busy"
                                                                 : " paused";
    return format_date(due->local_day) + word + (due->continues ? " again" : "");
}

std::string next_text(const Daily& daily, std::string_view now, const DatabaseFacts& database) {
    const auto next = next_run(daily, at(now), database);
    if (!next) {
        return "";
    }
    constexpr std::string_view kWords[] = {" planned", " now", " busy", " continued"};
    return format_instant(next->at).append(kWords[static_cast<std::size_t>(next->kind)]);
}

TEST(Due, R20_FromItsTimeUntilTheLocalDayEnds) {
    EXPECT_EQ(due_text(a_daily(), "2026-11-26T08:29:59Z", a_database()), "");
    EXPECT_EQ(due_text(a_daily(), "2026-11-26T08:30:00Z", a_database()), "2026-11-26 ready");
    EXPECT_EQ(due_text(a_daily(), "2026-11-27T05:59:59Z", a_database()), "2026-11-26 ready"); // missed, caught up
    EXPECT_EQ(due_text(a_daily(), "2026-11-27T06:00:00Z", a_database()), "");                 // the next day
    EXPECT_EQ(due_of(a_daily(), "2026-11-27T05:00:00Z", a_database())->due, at("2026-11-26T08:30:00Z"));
}

TEST(Due, R20_OncePerLocalDayWhateverCameOfIt) {
    const auto* const now = "2026-11-26T09:00:00Z";
    EXPECT_EQ(due_text(a_daily(), now, with_day("2026-11-26", Standing::Done)), "");
    EXPECT_EQ(due_text(a_daily(), now, with_day("2026-11-26", Standing::Held)), "");
    EXPECT_EQ(due_text(a_daily(), now, with_day("2026-11-26", Standing::Free)), "2026-11-26 ready");
    EXPECT_EQ(due_text(a_daily(), now, with_day("2026-11-25", Standing::Done)), "2026-11-26 ready");
}

TEST(Due, R20_OnlyForDatabasesThatAreSetUpAndConnected) {
    const auto* const now = "2026-11-26T09:00:00Z";
    auto daily = a_daily();
    daily.is_on = false;
    EXPECT_EQ(due_text(daily, now, a_database()), "");
    EXPECT_EQ(next_text(daily, now, a_database()), "");
    auto off = a_database();
    off.is_on = false;
    EXPECT_EQ(due_text(a_daily(), now, off), "");
    EXPECT_EQ(next_text(a_daily(), now, off), "");
    auto lost = a_database();
    lost.is_connected = false;
    EXPECT_EQ(due_text(a_daily(), now, lost), "");
    EXPECT_EQ(next_text(a_daily(), now, lost), "");
}

TEST(Due, R20_SwitchedOnOrMovedToATimeThatHasPassedMeansTomorrow) {
    auto daily = a_daily();
    daily.changed = at("2026-11-26T08:30:01Z");
    EXPECT_EQ(due_text(daily, "2026-11-26T09:00:00Z", a_database()), "");
    EXPECT_EQ(next_text(daily, "2026-11-26T09:00:00Z", a_database()), "2026-11-27T08:30:00Z planned");
    EXPECT_EQ(due_text(daily, "2026-11-27T08:30:00Z", a_database()), "2026-11-27 ready");
    daily.changed = at("2026-11-26T08:30:00Z"); // in time
    EXPECT_EQ(due_text(daily, "2026-11-26T09:00:00Z", a_database()), "2026-11-26 ready");
}

TEST(Due, R20_ADatabaseSwitchedOnOrConnectedAfterTheTimeWaitsForTomorrow) {
    auto switched_on = a_database();
    switched_on.on_since = at("2026-11-26T10:00:00Z");
    EXPECT_EQ(due_text(a_daily(), "2026-11-26T11:00:00Z", switched_on), "");
    EXPECT_EQ(next_text(a_daily(), "2026-11-26T11:00:00Z", switched_on), "2026-11-27T08:30:00Z planned");
    auto connected = a_database();
    connected.bound_since = at("2026-11-26T10:00:00Z");
    EXPECT_EQ(due_text(a_daily(), "2026-11-26T11:00:00Z", connected), "");
    connected.bound_since = at("2026-11-26T08:00:00Z");
    EXPECT_EQ(due_text(a_daily(), "2026-11-26T11:00:00Z", connected), "2026-11-26 ready");
}

TEST(Due, AClockSetBackMakesNoDayTwiceAndLeavesNoneOut) {
    // Saved on the 26th at 10:00 for 08:30, then the clock went back to 08:45: still tomorrow.
    auto daily = a_daily();
    daily.changed = at("2026-11-26T10:00:00Z");
    EXPECT_EQ(due_text(daily, "2026-11-26T08:45:00Z", a_database()), "");
    // Saved while the clock was a month ahead: the days until then run all the same.
    daily.changed = at("2026-12-26T10:00:00Z");
    EXPECT_EQ(due_text(daily, "2026-11-26T08:45:00Z", a_database()), "2026-11-26 ready");
    // Run while the clock was a month ahead, or today already: not again.
    const auto ahead = with_day("2026-12-26", Standing::Done);
    EXPECT_EQ(due_text(a_daily(), "2026-11-26T08:45:00Z", ahead), "2026-11-26 ready");
    EXPECT_EQ(due_text(a_daily(), "2026-12-26T08:45:00Z", ahead), "");
    EXPECT_EQ(next_text(a_daily(), "2026-12-26T08:00:00Z", ahead), "2026-12-27T08:30:00Z planned");
}

TEST(Due, R20_ABusyDatabaseStaysDueTheSameLocalDay) {
    auto busy = a_database();
    busy.running = OtherRun{"id", "cli", at("2026-11-26T08:00:00Z")};
    EXPECT_EQ(due_text(a_daily(), "2026-11-26T08:30:00Z", busy), "2026-11-26 busy");
    EXPECT_EQ(next_text(a_daily(), "2026-11-26T08:30:00Z", busy), "2026-11-26T08:30:00Z busy");
    EXPECT_EQ(due_text(a_daily(), "2026-11-27T05:59:00Z", busy), "2026-11-26 busy");
    EXPECT_EQ(due_text(a_daily(), "2026-11-27T06:00:00Z", busy), "");
}

TEST(Due, R31_APausedRunGoesOnWhenTheQuotaComesBack) {
    const auto paused = with_day("2026-11-26", Standing::Paused, "2026-11-27T00:00:00Z");
    EXPECT_EQ(due_text(a_daily(), "2026-11-26T09:00:00Z", paused), "2026-11-26 paused again");
    EXPECT_EQ(next_text(a_daily(), "2026-11-26T09:00:00Z", paused), "2026-11-27T00:00:00Z continued");
    EXPECT_EQ(due_text(a_daily(), "2026-11-26T23:59:59Z", paused), "2026-11-26 paused again");
    EXPECT_EQ(due_text(a_daily(), "2026-11-27T00:00:00Z", paused), "2026-11-26 ready again");
    EXPECT_EQ(due_of(a_daily(), "2026-11-27T00:00:00Z", paused)->due, at("2026-11-26T08:30:00Z"));
}

TEST(Due, R31_ItsLocalDayIsTheDayItWasDueAlsoAfterMidnight) {
    // 00:00 UTC is 18:00 in Chicago; at 23:00 there the program comes back, and at 01:00 of the next day.
    const auto paused = with_day("2026-11-26", Standing::Paused, "2026-11-27T00:00:00Z");
    EXPECT_EQ(due_text(a_daily(), "2026-11-27T07:00:00Z", paused), "2026-11-26 ready again");
    EXPECT_EQ(due_text(a_daily(), "2026-11-27T08:29:59Z", paused), "2026-11-26 ready again");
    EXPECT_EQ(due_text(a_daily(), "2026-11-27T08:30:00Z", paused), "2026-11-27 ready"); // takes its place
    EXPECT_EQ(due_text(a_daily(), "2026-12-05T08:00:00Z", paused), "");                 // long ago
}

TEST(Due, R31_AManualRunThatTookItsPlaceLeavesNothingToContinue) {
    EXPECT_EQ(due_text(a_daily(), "2026-11-27T00:00:00Z", with_day("2026-11-26", Standing::Done)), "");
}

TEST(Due, R31_APausedRunWaitsForAnotherThatIsGoingOn) {
    auto paused = with_day("2026-11-26", Standing::Paused, "2026-11-27T00:00:00Z");
    paused.running = OtherRun{"id", "cli", at("2026-11-27T00:00:00Z")};
    EXPECT_EQ(due_text(a_daily(), "2026-11-27T00:01:00Z", paused), "2026-11-26 busy again");
}

TEST(Due, APausedRunWhoseTimeWasMovedOnTheNextDayGoesOn) {
    auto daily = a_daily("00:30");
    daily.changed = at("2026-11-27T07:00:00Z"); // 01:00 in Chicago: today's 00:30 has passed
    const auto paused = with_day("2026-11-26", Standing::Paused, "2026-11-27T00:00:00Z");
    EXPECT_EQ(due_text(daily, "2026-11-27T07:30:00Z", paused), "2026-11-26 ready again");
}

TEST(Due, TheNextRunComesBeforeAPauseThatEndsLater) {
    // Due at 17:00, paused at 21:00 (03:00 UTC), so the quota comes back after the next day's 17:00.
    const auto paused = with_day("2026-11-26", Standing::Paused, "2026-11-28T00:00:00Z");
    EXPECT_EQ(next_text(a_daily("17:00"), "2026-11-27T03:30:00Z", paused), "2026-11-27T23:00:00Z planned");
}

TEST(Due, R20_TheOrderIsByMomentThenWhoWaitsLongestThenId) {
    std::vector<DatabaseFacts> databases{a_database(4), a_database(3), a_database(2), a_database(1), a_database(5)};
    databases[0].last_run = at("2026-11-25T08:30:00Z");
    databases[1].last_run = at("2026-11-24T08:30:00Z");
    databases[2].last_run = at("2026-11-25T08:30:00Z");
    databases[4].days = {{.local_day = day("2026-11-25"),
                          .due = at("2026-11-25T08:30:00Z"),
                          .standing = Standing::Paused,
                          .resume_at = at("2026-11-26T00:00:00Z")}};
    databases[4].last_run = at("2026-11-25T08:30:00Z");
    std::vector<std::int64_t> order;
    for (const auto& due : find_due(a_daily(), at("2026-11-26T08:30:00Z"), databases)) {
        order.push_back(due.database);
    }
    // 5 was paused yesterday, but today's run has taken its place; 1 never ran.
    EXPECT_EQ(order, (std::vector<std::int64_t>{1, 3, 2, 4, 5}));
}

TEST(Next, IsTheFirstDayWhoseTimeIsStillToCome) {
    EXPECT_EQ(next_text(a_daily(), "2026-11-26T08:00:00Z", a_database()), "2026-11-26T08:30:00Z planned");
    EXPECT_EQ(next_text(a_daily(), "2026-11-26T08:30:00Z", a_database()), "2026-11-26T08:30:00Z now");
    const auto done = with_day("2026-11-26", Standing::Done);
    EXPECT_EQ(next_text(a_daily(), "2026-11-26T08:31:00Z", done), "2026-11-27T08:30:00Z planned");
}

TEST(Next, R20_LeavesOutADayThatAZoneLeftOut) {
    auto daily = a_daily("02:30", "Pacific/Apia");
    daily.changed = at("2011-01-01T00:00:00Z");
    auto database = a_database();
    database.on_since = database.bound_since = daily.changed;
    database.days = {{.local_day = day("2011-12-29"), .standing = Standing::Done}};
    EXPECT_EQ(next_text(daily, "2011-12-29T13:00:00Z", database), "2011-12-30T12:30:00Z planned"); // the 31st there
    EXPECT_EQ(next_run(daily, at("2011-12-29T13:00:00Z"), database)->local_day, day("2011-12-31"));
}

TEST(Wake, IsTheFirstMomentWithSomethingNew) {
    const auto daily = a_daily();
    const std::vector<DatabaseFacts> none;
    EXPECT_EQ(next_wake(daily, at("2026-11-26T08:00:00Z"), none), std::nullopt);
    std::vector<DatabaseFacts> databases{a_database(1), a_database(2)};
    databases[0].is_on = false;
    EXPECT_EQ(next_wake(daily, at("2026-11-26T08:00:00Z"), databases), at("2026-11-26T08:30:00Z"));
    databases.push_back(with_day("2026-11-26", Standing::Paused, "2026-11-27T00:00:00Z"));
    EXPECT_EQ(next_wake(daily, at("2026-11-26T10:00:00Z"), databases), at("2026-11-27T00:00:00Z"));
}

} // namespace
} // namespace muster::schedule
