#include "app/staff.hpp"

#include <chrono>

#include "staff_fixture.hpp"

namespace muster::app {
namespace {

using namespace std::chrono_literals;
using staff::Role;
using staff::Scope;

class Staff : public StaffTest {
  protected:
    Staff() {
        main_ = add_database(*installation_, "Main").value().id.number;
        harbor_ = add_database(*installation_, "Harbor").value().id.number;
    }
    std::int64_t main_ = 0, harbor_ = 0;
};

TEST_F(Staff, AddsUsersAndListsThemByName) {
    add("zoë", Role::Viewer, {false, {harbor_, main_, harbor_}});
    add("Ana");
    const auto users = list_users(*installation_);
    ASSERT_EQ(users.size(), 2U);
    EXPECT_EQ(users[0].name, "Ana");
    EXPECT_EQ(users[0].role, Role::Administrator);
    EXPECT_TRUE(users[0].scope.all_databases);
    EXPECT_FALSE(users[0].has_second_factor);
    EXPECT_EQ(users[0].created, FakeClock::kStart);
    EXPECT_FALSE(users[0].last_seen);
    EXPECT_EQ(users[1].scope, (Scope{false, {main_, harbor_}}));
    EXPECT_EQ(database_names(*installation_, users[1].scope), (std::vector<std::string>{"Main", "Harbor"}));
    EXPECT_EQ(find_user(*installation_, " ANA").value(), users[0]);
}

TEST_F(Staff, HasNoTwoUsersOfOneName) {
    add("Ana Díaz");
    const auto second = add_user(*installation_, kConsole, {"ANA  DÍAZ", kPassword, Role::Viewer, Scope::all()});
    EXPECT_EQ(code_of(second), Code::Conflict);
    EXPECT_EQ(refusal(second), "There is a user \"Ana Díaz\" already. Choose another name.");
}

TEST_F(Staff, RefusesUsersThatWillNotDo) {
    EXPECT_EQ(code_of(add_user(*installation_, kConsole, {" ", kPassword, Role::Viewer, Scope::all()})),
              Code::Invalid);
    EXPECT_EQ(code_of(add_user(*installation_, kConsole, {"Ana", "password", Role::Viewer, Scope::all()})),
              Code::Invalid);
    EXPECT_EQ(code_of(add_user(*installation_, kConsole, {"Ana", "short", Role::Viewer, Scope::all()})),
              Code::Invalid);
    EXPECT_EQ(code_of(add_user(*installation_, kConsole, {"Ana", kPassword, Role::Viewer, {false, {99}}})),
              Code::NotFound);
    EXPECT_EQ(code_of(add_user(*installation_, kConsole, {"Ana", kPassword, Role::Viewer, {false, {}}})),
              Code::Invalid);
    EXPECT_TRUE(list_users(*installation_).empty());
    EXPECT_TRUE(deeds().empty());
}

TEST_F(Staff, NamesTheUsersThereAreToWhoeverMistypes) {
    EXPECT_EQ(refusal(find_user(*installation_, "Anna")), "There is no user \"Anna\", nor any other yet.");
    add("Ben");
    add("Ana");
    const auto unknown = remove_user(*installation_, kConsole, "Anna");
    EXPECT_EQ(code_of(unknown), Code::NotFound);
    EXPECT_EQ(refusal(unknown), "There is no user \"Anna\". There are: \"Ana\", \"Ben\".");
}

TEST_F(Staff, TakesDatabasesByName) {
    EXPECT_EQ(scope_named(*installation_, {}).value(), Scope::all());
    EXPECT_EQ(scope_named(*installation_, {"harbor", "Main"}).value(), (Scope{false, {main_, harbor_}}));
    EXPECT_EQ(code_of(scope_named(*installation_, {"Elsewhere"})), Code::NotFound);
}

TEST_F(Staff, KeepsTheLastAdministratorOfAllDatabases) {
    add("Ana");
    add("Ben", Role::Administrator, {false, {main_}});
    add("Cleo", Role::Operator);
    const std::string words = "\"Ana\" is the last administrator of all databases. Make somebody else one first.";
    EXPECT_EQ(refusal(remove_user(*installation_, kConsole, "Ana")), words);
    EXPECT_EQ(refusal(change_user(*installation_, kConsole, "Ana", {.role = Role::Operator})), words);
    EXPECT_EQ(refusal(change_user(*installation_, kConsole, "Ana", {.scope = Scope{false, {main_, harbor_}}})),
              words);
    EXPECT_EQ(code_of(remove_user(*installation_, kConsole, "Ana")), Code::Conflict);
    EXPECT_TRUE(change_user(*installation_, kConsole, "Ana", {.role = Role::Administrator}));
    ASSERT_TRUE(change_user(*installation_, kConsole, "Ben", {.scope = Scope::all()}));
    EXPECT_TRUE(remove_user(*installation_, kConsole, "Ana"));
    EXPECT_EQ(code_of(remove_user(*installation_, kConsole, "Ben")), Code::Conflict);
}

TEST_F(Staff, ChangesRightsAtOnceForThoseWhoAreSignedIn) {
    add("Ana");
    add("Ben", Role::Operator);
    const auto session = enter("Ben");
    const auto rights = [&] { return authenticate(*installation_, session.token)->user; };
    EXPECT_TRUE(staff::may(rights(), Role::Operator, harbor_));
    ASSERT_TRUE(change_user(*installation_, kConsole, "Ben", {.scope = Scope{false, {main_}}}));
    EXPECT_TRUE(staff::may(rights(), Role::Operator, main_));
    EXPECT_FALSE(staff::may(rights(), Role::Viewer, harbor_));
    ASSERT_TRUE(change_user(*installation_, kConsole, "Ben", {.role = Role::Viewer}));
    EXPECT_FALSE(staff::may(rights(), Role::Operator, main_));
    ASSERT_TRUE(remove_user(*installation_, kConsole, "Ben"));
    EXPECT_FALSE(is_in(session));
}

TEST_F(Staff, LosesTheDatabaseThatIsRemoved) {
    add("Ben", Role::Operator, {false, {main_, harbor_}});
    ASSERT_TRUE(remove_database(*installation_, "Main", "Main"));
    EXPECT_EQ(find_user(*installation_, "Ben").value().scope, (Scope{false, {harbor_}}));
}

TEST_F(Staff, APasswordThatAnAdministratorSetsEndsTheSessions) {
    add("Ana");
    const auto session = enter("Ana");
    EXPECT_EQ(code_of(set_password(*installation_, kConsole, "Nobody", "short")), Code::NotFound);
    EXPECT_EQ(code_of(set_password(*installation_, kConsole, "Ana", "short")), Code::Invalid);
    EXPECT_TRUE(is_in(session));
    ASSERT_TRUE(set_password(*installation_, kConsole, "ana", "another password 1"));
    EXPECT_FALSE(is_in(session));
    EXPECT_FALSE(try_sign_in("Ana", kPassword));
    EXPECT_TRUE(try_sign_in("Ana", "another password 1"));
}

// --- The audit log.

TEST_F(Staff, WritesDownWhoChangedWhom) {
    const staff::Actor ana{"u1", "Ana", "192.0.2.1"};
    ASSERT_TRUE(add_user(*installation_, ana, {"Ben", kPassword, Role::Viewer, {false, {main_}}}));
    clock_.advance(1s);
    ASSERT_TRUE(change_user(*installation_, ana, "Ben", {.role = Role::Operator, .scope = Scope::all()}));
    ASSERT_TRUE(change_user(*installation_, ana, "Ben", {.role = Role::Operator})); // changes nothing
    clock_.advance(1s);
    ASSERT_TRUE(set_password(*installation_, kConsole, "Ben", "another password 1"));
    clock_.advance(1s);
    ASSERT_TRUE(remove_user(*installation_, kConsole, "Ben"));
    EXPECT_EQ(deeds(), (std::vector<std::string>{"user.add", "user.set", "user.password", "user.remove"}));
    const auto entries = audit_log(*installation_, {}, {}).entries;
    EXPECT_EQ(entries[3].deed.record, "Ben");
    EXPECT_EQ(entries[3].deed.details, "viewer, Main");
    EXPECT_EQ(entries[3].actor.user_id, "u1");
    EXPECT_EQ(entries[3].actor.name, "Ana");
    EXPECT_EQ(entries[3].actor.origin, "192.0.2.1");
    EXPECT_EQ(entries[3].at, FakeClock::kStart);
    EXPECT_EQ(entries[2].deed.details, "viewer, Main → operator, all databases");
    EXPECT_EQ(entries[1].actor.name, "root");
    EXPECT_EQ(entries[1].deed.details, "");
}

TEST_F(Staff, ReadsTheLogByDatabaseUserAndAction) {
    const staff::Actor ana{"u1", "Ana", "192.0.2.1"};
    const staff::Actor ben{"u2", "Ben", "192.0.2.2"};
    const auto add_entry = [&](const staff::Actor& actor, const std::string& action, std::int64_t database) {
        ASSERT_TRUE(audit(*installation_, actor, {.action = action, .database = database}));
        clock_.advance(1s);
    };
    add_entry(ana, "rep.set", main_);
    add_entry(ana, "rep.add", harbor_);
    add_entry(ben, "report.export", main_);
    add_entry(ben, "schedule.set", staff::kInstallation);
    const auto actions = [&](const staff::AuditFilter& filter) {
        std::string all;
        const auto page = audit_log(*installation_, filter, {});
        for (const auto& entry : page.entries) {
            all += (all.empty() ? "" : " ") + entry.deed.action;
        }
        EXPECT_EQ(page.total, static_cast<std::int64_t>(page.entries.size()));
        return all;
    };
    EXPECT_EQ(actions({}), "schedule.set report.export rep.add rep.set");
    EXPECT_EQ(actions({.database = main_}), "report.export rep.set");
    EXPECT_EQ(actions({.database = staff::kInstallation}), "schedule.set");
    EXPECT_EQ(actions({.user = "ANA"}), "rep.add rep.set");
    EXPECT_EQ(actions({.action = "rep"}), "rep.add rep.set");
    EXPECT_EQ(actions({.action = "rep.set"}), "rep.set");
    EXPECT_EQ(actions({.database = main_, .user = "Ben", .action = "rep"}), "");
}

TEST_F(Staff, ReadsTheLogPageByPage) {
    for (int i = 1; i <= 7; ++i) {
        ASSERT_TRUE(audit(*installation_, kConsole, {.action = "rep.set", .record = "R" + std::to_string(i)}));
        clock_.advance(1s);
    }
    const auto page = audit_log(*installation_, {}, {.offset = 5, .limit = 3});
    EXPECT_EQ(page.total, 7);
    ASSERT_EQ(page.entries.size(), 2U);
    EXPECT_EQ(page.entries[0].deed.record, "R2");
    EXPECT_EQ(page.entries[1].deed.record, "R1");
    EXPECT_TRUE(audit_log(*installation_, {}, {.offset = 7, .limit = 3}).entries.empty());
}

TEST_F(Staff, KeepsWhatWasDoneInADatabaseThatIsRemoved) {
    ASSERT_TRUE(audit(*installation_, kConsole, {.action = "rep.set", .record = "R1", .database = main_}));
    clock_.advance(1s);
    ASSERT_TRUE(audit(*installation_, kConsole, {.action = "rep.set", .record = "R2", .database = harbor_}));
    clock_.advance(1s);
    ASSERT_TRUE(remove_database(*installation_, "Main", "Main"));
    ASSERT_TRUE(audit(*installation_, kConsole, {.action = "database.remove", .record = "Main"}));
    EXPECT_EQ(deeds(), (std::vector<std::string>{"rep.set", "rep.set", "database.remove"}));
}

TEST_F(Staff, HoldsNoPasswordInTheLog) {
    add("Ana");
    const auto who = *authenticate(*installation_, enter("Ana").token);
    ASSERT_TRUE(change_own_password(*installation_, who, kPassword, "another password 1"));
    ASSERT_TRUE(set_password(*installation_, kConsole, "Ana", "a third password 1"));
    for (const auto& entry : audit_log(*installation_, {}, {}).entries) {
        for (const auto& text : {entry.deed.record, entry.deed.details, entry.actor.name, entry.actor.origin}) {
            EXPECT_EQ(text.find("password 1"), std::string::npos);
            EXPECT_EQ(text.find(kPassword), std::string::npos);
        }
    }
}

} // namespace
} // namespace muster::app
