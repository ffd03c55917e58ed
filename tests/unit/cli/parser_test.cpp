#include "cli/parser.hpp"

#include <set>

#include <gtest/gtest.h>

#include "cli/help.hpp"

namespace muster::cli {
namespace {

std::string refusal(const std::vector<std::string>& arguments) {
    const auto parsed = parse_arguments(arguments);
    return parsed ? "(taken)" : parsed.error().message;
}

TEST(ParserTest, ReadsArgumentsAndFlagsOfTheCommand) {
    const auto parsed = parse_arguments(
        {"rep", "set", "R17", "--database", "Main", "email=new@example.org", "groups=Board;Ambassadors"});
    ASSERT_TRUE(parsed) << parsed.error().message;
    EXPECT_EQ(parsed->command->path, "rep set");
    EXPECT_EQ(parsed->given.value("ID"), "R17");
    EXPECT_EQ(parsed->given.value("--database"), "Main");
    EXPECT_EQ(parsed->given.values("FIELD=VALUE"),
              (std::vector<std::string>{"email=new@example.org", "groups=Board;Ambassadors"}));
}

TEST(ParserTest, KeepsRepeatedFlagsInTheirOrder) {
    const auto parsed = parse_arguments({"sync", "--list-group", "B", "--database", "Main", "--list-group", "A",
                                         "--rep-filter", "group=\"Board, old\",A"});
    ASSERT_TRUE(parsed) << parsed.error().message;
    EXPECT_EQ(parsed->given.values("--list-group"), (std::vector<std::string>{"B", "A"}));
    EXPECT_EQ(parsed->given.values("--rep-filter"), (std::vector<std::string>{"group=\"Board, old\",A"}));
}

TEST(ParserTest, TakesValuesThatLookLikeListsOrNumbersAsTheyAre) {
    const auto parsed =
        parse_arguments({"rep", "set", "[1,2]", "--database", "[a,b]", "job_title=[x]", "phone=-5"});
    ASSERT_TRUE(parsed) << parsed.error().message;
    EXPECT_EQ(parsed->given.value("ID"), "[1,2]");
    EXPECT_EQ(parsed->given.value("--database"), "[a,b]");
    EXPECT_EQ(parsed->given.values("FIELD=VALUE"), (std::vector<std::string>{"job_title=[x]", "phone=-5"}));
}

TEST(ParserTest, AFlagTakesAnEmptyValue) {
    const auto parsed = parse_arguments({"members", "--database", ""});
    ASSERT_TRUE(parsed) << parsed.error().message;
    EXPECT_EQ(parsed->given.value("--database"), "");
}

TEST(ParserTest, ACommandMayBeTheBeginningOfOthers) {
    EXPECT_EQ(parse_arguments({"runs", "--database", "Main"})->command->path, "runs");
    EXPECT_EQ(parse_arguments({"runs", "show", "some-id"})->command->path, "runs show");
}

TEST(ParserTest, FindsGeneralFlagsAnywhere) {
    const auto parsed = parse_arguments({"--quiet", "database", "list", "--store", "sqlite:x.db", "--json"});
    ASSERT_TRUE(parsed) << parsed.error().message;
    EXPECT_TRUE(parsed->json);
    EXPECT_TRUE(parsed->quiet);
    EXPECT_EQ(parsed->settings.at("--store"), "sqlite:x.db");
}

TEST(ParserTest, TellsWhatIsWrong) {
    EXPECT_NE(refusal({"sync"}).find("--database NAME is missing"), std::string::npos);
    EXPECT_NE(refusal({"sync", "--database"}).find("--database"), std::string::npos);
    EXPECT_NE(refusal({"sync", "--database", "Main", "--list-groups", "x"}).find("--list-groups"),
              std::string::npos);
    EXPECT_NE(refusal({"syncs"}).find("syncs"), std::string::npos);
}

TEST(ParserTest, ANumberKeepsToItsRange) {
    Given given;
    given.add("--confirm-removals", "12");
    EXPECT_EQ(given.number("--confirm-removals", 0, 100).value(), 12);
    EXPECT_EQ(given.number("--other", 0, 100).value(), std::nullopt);
    EXPECT_FALSE(given.number("--confirm-removals", 0, 11));
    Given wrong;
    wrong.add("--confirm-removals", "12x");
    EXPECT_FALSE(wrong.number("--confirm-removals", 0, 100));
}

TEST(ParserTest, EveryRowOfTheTableIsWhole) {
    std::set<std::string> paths;
    for (const auto& command : command_table()) {
        EXPECT_TRUE(paths.insert(command.path).second) << command.path;
        EXPECT_FALSE(command.help.empty()) << command.path;
        EXPECT_NE(command.run, nullptr) << command.path;
        std::set<std::string> names;
        for (const auto& flag : command.flags) {
            EXPECT_TRUE(names.insert(flag.name).second) << command.path << " " << flag.name;
            EXPECT_EQ(flag.kind == FlagKind::Switch, flag.value_name.empty()) << command.path << " " << flag.name;
            EXPECT_FALSE(flag.help.empty()) << command.path << " " << flag.name;
        }
        EXPECT_NE(help_text(command.path).find("Usage: muster " + command.path), std::string::npos) << command.path;
    }
}

} // namespace
} // namespace muster::cli
