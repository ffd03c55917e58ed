// Which run can be undone, and what an undo does to the automatic update (R32), with a real store.

#include "app/undo.hpp"

#include "app/selections.hpp"
#include "app/update_contacts.hpp"
#include "support/unobserved.hpp"
#include "unit/app/office_fixture.hpp"

namespace muster::app {
namespace {

using sync::RunState;

struct Killed {};

class UndoTest : public OfficeTest {
  protected:
    UndoTest() {
        connect_main();
        add_reps(3);
        save_automatic_update(*installation_, database_, {{}, true});
    }

    sync::Report update(const UpdateRequest& request = {}) {
        clock_.advance(std::chrono::minutes(1));
        test::Unobserved silent;
        auto report = update_contacts(*installation_, database_, request, silent, CancelToken{});
        EXPECT_TRUE(report) << report.error().message;
        return report.value_or(sync::Report{});
    }
    std::string run() { return update().run_id; }
    /// A run that changes one Contact.
    std::string change(const std::string& title) {
        EXPECT_TRUE(edit_rep(*installation_, database_, EditMode::Set, "R0", {{"job_title", title}}));
        return run();
    }
    sync::Report undo(const std::string& run_id, bool preview = false) {
        UpdateRequest request;
        request.undo_of = run_id;
        request.preview = preview;
        return update(request);
    }
    /// Dies at its `at`-th write, before it leaves.
    void die(const UpdateRequest& request, int at = 1) {
        int writes = 0;
        on_request_ = [&](const net::Request& sent) {
            const bool is_api = sent.method != "GET" && sent.target.find("oauth2") == std::string::npos;
            if (is_api && ++writes == at) {
                throw Killed{};
            }
        };
        test::Unobserved silent;
        EXPECT_THROW((void)update_contacts(*installation_, database_, request, silent, CancelToken{}), Killed);
        on_request_ = nullptr;
        clock_.advance(std::chrono::hours(1)); // its lease runs out
    }
    /// The code and the sentence why it cannot be undone; "" if it can.
    std::string refusal(const std::string& run_id) {
        const auto checked = check_undo(*installation_, database_, run_id);
        return checked ? "" : checked.error().message;
    }
    bool is_on() { return automatic_update(*installation_, database_).value().value().is_on; }
    std::string job_title(const std::string& address) {
        return service_.contact(account_, address).value().job_title;
    }
};

TEST_F(UndoTest, R32_AnUndoSwitchesTheAutomaticUpdateOffAndSaysWhy) {
    (void)run();
    const auto id = change("Chief");
    EXPECT_EQ(undo(id, true).state, RunState::Completed);
    EXPECT_TRUE(is_on()); // a preview switches nothing
    const auto report = undo(id);
    EXPECT_EQ(report.state, RunState::Completed) << report.message;
    EXPECT_EQ(report.totals.updated, 1);
    EXPECT_EQ(job_title("a0@example.org"), "");
    EXPECT_FALSE(is_on());
    const auto off = off_for_undo(*installation_, database_);
    ASSERT_TRUE(off);
    EXPECT_EQ(off->run_id, id);
    EXPECT_NE(off_words(*off).find("Off since run " + id + " was undone at 2026-"), std::string::npos);
    save_automatic_update(*installation_, database_, {{}, true});
    EXPECT_FALSE(off_for_undo(*installation_, database_));
}

TEST_F(UndoTest, R32_AnUndoThatFindsNothingLeavesTheAutomaticUpdateOn) {
    (void)run();
    const auto id = change("Chief");
    ASSERT_TRUE(service_.edit_contact(account_, "a0@example.org", {.job_title = "By hand"}));
    EXPECT_EQ(undo(id).totals.unchanged, 1);
    EXPECT_TRUE(is_on());
}

TEST_F(UndoTest, R32_OnlyTheNewestRunThatWroteCanBeUndone) {
    const auto first = run();
    const auto second = change("Chief");
    const auto quiet = run();
    UpdateRequest look;
    look.preview = true;
    const auto preview = update(look).run_id;
    EXPECT_NE(
        refusal(first).find("Only the newest run that wrote can be undone. Another one came after it: " + second),
        std::string::npos);
    EXPECT_EQ(refusal(second), "");
    EXPECT_EQ(refusal(quiet), "That run wrote nothing to Constant Contact, so there is nothing to undo.");
    EXPECT_EQ(refusal(preview), "That was a preview; it changed nothing that could be undone.");
    EXPECT_EQ(refusal("none"), "This database has no run \"none\".");
    EXPECT_EQ(check_undo(*installation_, add_database(*installation_, "Other").value().id, second).error().code,
              Code::NotFound);
    const auto undone = undo(second).run_id;
    EXPECT_NE(refusal(second).find("undone already, by run " + undone), std::string::npos);
    EXPECT_NE(refusal(undone).find("an undo is not undone"), std::string::npos);
}

TEST_F(UndoTest, R29_WhereTheHistoryHasNobodyLeftNothingIsUndone) {
    const auto id = run();
    clock_.advance(std::chrono::days(500));
    installation_->store().prune_history(database_, clock_.now(), 400);
    EXPECT_NE(refusal(id).find("The history no longer has the people of that run"), std::string::npos);
}

TEST_F(UndoTest, R22_ARunOfAnotherAccountIsNotUndone) {
    const auto id = run();
    installation_->store().disconnect(database_);
    connect_to(database_, service_.add_account("Elsewhere"));
    EXPECT_NE(refusal(id).find("That run was for the account \"Main Street Chamber\""), std::string::npos);
}

TEST_F(UndoTest, R24_ARunThatWasCutOffIsCompletedNotUndone) {
    const auto first = run();
    ASSERT_TRUE(edit_rep(*installation_, database_, EditMode::Set, "R0", {{"job_title", "Chief"}}));
    UpdateRequest killed;
    killed.run_id = "killed";
    die(killed);
    EXPECT_NE(refusal("killed").find("cut off before it could write down whom it changed"), std::string::npos);
    EXPECT_NE(refusal(first).find("Only the newest run that wrote"),
              std::string::npos); // that one may have written
}

TEST_F(UndoTest, R24_AnUndoThatWasCutOffIsCompletedByAnotherOfTheSameRun) {
    (void)run();
    const auto id = change("Chief");
    UpdateRequest killed;
    killed.undo_of = id;
    killed.run_id = "killed";
    die(killed);
    EXPECT_FALSE(is_on()); // before the first write
    EXPECT_EQ(refusal(id), "");
    const auto rest = undo(id);
    EXPECT_EQ(rest.state, RunState::Completed) << rest.message;
    EXPECT_EQ(job_title("a0@example.org"), "");
    EXPECT_NE(refusal(id), "");
}

TEST_F(UndoTest, R32_ARunThatCameInBetweenStopsTheUndoBeforeItsFirstWrite) {
    (void)run();
    const auto id = change("Chief");
    EXPECT_TRUE(make_undo_order(*installation_, database_, id));
    const auto later = change("Boss");
    const auto stopped = begin_undo(*installation_, database_, id);
    ASSERT_FALSE(stopped);
    EXPECT_EQ(stopped.error().code, Code::Conflict);
    EXPECT_NE(stopped.error().message.find(later), std::string::npos);
    EXPECT_TRUE(is_on());
}

TEST_F(UndoTest, R32_WhomAnUnfinishedUndoHasDealtWithIsLeftAloneByTheNext) {
    (void)run();
    const auto id = change("Chief");
    auto journal = installation_->store().journal(database_);
    sync::Report unfinished;
    unfinished.run_id = "unfinished";
    unfinished.undo_of = id;
    unfinished.started_at = clock_.now();
    unfinished.state = RunState::CompletedWithIssues;
    sync::Person person;
    person.email = "A0@example.org";
    person.outcome = sync::Outcome::Updated;
    sync::Person partly = person;
    partly.email = "a1@example.org";
    partly.intention = sync::Intention{sync::Outcome::Updated, {}, {"Board"}};
    unfinished.people = {person, partly};
    journal->record(unfinished);
    journal->put_step("unfinished",
                      {1, "PUT /contacts/{contact_id}", "1 Contacts", 1, sync::StepState::Proved, "", {}});
    const auto order = make_undo_order(*installation_, database_, id);
    ASSERT_TRUE(order);
    EXPECT_EQ(order->settled, std::unordered_set<std::string>{"a0@example.org"}); // a part is not all of it
    EXPECT_EQ(order->undone.people.size(), 1U);
}

} // namespace
} // namespace muster::app
