// What the lists hold after a run, and who stays off them (R8 to R12, R14, R26), against the sandbox.

#include <gtest/gtest.h>

#include "support/chamber.hpp"

namespace muster::test {
namespace {

using sync::Outcome;
using sync::RunState;
using Strings = std::vector<std::string>;

/// M1 active with `count` Reps a0@ … , all known to the account by a first run.
void fill(Chamber& chamber, int count, const Ask& ask = {}) {
    chamber.member("M1");
    for (int i = 0; i < count; ++i) {
        chamber.rep("R" + std::to_string(i), "M1", "a" + std::to_string(i) + "@example.org");
    }
    ASSERT_EQ(chamber.run(ask).state, RunState::Completed);
}

TEST(Lists, R8_ADroppedMembersContactsComeOffWhateverTheFilters) {
    Chamber chamber;
    chamber.member("M2");
    chamber.rep("X1", "M2", "x@example.org");
    fill(chamber, 3);
    chamber.set_member("M2", {{"status", "DRP"}});
    const auto report = chamber.run({.rep_filters = {"rep_id=nobody"}}); // filters that select nobody: no error
    EXPECT_EQ(report.state, RunState::Completed);
    EXPECT_EQ(report.totals.selected, 0);
    EXPECT_EQ(list_of(report, "Active Members").removed, 1);
    EXPECT_EQ(person(report, "x@example.org").outcome, Outcome::RemovedFromList);
    EXPECT_EQ(person(report, "x@example.org").rep_id, std::nullopt);
    EXPECT_EQ(chamber.members_of("Active Members"),
              (Strings{"a0@example.org", "a1@example.org", "a2@example.org"}));
    EXPECT_FALSE(chamber.contact("x@example.org").deleted_at); // R15
    EXPECT_EQ(chamber.run().calls_writes, 0);
}

TEST(Lists, R8_AHandAddedStrangerComesOff) {
    Chamber chamber;
    fill(chamber, 3);
    chamber.service.add_contact(
        chamber.account,
        {.address = "stranger@example.org", .first_name = "S", .lists = {"Active Members", "Mine"}});
    const auto report = chamber.run();
    EXPECT_EQ(list_of(report, "Active Members").removed, 1);
    EXPECT_EQ(chamber.members_of("Mine"), Strings{"stranger@example.org"});
}

TEST(Lists, R8_AContactWhoseOnlyListIsActiveMembersComesOffByTheRemovalActivity) {
    Chamber chamber;
    chamber.member("M2");
    chamber.rep("X1", "M2", "x@example.org");
    fill(chamber, 3);
    chamber.set_member("M2", {{"status", "DRP"}});
    const auto report = chamber.run();
    EXPECT_EQ(person(report, "X1").outcome, Outcome::Updated); // only taken off Active Members: updated (R27)
    EXPECT_EQ(person(report, "X1").lists_removed, Strings{"Active Members"});
    EXPECT_EQ(report.calls_by_endpoint.count("PUT /contacts/{contact_id}"), 0U);
    EXPECT_EQ(report.calls_by_endpoint.at("POST /activities/remove_list_memberships"), 1);
}

TEST(Lists, R9_AnActiveRepThatTheFiltersLeftOutIsNeitherAddedNorRemoved) {
    Chamber chamber;
    fill(chamber, 2);
    chamber.rep("N1", "M1", "new@example.org");
    const auto report = chamber.run({.rep_filters = {"rep_id=R0"}});
    EXPECT_EQ(list_of(report, "Active Members").added, 0);
    EXPECT_EQ(list_of(report, "Active Members").removed, 0);
    EXPECT_EQ(chamber.members_of("Active Members"), (Strings{"a0@example.org", "a1@example.org"}));
}

TEST(Lists, R10_NobodyIsEverTakenOffAGroupList) {
    Chamber chamber;
    const Ask ask{.groups = {"Board"}};
    chamber.member("M1");
    chamber.rep("R1", "M1", "anna@example.org", {{"groups", "Board"}});
    chamber.rep("R2", "M1", "bob@example.org", {{"groups", "Board"}});
    chamber.run(ask);
    EXPECT_EQ(chamber.members_of("Board"), (Strings{"anna@example.org", "bob@example.org"}));
    chamber.set_rep("R1", {{"groups", ""}});
    chamber.book.remove_rep("R2");
    const auto report = chamber.run(ask);
    EXPECT_EQ(list_of(report, "Board").removed, 0);
    EXPECT_EQ(chamber.members_of("Board"), (Strings{"anna@example.org", "bob@example.org"}));
    EXPECT_EQ(chamber.members_of("Active Members"), Strings{"anna@example.org"});
}

TEST(Lists, ARepsAddressChanged) {
    Chamber chamber;
    const Ask ask{.groups = {"Board"}};
    chamber.member("M1");
    chamber.rep("R1", "M1", "old@example.org", {{"groups", "Board"}});
    chamber.run(ask);
    chamber.set_rep("R1", {{"email", "new@example.org"}});
    const auto report = chamber.run(ask);
    EXPECT_EQ(report.totals.created, 1);
    EXPECT_EQ(chamber.members_of("Active Members"), Strings{"new@example.org"});
    EXPECT_EQ(chamber.members_of("Board"), (Strings{"new@example.org", "old@example.org"})); // stays on group lists
}

TEST(Lists, R11_AnExistingListIsReusedByName) {
    Chamber chamber;
    chamber.service.add_list(chamber.account, " board ");
    chamber.member("M1");
    chamber.rep("R1", "M1", "anna@example.org", {{"groups", "Board"}});
    const auto report = chamber.run({.groups = {"Board"}});
    EXPECT_FALSE(list_of(report, "Board").created);
    EXPECT_EQ(chamber.service.lists(chamber.account).size(), 2U);
}

TEST(Lists, R11_ARenamedListIsFoundByItsIdentity) {
    Chamber chamber;
    const Ask ask{.groups = {"Board"}};
    chamber.member("M1");
    chamber.rep("R1", "M1", "anna@example.org", {{"groups", "Board"}});
    chamber.run(ask);
    ASSERT_TRUE(chamber.service.rename_list(chamber.account, "Board", "Directors"));
    ASSERT_TRUE(chamber.service.rename_list(chamber.account, "Active Members", "Everybody"));
    const auto report = chamber.run(ask);
    EXPECT_EQ(report.calls_writes, 0);
    EXPECT_EQ(list_of(report, "Board").list_name, "Directors");
    EXPECT_EQ(chamber.service.lists(chamber.account).size(), 2U);
}

TEST(Lists, R11_ARenamedGroupMakesTheListOfItsNewName) {
    Chamber chamber;
    chamber.member("M1");
    chamber.rep("R1", "M1", "anna@example.org", {{"groups", "Board"}});
    chamber.run({.groups = {"Board"}});
    ASSERT_TRUE(chamber.book.rename_group("Board", "Directors"));
    const auto report = chamber.run({.groups = {"Directors"}});
    EXPECT_TRUE(list_of(report, "Directors").created);
    EXPECT_EQ(chamber.members_of("Board"), Strings{"anna@example.org"});
    EXPECT_EQ(chamber.members_of("Directors"), Strings{"anna@example.org"});
}

TEST(Lists, R11_AListRememberedForAnotherGroupIsNeverReusedByName) {
    Chamber chamber;
    chamber.member("M1");
    chamber.rep("R1", "M1", "anna@example.org", {{"groups", "Board;Golf"}});
    chamber.run({.groups = {"Board"}});
    ASSERT_TRUE(chamber.service.rename_list(chamber.account, "Board", "Golf"));
    const auto report = chamber.run({.groups = {"Golf"}});
    EXPECT_EQ(report.state, RunState::CompletedWithIssues);
    EXPECT_EQ(issue_codes(report), Strings{"list_refused"});
    EXPECT_EQ(report.calls_writes, 0);
}

TEST(Lists, R11_AListThatGotTheHoldingListsNameIsNotTakenForIt) {
    Chamber chamber;
    chamber.member("M1");
    chamber.member("M2", "PRO");
    chamber.rep("R0", "M1", "a0@example.org");
    chamber.rep("R1", "M2", "a1@example.org");
    ASSERT_EQ(chamber.run().state, RunState::Completed);
    ASSERT_TRUE(chamber.service.rename_list(chamber.account, "Active Members", "Muster holding list"));
    ASSERT_TRUE(chamber.service.delete_contact(chamber.account, "a1@example.org")); // comes back by a holding list
    EXPECT_NE(chamber.run().state, RunState::Failed);
    EXPECT_EQ(chamber.members_of("Muster holding list"), Strings{"a0@example.org"}); // it is Active Members
}

TEST(Lists, R11_ADeletedListIsMadeAnewAndFilledFromTheGroup) {
    Chamber chamber;
    const Ask ask{.groups = {"Board"}};
    chamber.member("M1");
    chamber.rep("R1", "M1", "anna@example.org", {{"groups", "Board"}});
    chamber.rep("R2", "M1", "gone@example.org", {{"groups", "Board"}});
    chamber.run(ask);
    chamber.set_rep("R2", {{"groups", ""}});
    ASSERT_TRUE(chamber.service.delete_list(chamber.account, "Board"));
    const auto report = chamber.run(ask);
    EXPECT_TRUE(list_of(report, "Board").created);
    EXPECT_EQ(chamber.members_of("Board"), Strings{"anna@example.org"});
}

TEST(Lists, R12_AReservedNameCannotBeChosen) {
    Chamber chamber;
    chamber.member("M1");
    chamber.rep("R1", "M1", "anna@example.org", {{"groups", "ACTIVE members"}});
    const auto report = chamber.run({.groups = {"ACTIVE members"}});
    EXPECT_EQ(report.state, RunState::CompletedWithIssues);
    EXPECT_EQ(issue_codes(report), Strings{"list_refused"});
    EXPECT_EQ(report.lists.size(), 1U);
}

TEST(Lists, SavedSelectionsThatNameAGroupOrFieldDeletedSinceAreAWarning) {
    Chamber chamber;
    chamber.member("M1");
    chamber.rep("R1", "M1", "anna@example.org");
    const auto report = chamber.run({.groups = {"Gone"}, .fields = {"Shoe size"}});
    EXPECT_EQ(report.state, RunState::Completed);
    EXPECT_EQ(issue_codes(report), (Strings{"selection_missing", "selection_missing"}));
    EXPECT_EQ(report.totals.created, 1);
}

TEST(Lists, R14_WhoLeftAListStaysOffItThoughItsPropertiesAreSent) {
    Chamber chamber;
    const Ask ask{.groups = {"Board"}};
    chamber.member("M1");
    for (int i = 0; i < 10; ++i) {
        const std::string n = std::to_string(i);
        chamber.rep("R" + n, "M1", "a" + n + "@example.org", {{"groups", "Board"}});
    }
    chamber.run(ask);
    ASSERT_TRUE(chamber.service.leave_list(chamber.account, "a3@example.org", "Board"));
    for (int i = 0; i < 10; ++i) {
        chamber.set_rep("R" + std::to_string(i), {{"job_title", "Director"}});
    }
    const auto report = chamber.run(ask);
    EXPECT_EQ(report.state, RunState::Completed);
    EXPECT_EQ(report.totals.updated, 10);
    EXPECT_EQ(list_of(report, "Board").held_back_left, 1);
    EXPECT_EQ(person(report, "R3").lists_held_back, Strings{"Board"});
    EXPECT_EQ(chamber.members_of("Board").size(), 9U);
    EXPECT_EQ(chamber.contact("a3@example.org").job_title, "Director");
    const auto quiet = chamber.run(ask);
    EXPECT_EQ(quiet.calls_writes, 0);
    EXPECT_EQ(quiet.totals.unchanged, 10); // held back from a list and otherwise equal: unchanged (R27)
    EXPECT_EQ(list_of(quiet, "Board").held_back_left, 1);
}

TEST(Lists, R14_PutBackLiftsItForOnePersonAndTheSettingForAll) {
    Chamber chamber;
    fill(chamber, 3);
    ASSERT_TRUE(chamber.service.leave_list(chamber.account, "a0@example.org", "Active Members"));
    ASSERT_TRUE(chamber.service.leave_list(chamber.account, "a1@example.org", "Active Members"));
    EXPECT_EQ(list_of(chamber.run(), "Active Members").held_back_left, 2);
    EXPECT_EQ(chamber.stored.lift(chamber.contact("a0@example.org").id, ""), 1);
    chamber.run();
    EXPECT_EQ(chamber.members_of("Active Members"), (Strings{"a0@example.org", "a2@example.org"}));
    chamber.run({.limits = {.put_back_left = true}});
    EXPECT_EQ(chamber.members_of("Active Members").size(), 3U);
}

TEST(Lists, R14_WhatMusterTookOffHasNotLeft) {
    Chamber chamber;
    chamber.member("M2");
    chamber.rep("X1", "M2", "x@example.org");
    fill(chamber, 3);
    chamber.set_member("M2", {{"status", "DRP"}});
    chamber.run();
    chamber.set_member("M2", {{"status", "ACT"}});
    const auto report = chamber.run();
    EXPECT_EQ(list_of(report, "Active Members").added, 1);
    EXPECT_EQ(chamber.members_of("Active Members").size(), 4U);
}

TEST(Lists, R14_WhoSubscribesAgainIsTreatedAsBefore) {
    for (const auto kept : {sandbox::Kept::Keep, sandbox::Kept::Drop}) {
        sandbox::Options options;
        options.switches.lists_after_opt_out = kept;
        Chamber chamber(options);
        fill(chamber, 3);
        ASSERT_TRUE(chamber.service.opt_out(chamber.account, "a0@example.org"));
        EXPECT_EQ(chamber.run().totals.held_back_unsubscribed, 1);
        ASSERT_TRUE(chamber.service.resubscribe(chamber.account, "a0@example.org"));
        chamber.run();
        EXPECT_EQ(chamber.members_of("Active Members").size(), 3U);
        EXPECT_FALSE(chamber.has_attribute("R0"));
        EXPECT_EQ(chamber.run().calls_writes, 0);
    }
}

TEST(Lists, R14_AMembershipCountsAsConfirmedWhoeverMadeIt) {
    Chamber chamber;
    chamber.service.add_contact(chamber.account,
                                {.address = "a0@example.org", .first_name = "x", .lists = {"Active Members"}});
    fill(chamber, 2);
    ASSERT_TRUE(chamber.service.leave_list(chamber.account, "a0@example.org", "Active Members"));
    EXPECT_EQ(list_of(chamber.run(), "Active Members").held_back_left, 1);
}

TEST(Lists, AContactOn50ListsActiveMembersGoesFirst) {
    Chamber chamber;
    std::vector<std::string> own;
    for (int i = 0; i < 49; ++i) {
        own.push_back("Own " + std::to_string(i));
    }
    chamber.service.add_contact(chamber.account, {.address = "anna@example.org",
                                                  .first_name = "First R1",
                                                  .last_name = "Last R1",
                                                  .company_name = "Company M1",
                                                  .lists = own});
    chamber.member("M1");
    chamber.rep("R1", "M1", "anna@example.org", {{"groups", "Board;Ambassadors"}});
    const auto report = chamber.run({.groups = {"Board", "Ambassadors"}});
    EXPECT_EQ(report.state, RunState::CompletedWithIssues);
    EXPECT_EQ(issue_codes(report), (Strings{"list_refused", "list_refused"}));
    EXPECT_EQ(chamber.members_of("Active Members").size(), 1U);
    EXPECT_TRUE(chamber.members_of("Board").empty());
}

TEST(Lists, AThousandListsReached) {
    sandbox::Options options;
    options.max_lists = 1000;
    Chamber chamber(options);
    for (int i = 0; i < 999; ++i) {
        chamber.service.add_list(chamber.account, "List " + std::to_string(i));
    }
    chamber.member("M1");
    chamber.rep("R1", "M1", "anna@example.org", {{"groups", "Board"}});
    const auto report = chamber.run({.groups = {"Board"}});
    EXPECT_EQ(report.state, RunState::CompletedWithIssues);
    EXPECT_EQ(issue_codes(report), Strings{"list_refused"}); // Active Members took the last place
    EXPECT_EQ(chamber.members_of("Active Members").size(), 1U);
}

TEST(Lists, AHundredCustomFieldsReached) {
    Chamber chamber;
    for (int i = 0; i < 99; ++i) {
        chamber.service.add_field(chamber.account, "Field " + std::to_string(i));
    }
    chamber.member("M1");
    chamber.rep("R1", "M1", "anna@example.org", {{"username", "anna"}, {"salutation", "Hi"}});
    const auto report = chamber.run({.fields = {"Username", "Salutation"}});
    EXPECT_EQ(report.state, RunState::CompletedWithIssues);
    EXPECT_EQ(issue_codes(report), Strings{"field_refused"});
    EXPECT_EQ(chamber.service.value(chamber.account, "anna@example.org", "Username"), "anna");
}

// --- the removal guard

TEST(Guard, R26_TooManyRemovalsStopBeforeTheFirstWrite) {
    Chamber chamber;
    fill(chamber, 40);
    for (int i = 0; i < 11; ++i) { // max(10, 20 % of 40 = 8)
        chamber.book.remove_rep("R" + std::to_string(i));
    }
    chamber.rep("N1", "M1", "new@example.org");
    chamber.service.clear_log();
    const auto report = chamber.run();
    EXPECT_EQ(report.state, RunState::NeedsConfirmation);
    EXPECT_EQ(sync::exit_code(report.state), 4);
    EXPECT_EQ(report.calls_writes, 0);
    EXPECT_EQ(report.removals_planned, 11);
    EXPECT_EQ(report.removals_limit, 10);
    EXPECT_EQ(report.totals.not_attempted, 1);
    EXPECT_EQ(report.totals.selected, report.totals.sum());
    EXPECT_EQ(person(report, "a5@example.org").lists_removed, Strings{"Active Members"}); // named
    EXPECT_EQ(chamber.members_of("Active Members").size(), 40U);
    EXPECT_EQ(chamber.run({.confirmed = 10}).state, RunState::NeedsConfirmation);
    const auto confirmed = chamber.run({.confirmed = 11});
    EXPECT_EQ(confirmed.state, RunState::Completed);
    EXPECT_EQ(confirmed.removals_confirmed, 11);
    EXPECT_EQ(chamber.members_of("Active Members").size(), 30U);
}

TEST(Guard, R26_TheLimitIsTwentyPercentRoundedDownWhereThatIsMore) {
    Chamber chamber;
    fill(chamber, 79);
    for (int i = 0; i < 15; ++i) { // 20 % of 79 is 15.8
        chamber.book.remove_rep("R" + std::to_string(i));
    }
    EXPECT_EQ(chamber.run().state, RunState::Completed);
}

TEST(Guard, R26_NoActiveRepAtAllStopsHoweverFewWouldComeOff) {
    Chamber chamber;
    fill(chamber, 3);
    chamber.set_member("M1", {{"status", "DRP"}});
    const auto report = chamber.run();
    EXPECT_EQ(report.state, RunState::NeedsConfirmation);
    EXPECT_EQ(chamber.members_of("Active Members").size(), 3U);
    EXPECT_EQ(chamber.run({.confirmed = 3}).state, RunState::Completed);
    EXPECT_TRUE(chamber.members_of("Active Members").empty());
}

TEST(Guard, R26_OptOutsThatWerePulledAreKeptAndAPreviewSaysSo) {
    Chamber chamber;
    fill(chamber, 40);
    for (int i = 0; i < 12; ++i) {
        chamber.book.remove_rep("R" + std::to_string(i));
    }
    ASSERT_TRUE(chamber.service.opt_out(chamber.account, "a20@example.org"));
    EXPECT_EQ(chamber.preview().state, RunState::NeedsConfirmation);
    EXPECT_FALSE(chamber.has_attribute("R20"));
    EXPECT_EQ(chamber.run().state, RunState::NeedsConfirmation);
    EXPECT_TRUE(chamber.has_attribute("R20"));
}

TEST(Guard, R26_TheLimitsAreSettings) {
    Chamber chamber;
    fill(chamber, 40);
    chamber.book.remove_rep("R0");
    EXPECT_EQ(chamber.run({.limits = {.removal_count = 0, .removal_percent = 0}}).state,
              RunState::NeedsConfirmation);
    EXPECT_EQ(chamber.run({.limits = {.removal_count = 1, .removal_percent = 0}}).state, RunState::Completed);
}

} // namespace
} // namespace muster::test
