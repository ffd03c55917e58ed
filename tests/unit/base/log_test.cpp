#include "base/log.hpp"

#include <algorithm>
#include <regex>
#include <stdexcept>
#include <string>
#include <thread>

#include <gtest/gtest.h>

namespace muster {
namespace {

/// What `write` leaves on standard error.
template <class Write>
std::string logged(LogLevel level, Write write) {
    set_log_level(level);
    ::testing::internal::CaptureStderr();
    write();
    auto text = ::testing::internal::GetCapturedStderr();
    set_log_level(LogLevel::Warning);
    return text;
}

TEST(Log, WritesOneLineWithTimeLevelEventAndFields) {
    const auto line = logged(LogLevel::Info,
                             [] { log(LogLevel::Info, "run.finished", {{"database", "Main"}, {"calls", "17"}}); });
    EXPECT_TRUE(std::regex_match(
        line,
        std::regex(
            "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z info run\\.finished database=Main calls=17\n")))
        << line;
}

TEST(Log, QuotesValuesSoThatNoneCanPassForAFieldOrALine) {
    const auto line = logged(LogLevel::Info, [] {
        log(LogLevel::Error, "e",
            {{"a", "two words"}, {"b", ""}, {"c", "x=y"}, {"d", "1\n2 forged"}, {"e", "\"q\""}, {"f", "\x1B[31m"}});
    });
    EXPECT_NE(line.find(R"( e a="two words" b="" c="x=y" d="1\n2 forged" e="\"q\"" f="\u001b[31m")"),
              std::string::npos)
        << line;
    EXPECT_EQ(std::count(line.begin(), line.end(), '\n'), 1);
}

TEST(Log, LeavesBracesInEventsAndValuesAlone) {
    const auto line = logged(LogLevel::Info, [] { log(LogLevel::Error, "e{}", {{"a", "{x}"}}); });
    EXPECT_NE(line.find("e{} a={x}"), std::string::npos) << line;
}

TEST(Log, IsSilentBelowItsLevel) {
    const auto write_all = [] {
        log(LogLevel::Debug, "debug");
        log(LogLevel::Info, "info");
        log(LogLevel::Warning, "warning");
        log(LogLevel::Error, "error");
        log(LogLevel::Off, "off");
    };
    EXPECT_EQ(logged(LogLevel::Off, write_all), "");
    const auto warnings = logged(LogLevel::Warning, write_all);
    EXPECT_EQ(warnings.find(" info"), std::string::npos);
    EXPECT_NE(warnings.find(" warning\n"), std::string::npos);
    EXPECT_NE(warnings.find(" error\n"), std::string::npos);
    EXPECT_EQ(warnings.find(" off\n"), std::string::npos);
    EXPECT_NE(logged(LogLevel::Debug, write_all).find(" debug debug\n"), std::string::npos);
}

/// The line without its time.
template <class Write>
std::string event_of(Write write) {
    const auto line = logged(LogLevel::Info, write);
    return line.substr(std::min(line.find(' ') + 1, line.size()));
}

TEST(LogContext, PutsItsFieldsOnEveryLineOfItsThreadWhileItLives) {
    const auto write = [] { log(LogLevel::Info, "e", {{"a", "1"}}); };
    {
        const LogContext context{{"run", "r-7"}, {"database", "3"}};
        EXPECT_EQ(event_of(write), "info e a=1 run=r-7 database=3\n");
        EXPECT_EQ(event_of([&] { std::thread(write).join(); }), "info e a=1\n");
    }
    EXPECT_EQ(event_of(write), "info e a=1\n");
}

TEST(LogContext, TheInnermostOfAKeyCounts) {
    const LogContext outer{{"run", "r-7"}, {"database", "3"}};
    {
        const LogContext inner{{"run", "r-8"}};
        EXPECT_EQ(event_of([] { log(LogLevel::Info, "e"); }), "info e database=3 run=r-8\n");
        EXPECT_EQ(event_of([] { log(LogLevel::Info, "e", {{"run", "r-9"}}); }), "info e run=r-9 database=3\n");
    }
    EXPECT_EQ(event_of([] { log(LogLevel::Info, "e"); }), "info e run=r-7 database=3\n");
}

TEST(LogContext, EndsAlsoWhereItsScopeIsLeftByAnException) {
    const auto leave = [] {
        const LogContext context{{"run", "r-7"}};
        throw std::runtime_error("broken");
    };
    EXPECT_THROW(leave(), std::runtime_error);
    EXPECT_EQ(event_of([] { log(LogLevel::Info, "e"); }), "info e\n");
}

TEST(Log, WritesOneJsonObjectALineWhereAsked) {
    const LogContext context{{"run", "r-7"}};
    set_log_format(LogFormat::Json);
    const auto lines = logged(LogLevel::Info, [] {
        log(LogLevel::Warning, "call_repeated", {{"reason", "\"no\"\n{\"forged\":1}%v"}, {"attempt", "2"}});
        log(LogLevel::Error, "e");
    });
    set_log_format(LogFormat::Text);
    EXPECT_TRUE(std::regex_match(
        lines, std::regex(R"(\{"time":"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z","level":"warning",)"
                          R"("event":"call_repeated","reason":"\\"no\\"\\n\{\\"forged\\":1\}%v","attempt":"2",)"
                          "\"run\":\"r-7\"\\}\n\\{[^\n]*\"level\":\"error\",\"event\":\"e\",\"run\":\"r-7\"\\}\n")))
        << lines;
    EXPECT_EQ(event_of([] { log(LogLevel::Info, "e"); }), "info e run=r-7\n");
}

} // namespace
} // namespace muster
