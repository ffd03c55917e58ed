// Quick runs (R8): what they read, what they trust, and when they look at everything after all.

#include <algorithm>

#include <gtest/gtest.h>

#include "support/chamber.hpp"

namespace muster::test {
namespace {

using sandbox::FaultKind;
using sync::Depth;
using sync::Outcome;
using sync::RunState;
using Strings = std::vector<std::string>;

const Ask kFull{.groups = {"Board"}, .fields = {"Username"}};
const Ask kQuick{.groups = {"Board"}, .fields = {"Username"}, .depth = Depth::Quick};

std::string address(int i) { return "a" + std::to_string(i) + "@example.org"; }

/// Thirty Reps, the first ten on the Board, in step with their account.
void in_step(Chamber& chamber) {
    chamber.member("M1");
    for (int i = 0; i < 30; ++i) {
        chamber.rep("R" + std::to_string(i), "M1", address(i),
                    {{"groups", i < 10 ? "Board" : ""}, {"username", "user"}, {"job_title", "Boss"}});
    }
    ASSERT_EQ(chamber.run(kFull).state, RunState::Completed);
}

void promote(Chamber& chamber, int first, int last) {
    for (int i = first; i <= last; ++i) {
        chamber.set_rep("R" + std::to_string(i), {{"job_title", "President"}});
    }
}

TEST(Quick, R8_WithManyToSendItTrustsTheCountsThatAgree) {
    Chamber chamber;
    in_step(chamber);
    promote(chamber, 10, 29);
    const auto report = chamber.run(kQuick);
    EXPECT_EQ(report.state, RunState::Completed);
    EXPECT_EQ(report.depth, "quick");
    EXPECT_EQ(report.totals.updated, 20);
    EXPECT_EQ(report.calls_total, 6); // the signs twice, one import, one page of proof
    EXPECT_EQ(report.calls_estimated, 6);
    EXPECT_EQ(chamber.contact(address(29)).job_title, "President");
}

TEST(Quick, R14_WithFewToSendItReadsThemAndFindsWhoLeftWhileAnotherJoined) {
    Chamber chamber;
    in_step(chamber);
    ASSERT_TRUE(chamber.service.leave_list(chamber.account, address(1), "Board"));
    ASSERT_TRUE(chamber.service.join_list(chamber.account, address(20), "Board")); // the count stays
    promote(chamber, 1, 2);
    const auto report = chamber.run(kQuick);
    EXPECT_EQ(report.depth, "quick");
    EXPECT_EQ(report.totals.updated, 2);
    EXPECT_EQ(person(report, "R1").lists_held_back, Strings{"Board"});
    EXPECT_FALSE(chamber.contact(address(1)).is_on(chamber.service.list(chamber.account, "Board")->id));
    EXPECT_EQ(chamber.contact(address(1)).job_title, "President");
}

TEST(Quick, R6_WhoIsWrittenOneByOneIsReadBeforeHoweverManyOthersThereAre) {
    Chamber chamber;
    in_step(chamber);
    ASSERT_TRUE(chamber.service.add_field(chamber.account, "Shoe size"));
    ASSERT_TRUE(
        chamber.service.edit_contact(chamber.account, address(5), {.custom_fields = {{"Shoe size", "44"}}}));
    promote(chamber, 10, 29);
    chamber.set_rep("R5", {{"username", ""}}); // a PUT, which replaces all custom fields
    const auto report = chamber.run(kQuick);
    EXPECT_EQ(report.depth, "quick");
    EXPECT_EQ(report.totals.updated, 21);
    EXPECT_EQ(chamber.service.value(chamber.account, address(5), "Username"), "");
    EXPECT_EQ(chamber.service.value(chamber.account, address(5), "Shoe size"), "44");
    EXPECT_EQ(report.calls_total, 8); // one more to read, one more to write
}

TEST(Quick, R13_AnOptOutSinceTheLastRunIsSeenAndHeldBack) {
    Chamber chamber;
    in_step(chamber);
    promote(chamber, 10, 29);
    ASSERT_TRUE(chamber.service.opt_out(chamber.account, address(15)));
    const auto report = chamber.run(kQuick);
    EXPECT_EQ(report.depth, "quick");
    EXPECT_EQ(report.totals.updated, 19);
    EXPECT_EQ(report.totals.held_back_unsubscribed, 1);
    EXPECT_EQ(chamber.contact(address(15)).job_title, "Boss");
    EXPECT_TRUE(chamber.has_attribute("R15"));
}

TEST(Quick, R8_SomebodyWhoIsNoLongerWhereHeWasMakesItFull) {
    Chamber chamber;
    in_step(chamber);
    ASSERT_TRUE(chamber.service.edit_contact(chamber.account, address(3), {.address = "else@example.org"}));
    promote(chamber, 3, 4);
    const auto report = chamber.run(kQuick);
    EXPECT_EQ(report.depth, "full");
    EXPECT_FALSE(report.warnings.empty());
    EXPECT_EQ(report.totals.created, 1);
    EXPECT_EQ(list_of(report, "Active Members").removed, 1); // nobody here has the new address
}

TEST(Quick, R8_WhoComesToAListDuringARunShowsInTheNextQuickOne) {
    Chamber chamber;
    in_step(chamber);
    promote(chamber, 10, 29);
    chamber.rep("R30", "M1", address(30));
    bool has_joined = false;
    chamber.on_progress = [&](const sync::Progress& progress, const CancelToken&) {
        if (progress.phase == sync::Phase::Proving && !has_joined) {
            has_joined = true;
            chamber.service.add_contact(
                chamber.account, {.address = "s@example.org", .first_name = "S", .lists = {"Active Members"}});
        }
    };
    ASSERT_EQ(chamber.run(kQuick).state, RunState::Completed);
    ASSERT_TRUE(has_joined);
    const auto next = chamber.run(kQuick);
    EXPECT_EQ(next.depth, "full");
    EXPECT_EQ(list_of(next, "Active Members").removed, 1);
    EXPECT_EQ(chamber.run(kQuick).calls_total, 2);
}

TEST(Quick, R8_WhatAQuickRunCouldNotProveMakesTheNextOneFull) {
    Chamber chamber;
    in_step(chamber);
    ASSERT_TRUE(chamber.service.delete_field(chamber.account, "Username")); // a quick run reads no fields
    for (int i = 10; i < 30; ++i) {
        chamber.set_rep("R" + std::to_string(i), {{"username", "other"}});
    }
    const auto report = chamber.run(kQuick);
    EXPECT_EQ(report.state, RunState::CompletedWithIssues);
    EXPECT_EQ(report.totals.refused, 20);
    const auto next = chamber.run(kQuick);
    EXPECT_EQ(next.depth, "full");
    EXPECT_EQ(next.warnings,
              Strings{"The last quick run could not prove everything that it sent, so this run read the "
                      "account in full."});
    EXPECT_EQ(next.state, RunState::Completed);
    EXPECT_EQ(next.totals.updated, 30);
    EXPECT_EQ(chamber.run(kQuick).calls_total, 2);
}

TEST(Quick, R25_APreviewReadsTheSameAndSaysWhatTheRunTakes) {
    Chamber chamber;
    in_step(chamber);
    promote(chamber, 0, 0);
    chamber.rep("R30", "M1", address(30), {{"groups", "Board"}});
    Ask ask = kQuick;
    ask.preview = true;
    const auto preview = chamber.run(ask);
    EXPECT_EQ(preview.depth, "quick");
    EXPECT_EQ(preview.calls_writes, 0);
    const auto run = chamber.run(kQuick);
    EXPECT_EQ(run.totals, preview.totals);
    EXPECT_EQ(run.calls_estimated, preview.calls_estimated);
    EXPECT_EQ(run.calls_total, run.calls_estimated);
    EXPECT_EQ(chamber.members_of("Board").size(), 11U);
}

TEST(Quick, R30_ProgressTellsTheCallsMadeSoFarAndThoseReckonedWith) {
    Chamber chamber;
    in_step(chamber);
    promote(chamber, 10, 29);
    std::int64_t estimated_before = 0;
    std::int64_t estimated = 0;
    std::int64_t calls = 0;
    chamber.on_progress = [&](const sync::Progress& progress, const CancelToken&) {
        if (progress.phase == sync::Phase::Reading) {
            estimated_before = std::max(estimated_before, progress.calls_estimated);
        }
        estimated = progress.calls_estimated;
        EXPECT_GE(progress.calls, calls);
        calls = progress.calls;
    };
    EXPECT_EQ(chamber.run(kQuick).calls_total, 6);
    EXPECT_EQ(estimated_before, 0);
    EXPECT_EQ(estimated, 6);
    EXPECT_GE(calls, 5); // the last one may come after the last progress
    EXPECT_LE(calls, 6);
}

TEST(Quick, R8_WhereReadingThePeopleCostsAsMuchAsReadingAllItReadsAll) {
    Chamber chamber;
    in_step(chamber);
    promote(chamber, 0, 7);
    const auto report = chamber.run(kQuick);
    EXPECT_EQ(report.depth, "full"); // eight people, or three calls for an account of thirty
    EXPECT_EQ(report.totals.updated, 8);
}

/// As after each renewal: whose account it is has not been asked yet.
void renew(Chamber& chamber) { chamber.grants.cell().grant->account_checked = false; }

/// What the grant answers for is not the bound account any more.
void answer_for_another_account(Chamber& chamber) {
    chamber.grants.cell().grant->account_id = "another-account";
    renew(chamber);
}

TEST(Quick, R22_AQuietOneAfterARenewalTakesTwoCallsAndTheNextWithNewsAsksFirst) {
    Chamber chamber;
    in_step(chamber);
    renew(chamber);
    const auto quiet = chamber.run(kQuick);
    EXPECT_EQ(quiet.state, RunState::Completed);
    EXPECT_EQ(quiet.calls_total, 2);
    EXPECT_EQ(quiet.account_id, chamber.account);
    EXPECT_FALSE(chamber.grants.cell().grant->account_checked);
    promote(chamber, 10, 29);
    const auto busy = chamber.run(kQuick);
    EXPECT_EQ(busy.state, RunState::Completed);
    EXPECT_EQ(busy.calls_total, 7); // one more than without a renewal
    EXPECT_TRUE(chamber.grants.cell().grant->account_checked);
}

TEST(Quick, R22_WithAnotherAccountNothingIsSent) {
    Chamber chamber;
    in_step(chamber);
    promote(chamber, 10, 29);
    answer_for_another_account(chamber);
    const auto report = chamber.run(kQuick);
    EXPECT_EQ(report.state, RunState::NotConnected) << report.message;
    EXPECT_EQ(report.calls_writes, 0);
    EXPECT_EQ(chamber.contact(address(29)).job_title, "Boss");
}

TEST(Quick, R22_WithAnotherAccountNothingThatWasReadIsKept) {
    Chamber chamber;
    in_step(chamber);
    ASSERT_TRUE(chamber.service.opt_out(chamber.account, address(3)));
    const auto account = chamber.grants.cell().grant->account_id;
    answer_for_another_account(chamber);
    EXPECT_EQ(chamber.run(kQuick).state, RunState::NotConnected);
    EXPECT_FALSE(chamber.has_attribute("R3"));
    chamber.grants.cell().grant->account_id = account;
    EXPECT_EQ(chamber.run(kQuick).state, RunState::Completed);
    EXPECT_TRUE(chamber.has_attribute("R3"));
}

TEST(Quick, R22_WhereTheListsAreNotWhatTheyWereItAsksBeforeItReadsAll) {
    Chamber chamber;
    in_step(chamber);
    ASSERT_TRUE(chamber.service.leave_list(chamber.account, address(3), "Board"));
    answer_for_another_account(chamber);
    const auto report = chamber.run(kQuick);
    EXPECT_EQ(report.state, RunState::NotConnected);
    EXPECT_EQ(report.calls_total, 3);
}

} // namespace
} // namespace muster::test
