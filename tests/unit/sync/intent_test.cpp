// What a run was about to do to whom, and what is found of it after its process died (R24, R29, R33).

#include <algorithm>

#include <gtest/gtest.h>

#include "support/chamber.hpp"

namespace muster::test {
namespace {

using sync::Outcome;
using sync::RunState;
using Strings = std::vector<std::string>;

struct Killed {};

/// A run that dies before it sends its nth request of this kind.
void die_before(Chamber& chamber, const Ask& ask, const std::string& method, const std::string& part, int nth = 1) {
    int seen = 0;
    chamber.on_request = [&](const net::Request& request, bool is_answered) {
        const bool is_it =
            !is_answered && request.method == method && request.target.find(part) != std::string::npos;
        if (is_it && ++seen == nth) {
            throw Killed{};
        }
    };
    EXPECT_THROW(static_cast<void>(chamber.run(ask)), Killed);
    chamber.on_request = nullptr;
    chamber.bury_dead_run();
}

const Ask kAsk{.groups = {"Board"}, .fields = {"Username", "Password"}, .run_id = "dead"};

class IntentTest : public ::testing::Test {
  protected:
    IntentTest() {
        chamber_.member("M1");
        chamber_.rep("R1", "M1", "one@example.org", {{"groups", "Board"}, {"username", "one"}});
        chamber_.rep("R2", "M1", "two@example.org");
        EXPECT_EQ(chamber_.run({.groups = {"Board"}, .fields = {"Username", "Password"}}).state,
                  RunState::Completed);
        chamber_.rep("R3", "M1", "three@example.org", {{"groups", "Board"}});
        chamber_.set_rep("R1", {{"job_title", "Boss"}, {"username", ""}}); // a PUT
        chamber_.book.remove_rep("R2");                                    // off Active Members
    }

    /// The history's entry of the run that died, after another run.
    sync::Report settled() {
        EXPECT_EQ(chamber_.run({.groups = {"Board"}, .fields = {"Username", "Password"}}).state,
                  RunState::Completed);
        for (const sync::Report& report : chamber_.journal.reports) {
            if (report.run_id == "dead") {
                return report;
            }
        }
        ADD_FAILURE() << "the run that died is not in the history";
        return {};
    }

    Chamber chamber_;
};

TEST_F(IntentTest, R33_WhomARunWillWriteToIsKeptBeforeItsFirstWrite) {
    die_before(chamber_, kAsk, "PUT", "/contacts/");
    const sync::Report& kept = chamber_.journal.intentions.at("dead");
    EXPECT_EQ(kept.state, RunState::Running);
    EXPECT_EQ(kept.totals.not_attempted, 2);
    EXPECT_EQ(kept.totals.selected, kept.totals.sum());
    const auto one = person(kept, "R1");
    EXPECT_EQ(one.outcome, Outcome::NotAttempted);
    ASSERT_TRUE(one.intention);
    EXPECT_EQ(one.intention->outcome, Outcome::Updated);
    EXPECT_EQ(one.changes.size(), 2U);
    const auto three = person(kept, "R3");
    EXPECT_EQ(three.intention->outcome, Outcome::Created);
    EXPECT_EQ(three.intention->lists_added, (Strings{"Active Members", "Board"}));
    EXPECT_EQ(person(kept, "two@example.org").intention->lists_removed, Strings{"Active Members"});
}

TEST_F(IntentTest, R29_OfARunThatSentNothingNobodyWasWrittenTo) {
    die_before(chamber_, kAsk, "PUT", "/contacts/");
    const auto report = settled();
    EXPECT_EQ(report.totals.not_attempted, 2);
    EXPECT_EQ(report.totals.selected, report.totals.sum());
    EXPECT_EQ(person(report, "R1").outcome, Outcome::NotAttempted);
    EXPECT_EQ(person(report, "R1").reason, "It was not written before the run was cut off.");
    EXPECT_FALSE(person(report, "R1").intention);
    EXPECT_NE(report.message.find("0 of its 3 changes"), std::string::npos) << report.message;
}

TEST_F(IntentTest, R29_WhatARunHadDoneIsFoundByReading) {
    die_before(chamber_, kAsk, "GET", "/contacts?", 3); // all is sent, nothing read back
    const auto report = settled();
    EXPECT_EQ(report.totals.created, 1);
    EXPECT_EQ(report.totals.updated, 1);
    EXPECT_EQ(report.totals.not_attempted, 0);
    EXPECT_EQ(report.totals.selected, report.totals.sum());
    const auto one = person(report, "R1");
    EXPECT_EQ(one.outcome, Outcome::Updated);
    EXPECT_EQ(one.changes.size(), 2U);
    EXPECT_FALSE(one.reason);
    EXPECT_EQ(person(report, "R3").lists_added, (Strings{"Active Members", "Board"}));
    EXPECT_EQ(person(report, "two@example.org").outcome, Outcome::RemovedFromList);
    EXPECT_EQ(list_of(report, "Board").added, 1);
    EXPECT_EQ(list_of(report, "Active Members").removed, 1);
    EXPECT_NE(report.message.find("3 of its 3 changes"), std::string::npos) << report.message;
}

TEST_F(IntentTest, R29_APartOfAPersonIsNamedAsAPart) {
    chamber_.set_rep("R1", {{"job_title", "Boss"}, {"username", ""}, {"groups", ""}});
    chamber_.rep("R4", "M1", "four@example.org", {{"username", "four"}});
    EXPECT_EQ(chamber_.run({.groups = {"Board"}, .fields = {"Username", "Password"}}).state, RunState::Completed);
    chamber_.set_rep("R4", {{"username", ""}, {"groups", "Board"}}); // a PUT, then an import of the list
    die_before(chamber_, kAsk, "POST", "/activities/contacts_json_import");
    const auto report = settled();
    const auto four = person(report, "R4");
    EXPECT_EQ(four.outcome, Outcome::Updated);
    EXPECT_EQ(four.changes.size(), 1U);
    EXPECT_EQ(four.lists_added, Strings{});
    EXPECT_EQ(four.reason, "The run was cut off; this much of it was written.");
    EXPECT_TRUE(four.intention); // an undo that is begun again is not done with this person (R32)
}

TEST_F(IntentTest, R29_WhoseContactIsGoneWasNotTakenOffByTheRun) {
    die_before(chamber_, kAsk, "PUT", "/contacts/");
    ASSERT_TRUE(chamber_.service.delete_contact(chamber_.account, "two@example.org"));
    const auto two = person(settled(), "two@example.org");
    EXPECT_EQ(two.outcome, Outcome::NotAttempted);
    EXPECT_EQ(two.lists_removed, Strings{});
}

TEST_F(IntentTest, R29_AChangedPasswordIsFoundWithoutItsValue) {
    chamber_.set_rep("R1", {{"job_title", "Boss"}, {"username", "one"}, {"password", "secret"}});
    die_before(chamber_, kAsk, "GET", "/contacts?", 3);
    const auto one = person(settled(), "R1");
    EXPECT_EQ(one.outcome, Outcome::Updated);
    ASSERT_EQ(one.changes.size(), 2U);
    EXPECT_EQ(one.changes[1].field, "Password");
    EXPECT_FALSE(one.changes[1].new_value);
}

TEST_F(IntentTest, R24_AfterARunThatWasCutOffAQuickOneReadsEverything) {
    die_before(chamber_, kAsk, "GET", "/contacts?", 3);
    const Ask quick{.groups = {"Board"}, .fields = {"Username", "Password"}, .depth = sync::Depth::Quick};
    EXPECT_EQ(chamber_.run(quick).depth, "full");
    EXPECT_EQ(chamber_.run(quick).depth, "quick");
}

TEST_F(IntentTest, R25_SoDoesItsPreview) {
    die_before(chamber_, kAsk, "GET", "/contacts?", 3);
    const auto preview = chamber_.run(
        {.groups = {"Board"}, .fields = {"Username", "Password"}, .preview = true, .depth = sync::Depth::Quick});
    EXPECT_EQ(preview.depth, "full");
    EXPECT_EQ(preview.totals.created, 0); // R3 is there
    EXPECT_TRUE(chamber_.journal.intentions.contains("dead"));
}

TEST(Intent, R29_AQuickRunSettlesARunThatHadWrittenNothing) {
    Chamber chamber;
    chamber.member("M1");
    chamber.rep("R1", "M1", "one@example.org");
    EXPECT_EQ(chamber.run({}).state, RunState::Completed);
    sync::Person one;
    one.email = "one@example.org";
    one.rep_id = "R1";
    one.outcome = Outcome::NotAttempted;
    one.intention = {Outcome::Updated, {"Active Members"}, {}}; // it is on it, but by an earlier run
    sync::Report dead;
    dead.run_id = "dead";
    dead.totals.selected = dead.totals.not_attempted = 1;
    dead.people = {one};
    chamber.journal.intend(dead); // and dies before its first step
    EXPECT_EQ(chamber.run({.depth = sync::Depth::Quick}).depth, "quick");
    EXPECT_TRUE(chamber.journal.intentions.empty());
    const auto settled = std::ranges::find(chamber.journal.reports, "dead", &sync::Report::run_id);
    ASSERT_NE(settled, chamber.journal.reports.end());
    EXPECT_EQ(settled->totals.not_attempted, 1);
    EXPECT_EQ(person(*settled, "R1").outcome, Outcome::NotAttempted);
    EXPECT_NE(settled->message.find("It had written nothing"), std::string::npos) << settled->message;
}

} // namespace
} // namespace muster::test
