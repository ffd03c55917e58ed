#include "cli/completion.hpp"

#include <algorithm>
#include <map>

#include <gtest/gtest.h>

#include "app/settings.hpp"
#include "base/text.hpp"
#include "cli/command.hpp"
#include "unit/cli/shell.hpp"

namespace muster::cli {
namespace {

using Words = std::vector<std::string>;

/// What `shell` offers in each of these situations: a command line whose last word is being typed.
std::vector<Words> offered(const std::string& shell, const std::vector<Words>& situations) {
    std::string script = completion_script(shell).value();
    for (const auto& words : situations) {
        std::string quoted;
        for (const auto& word : words) {
            quoted += " '" + word + "'";
        }
        script += "try" + quoted + "\necho @@\n";
    }
    static const std::map<std::string, std::string> kBefore{
        {"bash",
         "set -u\n"
         "try() { COMP_WORDS=(\"$@\"); COMP_CWORD=$(($# - 1)); _muster; printf '%s\\n' \"${COMPREPLY[@]}\"; }\n"},
        // The functions of zsh's own that work only while a person types.
        {"zsh", "compdef() { : }\n"
                "compadd() { print -rl -- ${(P)2} }\n"
                "compset() { PREFIX=${PREFIX#*=} }\n"
                "_describe() { print -rl -- ${${(P)@[-1]}%%:*} }\n"
                "_files() { print -rl -- ${1:-*}(N) }\n"
                "try() { words=(\"$@\"); CURRENT=$#; PREFIX=$words[-1]; _muster }\n"},
        {"fish", "function try\ncomplete --do-complete \"$argv\" | string replace --regex '\\t.*' ''\nend\n"},
    };
    static const std::map<std::string, std::string> kRun{
        {"bash", "bash --norc {}"}, {"zsh", "zsh -f {}"}, {"fish", "fish --no-config {}"}};
    const auto outcome = test::run_on_file(kRun.at(shell), kBefore.at(shell) + script, {"reps.csv"});
    EXPECT_EQ(outcome.code, 0) << outcome.out;
    std::vector<Words> found(1);
    for (const auto& line : test::lines_of(outcome.out)) {
        if (line == "@@") {
            std::ranges::sort(found.back());
            found.emplace_back();
        } else if (!line.empty()) {
            found.back().push_back(line);
        }
    }
    found.pop_back();
    return found;
}

bool contains(const Words& words, const std::string& word) { return std::ranges::find(words, word) != words.end(); }

class CompletionTest : public testing::TestWithParam<const char*> {};
INSTANTIATE_TEST_SUITE_P(Shells, CompletionTest, testing::Values("bash", "zsh", "fish"),
                         [](const auto& shell) { return std::string(shell.param); });

TEST_P(CompletionTest, OffersEveryCommandOfTheTableWordByWord) {
    std::vector<Words> situations;
    Words expected;
    for (const auto& command : command_table()) {
        Words words{"muster"};
        for (const auto& word : split_list(command.path, ' ')) {
            words.push_back("");
            situations.push_back(words);
            expected.push_back(word);
            words.back() = word;
        }
    }
    const auto found = offered(GetParam(), situations);
    ASSERT_EQ(found.size(), expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) {
        EXPECT_TRUE(contains(found[i], expected[i])) << join(situations[i], " ") << expected[i];
    }
}

TEST_P(CompletionTest, OffersEveryFlagOfEveryCommandAndThoseThatCountEverywhere) {
    std::vector<Words> situations;
    for (const auto& command : command_table()) {
        Words words = split_list("muster " + command.path, ' ');
        words.emplace_back("--");
        situations.push_back(words);
    }
    const auto found = offered(GetParam(), situations);
    ASSERT_EQ(found.size(), command_table().size());
    for (std::size_t i = 0; i < found.size(); ++i) {
        const auto& command = command_table()[i];
        Words expected{"--json", "--quiet", "--help", "--version"};
        for (const auto& row : app::setting_table()) {
            if (!row.flag.empty()) {
                expected.emplace_back(row.flag);
            }
        }
        for (const auto& flag : command.flags) {
            expected.push_back(flag.name);
        }
        std::ranges::sort(expected);
        Words long_ones = found[i];
        std::erase_if(long_ones, [](const std::string& word) { return !word.starts_with("--"); });
        EXPECT_EQ(long_ones, expected) << command.path;
    }
}

TEST_P(CompletionTest, KnowsWhereItIsOnTheLine) {
    const auto found = offered(GetParam(), {
                                               {"muster", "rep", ""},
                                               {"muster", "--store", "import", "group", ""},
                                               {"muster", "group", "add", "list", ""},
                                               {"muster", "user", "add", "Ben", "--role", ""},
                                               {"muster", "import", "--database", ""},
                                               {"muster", "import", "--reps", "r"},
                                               {"muster", "runs", "export", "0192", "r"},
                                               {"muster", "help", "rep", ""},
                                               {"muster", "completion", ""},
                                           });
    const std::vector<Words> expected{
        {"add", "remove", "set"},
        {"add", "list", "remove", "rename"},
        {},
        {"administrator", "operator", "viewer"},
        {},
        {"reps.csv"},
        {"reps.csv"},
        {"add", "remove", "set"},
        {"bash", "fish", "zsh"},
    };
    ASSERT_EQ(found.size(), expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) {
        Words without_text = found[i];
        std::erase(without_text, "text"); // the script itself, where files are offered
        EXPECT_EQ(without_text, expected[i]) << "line " << i;
    }
}

TEST(BashCompletionTest, TakesAFlagAndItsValueAsBashCutsThemAtTheEqualsSign) {
    const auto found = offered("bash", {{"muster", "user", "add", "--role", "="},
                                        {"muster", "user", "add", "--role", "=", "op"},
                                        {"muster", "--store", "=", "x", "rep", "s"}});
    EXPECT_EQ(found, (std::vector<Words>{{"administrator", "operator", "viewer"}, {"operator"}, {"set"}}));
}

TEST(FishCompletionTest, TakesAFlagAndItsValueAsOneWord) {
    EXPECT_EQ(offered("fish", {{"muster", "user", "add", "--role=op"}}), (std::vector<Words>{{"--role=operator"}}));
}

TEST(ZshCompletionTest, TakesAFlagAndItsValueAsOneWord) {
    EXPECT_EQ(offered("zsh", {{"muster", "user", "add", "--role="}}),
              (std::vector<Words>{{"administrator", "operator", "viewer"}}));
}

TEST(CompletionScriptTest, NamesTheShellsThereAre) {
    const auto script = completion_script("tcsh");
    ASSERT_FALSE(script);
    EXPECT_EQ(script.error().message,
              "There is no completion for the shell \"tcsh\". There is for bash, zsh, fish.");
}

} // namespace
} // namespace muster::cli
