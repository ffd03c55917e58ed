// What an undo would do (R32), clause by clause, with literal Contacts.

#include "sync/undo_plan.hpp"

#include <algorithm>

#include <gtest/gtest.h>

#include "support/memory_record_book.hpp"

namespace muster::sync {
namespace {

namespace cc = constant_contact;
using Strings = std::vector<std::string>;

/// Anna's Contact as run "run-1" left it: on both lists, her title new; R1 of an active Member has her address.
class UndoPlan : public ::testing::Test {
  protected:
    UndoPlan() {
        for (const auto& status : roster::shipped_statuses()) {
            book_.put_status(status);
        }
        roster::Member member;
        member.member_id = "M1";
        member.company = "Bakery";
        member.status = "ACT";
        book_.put_member(member);
        roster::Rep rep;
        rep.rep_id = "R1";
        rep.member_id = "M1";
        rep.email = "anna@x.org";
        book_.put_rep(rep);

        anna_.contact_id = "C1";
        anna_.address = "Anna@x.org";
        anna_.permission_to_send = "implicit";
        anna_.core.job_title = "Chief";
        anna_.list_memberships = {"am", "board"};
        stored_.account_lists = {{"am", "Active Members", 1}, {"board", "Directors", 1}};
        stored_.custom_fields = {{"f1", "Username", "username", "string"}, {"f2", "Joined Date", "joined", "date"}};
        stored_.memberships = {{"C1", "am", MembershipState::Confirmed},
                               {"C1", "board", MembershipState::Confirmed}};

        order_.undone.run_id = "run-1";
        order_.undone.lists = {{"Active Members", "Active Members", "am", false, 0, 0, 0},
                               {"Board", "Directors", "board", false, 1, 0, 0}};
        person_.email = "anna@x.org";
        person_.rep_id = "R1";
        person_.name = "Anna Berg";
        person_.outcome = Outcome::Updated;
        order_.undone.totals.updated = 1;
    }

    void changed(const std::string& field, std::optional<std::string> from, std::optional<std::string> to) {
        person_.changes.push_back({field, std::move(from), std::move(to)});
    }
    Plan plan() {
        StoredAccount account = stored_;
        account.contacts = {anna_};
        UndoOrder order = order_;
        order.undone.people.push_back(person_);
        return make_undo_plan(order, book_, AccountView(account, sealer_), limits_);
    }
    /// The plan of the one person.
    PlannedContact only(const Plan& plan) {
        EXPECT_EQ(plan.contacts.size(), 1U);
        EXPECT_EQ(plan.totals.selected, plan.totals.sum());
        return plan.contacts.empty() ? PlannedContact{} : plan.contacts[0];
    }
    static Strings codes(const Plan& plan) {
        Strings all;
        for (const Issue& issue : plan.issues) {
            all.push_back(issue.code);
        }
        return all;
    }

    MemoryRecordBook book_;
    Sealer sealer_ = *Sealer::create(std::string(32, 'k'));
    StoredAccount stored_;
    cc::Contact anna_;
    Person person_;
    UndoOrder order_;
    Limits limits_;
};

TEST_F(UndoPlan, R32_APropertyGetsItsFormerValue) {
    changed("job_title", "Boss", "Chief");
    const auto undo = plan();
    const auto contact = only(undo);
    EXPECT_EQ(contact.outcome, Outcome::Updated);
    ASSERT_EQ(contact.differences.size(), 1U);
    EXPECT_EQ(contact.differences[0].old_value, "Chief");
    EXPECT_EQ(contact.differences[0].new_value, "Boss");
    EXPECT_EQ(contact.address, "Anna@x.org");                          // its own spelling (R1)
    EXPECT_EQ(contact.lists_wanted, (std::vector<std::size_t>{0, 1})); // an import may name where it stands
    EXPECT_TRUE(contact.lists_to_add.empty());
    EXPECT_TRUE(undo.removals.empty());
}

TEST_F(UndoPlan, R32_WhatWasBlankIsClearedAgain) {
    changed("job_title", "", "Chief");
    EXPECT_TRUE(only(plan()).clears());
}

TEST_F(UndoPlan, R32_APropertyThatWasChangedSinceStays) {
    anna_.core.job_title = "By hand";
    changed("job_title", "Boss", "Chief");
    const auto undo = plan();
    EXPECT_EQ(only(undo).outcome, Outcome::Unchanged);
    EXPECT_EQ(only(undo).reason, "job_title was changed since, to \"By hand\"; it stays.");
    EXPECT_EQ(codes(undo), Strings{"changed_since"});
    EXPECT_FALSE(undo.writes());
}

TEST_F(UndoPlan, R32_WhatIsAsItWasBeforeIsDone) {
    anna_.core.job_title = "Boss";
    changed("job_title", "Boss", "Chief");
    const auto undo = plan();
    EXPECT_EQ(only(undo).outcome, Outcome::Unchanged);
    EXPECT_EQ(only(undo).reason, "Nothing of that run is left on this Contact.");
    EXPECT_TRUE(undo.issues.empty());
}

TEST_F(UndoPlan, R28_AValueThatIsKeptInAnotherFormThanSentHasNotChangedSince) {
    anna_.core.job_title = "Chief"; // sent with a full stop
    changed("job_title", "Boss", "Chief.");
    stored_.learned = {{"C1", "job_title", value_digest(sealer_, "C1", "job_title", "Chief."),
                        value_digest(sealer_, "C1", "job_title", "Chief")}};
    EXPECT_EQ(only(plan()).outcome, Outcome::Updated);
}

TEST_F(UndoPlan, R32_AStreetAddressIsOneThing) {
    anna_.street_addresses = {{"work", "2 New Street", "By hand", "IL", "60601", ""}};
    changed("street", "1 Old Street", "2 New Street");
    changed("city", "Oldtown", "Newtown");
    changed("job_title", "Boss", "Chief");
    const auto contact = only(plan());
    ASSERT_EQ(contact.differences.size(), 1U); // no half of the old beside half of a new one
    EXPECT_EQ(contact.differences[0].field, "job_title");
}

TEST_F(UndoPlan, R6_AnAddressComesBackAsAWholeAndATelephoneNumberGoesOneByOne) {
    anna_.street_addresses = {{"work", "2 New Street", "Newtown", "IL", "60601", ""}};
    anna_.phone_numbers = {{"312 555 0199", "work"}, {"312 555 0000", "home"}};
    changed("phone", "+49 30 123", "312 555 0199");
    changed("street", "1 Old Street", "2 New Street");
    changed("city", "Oldtown", "Newtown");
    const auto contact = only(plan());
    EXPECT_TRUE(contact.single_only);
    EXPECT_EQ(contact.desired.phone, "+49 30 123");
    EXPECT_EQ(contact.desired.address.street, "1 Old Street");
    EXPECT_EQ(contact.desired.address.city, "Oldtown");
    EXPECT_EQ(contact.desired.address.state, "IL");
    EXPECT_EQ(contact.differences.size(), 3U);
}

TEST_F(UndoPlan, R7_CustomFieldsComeBackWhereTheAccountStillHasThem) {
    anna_.custom_fields = {{"f1", "ann", {}}};
    changed("Username", "anna", "ann");
    changed("Joined Date", "2001-01-01", "2002-02-02"); // no text field there any more
    changed("Suffix", "Jr.", "Sr.");                    // not there any more
    const auto undo = plan();
    const auto contact = only(undo);
    ASSERT_EQ(contact.differences.size(), 1U);
    EXPECT_EQ(contact.differences[0].field, "Username");
    EXPECT_EQ(contact.differences[0].new_value, "anna");
    EXPECT_EQ(codes(undo), (Strings{"not_undoable", "not_undoable"}));
    EXPECT_TRUE(std::ranges::none_of(undo.fields, &ChosenField::to_create)); // an undo makes nothing
}

TEST_F(UndoPlan, R29_APasswordHasNoFormerValueInTheHistory) {
    changed("Password", std::nullopt, std::nullopt);
    const auto undo = plan();
    EXPECT_EQ(only(undo).reason,
              "The custom field \"Password\" cannot be set back: the account has no such text field.");
    stored_.custom_fields.push_back({"f3", "Password", "password", "string"});
    const auto known = plan();
    EXPECT_EQ(only(known).outcome, Outcome::Unchanged);
    EXPECT_EQ(only(known).reason, "Password is not set back: its values are in no history.");
}

TEST_F(UndoPlan, R32_WhomTheRunPutOnAListComesOffIt) {
    person_.lists_added = {"Board"};
    const auto undo = plan();
    ASSERT_EQ(undo.removals.size(), 1U);
    EXPECT_EQ(undo.removals[0].contact_id, "C1");
    EXPECT_EQ(undo.lists.at(undo.removals[0].list).list_id,
              "board"); // by its identity, whatever it is called (R11)
    EXPECT_EQ(undo.removals[0].winner, 0U);
    EXPECT_EQ(only(undo).outcome, Outcome::Updated);
    EXPECT_EQ(only(undo).lists_wanted, std::vector<std::size_t>{0}); // no import names the list that it comes off
    EXPECT_FALSE(undo.needs_confirmation(std::nullopt));
}

TEST_F(UndoPlan, R32_WhoIsOffTheListAlreadyOrWhoseListIsGoneNeedsNothing) {
    person_.lists_added = {"Board"};
    anna_.list_memberships = {"am"};
    EXPECT_TRUE(plan().removals.empty());
    anna_.list_memberships = {"am", "board"};
    stored_.account_lists = {{"am", "Active Members", 1}, {"other", "Board", 0}};
    EXPECT_TRUE(plan().removals.empty()); // another list of that name is not that list
}

TEST_F(UndoPlan, R15_ACreatedContactStaysOffTheListsItWasPutOn) {
    person_.outcome = Outcome::Created;
    person_.lists_added = {"Active Members", "Board"};
    changed("job_title", "", "Chief");
    const auto undo = plan();
    EXPECT_EQ(undo.removals.size(), 2U);
    EXPECT_TRUE(only(undo).differences.empty()); // its properties stay
    EXPECT_EQ(only(undo).reason, "That run created the Contact; it stays.");
}

TEST_F(UndoPlan, R32_WhoWasTakenOffActiveMembersComesBackWhereAnActiveRepHasTheAddress) {
    person_.lists_removed = {"Active Members"};
    anna_.list_memberships = {"board"};
    stored_.memberships = {};
    const auto back = plan();
    EXPECT_EQ(only(back).lists_to_add, std::vector<std::size_t>{0});
    book_.remove_rep("R1");
    const auto stays = plan();
    EXPECT_EQ(only(stays).outcome, Outcome::Unchanged);
    EXPECT_EQ(codes(stays), Strings{"not_undoable"});
}

TEST_F(UndoPlan, R14_WhoLeftActiveMembersSinceIsNotPutBackUnlessTheSettingSaysSo) {
    person_.lists_removed = {"Active Members"};
    anna_.list_memberships = {"board"};
    stored_.memberships = {{"C1", "am", MembershipState::Left}};
    const auto held = plan();
    EXPECT_EQ(only(held).lists_held_back, std::vector<std::size_t>{0});
    EXPECT_FALSE(held.writes());
    limits_.put_back_left = true;
    EXPECT_EQ(only(plan()).lists_to_add, std::vector<std::size_t>{0});
}

TEST_F(UndoPlan, AContactOnFiftyListsIsNotPutBack) {
    person_.lists_removed = {"Active Members"};
    anna_.list_memberships = Strings(50, "elsewhere");
    stored_.memberships = {};
    EXPECT_EQ(codes(plan()), Strings{"list_refused"});
}

TEST_F(UndoPlan, R14_WhatAnEarlierUndoPutBackIsConfirmed) {
    person_.lists_removed = {"Active Members"};
    stored_.memberships = {}; // cut off before it could be noted
    const auto undo = plan();
    ASSERT_EQ(undo.confirmed.remember.size(), 1U);
    EXPECT_EQ(undo.confirmed.remember[0].list_id, "am");
    EXPECT_FALSE(undo.writes());
}

TEST_F(UndoPlan, R13_WhoHasUnsubscribedIsLeftAlone) {
    anna_.permission_to_send = "unsubscribed";
    person_.lists_added = {"Board"};
    changed("job_title", "Boss", "Chief");
    const auto undo = plan();
    EXPECT_EQ(only(undo).outcome, Outcome::HeldBackUnsubscribed);
    EXPECT_FALSE(undo.writes());
    EXPECT_EQ(undo.attribute_assigned, 1); // R16
}

TEST_F(UndoPlan, R32_WhoWasDeletedSinceIsLeftAlone) {
    anna_.is_deleted = true;
    person_.lists_added = {"Board"};
    const auto undo = plan();
    EXPECT_EQ(codes(undo), Strings{"changed_since"});
    EXPECT_FALSE(undo.writes());
    person_.email = "other@x.org"; // nor anybody whom the account does not know
    EXPECT_EQ(only(plan()).reason, "The account has no Contact of this address any more.");
}

TEST_F(UndoPlan, R28_WhatWasNotProvedIsSetBackOnlyWhereItArrived) {
    person_.outcome = Outcome::Refused;
    changed("job_title", "Boss", "Chief");
    changed("first_name", "Anna", "Ann"); // never arrived
    anna_.core.first_name = "Anna";
    const auto contact = only(plan());
    ASSERT_EQ(contact.differences.size(), 1U);
    EXPECT_EQ(contact.differences[0].new_value, "Boss");
    EXPECT_EQ(contact.reason, "What reached it was not proved, so its lists stay as they are.");
}

TEST_F(UndoPlan, R32_WhomTheRunDidNothingForIsNotConcerned) {
    for (const Outcome outcome : {Outcome::Unchanged, Outcome::NotAttempted, Outcome::HeldBackUnsubscribed,
                                  Outcome::IgnoredDuplicate, Outcome::Refused}) {
        person_.outcome = outcome;
        EXPECT_TRUE(plan().contacts.empty()) << to_text(outcome);
    }
}

TEST_F(UndoPlan, R32_WhomAnEarlierUndoDealtWithIsNotConcerned) {
    changed("job_title", "Boss", "Chief");
    order_.settled = {"anna@x.org"};
    EXPECT_TRUE(plan().contacts.empty());
}

TEST_F(UndoPlan, R29_PeopleWhoAreInTheHistoryNoMoreAreCounted) {
    order_.undone.totals.updated = 2;
    order_.undone.totals.created = 1;
    const auto undo = plan();
    ASSERT_EQ(undo.warnings.size(), 1U);
    EXPECT_EQ(undo.warnings[0], "2 of the people whom that run changed are in the history no more (forgotten, or "
                                "dropped by age); what it did for them stays.");
}

} // namespace
} // namespace muster::sync
