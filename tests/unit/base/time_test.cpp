#include "base/time.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace muster {
namespace {

using std::chrono::days;
using std::chrono::sys_days;

constexpr std::int64_t kMicros = 1'795'435'200'123'456; // 2026-11-23T12:00:00.123456Z

TEST(FormatInstant, LeavesFractionsOut) {
    EXPECT_EQ(format_instant(from_micros(kMicros)), "2026-11-23T12:00:00Z");
    EXPECT_EQ(format_instant(from_micros(0)), "1970-01-01T00:00:00Z");
    EXPECT_EQ(format_instant(from_micros(-1)), "1969-12-31T23:59:59Z");
    EXPECT_EQ(format_instant(from_micros(999'999)), "1970-01-01T00:00:00Z");
}

TEST(ParseInstant, TakesZAndOffsetsWithAndWithoutFractions) {
    const std::vector<std::pair<std::string, std::int64_t>> cases = {
        {"2026-11-23T12:00:00Z", 1'795'435'200'000'000},
        {"2026-11-23T12:00:00.123456Z", kMicros},
        {"2026-11-23T12:00:00.123456999Z", kMicros},
        {"2026-11-23T12:00:00,5Z", 1'795'435'200'500'000},
        {"2026-11-23T07:00:00.000-05:00", 1'795'435'200'000'000},
        {"2026-11-23T17:30:00+0530", 1'795'435'200'000'000},
        {"2026-11-23T13:00:00+01", 1'795'435'200'000'000},
        {"2026-11-24T00:00:00+12:00", 1'795'435'200'000'000},
        {"2026-11-23t12:00z", 1'795'435'200'000'000},
        {" 2026-11-23 12:00:00Z\n", 1'795'435'200'000'000},
        {"1969-12-31T23:59:59Z", -1'000'000},
        {"2024-02-29T00:00:00Z", 1'709'164'800'000'000},
    };
    for (const auto& [text, micros] : cases) {
        const auto parsed = parse_instant(text);
        ASSERT_TRUE(parsed) << text;
        EXPECT_EQ(to_micros(*parsed), micros) << text;
    }
}

TEST(ParseInstant, RefusesWhatIsNoMoment) {
    for (const auto* text : {"",
                             "now",
                             "2026-11-23",
                             "2026-11-23T12:00:00",
                             "2026-02-30T12:00:00Z",
                             "2025-02-29T00:00:00Z",
                             "2026-13-01T00:00:00Z",
                             "2026-11-23T24:00:00Z",
                             "2026-11-23T12:60:00Z",
                             "2026-11-23T12:00:60Z",
                             "2026-11-23T12:00:00.Z",
                             "2026-11-23T12:00:00ZZ",
                             "2026-11-23T12:00:00+5",
                             "2026-11-23T12:00:00+24:00",
                             "2026-11-23T12:00:00+05:60",
                             "2026-11-23T12:00:00+05:",
                             "26-11-23T12:00:00Z",
                             "0000-01-01T00:00:00Z",
                             "2026-11-23X12:00:00Z",
                             "2026-1-23T12:00:00Z"}) {
        const auto parsed = parse_instant(text);
        ASSERT_FALSE(parsed) << text;
        EXPECT_EQ(parsed.error().code, Code::Invalid);
    }
    EXPECT_EQ(parse_instant("noon").error().message,
              "\"noon\" is no moment in time; one looks like 2026-11-24T00:00:00Z.");
}

TEST(ParseInstant, QuotesOnlyTheStartOfALongText) {
    EXPECT_LT(parse_instant(std::string(100'000, 'x')).error().message.size(), 200U);
}

TEST(NextUtcMidnight, R31_IsAlwaysAhead) {
    EXPECT_EQ(format_instant(next_utc_midnight(from_micros(kMicros))), "2026-11-24T00:00:00Z");
    const auto midnight = Instant(sys_days(std::chrono::year{2026} / 12 / 31));
    EXPECT_EQ(format_instant(next_utc_midnight(midnight)), "2027-01-01T00:00:00Z");
    EXPECT_EQ(format_instant(next_utc_midnight(midnight - Microseconds(1))), "2026-12-31T00:00:00Z");
}

TEST(ParseDate, TakesIsoAndAmericanDates) {
    const Date expected = std::chrono::year{2026} / 1 / 9;
    for (const auto* text : {"2026-01-09", "1/9/2026", "01/09/2026", " 2026-01-09 "}) {
        const auto parsed = parse_date(text);
        ASSERT_TRUE(parsed) << text;
        EXPECT_EQ(*parsed, expected) << text;
    }
}

TEST(ParseDate, TellsADayThatDoesNotExistFromWhatIsNoDate) {
    for (const auto* text : {"2026-02-29", "2/30/2026", "2026-00-10", "13/1/2026", "2026-04-31", "0000-01-01"}) {
        const auto parsed = parse_date(text);
        ASSERT_FALSE(parsed) << text;
        EXPECT_NE(parsed.error().message.find("does not exist"), std::string::npos) << text;
    }
    for (const auto* text :
         {"", "soon", "2026-1-9", "1/9/26", "2026/01/09", "9.1.2026", "2026-01-09x", "1/9/2026 ", "1-9-2026"}) {
        const auto parsed = parse_date(std::string(text) + "!");
        ASSERT_FALSE(parsed) << text;
        EXPECT_NE(parsed.error().message.find("no date"), std::string::npos) << text;
    }
}

TEST(ParseDate, ReadsBackEveryDayThatIsWritten) {
    for (auto day = sys_days(std::chrono::year{1899} / 12 / 31); day < sys_days(std::chrono::year{2101} / 1 / 1);
         day += days(1)) {
        ASSERT_EQ(parse_date(format_date(Date(day))).value(), Date(day));
    }
    EXPECT_EQ(format_date(std::chrono::year{987} / 6 / 5), "0987-06-05");
}

} // namespace
} // namespace muster
