// How a run runs: previews, idempotence, calls, trouble on the line (R21 to R31), against the sandbox.

#include <set>

#include <gtest/gtest.h>

#include "support/chamber.hpp"

namespace muster::test {
namespace {

using sandbox::FaultKind;
using sandbox::When;
using sync::Outcome;
using sync::RunState;
using Strings = std::vector<std::string>;

void add_reps(Chamber& chamber, int count, Chamber::Fields fields = {}) {
    chamber.member("M1");
    for (int i = 0; i < count; ++i) {
        chamber.rep("R" + std::to_string(i), "M1", "a" + std::to_string(i) + "@example.org", fields);
    }
}

TEST(Running, R24_ASecondRunWithNothingChangedWritesNothing) {
    Chamber chamber;
    add_reps(chamber, 30, {{"groups", "Board;Golf"}, {"username", "user"}, {"job_title", "Boss"}});
    const Ask ask{.groups = {"Board", "Golf"}, .fields = {"Username", "Rep Groups"}};
    EXPECT_EQ(chamber.run(ask).totals.created, 30);
    const auto writes = chamber.book.writes();
    const auto second = chamber.run(ask);
    EXPECT_EQ(second.calls_writes, 0);
    EXPECT_EQ(second.totals.unchanged, 30);
    EXPECT_EQ(chamber.book.writes(), writes); // and nothing in the database
    EXPECT_EQ(second.calls_total, 3);         // contacts, lists, fields
    EXPECT_EQ(second.calls_estimated, 3);
    EXPECT_TRUE(second.people.empty());
    const auto quick = chamber.run({.groups = ask.groups, .fields = ask.fields, .depth = sync::Depth::Quick});
    EXPECT_EQ(quick.depth, "quick");
    EXPECT_EQ(quick.calls_total, 2);
    EXPECT_EQ(quick.totals.unchanged, 30);
}

TEST(Running, R29_ARunHasTheIdThatItWasGivenOrMakesOne) {
    Chamber chamber;
    add_reps(chamber, 1);
    EXPECT_EQ(chamber.run({.run_id = "run-known-before"}).run_id, "run-known-before");
    EXPECT_EQ(chamber.preview({.run_id = "preview-known-before"}).run_id, "preview-known-before");
    EXPECT_EQ(chamber.run().run_id.size(), 36U);
}

TEST(Running, R8_AQuickRunLooksFurtherWhereTheSignsDisagreeOrThereIsSomethingToSend) {
    Chamber chamber;
    add_reps(chamber, 5);
    const auto first = chamber.run({.depth = sync::Depth::Quick});
    EXPECT_EQ(first.depth, "full"); // never read in full before, and says so
    EXPECT_FALSE(first.warnings.empty());
    chamber.service.add_contact(chamber.account,
                                {.address = "s@example.org", .first_name = "S", .lists = {"Active Members"}});
    const auto second = chamber.run({.depth = sync::Depth::Quick});
    EXPECT_EQ(second.depth, "full");
    EXPECT_EQ(list_of(second, "Active Members").removed, 1);
    ASSERT_TRUE(chamber.service.opt_out(chamber.account, "a0@example.org"));
    const auto third = chamber.run({.depth = sync::Depth::Quick});
    EXPECT_EQ(third.depth, "quick");
    EXPECT_TRUE(chamber.has_attribute("R0"));
    chamber.set_rep("R1", {{"job_title", "New"}});
    const auto fourth = chamber.run({.depth = sync::Depth::Quick});
    EXPECT_EQ(fourth.depth, "quick"); // one person to write to: he is read before
    EXPECT_EQ(fourth.totals.updated, 1);
    EXPECT_EQ(fourth.calls_total, 7); // the signs, the person, the signs again, the write, and its proof
}

TEST(Running, R25_APreviewWritesNothingAndTheRunDoesWhatItShowed) {
    Chamber chamber;
    chamber.service.add_contact(chamber.account,
                                {.address = "a0@example.org", .first_name = "Old", .lists = {"Active Members"}});
    chamber.service.add_contact(
        chamber.account, {.address = "stranger@example.org", .first_name = "S", .lists = {"Active Members"}});
    add_reps(chamber, 20, {{"groups", "Board"}});
    chamber.rep("R99", "M1", "bad");
    const Ask ask{.groups = {"Board"}, .fields = {"Username"}};
    chamber.service.clear_log();
    const auto preview = chamber.preview(ask);
    EXPECT_EQ(preview.state, RunState::Completed);
    EXPECT_TRUE(preview.preview);
    for (const auto& request : chamber.service.log()) {
        EXPECT_EQ(request.method, "GET") << request.path;
    }
    EXPECT_EQ(preview.calls_writes, 0);
    EXPECT_EQ(preview.new_permissions, 19);
    ASSERT_EQ(person(preview, "R0").changes.size(), 3U);
    EXPECT_EQ(person(preview, "R0").changes[0].old_value, "Old");
    const auto run = chamber.run(ask);
    EXPECT_EQ(run.totals, preview.totals);
    ASSERT_EQ(run.people.size(), preview.people.size());
    for (std::size_t i = 0; i < run.people.size(); ++i) {
        EXPECT_EQ(run.people[i].email, preview.people[i].email);
        EXPECT_EQ(run.people[i].outcome, preview.people[i].outcome);
        EXPECT_EQ(run.people[i].lists_added, preview.people[i].lists_added);
        EXPECT_EQ(run.people[i].lists_removed, preview.people[i].lists_removed);
    }
    ASSERT_EQ(run.lists.size(), preview.lists.size());
    for (std::size_t i = 0; i < run.lists.size(); ++i) {
        EXPECT_EQ(run.lists[i].added, preview.lists[i].added);
        EXPECT_EQ(run.lists[i].removed, preview.lists[i].removed);
        EXPECT_EQ(run.lists[i].created, preview.lists[i].created);
    }
}

TEST(Running, R25_APreviewNeedsNoLock) {
    Chamber chamber;
    add_reps(chamber, 1);
    chamber.journal.holder = "somebody";
    EXPECT_EQ(chamber.preview().state, RunState::Completed);
    EXPECT_EQ(chamber.run().state, RunState::Busy);
    EXPECT_EQ(sync::exit_code(RunState::Busy), 7);
}

TEST(Running, R21_WithoutAGrantNothingIsReadOrWritten) {
    Chamber chamber;
    add_reps(chamber, 1);
    chamber.grants.cell().grant.reset();
    const auto report = chamber.run();
    EXPECT_EQ(report.state, RunState::NotConnected);
    EXPECT_EQ(sync::exit_code(report.state), 5);
    EXPECT_EQ(report.calls_total, 0);
}

TEST(Running, R21_ALostGrantStopsBeforeAnyWrite) {
    Chamber chamber;
    add_reps(chamber, 3);
    chamber.service.revoke_grants(chamber.account);
    const auto report = chamber.run();
    EXPECT_EQ(report.state, RunState::NotConnected);
    EXPECT_EQ(report.calls_writes, 0);
    EXPECT_TRUE(chamber.service.contacts(chamber.account).empty());
    EXPECT_FALSE(chamber.grants.cell().lost_reason.empty());
}

TEST(Running, R22_AGrantThatAnswersForAnotherAccountStopsTheRun) {
    Chamber chamber;
    add_reps(chamber, 3);
    chamber.grants.cell().grant->account_id = "another-account";
    chamber.grants.cell().grant->account_checked = false;
    const auto report = chamber.run();
    EXPECT_EQ(report.state, RunState::NotConnected);
    EXPECT_EQ(report.calls_writes, 0);
}

TEST(Running, R22_ARenewalInMidRunIsCheckedBeforeTheNextWrite) {
    Chamber chamber;
    add_reps(chamber, 12);
    chamber.service.inject(
        {.method = "POST", .path = "/activities/contacts_json_import", .kind = FaultKind::TokenExpired});
    chamber.on_progress = [&](const sync::Progress& progress, const CancelToken&) {
        if (progress.phase == sync::Phase::Recording) {
            chamber.grants.cell().grant->account_id = "another-account"; // what the renewed grant is held against
        }
    };
    const auto report = chamber.run();
    EXPECT_EQ(report.state, RunState::NotConnected) << report.message;
    EXPECT_TRUE(chamber.service.contacts(chamber.account).empty());
}

TEST(Running, ATokenThatExpiresInMidRunIsRenewed) {
    Chamber chamber;
    add_reps(chamber, 12);
    chamber.service.inject(
        {.method = "POST", .path = "/activities/contacts_json_import", .kind = FaultKind::TokenExpired});
    const auto report = chamber.run();
    EXPECT_EQ(report.state, RunState::Completed) << report.message;
    EXPECT_EQ(report.totals.created, 12);
    EXPECT_EQ(report.calls_token, 1);
}

TEST(Running, R31_ThrottledIsWaitedOutAndQuotaExceededEndsTheRun) {
    Chamber chamber;
    add_reps(chamber, 12);
    chamber.service.inject({.path = "/contacts", .kind = FaultKind::Throttled, .times = 2});
    EXPECT_EQ(chamber.run().state, RunState::Completed);
    chamber.service.inject({.path = "/contacts", .kind = FaultKind::QuotaExceeded});
    const auto report = chamber.run();
    EXPECT_EQ(report.state, RunState::QuotaExhausted);
    EXPECT_EQ(sync::exit_code(report.state), 6);
    EXPECT_NE(report.message.find("2026-11-24T00:00:00Z"), std::string::npos) << report.message;
    chamber.clock.set(std::chrono::sys_days{std::chrono::year{2026} / 11 / 24});
    EXPECT_EQ(chamber.run().state, RunState::Completed);
}

TEST(Running, R31_AFullActivityQueueIsWaitedOut) {
    Chamber chamber;
    add_reps(chamber, 12);
    chamber.service.inject({.method = "POST", .path = "/activities/*", .kind = FaultKind::QueueFull, .times = 3});
    const auto report = chamber.run();
    EXPECT_EQ(report.state, RunState::Completed);
    EXPECT_EQ(report.totals.created, 12);
}

TEST(Running, R31_TheQuotaOf4ASecondHoldsWhenAnswersTakeNoTime) {
    Chamber chamber;
    add_reps(chamber, 30, {{"phone", "+49 30 123"}}); // thirty single writes
    const auto report = chamber.run();
    EXPECT_EQ(report.state, RunState::Completed);
    EXPECT_LE(chamber.service.most_calls_in_a_second(), 4);
}

TEST(Running, R31_AnImportWhoseFateIsUnknownIsResolvedByReading) {
    for (const When when : {When::Before, When::After}) {
        for (const FaultKind kind : {FaultKind::CutConnection, FaultKind::Status, FaultKind::HtmlOk}) {
            Chamber chamber;
            chamber.service_lies = kind == FaultKind::HtmlOk;
            add_reps(chamber, 12);
            chamber.service.inject({.method = "POST",
                                    .path = "/activities/contacts_json_import",
                                    .kind = kind,
                                    .when = when,
                                    .status = 500});
            const auto report = chamber.run();
            EXPECT_EQ(report.state, RunState::Completed) << report.message;
            EXPECT_EQ(report.totals.created, 12);
            const std::size_t imports = chamber.service.activities(chamber.account).size();
            EXPECT_EQ(imports, 1U) << "an accepted import was submitted twice";
        }
    }
}

TEST(Running, ACreatedContactsTransientErrorIsLookedUpBeforeItIsRepeated) {
    for (const When when : {When::Before, When::After}) {
        Chamber chamber;
        add_reps(chamber, 1);
        chamber.service.inject(
            {.method = "POST", .path = "/contacts", .kind = FaultKind::Status, .when = when, .status = 503});
        const auto report = chamber.run();
        EXPECT_EQ(report.state, RunState::Completed) << report.message;
        EXPECT_EQ(report.totals.created, 1);
        EXPECT_EQ(chamber.service.contacts(chamber.account).size(), 1U);
    }
}

TEST(Running, R28_AnImportThatComesToNothingIsSentAgainInHalves) {
    for (const FaultKind kind :
         {FaultKind::ActivityFailed, FaultKind::ActivityTimedOut, FaultKind::ActivityCancelled}) {
        Chamber chamber;
        add_reps(chamber, 12);
        chamber.service.inject({.method = "POST", .path = "/activities/contacts_json_import", .kind = kind});
        const auto report = chamber.run();
        EXPECT_EQ(report.state, RunState::Completed) << sync::to_json(report);
        EXPECT_EQ(report.totals.created, 12);
        EXPECT_EQ(report.calls_by_endpoint.at("POST /activities/contacts_json_import"), 3);
    }
}

TEST(Running, R28_AServiceThatTakesNoImportIsNotAskedForEver) {
    for (const FaultKind kind :
         {FaultKind::ActivityFailed, FaultKind::ActivityTimedOut, FaultKind::ActivityCancelled}) {
        Chamber chamber;
        add_reps(chamber, 60);
        chamber.service.inject(
            {.method = "POST", .path = "/activities/contacts_json_import", .kind = kind, .times = 0});
        const auto report = chamber.run();
        EXPECT_EQ(report.state, RunState::CompletedWithIssues);
        EXPECT_EQ(report.totals.refused, 60);
        EXPECT_EQ(report.totals.created, 0);
        EXPECT_EQ(issue_codes(report), Strings(60, "unproved"));
        EXPECT_LE(report.calls_by_endpoint.at("POST /activities/contacts_json_import"), 50);
        chamber.service.clear_faults();
        const auto next = chamber.run();
        EXPECT_EQ(next.state, RunState::Completed);
        EXPECT_EQ(next.totals.created, 60);
    }
}

TEST(Running, R28_ARowThatSpoilsItsImportEndsUpAloneAndHoldsUpNobody) {
    Chamber chamber;
    add_reps(chamber, 40);
    chamber.on_request = [&](const net::Request& request, bool is_answered) {
        const bool has_bad_row = request.body.find("a17@example.org") != std::string::npos;
        if (!is_answered && has_bad_row && request.target.find("json_import") != std::string::npos) {
            chamber.service.inject(
                {.method = "POST", .path = "/activities/contacts_json_import", .kind = FaultKind::ActivityFailed});
        }
    };
    const auto report = chamber.run();
    EXPECT_EQ(report.state, RunState::CompletedWithIssues);
    EXPECT_EQ(report.totals.created, 39);
    EXPECT_EQ(report.totals.refused, 1);
    const auto bad = person(report, "a17@example.org");
    EXPECT_EQ(bad.outcome, Outcome::Refused);
    EXPECT_NE(bad.reason->find("ended the import as failed"), std::string::npos) << *bad.reason;
    EXPECT_EQ(report.calls_by_endpoint.at("POST /activities/contacts_json_import"),
              1 + 2 * 6); // 40, 20, 10, 5, 3, 2, 1

    for (int i = 0; i < 10; ++i) {
        chamber.set_rep("R" + std::to_string(i), {{"job_title", "Boss"}});
    }
    const auto again = chamber.run(); // it comes again, and holds up nobody
    EXPECT_EQ(again.totals.updated, 10);
    EXPECT_EQ(person(again, "a17@example.org").outcome, Outcome::Refused);
    chamber.on_request = nullptr;
    const auto last = chamber.run();
    EXPECT_EQ(last.state, RunState::Completed);
    EXPECT_EQ(last.totals.created, 1);
}

TEST(Running, R28_CompletedWithErrorsIsReadBackPersonByPerson) {
    for (const FaultKind kind : {FaultKind::RowsRefused, FaultKind::RowsRefusedNoReason, FaultKind::RowsLost}) {
        Chamber chamber;
        add_reps(chamber, 12);
        chamber.service.inject({.method = "POST",
                                .path = "/activities/contacts_json_import",
                                .kind = kind,
                                .rows = {0, 7},
                                .text = "no good"});
        const auto report = chamber.run(); // the refused address is the first in order
        EXPECT_EQ(report.state, RunState::CompletedWithIssues);
        EXPECT_EQ(report.totals.refused, 2);
        EXPECT_EQ(report.totals.created, 10);
        EXPECT_EQ(person(report, "a0@example.org").outcome, Outcome::Refused);
        if (kind == FaultKind::RowsRefused) {
            EXPECT_NE(person(report, "a0@example.org").reason->find("no good"), std::string::npos);
        }
        const auto next = chamber.run(); // refused rows come again at every run
        EXPECT_EQ(next.totals.created, 2);
        EXPECT_EQ(next.totals.unchanged, 10);
    }
}

TEST(Running, R28_ARefusedImportIsHalvedUntilTheBadRowStandsAlone) {
    sandbox::Options options;
    options.switches.too_long = sandbox::TooLong::Refuse;
    Chamber chamber(options);
    add_reps(chamber, 16);
    chamber.service.inject(
        {.method = "POST", .path = "/activities/contacts_json_import", .kind = FaultKind::Status, .status = 400});
    const auto report = chamber.run();
    EXPECT_EQ(report.state, RunState::Completed);
    EXPECT_EQ(report.totals.created, 16);
    EXPECT_EQ(report.calls_by_endpoint.at("POST /activities/contacts_json_import"), 3);
}

TEST(Running, HtmlInsteadOfJsonAndAForeignPagingLinkStopTheRunBeforeItWrites) {
    for (const FaultKind kind : {FaultKind::HtmlOk, FaultKind::WrongTypes, FaultKind::ForeignLink}) {
        Chamber chamber;
        chamber.service_lies = true;
        add_reps(chamber, 600);
        chamber.run();
        chamber.rep("N1", "M1", "new@example.org");
        chamber.service.inject({.method = "GET", .path = "/contacts", .kind = kind, .times = 0});
        const auto report = chamber.run();
        EXPECT_EQ(report.state, RunState::Failed);
        EXPECT_EQ(sync::exit_code(report.state), 1);
        EXPECT_EQ(report.calls_writes, 0);
        EXPECT_FALSE(report.message.empty());
    }
}

TEST(Running, TheLastPageComesInThreeWays) {
    for (const auto last : {sandbox::LastPage::Absent, sandbox::LastPage::Null, sandbox::LastPage::Empty}) {
        sandbox::Options options;
        options.switches.last_page = last;
        options.switches.pages_overlap = sandbox::OnOff::On;
        Chamber chamber(options);
        add_reps(chamber, 1001);
        EXPECT_EQ(chamber.run().totals.created, 1001);
        EXPECT_EQ(chamber.run().totals.unchanged, 1001);
    }
}

TEST(Running, R30_ACancelledRunLeavesAStateThatTheNextCompletes) {
    Chamber chamber;
    add_reps(chamber, 30, {{"phone", "+49 30 123"}});
    chamber.on_progress = [](const sync::Progress& progress, const CancelToken& cancel) {
        if (progress.phase == sync::Phase::Sending && progress.done == 10) {
            cancel.cancel();
        }
    };
    const auto report = chamber.run();
    EXPECT_EQ(report.state, RunState::Cancelled);
    EXPECT_EQ(sync::exit_code(report.state), 130);
    EXPECT_EQ(report.totals.selected, report.totals.sum());
    EXPECT_EQ(report.totals.refused, 10); // sent, and not read back
    EXPECT_EQ(report.totals.not_attempted, 20);
    chamber.on_progress = nullptr;
    const auto next = chamber.run();
    EXPECT_EQ(next.state, RunState::Completed);
    EXPECT_EQ(next.totals.created, 20);
    EXPECT_EQ(chamber.service.contacts(chamber.account).size(), 30U);
}

TEST(Running, R24_WhatACutOffRunSentIsWaitedForAndNotSentAgain) {
    sandbox::Options options;
    options.activity_delay = std::chrono::minutes(20);
    Chamber chamber(options);
    add_reps(chamber, 30);
    chamber.on_progress = [](const sync::Progress& progress, const CancelToken& cancel) {
        if (progress.phase == sync::Phase::Waiting) {
            cancel.cancel();
        }
    };
    EXPECT_EQ(chamber.run().state, RunState::Cancelled);
    chamber.on_progress = nullptr;
    const auto next = chamber.run();
    EXPECT_EQ(next.state, RunState::Completed);
    EXPECT_EQ(next.totals.unchanged, 30);
    EXPECT_EQ(chamber.service.activities(chamber.account).size(), 1U);
}

TEST(Running, R33_TheIntendedStepsAreDurableBeforeTheFirstWrite) {
    Chamber chamber;
    add_reps(chamber, 30, {{"groups", "Board"}});
    chamber.rep("F1", "M1", "foreign@example.org", {{"phone", "+49 30 123"}});
    std::set<std::string> noted;
    std::set<std::string> sent;
    chamber.on_request = [&](const net::Request& request, bool is_answered) {
        if (is_answered || request.method == "GET") {
            return;
        }
        if (sent.empty()) {
            for (const auto& [key, step] : chamber.journal.steps) {
                noted.insert(step.endpoint);
            }
        }
        sent.insert(request.method + " " + request.target.substr(request.target.find("/v3") + 3));
    };
    EXPECT_EQ(chamber.run({.groups = {"Board"}, .fields = {"Username"}}).state, RunState::Completed);
    EXPECT_FALSE(sent.empty());
    EXPECT_EQ(sent, noted);
    for (const auto& [key, step] : chamber.journal.steps) {
        EXPECT_EQ(step.state, sync::StepState::Proved) << step.endpoint; // each was taken up and closed
    }
}

TEST(Running, R33_ARunThatHangsIsEnded) {
    Chamber chamber;
    add_reps(chamber, 30);
    chamber.service.inject(
        {.method = "POST", .path = "/activities/contacts_json_import", .kind = FaultKind::ActivityStuck});
    const auto report = chamber.run();
    EXPECT_EQ(report.state, RunState::CompletedWithIssues);
    EXPECT_EQ(report.totals.refused, 30);
}

TEST(Running, R27_TotalsAddUpWithEverythingAtOnce) {
    Chamber chamber;
    chamber.service.add_contact(
        chamber.account,
        {.address = "out@example.org", .first_name = "x", .permission = sandbox::Permission::Unsubscribed});
    chamber.service.add_contact(chamber.account, {.address = "del@example.org", .first_name = "x"});
    ASSERT_TRUE(chamber.service.delete_contact(chamber.account, "del@example.org"));
    add_reps(chamber, 10);
    chamber.rep("O1", "M1", "out@example.org");
    chamber.rep("O2", "M1", "del@example.org");
    chamber.rep("O3", "M1", "a3@example.org");
    chamber.rep("O4", "M1", "");
    chamber.rep("O5", "M1", "bad address");
    const auto report = chamber.run();
    EXPECT_EQ(report.totals, (sync::Totals{.selected = 15,
                                           .created = 11,
                                           .updated = 0,
                                           .unchanged = 0,
                                           .ignored_duplicate = 1,
                                           .ignored_no_email = 1,
                                           .ignored_invalid_email = 1,
                                           .held_back_unsubscribed = 1,
                                           .refused = 0,
                                           .not_attempted = 0}));
}

TEST(Running, SwitchesThatNobodyKnowsAreRunBothWays) {
    const std::vector<std::pair<const char*, std::vector<const char*>>> switches{
        {"put_without_permission", {"keep", "refuse"}},
        {"membership_moves_updated_at", {"on", "off"}},
        {"too_long", {"refuse", "cut"}},
        {"blank_cells", {"ignore", "clear"}},
        {"time_format", {"seconds", "milliseconds", "offset"}},
        {"order", {"created", "newest", "id"}},
        {"after_boundary", {"exclusive", "inclusive"}},
        {"unsubscribed_rows_updated", {"on", "off"}},
        {"store_addresses_lower", {"on", "off"}},
        {"retry_after", {"on", "off"}},
        {"field_name_case", {"kept", "lower"}},
        {"confirmed_opt_in", {"off", "on"}},
    };
    for (const auto& [name, values] : switches) {
        for (const char* value : values) {
            SCOPED_TRACE(std::string(name) + "=" + value);
            Chamber chamber;
            ASSERT_TRUE(chamber.service.set_switch(name, value));
            add_reps(chamber, 12, {{"groups", "Board"}, {"job_title", "Boss"}, {"username", "u"}});
            const Ask ask{.groups = {"Board"}, .fields = {"Username"}};
            EXPECT_EQ(chamber.run(ask).totals.created, 12);
            for (int i = 0; i < 6; ++i) {
                chamber.set_rep("R" + std::to_string(i), {{"job_title", ""}, {"groups", "Board;Golf"}});
            }
            ASSERT_TRUE(chamber.service.opt_out(chamber.account, "a1@example.org"));
            const Ask more{.groups = {"Board", "Golf"}, .fields = {"Username"}};
            const auto second = chamber.run(more);
            EXPECT_EQ(second.totals.held_back_unsubscribed, 1);
            EXPECT_TRUE(chamber.contact("a1@example.org").is_unsubscribed());
            if (std::string(value) != "refuse" || std::string(name) != "put_without_permission") {
                EXPECT_EQ(second.state, RunState::Completed) << sync::to_json(second);
                EXPECT_EQ(chamber.run(more).calls_writes, 0);
            } else {
                EXPECT_EQ(second.totals.refused, 5);
            }
        }
    }
}

} // namespace
} // namespace muster::test
