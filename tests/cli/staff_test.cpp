// Users and the audit log, by the real binary.

#include "cli/installation_test.hpp"

namespace muster::test {
namespace {

const std::string kPassword = "correct horse battery";

class StaffCommands : public InstallationTest {
  protected:
    Outcome add(const std::string& name, const std::string& role, std::vector<std::string> flags = {}) {
        flags.insert(flags.begin(), {"user", "add", name, "--role", role});
        auto outcome = muster(flags, kPassword + "\n");
        EXPECT_EQ(outcome.code, 0) << outcome.err;
        return outcome;
    }
    /// What the audit log shows under `key`, newest first.
    std::vector<std::string> log(const std::string& key, std::vector<std::string> flags = {}) {
        flags.insert(flags.begin(), "audit");
        auto document = json_of(flags);
        std::vector<std::string> values;
        document.root()["entries"].each(
            [&](const json::Reader& entry) { values.push_back(entry[key].text_or("?")); });
        return values;
    }
};

TEST_F(StaffCommands, AddAUserWithThePasswordAsALineOfStandardInput) {
    const auto outcome = add("Ana Díaz", "administrator");
    EXPECT_EQ(outcome.out, "Added the user \"Ana Díaz\": administrator, all databases.\n");
    const auto list = done({"user", "list"}).out;
    EXPECT_NE(list.find("Ana Díaz  administrator  all databases  no"), std::string::npos) << list;
}

TEST_F(StaffCommands, AddAUserOfSomeDatabases) {
    done({"database", "add", "Main"});
    done({"database", "add", "Harbor"});
    done({"database", "add", "Old Town"});
    const auto outcome = add("Ben", "operator", {"--database", "main", "--database", "Old Town", "--json"});
    Json document(outcome.out);
    EXPECT_EQ(document.number("schema"), 1);
    EXPECT_EQ(document.text("name"), "Ben");
    EXPECT_EQ(document.text("role"), "operator");
    EXPECT_NE(outcome.out.find("\"all_databases\": false"), std::string::npos);
    EXPECT_NE(done({"user", "list"}).out.find("Main, Old Town"), std::string::npos);
}

TEST_F(StaffCommands, AskForThePasswordTwiceAndShowItNever) {
    const auto outcome = converse({"user", "add", "Ana", "--role", "administrator"}, environment_,
                                  {{"Password: ", kPassword + "\n"}, {"The same once more: ", kPassword + "\n"}});
    EXPECT_EQ(outcome.code, 0) << outcome.out;
    EXPECT_EQ(outcome.out.find(kPassword), std::string::npos) << outcome.out;
    EXPECT_NE(outcome.out.find("Added the user \"Ana\""), std::string::npos) << outcome.out;
}

TEST_F(StaffCommands, AddNobodyWhenTheTwoPasswordsDiffer) {
    const auto outcome = converse({"user", "add", "Ana", "--role", "administrator"}, environment_,
                                  {{"Password: ", kPassword + "\n"}, {"The same once more: ", "something else\n"}});
    EXPECT_EQ(outcome.code, 2);
    EXPECT_NE(outcome.out.find("These are two different passwords. Nothing was changed."), std::string::npos);
    EXPECT_EQ(done({"user", "list", "--json"}).out, "[]\n");
}

TEST_F(StaffCommands, RefuseWhatWillNotDo) {
    expect_refused({"user", "add", "Ana"}, 2, "--role ROLE is missing");
    expect_refused({"user", "add", "Ana", "--role", "boss"}, 2, "There are: viewer, operator, administrator.");
    expect_refused({"user", "add", "Ana", "--role", "viewer"}, 2, "The password is missing.");
    expect_refused({"user", "add", "Ana", "--role", "viewer", "--database", "Nowhere"}, 2, "Nowhere");
    expect_refused({"user", "add", "Ana", "--role", "viewer", "--password", kPassword}, 2, "--password");
    const auto common = muster({"user", "add", "Ana", "--role", "viewer"}, "password\n");
    EXPECT_EQ(common.code, 2);
    EXPECT_NE(common.err.find("everybody tries first"), std::string::npos) << common.err;
    add("Ana", "administrator");
    const auto again = muster({"user", "add", "ANA", "--role", "viewer"}, kPassword + "\n");
    EXPECT_EQ(again.code, 2);
    EXPECT_NE(again.err.find("There is a user \"Ana\" already."), std::string::npos) << again.err;
}

TEST_F(StaffCommands, KeepTheLastAdministrator) {
    add("Ana", "administrator");
    add("Ben", "viewer");
    expect_refused({"user", "remove", "Ana"}, 2, "the last administrator of all databases");
    expect_refused({"user", "set", "Ana", "--role", "viewer"}, 2, "the last administrator of all databases");
    done({"user", "set", "Ben", "--role", "administrator"});
    EXPECT_EQ(done({"user", "remove", "ana"}).out, "Removed the user \"Ana\".\n");
    expect_refused({"user", "remove", "Ana"}, 2, "There is no user \"Ana\". There are: \"Ben\".");
}

TEST_F(StaffCommands, ChangeWhatAUserMayDo) {
    done({"database", "add", "Main"});
    add("Ana", "administrator");
    add("Ben", "viewer", {"--database", "Main"});
    EXPECT_EQ(done({"user", "set", "Ben", "--role", "operator", "--all-databases"}).out,
              "The user \"Ben\" is now: operator, all databases.\n");
    EXPECT_EQ(done({"user", "set", "Ben", "--database", "Main", "--no-second-factor"}).out,
              "The user \"Ben\" is now: operator, Main.\n");
    expect_refused({"user", "set", "Ben"}, 2, "nothing to change");
    expect_refused({"user", "set", "Ben", "--all-databases", "--database", "Main"}, 2, "either");
}

TEST_F(StaffCommands, ChangeAPasswordAndEndSessions) {
    add("Ana", "administrator");
    const auto outcome = muster({"user", "password", "Ana"}, "another password 1\r\n");
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    EXPECT_EQ(outcome.out, "\"Ana\" has a new password, and is signed out everywhere.\n");
    EXPECT_EQ(done({"user", "sign-out", "Ana"}).out, "\"Ana\" is signed out everywhere.\n");
    expect_refused({"user", "password", "Nobody"}, 2, "There is no user \"Nobody\"");
}

TEST_F(StaffCommands, AreWrittenDownWithoutSecrets) {
    add("Ana", "administrator");
    EXPECT_EQ(muster({"user", "password", "Ana"}, "another password 1\n").code, 0);
    EXPECT_EQ(log("action"), (std::vector<std::string>{"user.password", "user.add"}));
    EXPECT_EQ(log("record"), (std::vector<std::string>{"Ana", "Ana"}));
    EXPECT_EQ(log("from"), (std::vector<std::string>{"command line", "command line"}));
    EXPECT_EQ(log("details"), (std::vector<std::string>{"", "administrator, all databases"}));
    EXPECT_EQ(done({"audit"}).out.find("password 1"), std::string::npos);
}

TEST_F(StaffCommands, OfOtherSubjectsAreWrittenDownToo) {
    done({"database", "add", "Main"});
    done({"group", "add", "Board", "--database", "Main"});
    done({"group", "rename", "Board", "Council", "--database", "Main"});
    done({"member", "add", "M1", "company=Bakery", "status=ACT", "--database", "Main"});
    done({"rep", "add", "R1", "member_id=M1", "password=swordfish", "email=ana@example.org", "--database", "Main"});
    done({"members", "--database", "Main"}); // reads only
    done({"forget", "ana@example.org", "--database", "Main"});
    expect_refused({"group", "add", "Council", "--database", "Main"}, 2, "Council");
    EXPECT_EQ(log("action"), (std::vector<std::string>{"forget", "rep.add", "member.add", "group.rename",
                                                       "group.add", "database.add"}));
    EXPECT_EQ(log("record"), (std::vector<std::string>{"", "R1", "M1", "Board", "Board", "Main"}));
    EXPECT_EQ(log("details"),
              (std::vector<std::string>{"", "member_id, password, email", "company, status", "→ Council", "", ""}));
    EXPECT_EQ(log("action", {"--database", "Main", "--limit", "1"}), std::vector<std::string>{"forget"});
    EXPECT_EQ(log("record", {"--action", "group"}), (std::vector<std::string>{"Board", "Board"}));
    const auto text = done({"audit"}).out;
    EXPECT_EQ(text.find("swordfish"), std::string::npos);
    EXPECT_EQ(text.find("ana@example.org"), std::string::npos);
    done({"database", "remove", "Main", "--confirm", "Main"});
    EXPECT_EQ(log("action"),
              (std::vector<std::string>{"database.remove", "forget", "rep.add", "member.add", "group.rename",
                                        "group.add", "database.add"})); // it only grows
}

TEST_F(StaffCommands, ShowThatTheLogIsEmpty) {
    EXPECT_EQ(done({"audit"}).out, "Nothing in the audit log fits.\n");
    EXPECT_EQ(json_of({"audit"}).number("total"), 0);
    expect_refused({"audit", "--limit", "501"}, 2, "--limit takes a whole number from 1 to 500");
}

} // namespace
} // namespace muster::test
