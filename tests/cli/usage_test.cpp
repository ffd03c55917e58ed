// What is typed wrongly: one message, exit code 2, the store as it was.

#include <filesystem>

#include "cli/installation_test.hpp"

namespace muster::test {
namespace {

class Usage : public InstallationTest {};

TEST_F(Usage, SaysThatACommandIsMissing) { expect_refused({}, 2, "A command is missing. See muster --help."); }

TEST_F(Usage, RefusesAnUnknownCommand) { expect_refused({"frobnicate"}, 2, "frobnicate"); }

TEST_F(Usage, RefusesAnUnknownFlag) {
    expect_refused({"members", "--database", "Main", "--frobnicate"}, 2, "--frobnicate");
}

TEST_F(Usage, SaysWhichFlagIsMissing) {
    expect_refused({"members"}, 2, "--database NAME is missing. See muster members --help.");
}

TEST_F(Usage, SaysWhichArgumentIsMissing) { expect_refused({"database", "add"}, 2, "NAME is missing"); }

TEST_F(Usage, RefusesHalfACommand) { expect_refused({"database"}, 2, "muster database needs one more word"); }

TEST_F(Usage, RefusesOneArgumentTooMany) { expect_refused({"database", "add", "Main", "Second"}, 2, "Second"); }

TEST_F(Usage, RefusesAFlagThatIsGivenTwice) {
    expect_refused({"members", "--database", "A", "--database", "B"}, 2, "--database was given more than once");
}

TEST_F(Usage, MakesNoStoreForATypingMistake) {
    EXPECT_EQ(muster({"members"}).code, 2);
    EXPECT_FALSE(std::filesystem::exists(path("muster.db")));
}

TEST_F(Usage, GivesOneDocumentForAnErrorWithJson) {
    const auto outcome = muster({"database", "add", "--json"});
    EXPECT_EQ(outcome.code, 2);
    Json document(outcome.out);
    EXPECT_EQ(document.number("schema"), 1);
    EXPECT_EQ(document.text("state"), "usage");
}

TEST_F(Usage, HelpNamesEveryCommandOfThisStage) {
    const auto outcome = done({"--help"});
    for (const auto* command : {"database add",
                                "database list",
                                "database rename",
                                "database remove",
                                "database set",
                                "database show",
                                "import",
                                "export",
                                "members",
                                "reps",
                                "group add",
                                "group list",
                                "group rename",
                                "group remove",
                                "attribute list",
                                "status list",
                                "status set",
                                "rep add",
                                "rep set",
                                "rep remove",
                                "member add",
                                "member set",
                                "member remove",
                                "connect",
                                "disconnect",
                                "sync",
                                "auto-update set",
                                "auto-update show",
                                "schedule set",
                                "schedule show",
                                "schedule run-due",
                                "check",
                                "runs",
                                "runs show",
                                "runs export",
                                "put-back",
                                "why",
                                "forget",
                                "audit",
                                "user add",
                                "user list",
                                "user set",
                                "user password",
                                "user sign-out",
                                "user remove",
                                "settings set",
                                "settings show",
                                "key rotate",
                                "store copy",
                                "store backup",
                                "sample",
                                "undo",
                                "sandbox",
                                "demo"}) {
        EXPECT_NE(outcome.out.find(std::string("\n  ") + command + " "), std::string::npos) << command;
        const auto help = done({"help", command});
        EXPECT_NE(help.out.find(std::string("Usage: muster ") + command), std::string::npos) << command;
    }
}

TEST_F(Usage, HelpOfACommandNamesItsFlagsAndExamples) {
    const auto help = done({"sync", "--help"}).out;
    EXPECT_NE(help.find("--confirm-removals N"), std::string::npos);
    EXPECT_NE(help.find("--list-group GROUP (repeatable)"), std::string::npos);
    EXPECT_NE(help.find("Examples:"), std::string::npos);
}

TEST_F(Usage, HelpOfAnUnknownCommandIsAUsageError) { expect_refused({"help", "frobnicate"}, 2, "frobnicate"); }

TEST_F(Usage, TellsItsVersion) { EXPECT_TRUE(done({"--version"}).out.starts_with("muster ")); }

TEST_F(Usage, TakesGeneralFlagsBeforeAndAfterTheCommand) {
    done({"--quiet", "database", "add", "Main"});
    EXPECT_EQ(done({"--json", "database", "list"}).out, done({"database", "list", "--json"}).out);
}

TEST_F(Usage, ADatabaseMayBeNamedLikeACommand) {
    done({"database", "add", "list"});
    done({"group", "add", "remove", "--database", "list"});
    EXPECT_NE(done({"group", "list", "--database", "list"}).out.find("remove"), std::string::npos);
}

} // namespace
} // namespace muster::test
