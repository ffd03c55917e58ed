#include "base/log.hpp"

#include <regex>
#include <string>

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

} // namespace
} // namespace muster
