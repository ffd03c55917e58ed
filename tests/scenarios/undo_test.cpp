// Taking back the newest run (R32), against the sandbox.

#include <gtest/gtest.h>

#include "support/chamber.hpp"
#include "sync/consent.hpp"

namespace muster::test {
namespace {

using sync::Outcome;
using sync::RunState;
using Strings = std::vector<std::string>;

Ask board() { return {.groups = {"Board"}, .fields = {"Username", "Password"}}; }

/// M1 active: R1 and R2 on Board, R3 on none; known to the account by a first run. M2 active with X1.
void fill(Chamber& chamber) {
    chamber.member("M1");
    chamber.member("M2");
    chamber.rep("R1", "M1", "anna@example.org", {{"groups", "Board"}, {"job_title", "Boss"}, {"username", "anna"}});
    chamber.rep("R2", "M1", "bob@example.org", {{"groups", "Board"}});
    chamber.rep("R3", "M1", "carl@example.org", {{"job_title", "Baker"}, {"phone", "312 555 0100"}});
    chamber.rep("X1", "M2", "xenia@example.org");
    ASSERT_EQ(chamber.run(board()).state, RunState::Completed);
}

/// What a second run has to do something of everything for.
void change(Chamber& chamber) {
    chamber.set_rep("R1", {{"job_title", "Chief"}, {"username", "ann"}, {"password", "opensesame"}});
    chamber.set_rep("R3", {{"groups", "Board"}, {"job_title", ""}, {"phone", "312 555 0199"}});
    chamber.rep("N1", "M1", "new@example.org", {{"groups", "Board"}});
    chamber.set_member("M2", {{"status", "DRP"}});
}

std::string job_title(Chamber& chamber, const std::string& address) { return chamber.contact(address).job_title; }

TEST(Undo, R32_TakesBackListsAndPropertiesOfTheRunAndProvesIt) {
    Chamber chamber;
    fill(chamber);
    const std::string before = chamber.end_state();
    change(chamber);
    const auto run = chamber.run(board());
    ASSERT_EQ(run.state, RunState::Completed);
    chamber.set_member("M2", {{"status", "ACT"}}); // so Xenia belongs on Active Members again

    const auto undo = chamber.undo(run);
    EXPECT_EQ(undo.state, RunState::Completed) << undo.message;
    EXPECT_EQ(undo.undo_of, run.run_id);
    EXPECT_NE(undo.run_id, run.run_id);
    EXPECT_EQ(undo.totals.selected, 4);
    EXPECT_EQ(undo.totals.updated, 4);
    EXPECT_EQ(chamber.members_of("Board"), (Strings{"anna@example.org", "bob@example.org"}));
    EXPECT_EQ(chamber.members_of("Active Members"),
              (Strings{"anna@example.org", "bob@example.org", "carl@example.org", "xenia@example.org"}));
    EXPECT_EQ(job_title(chamber, "anna@example.org"), "Boss");
    EXPECT_EQ(job_title(chamber, "carl@example.org"), "Baker");
    EXPECT_EQ(chamber.work_phone("carl@example.org"), "312 555 0100");
    EXPECT_FALSE(chamber.contact("new@example.org").deleted_at); // a created Contact stays, off its lists (R15)
    EXPECT_EQ(list_of(undo, "Board").removed, 2);
    EXPECT_EQ(list_of(undo, "Board").added, 0);
    EXPECT_EQ(list_of(undo, "Active Members").removed, 1);
    EXPECT_EQ(list_of(undo, "Active Members").added, 1);
    EXPECT_EQ(person(undo, "R3").lists_removed, Strings{"Board"});
    EXPECT_EQ(person(undo, "R3").changes.at(0).old_value, "");
    EXPECT_EQ(person(undo, "R3").changes.at(0).new_value, "Baker");
    EXPECT_EQ(person(undo, "N1").lists_removed, (Strings{"Active Members", "Board"}));
    EXPECT_EQ(person(undo, "N1").reason, "That run created the Contact; it stays.");
    EXPECT_EQ(person(undo, "xenia@example.org").lists_added, Strings{"Active Members"});
    EXPECT_EQ(person(undo, "R1").reason, "Password is not set back: its values are in no history.");
    EXPECT_EQ(issue_codes(undo), Strings{"not_undoable"});
    EXPECT_GT(undo.calls_writes, 0);
    EXPECT_FALSE(before.empty());
}

TEST(Undo, R14_WhatItTookOffHasNotLeftAndWhatItPutBackIsConfirmed) {
    Chamber chamber;
    fill(chamber);
    change(chamber);
    const auto run = chamber.run(board());
    chamber.set_member("M2", {{"status", "ACT"}});
    ASSERT_EQ(chamber.undo(run).state, RunState::Completed);
    ASSERT_TRUE(chamber.service.leave_list(chamber.account, "xenia@example.org", "Active Members"));
    const auto again = chamber.run(board()); // the next run does the rest again
    EXPECT_EQ(again.state, RunState::Completed) << again.message;
    EXPECT_EQ(person(again, "R3").lists_added, Strings{"Board"});
    EXPECT_EQ(person(again, "N1").lists_added, (Strings{"Active Members", "Board"}));
    EXPECT_EQ(person(again, "X1").lists_held_back, Strings{"Active Members"}); // she was put back, and left
    EXPECT_EQ(job_title(chamber, "anna@example.org"), "Chief");
}

TEST(Undo, R32_APreviewWritesNothingAndTheUndoDoesWhatItShowed) {
    Chamber chamber;
    fill(chamber);
    change(chamber);
    const auto run = chamber.run(board());
    const std::string after_run = chamber.end_state();
    const auto preview = chamber.undo(run, true);
    EXPECT_EQ(preview.state, RunState::Completed);
    EXPECT_TRUE(preview.preview);
    EXPECT_EQ(preview.calls_writes, 0);
    EXPECT_EQ(chamber.end_state(), after_run);
    const auto undo = chamber.undo(run);
    EXPECT_EQ(undo.totals, preview.totals);
    ASSERT_EQ(undo.people.size(), preview.people.size());
    for (std::size_t i = 0; i < undo.people.size(); ++i) {
        EXPECT_EQ(undo.people[i].email, preview.people[i].email);
        EXPECT_EQ(undo.people[i].lists_added, preview.people[i].lists_added);
        EXPECT_EQ(undo.people[i].lists_removed, preview.people[i].lists_removed);
        EXPECT_EQ(undo.people[i].reason, preview.people[i].reason);
    }
    EXPECT_LE(std::abs(undo.calls_total - undo.calls_estimated), 4);
}

TEST(Undo, R32_RemovalsFromActiveMembersComeBackOnlyWhereAnActiveRepHasTheAddressNow) {
    Chamber chamber;
    fill(chamber);
    chamber.set_member("M2", {{"status", "DRP"}});
    const auto run = chamber.run(board());
    const auto undo = chamber.undo(run); // M2 is still dropped
    EXPECT_EQ(undo.totals.unchanged, 1);
    EXPECT_EQ(undo.calls_writes, 0);
    EXPECT_EQ(person(undo, "xenia@example.org").reason,
              "No Rep of an active Member has this address now, so it does not come back to Active Members.");
    EXPECT_EQ(chamber.run(board()).calls_writes, 0); // nothing of it is against the rules of a run
}

TEST(Undo, R32_WhatSomebodyChangedSinceStays) {
    Chamber chamber;
    fill(chamber);
    change(chamber);
    const auto run = chamber.run(board());
    ASSERT_TRUE(chamber.service.edit_contact(chamber.account, "anna@example.org", {.job_title = "By hand"}));
    ASSERT_TRUE(chamber.service.delete_contact(chamber.account, "carl@example.org"));
    ASSERT_TRUE(chamber.service.leave_list(chamber.account, "new@example.org", "Board"));
    const auto undo = chamber.undo(run);
    EXPECT_EQ(undo.state, RunState::Completed) << undo.message;
    EXPECT_EQ(job_title(chamber, "anna@example.org"), "By hand");
    EXPECT_EQ(person(undo, "R1").outcome, Outcome::Updated); // her username is set back all the same
    EXPECT_NE(person(undo, "R1").reason.value_or("").find("job_title was changed since, to \"By hand\"; it stays."),
              std::string::npos);
    EXPECT_EQ(person(undo, "R3").outcome, Outcome::Unchanged);
    EXPECT_EQ(person(undo, "R3").reason, "The Contact was deleted in Constant Contact since.");
    EXPECT_TRUE(chamber.contact("carl@example.org").deleted_at);
    EXPECT_EQ(person(undo, "N1").lists_removed, Strings{"Active Members"});
}

TEST(Undo, R13_WhoHasUnsubscribedIsNotTouched) {
    Chamber chamber;
    fill(chamber);
    change(chamber);
    const auto run = chamber.run(board());
    ASSERT_TRUE(chamber.service.opt_out(chamber.account, "carl@example.org"));
    const auto undo = chamber.undo(run);
    EXPECT_EQ(undo.totals.held_back_unsubscribed, 1);
    EXPECT_EQ(person(undo, "R3").outcome, Outcome::HeldBackUnsubscribed);
    EXPECT_TRUE(chamber.has_attribute("R3")); // R17: what the undo read is written before it sends
    EXPECT_EQ(job_title(chamber, "carl@example.org"), "");
    EXPECT_EQ(chamber.members_of("Board"), (Strings{"anna@example.org", "bob@example.org", "carl@example.org"}));
    EXPECT_EQ(undo.opted_out_made_mailable, 0);
}

TEST(Undo, R13_WhoUnsubscribesBetweenReadingAndWritingIsNotTouched) {
    for (const char* address : {"carl@example.org", "new@example.org", "anna@example.org"}) {
        Chamber chamber;
        fill(chamber);
        change(chamber);
        const auto run = chamber.run(board());
        bool is_out = false;
        chamber.on_progress = [&](const sync::Progress& progress, const CancelToken&) {
            if (!is_out && progress.phase == sync::Phase::Planning) {
                is_out = chamber.service.opt_out(chamber.account, address).has_value();
            }
        };
        const auto undo = chamber.undo(run);
        EXPECT_EQ(undo.totals.held_back_unsubscribed, 1) << address;
        EXPECT_EQ(sandbox::name_of(chamber.contact(address).email.permission), "unsubscribed");
        EXPECT_EQ(undo.opted_out_made_mailable, 0);
    }
}

TEST(Undo, R10_TheGateLetsOnlyThoseOffAGroupListWhomTheUndoneRunPutOnIt) {
    sync::Consent gate;
    gate.learn_opted_out("out@example.org", "id-out");
    gate.allow_undo("board", "id-1");
    gate.allow_undo("board", "id-2");
    gate.allow_undo("board", "id-out");
    const auto refuses = [&](const char* body) {
        const net::Request request{"POST", "/v3/activities/remove_list_memberships", {}, body};
        return gate.before("POST /activities/remove_list_memberships", request).has_value();
    };
    EXPECT_FALSE(refuses(R"({"source":{"contact_ids":["id-1","id-2"]},"list_ids":["board"]})"));
    EXPECT_TRUE(refuses(R"({"source":{"contact_ids":["id-3","id-1"]},"list_ids":["board"]})"));
    EXPECT_TRUE(refuses(R"({"source":{"contact_ids":["id-1","id-3"]},"list_ids":["board"]})"));
    EXPECT_TRUE(refuses(R"({"source":{"contact_ids":["id-1"]},"list_ids":["board","golf"]})"));
    EXPECT_TRUE(refuses(R"({"source":{"contact_ids":["id-1","id-out"]},"list_ids":["board"]})")); // R13
    EXPECT_TRUE(refuses(R"({"source":{"list_ids":["board"]},"list_ids":["board"]})"));
    EXPECT_TRUE(refuses(R"({"source":{"contact_ids":[]},"list_ids":["board"]})"));
    EXPECT_EQ(gate.opted_out_made_mailable(), 0);
}

TEST(Undo, R32_ASecondUndoFindsNothingLeftAndLeavesAloneWhomTheFirstDealtWith) {
    Chamber chamber;
    fill(chamber);
    change(chamber);
    const auto run = chamber.run(board());
    ASSERT_EQ(chamber.undo(run).state, RunState::Completed);
    const auto second = chamber.undo(run);
    EXPECT_EQ(second.calls_writes, 0);
    EXPECT_EQ(second.totals.unchanged, second.totals.selected);
    ASSERT_TRUE(chamber.service.join_list(chamber.account, "carl@example.org", "Board")); // by a person
    const auto third = chamber.undo(run, false, {"carl@example.org"});
    EXPECT_EQ(third.calls_writes, 0);
    EXPECT_EQ(third.totals.selected, 3);
}

TEST(Undo, R32_TheCallerIsAskedDirectlyBeforeTheFirstWrite) {
    Chamber chamber;
    fill(chamber);
    change(chamber);
    const auto run = chamber.run(board());
    const std::string after_run = chamber.end_state();
    Ask ask{.undo = sync::UndoOrder{run, {}}};
    ask.before_first_write = [] { return Result<void>(fail(Code::Conflict, "Another run came after it.")); };
    const auto refused = chamber.run(ask);
    EXPECT_EQ(refused.state, RunState::Failed);
    EXPECT_EQ(refused.message, "Another run came after it. Nothing was sent to Constant Contact.");
    EXPECT_EQ(refused.calls_writes, 0);
    EXPECT_EQ(chamber.end_state(), after_run);
    int asked = 0;
    ask.before_first_write = [&] {
        ++asked;
        return Result<void>{};
    };
    EXPECT_EQ(chamber.run(ask).state, RunState::Completed);
    EXPECT_EQ(asked, 1);
    EXPECT_EQ(chamber.run(ask).calls_writes, 0);
    EXPECT_EQ(asked, 1); // nothing to write, nothing to ask
}

TEST(Undo, R32_ManyAreTakenBackByFewCalls) {
    Chamber chamber;
    chamber.member("M1");
    for (int i = 0; i < 1'200; ++i) {
        const std::string n = std::to_string(i);
        chamber.rep("R" + n, "M1", "a" + n + "@example.org", {{"job_title", "Boss"}});
    }
    chamber.is_judged = false;
    ASSERT_EQ(chamber.run().totals.created, 1'200);
    for (int i = 0; i < 1'200; ++i) {
        chamber.set_rep("R" + std::to_string(i), {{"job_title", "Chief"}, {"groups", "Board"}});
    }
    const auto run = chamber.run({.groups = {"Board"}});
    ASSERT_EQ(run.totals.updated, 1'200);
    const auto undo = chamber.undo(run);
    EXPECT_EQ(undo.state, RunState::Completed) << undo.message;
    EXPECT_EQ(undo.totals.updated, 1'200);
    EXPECT_TRUE(chamber.members_of("Board").empty());
    EXPECT_EQ(chamber.members_of("Active Members").size(), 1'200U);
    EXPECT_EQ(job_title(chamber, "a7@example.org"), "Boss");
    EXPECT_EQ(undo.calls_writes, 4); // one import, three removals of at most 500
}

} // namespace
} // namespace muster::test
