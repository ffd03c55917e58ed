// What is known of an account, and what it says about who left (R14).

#include <gtest/gtest.h>

#include "sync/account_view.hpp"

namespace muster::sync {
namespace {

namespace cc = constant_contact;

cc::Contact contact(const std::string& id, const std::string& address, std::vector<std::string> lists = {}) {
    cc::Contact made;
    made.contact_id = id;
    made.address = address;
    made.permission_to_send = "implicit";
    made.list_memberships = std::move(lists);
    return made;
}

class AccountViewTest : public ::testing::Test {
  protected:
    Sealer sealer = *Sealer::create(std::string(32, 'k'));
    StoredAccount stored{.account_lists = {{"list-1", "Active Members", 0}}};
};

TEST_F(AccountViewTest, FindsByAddressWithoutCaseAndPrefersWhoIsNotDeleted) {
    cc::Contact deleted = contact("1", "anna@example.org");
    deleted.is_deleted = true;
    stored.contacts = {deleted, contact("2", "ANNA@example.org"), contact("3", "")};
    const AccountView view(stored, sealer);
    ASSERT_TRUE(view.find("anna@example.org"));
    EXPECT_EQ(view.find("anna@example.org")->contact_id, "2");
    EXPECT_FALSE(view.find(""));
}

TEST_F(AccountViewTest, R13_OneOptedOutRecordOfAnAddressIsEnough) {
    cc::Contact out = contact("1", "anna@example.org");
    out.permission_to_send = "unsubscribed";
    out.is_deleted = true;
    stored.contacts = {out, contact("2", "Anna@example.org")};
    EXPECT_TRUE(AccountView(stored, sealer).is_opted_out("anna@example.org"));
}

TEST_F(AccountViewTest, R14_WhoIsNoLongerOnAListThatIsStillThereHasLeft) {
    stored.contacts = {contact("1", "a@example.org", {"list-1"}), contact("2", "b@example.org")};
    stored.memberships = {{"1", "list-1", MembershipState::Confirmed}, {"2", "list-1", MembershipState::Confirmed}};
    const AccountChanges changes = find_leavings(AccountView(stored, sealer));
    ASSERT_EQ(changes.remember.size(), 1U);
    EXPECT_EQ(changes.remember[0].contact_id, "2");
    EXPECT_EQ(changes.remember[0].state, MembershipState::Left);
    EXPECT_TRUE(changes.forget.empty());
}

TEST_F(AccountViewTest, R14_WhatWasLostWhileOptedOutOrDeletedIsForgotten) {
    cc::Contact out = contact("1", "a@example.org");
    out.permission_to_send = "unsubscribed";
    cc::Contact deleted = contact("2", "b@example.org");
    deleted.is_deleted = true;
    stored.contacts = {out, deleted};
    stored.memberships = {{"1", "list-1", MembershipState::Confirmed}, {"2", "list-1", MembershipState::Confirmed}};
    const AccountChanges changes = find_leavings(AccountView(stored, sealer));
    EXPECT_TRUE(changes.remember.empty());
    EXPECT_EQ(changes.forget.size(), 2U);
}

TEST_F(AccountViewTest, R14_WhoLeftBeforeOptingOutIsStillHeldBack) {
    cc::Contact out = contact("1", "a@example.org");
    out.permission_to_send = "unsubscribed";
    stored.contacts = {out};
    stored.memberships = {{"1", "list-1", MembershipState::Left}};
    const AccountChanges changes = find_leavings(AccountView(stored, sealer));
    EXPECT_TRUE(changes.remember.empty());
    EXPECT_TRUE(changes.forget.empty());
}

TEST_F(AccountViewTest, R11_MembershipsOfADeletedListAreForgotten) {
    stored.contacts = {contact("1", "a@example.org")};
    stored.memberships = {{"1", "gone", MembershipState::Left}, {"1", "gone-too", MembershipState::Confirmed}};
    EXPECT_EQ(find_leavings(AccountView(stored, sealer)).forget.size(), 2U);
}

TEST_F(AccountViewTest, R14_AContactThatAReadingDidNotShowKeepsWhatIsKnown) {
    stored.memberships = {{"1", "list-1", MembershipState::Left}, {"2", "list-1", MembershipState::Confirmed}};
    const AccountChanges changes = find_leavings(AccountView(stored, sealer));
    EXPECT_TRUE(changes.remember.empty());
    EXPECT_TRUE(changes.forget.empty());
}

TEST_F(AccountViewTest, R14_WhoCameBackByItselfAndLeavesAgainHasLeftAgain) {
    stored.contacts = {contact("1", "a@example.org", {"list-1"})};
    stored.memberships = {{"1", "list-1", MembershipState::Left}};
    const AccountChanges changes = find_leavings(AccountView(stored, sealer));
    ASSERT_EQ(changes.remember.size(), 1U);
    EXPECT_EQ(changes.remember[0].state, MembershipState::Confirmed);
}

TEST_F(AccountViewTest, R28_AKeptFormIsNoDifferenceForThatValueOfThatContactOnly) {
    AccountView view(stored, sealer);
    AccountChanges changes;
    changes.learned.push_back({"1", "first_name", value_digest(sealer, "1", "first_name", "B."),
                               value_digest(sealer, "1", "first_name", "B")});
    view.apply(changes);
    EXPECT_TRUE(view.is_kept_form("1", "first_name", "B.", "B"));
    EXPECT_FALSE(view.is_kept_form("1", "first_name", "B.", "C"));
    EXPECT_FALSE(view.is_kept_form("2", "first_name", "B.", "B"));
    EXPECT_FALSE(view.is_kept_form("1", "last_name", "B.", "B"));
}

} // namespace
} // namespace muster::sync
