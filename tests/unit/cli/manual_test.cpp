#include "cli/manual.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "app/settings.hpp"
#include "base/text.hpp"
#include "cli/command.hpp"
#include "cli/parser.hpp"
#include "cli/roff.hpp"
#include "unit/cli/shell.hpp"

namespace muster::cli {
namespace {

bool has(const std::string& text, const std::string& piece) { return text.find(piece) != std::string::npos; }

/// The page as man shows it, on lines so wide that nothing is broken.
const std::string& shown() {
    static const std::string page = [] {
        const auto outcome = test::run_on_file("MANWIDTH=4000 man --local-file {}", manual_page());
        EXPECT_EQ(outcome.code, 0) << outcome.out;
        return outcome.out;
    }();
    return page;
}

TEST(RoffTest, NothingInATextIsTakenForARequestOrAnEscape) {
    EXPECT_EQ(roff_text(".PP"), "\\&.PP");
    EXPECT_EQ(roff_text("'quoted'"), "\\(aqquoted\\(aq");
    EXPECT_EQ(roff_text("C:\\fB"), "C:\\efB");
    EXPECT_EQ(roff_text("say \"~^`\""), "say \\(dq\\(ti\\(ha\\(ga\\(dq");
}

TEST(RoffTest, CharactersBeyondAsciiAreWrittenByNumber) {
    EXPECT_EQ(roff_text("Díaz … 𝄞"), "D\\[u00ED]az \\[u2026] \\[u1D11E]");
}

TEST(RoffTest, HyphensOfFlagsAreThoseOfTheKeyboard) {
    EXPECT_EQ(roff_text("a two-column --skip-bad -q"), "a two-column \\-\\-skip-bad \\-q");
    EXPECT_EQ(roff_typed("--skip-bad"), "\\-\\-skip\\-bad");
    EXPECT_EQ(roff_bold("-q"), "\\fB\\-q\\fR");
    EXPECT_EQ(roff_italic("NAME"), "\\fINAME\\fR");
}

TEST(ManualTest, GroffAndManHaveNothingToComplainAbout) {
    EXPECT_EQ(test::run_on_file("groff -man -ww -Tutf8 -z {}", manual_page()).out, "");
    EXPECT_EQ(test::run_on_file("man --warnings -E UTF-8 --local-file -Tutf8 -Z {} > /dev/null", manual_page()).out,
              "");
}

TEST(ManualTest, ACheckWithoutComplaintsMeansThatThereAreNone) {
    EXPECT_NE(test::run_on_file("groff -man -ww -Tutf8 -z {}", manual_page() + ".nonsense\n").out, "");
}

TEST(ManualTest, TellsEveryCommandWithItsArgumentsFlagsAndExamples) {
    for (const auto& command : command_table()) {
        EXPECT_TRUE(has(shown(), "\n   " + command.path + "\n       muster " + command.path)) << command.path;
        for (const auto& argument : command.arguments) {
            EXPECT_TRUE(has(shown(), "\n       " + argument.name)) << command.path << " " << argument.name;
            EXPECT_TRUE(has(shown(), argument.help)) << command.path << " " << argument.name;
        }
        for (const auto& flag : command.flags) {
            const std::string value = flag.value_name.empty() ? "" : " " + flag.value_name;
            EXPECT_TRUE(has(shown(), "\n       " + flag.name + value)) << command.path << " " << flag.name;
            EXPECT_TRUE(has(shown(), flag.help)) << command.path << " " << flag.name;
        }
        for (const auto& example : command.examples) {
            EXPECT_TRUE(has(shown(), "\n           " + example + "\n")) << example;
        }
    }
}

TEST(ManualTest, TellsEverySettingAndEveryExitCode) {
    for (const auto& row : app::setting_table()) {
        EXPECT_TRUE(has(shown(), "\n       " + std::string(row.environment))) << row.key;
        if (!row.flag.empty()) {
            EXPECT_TRUE(has(shown(), fmt::format("\n       {} {}", row.flag, row.value_name))) << row.key;
        }
    }
    EXPECT_TRUE(has(shown(), "MUSTER_CTCT_CLIENT_SECRET_FILE"));
    EXPECT_TRUE(has(shown(), "-q, --quiet"));
    for (const auto* code : {"0", "1", "2", "3", "4", "5", "6", "7", "130"}) {
        EXPECT_TRUE(has(shown(), "\n       " + std::string(code) + "  ")) << code;
    }
}

TEST(ManualTest, LaysOutTermsAndFillsTheRest) {
    EXPECT_TRUE(
        has(shown(), "\n       removal_limit_count (0 to 1000000; default: 10)\n              a run that would"));
    EXPECT_TRUE(has(shown(), "job_title email phone mobile"));
}

TEST(ManualTest, ItsExamplesAreCommandsThatThereAre) {
    for (const auto& example : manual_examples()) {
        auto words = split_list(example.line, ' ');
        ASSERT_EQ(words.at(0), "muster");
        words.erase(words.begin());
        const auto parsed = parse_arguments(words);
        EXPECT_TRUE(parsed) << example.line;
        EXPECT_TRUE(has(shown(), "\n           " + std::string(example.line) + "\n")) << example.line;
    }
}

} // namespace
} // namespace muster::cli
