#include "staff/users.hpp"

#include <gtest/gtest.h>

namespace muster::staff {
namespace {

User a_user(Role role, Scope scope) {
    User user;
    user.name = "Ana";
    user.role = role;
    user.scope = std::move(scope);
    return user;
}

TEST(Users, MayWhatTheirRoleAllowsWhereItCounts) {
    constexpr auto kViewer = Role::Viewer;
    constexpr auto kOperator = Role::Operator;
    constexpr auto kAdministrator = Role::Administrator;
    const struct {
        Role has, needed;
        bool is_enough;
    } table[] = {
        {kViewer, kViewer, true},        {kViewer, kOperator, false},       {kViewer, kAdministrator, false},
        {kOperator, kViewer, true},      {kOperator, kOperator, true},      {kOperator, kAdministrator, false},
        {kAdministrator, kViewer, true}, {kAdministrator, kOperator, true}, {kAdministrator, kAdministrator, true},
    };
    for (const auto& row : table) {
        SCOPED_TRACE(std::string(to_text(row.has)) + " does what needs " + std::string(to_text(row.needed)));
        EXPECT_EQ(may(a_user(row.has, Scope::all()), row.needed, 7), row.is_enough);
        EXPECT_EQ(may(a_user(row.has, {false, {3, 7}}), row.needed, 7), row.is_enough);
        EXPECT_FALSE(may(a_user(row.has, {false, {3, 7}}), row.needed, 5));
        EXPECT_FALSE(may(a_user(row.has, {false, {}}), row.needed, 7));
    }
}

TEST(Users, RunTheInstallationOnlyAsAdministratorsOfAllDatabases) {
    EXPECT_TRUE(may_run_installation(a_user(Role::Administrator, Scope::all())));
    EXPECT_FALSE(may_run_installation(a_user(Role::Administrator, {false, {1, 2, 3}})));
    EXPECT_FALSE(may_run_installation(a_user(Role::Operator, Scope::all())));
    EXPECT_FALSE(may_run_installation(a_user(Role::Viewer, Scope::all())));
}

TEST(Roles, AreReadAsPeopleWriteThem) {
    EXPECT_EQ(parse_role("viewer").value(), Role::Viewer);
    EXPECT_EQ(parse_role(" Operator ").value(), Role::Operator);
    EXPECT_EQ(parse_role("ADMINISTRATOR").value(), Role::Administrator);
    const auto unknown = parse_role("admin");
    ASSERT_FALSE(unknown);
    EXPECT_EQ(unknown.error().code, Code::Invalid);
    EXPECT_EQ(unknown.error().message, "There is no role \"admin\". There are: viewer, operator, administrator.");
}

TEST(UserNames, AreShortAndInOneLine) {
    EXPECT_TRUE(check_user_name("Ana Díaz"));
    EXPECT_TRUE(check_user_name(std::string(100, 'a')));
    for (const auto& name : {std::string(), std::string(" \t "), std::string(101, 'a'), std::string("Ana\nDíaz"),
                             std::string("Ana\x7f"), std::string("\xFF")}) {
        const auto checked = check_user_name(name);
        ASSERT_FALSE(checked) << name;
        EXPECT_EQ(checked.error().code, Code::Invalid);
    }
}

TEST(UserNames, AreNotWhatAHistoryCallsRunsThatNoPersonStarted) {
    for (const auto* name : {"schedule", "cli", "Schedule", " CLI "}) {
        const auto checked = check_user_name(name);
        ASSERT_FALSE(checked) << name;
        EXPECT_EQ(checked.error().code, Code::Invalid);
    }
    EXPECT_EQ(check_user_name(" Schedule ").error().message,
              "\"Schedule\" is what the history calls runs that nobody started here. Choose another name.");
    EXPECT_TRUE(check_user_name("Schedule Clive"));
}

} // namespace
} // namespace muster::staff
