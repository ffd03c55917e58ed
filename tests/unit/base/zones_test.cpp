#include "base/zones.hpp"

#include <algorithm>
#include <cstdlib>

#include <gtest/gtest.h>

namespace muster {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

Zone zone(std::string_view name) { return Zone::find(name).value(); }

/// When a clock of `name` shows that, in UTC; "never" for a day that was skipped.
std::string utc(std::string_view name, std::string_view day, std::string_view time) {
    const auto instant = zone(name).instant_of(parse_date(day).value(), parse_time_of_day(time).value());
    return instant ? format_instant(*instant) : "never";
}

std::string wall(std::string_view name, std::string_view instant) {
    return format_local(zone(name).local(parse_instant(instant).value()));
}

TEST(Zones, AreFoundByTheirExactNameOnly) {
    EXPECT_EQ(zone("America/Chicago").name(), "America/Chicago");
    EXPECT_EQ(zone("UTC").name(), "UTC");
    for (const auto* wrong : {"", "america/chicago", "Mars/Olympus", "localtime", "posixrules", "Factory",
                              "America", "../etc/passwd", "/etc/passwd", "America/Chicago ", "zone.tab"}) {
        const auto found = Zone::find(wrong);
        ASSERT_FALSE(found) << wrong;
        EXPECT_EQ(found.error().code, Code::Invalid);
    }
    EXPECT_EQ(Zone::find("Mars/Olympus").error().message,
              "There is no time zone \"Mars/Olympus\". It takes a name like America/Chicago.");
}

TEST(Zones, AreListedSortedAndEachCanBeFound) {
    const auto& names = zone_names();
    EXPECT_GT(names.size(), 400U);
    EXPECT_TRUE(std::is_sorted(names.begin(), names.end()));
    for (const auto& name : names) {
        EXPECT_TRUE(Zone::find(name)) << name;
    }
    EXPECT_TRUE(std::binary_search(names.begin(), names.end(), std::string("Australia/Lord_Howe")));
    EXPECT_FALSE(std::binary_search(names.begin(), names.end(), std::string("localtime")));
}

TEST(Zones, ClocksShowTheLocalDayAndTime) {
    EXPECT_EQ(wall("UTC", "2026-11-25T07:30:59Z"), "2026-11-25 07:30");
    EXPECT_EQ(wall("America/Chicago", "2026-11-25T05:59:59Z"), "2026-11-24 23:59");
    EXPECT_EQ(wall("America/Chicago", "2026-07-01T05:00:00Z"), "2026-07-01 00:00");
    EXPECT_EQ(wall("Australia/Lord_Howe", "2026-07-01T13:30:00Z"), "2026-07-02 00:00");
    EXPECT_EQ(wall("Pacific/Apia", "2011-12-30T09:59:59Z"), "2011-12-29 23:59");
    EXPECT_EQ(wall("Pacific/Apia", "2011-12-30T10:00:00Z"), "2011-12-31 00:00");
}

TEST(Zones, ATimeIsFoundUnderEachRuleOfTheYear) {
    EXPECT_EQ(utc("America/Chicago", "2026-01-15", "02:30"), "2026-01-15T08:30:00Z");
    EXPECT_EQ(utc("America/Chicago", "2026-07-15", "02:30"), "2026-07-15T07:30:00Z");
    EXPECT_EQ(utc("Europe/Berlin", "2026-07-15", "00:00"), "2026-07-14T22:00:00Z");
    EXPECT_EQ(utc("Asia/Kathmandu", "2026-07-15", "23:59"), "2026-07-15T18:14:00Z");
}

TEST(Zones, R20_ASkippedTimeBecomesTheNextMinuteThatExists) {
    EXPECT_EQ(utc("America/Chicago", "2026-03-08", "01:59"), "2026-03-08T07:59:00Z");
    EXPECT_EQ(utc("America/Chicago", "2026-03-08", "02:00"), "2026-03-08T08:00:00Z"); // 03:00 there
    EXPECT_EQ(utc("America/Chicago", "2026-03-08", "02:30"), "2026-03-08T08:00:00Z");
    EXPECT_EQ(utc("America/Chicago", "2026-03-08", "03:00"), "2026-03-08T08:00:00Z");
    EXPECT_EQ(utc("Australia/Lord_Howe", "2026-10-04", "02:10"), "2026-10-03T15:30:00Z"); // 02:30 there
    EXPECT_EQ(utc("America/Sao_Paulo", "2018-11-04", "00:00"), "2018-11-04T03:00:00Z");   // 01:00 there
    EXPECT_EQ(utc("Africa/Casablanca", "2026-03-22", "02:30"), "2026-03-22T02:00:00Z");   // the end of Ramadan
}

TEST(Zones, R20_ATimeThatOccursTwiceIsItsFirstOccurrence) {
    EXPECT_EQ(utc("America/Chicago", "2026-11-01", "01:30"), "2026-11-01T06:30:00Z");
    EXPECT_EQ(utc("America/Chicago", "2026-11-01", "02:00"), "2026-11-01T08:00:00Z");
    EXPECT_EQ(utc("Australia/Lord_Howe", "2026-04-05", "01:45"), "2026-04-04T14:45:00Z");
    EXPECT_EQ(utc("Africa/Casablanca", "2026-02-15", "02:30"), "2026-02-15T01:30:00Z");
}

TEST(Zones, ADayThatWasSkippedHasNoTimes) {
    for (const auto* time : {"00:00", "02:30", "23:59"}) {
        EXPECT_EQ(utc("Pacific/Apia", "2011-12-30", time), "never");
        EXPECT_EQ(utc("Pacific/Kiritimati", "1994-12-31", time), "never");
    }
    EXPECT_EQ(utc("Pacific/Apia", "2011-12-29", "23:59"), "2011-12-30T09:59:00Z");
    EXPECT_EQ(utc("Pacific/Apia", "2011-12-31", "00:00"), "2011-12-30T10:00:00Z");
}

TEST(Zones, ATimeSkippedBeyondMidnightIsTheLastMinuteOfItsDay) {
    // Toronto's clocks went from 23:30 to 00:30 of the next day.
    EXPECT_EQ(wall("America/Toronto", "1919-03-31T04:30:00Z"), "1919-03-31 00:30");
    EXPECT_EQ(utc("America/Toronto", "1919-03-30", "23:45"), "1919-03-31T04:29:00Z");
    EXPECT_EQ(utc("America/Toronto", "1919-03-31", "00:10"), "1919-03-31T04:30:00Z");
}

TEST(Zones, HaveLettersOrAnOffsetToShow) {
    const auto at = [](std::string_view text) { return parse_instant(text).value(); };
    EXPECT_EQ(zone("America/Chicago").abbreviation(at("2026-01-15T00:00:00Z")), "CST");
    EXPECT_EQ(zone("America/Chicago").abbreviation(at("2026-07-15T00:00:00Z")), "CDT");
    EXPECT_EQ(zone("Australia/Lord_Howe").abbreviation(at("2026-07-15T00:00:00Z")), "UTC+10:30");
    EXPECT_EQ(zone("America/Sao_Paulo").abbreviation(at("2026-07-15T00:00:00Z")), "UTC-03:00");
    EXPECT_EQ(zone("America/Chicago").offset(at("2026-01-15T00:00:00Z")), hours(-6));
    EXPECT_EQ(zone("Australia/Lord_Howe").offset(at("2026-01-15T00:00:00Z")), hours(11));
}

TEST(Zones, TheMachinesIsWhatTzNamesElseItsOwn) {
    const char* const before = std::getenv("TZ");
    const std::string kept = before == nullptr ? "" : before;
    ::setenv("TZ", "Pacific/Apia", 1);
    EXPECT_EQ(machine_zone(), "Pacific/Apia");
    ::setenv("TZ", ":Europe/Berlin", 1);
    EXPECT_EQ(machine_zone(), "Europe/Berlin");
    ::setenv("TZ", "CST6CDT,M3.2.0,M11.1.0", 1);
    const auto own = machine_zone();
    EXPECT_TRUE(Zone::find(own)) << own;
    ::unsetenv("TZ");
    EXPECT_EQ(machine_zone(), own);
    if (before != nullptr) {
        ::setenv("TZ", kept.c_str(), 1);
    }
}

TEST(TimeOfDay, IsTwoDigitsTwice) {
    EXPECT_EQ(parse_time_of_day("00:00").value(), minutes(0));
    EXPECT_EQ(parse_time_of_day("02:30").value(), minutes(150));
    EXPECT_EQ(parse_time_of_day("23:59").value(), minutes(1439));
    for (const auto* wrong : {"24:00", "2:30", "02:60", "02-30", "aa:bb", "", "02:30 ", "٠٢:٣٠"}) {
        EXPECT_FALSE(parse_time_of_day(wrong)) << wrong;
    }
}

} // namespace
} // namespace muster
