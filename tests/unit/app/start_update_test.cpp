#include "app/start_update.hpp"

#include "unit/app/office_fixture.hpp"

namespace muster::app {
namespace {

using namespace std::chrono_literals;
using sync::RunState;

template <class T>
Obstacle obstacle(const Started<T>& started) {
    EXPECT_FALSE(started) << "it was started";
    return started ? Obstacle::Other : started.error().obstacle;
}
template <class T>
Code code(const Started<T>& started) {
    EXPECT_FALSE(started) << "it was started";
    return started ? Code::Failed : started.error().error.code;
}
template <class T>
std::string words(const Started<T>& started) {
    return started ? "(started)" : started.error().error.message;
}

class StartUpdateTest : public OfficeTest {
  protected:
    StartUpdateTest() {
        connect_main();
        add_reps(3);
        EXPECT_TRUE(add_group(*installation_, database_, "Board"));
        EXPECT_TRUE(add_group(*installation_, database_, "Golf"));
    }

    static ManualOrder order(const std::string& by = "ada", const std::vector<std::string>& groups = {"Board"}) {
        ManualOrder manual;
        manual.by.name = by;
        manual.selections.list_groups = groups;
        return manual;
    }
    Started<std::string> start(const ManualOrder& manual) {
        return start_update(*installation_, runner_, database_, manual);
    }
    /// Starts it and waits for its end.
    std::string run(const ManualOrder& manual) {
        const auto run_id = start(manual);
        EXPECT_TRUE(run_id) << words(run_id);
        return finish(run_id);
    }
    std::string finish(const Started<std::string>& run_id) {
        if (!run_id) {
            ADD_FAILURE() << words(run_id);
            return "";
        }
        last_state_ = wait_for_end(board_, *run_id).end->state;
        return *run_id;
    }
    std::string preview(ManualOrder manual) {
        manual.preview = true;
        return run(manual);
    }
    /// The database has had its first run.
    void complete_first_run() {
        auto first = order();
        first.previewed = preview(first);
        run(first);
        ASSERT_EQ(last_state_, RunState::Completed);
    }
    /// Strangers on Active Members, more than the guard lets go.
    void add_strangers(int count) {
        for (int i = 0; i < count; ++i) {
            const auto added = service_.add_contact(account_, {.address = "s" + std::to_string(i) + "@example.org",
                                                               .first_name = "S",
                                                               .lists = {"Active Members"}});
            ASSERT_TRUE(added);
        }
    }
    ConfirmOrder confirm(const std::string& run_id, std::int64_t removals) {
        return {{"ada", false}, run_id, removals};
    }

    ProgressBoard board_{clock_};
    JobRunner runner_{*installation_, board_};
    RunState last_state_ = RunState::Running;
};

TEST_F(StartUpdateTest, R25_TheFirstRunOfADatabaseNeedsAPreviewOfTheSamePersonWithTheSameSelections) {
    EXPECT_EQ(obstacle(start(order())), Obstacle::FirstRunNeedsPreview);
    const auto seen = preview(order());
    auto first = order();
    first.previewed = "no-such-run";
    EXPECT_EQ(obstacle(start(first)), Obstacle::FirstRunNeedsPreview);
    auto of_bob = order("bob");
    of_bob.previewed = seen;
    EXPECT_EQ(obstacle(start(of_bob)), Obstacle::FirstRunNeedsPreview);
    auto with_golf = order("ada", {"Board", "Golf"});
    with_golf.previewed = seen;
    EXPECT_EQ(obstacle(start(with_golf)), Obstacle::FirstRunNeedsPreview);
    first.previewed = seen;
    const auto first_run = run(first);
    EXPECT_EQ(last_state_, RunState::Completed);
    EXPECT_EQ(installation_->store().run_summary(database_, first_run)->totals.created, 3);
    run(order("bob", {"Golf"})); // from now on nobody has to look first
    EXPECT_EQ(last_state_, RunState::Completed);
}

TEST_F(StartUpdateTest, R25_APreviewThatIsOldOrOfAnotherAccountOrDidNotEndIsNone) {
    auto first = order();
    first.previewed = preview(first);
    clock_.advance(24h);
    EXPECT_EQ(obstacle(start(first)), Obstacle::FirstRunNeedsPreview);
    first.previewed = preview(first);
    installation_->store().disconnect(database_);
    connect_to(database_, service_.add_account("Other Chamber"));
    EXPECT_EQ(obstacle(start(first)), Obstacle::FirstRunNeedsPreview);
    service_.revoke_grants(service_.accounts().back().id);
    first.previewed = preview(first);
    EXPECT_EQ(last_state_, RunState::NotConnected);
    EXPECT_EQ(obstacle(start(first)), Obstacle::NotConnected);
}

TEST_F(StartUpdateTest, R25_AnotherDatabasesPreviewIsNone) {
    const auto second = add_database(*installation_, "Second").value().id;
    connect_to(second, service_.add_account("Second Chamber"));
    auto nothing = order("ada", {});
    nothing.previewed = preview(nothing);
    EXPECT_EQ(obstacle(start_update(*installation_, runner_, second, nothing)), Obstacle::FirstRunNeedsPreview);
}

TEST_F(StartUpdateTest, R21_WithoutAConnectionThePersonIsLedToIt) {
    installation_->store().disconnect(database_);
    EXPECT_EQ(obstacle(start(order())), Obstacle::NotConnected);
    EXPECT_EQ(words(start(order())), "\"Main\" is not connected to Constant Contact yet. Connect it first.");
    connect_main();
    ASSERT_TRUE(installation_->store().grants(database_)->mark_lost(0, "invalid_grant", clock_.now()));
    EXPECT_EQ(words(start(order())),
              "The permission for Constant Contact was lost at 2026-11-23T12:00:00Z. Connect \"Main\" again.");
}

TEST_F(StartUpdateTest, WhatIsUnknownIsRefusedBeforeAnythingBegins) {
    EXPECT_EQ(code(start(order("ada", {"Nowhere"}))), Code::Invalid);
    auto wrong_field = order();
    wrong_field.selections.custom_fields = {"Shoe Size"};
    EXPECT_EQ(code(start(wrong_field)), Code::Invalid);
    auto wrong_filter = order();
    wrong_filter.selections.filters.member = {"colour=red"};
    EXPECT_EQ(code(start(wrong_filter)), Code::Invalid);
    EXPECT_TRUE(board_.under_way(database_).empty());
    EXPECT_FALSE(manual_choices(*installation_, database_).value());
}

TEST_F(StartUpdateTest, PasswordsGoOnlyWhenAnAdministratorHasSignedInAfresh) {
    complete_first_run();
    auto passwords = order();
    passwords.selections.custom_fields = {"password"};
    EXPECT_EQ(obstacle(start(passwords)), Obstacle::PasswordsNeedFreshLogin);
    preview(passwords); // sends nothing
    EXPECT_EQ(last_state_, RunState::Completed);
    passwords.by.may_send_passwords = true;
    const auto sent = run(passwords);
    EXPECT_EQ(obstacle(start_repeat(*installation_, runner_, database_, {{"ada", false}, sent, ""})),
              Obstacle::PasswordsNeedFreshLogin);
    EXPECT_EQ(obstacle(save_automatic(*installation_, database_, {"ada", false}, passwords.selections, true)),
              Obstacle::PasswordsNeedFreshLogin);
    EXPECT_TRUE(save_automatic(*installation_, database_, {"ada", true}, passwords.selections, true));
    EXPECT_EQ(obstacle(start_automatic(*installation_, runner_, database_, {{"bob", false}, false, ""})),
              Obstacle::PasswordsNeedFreshLogin);
}

TEST_F(StartUpdateTest, R19_TheWizardRemembersItsLastChoicesAndNothingElseTouchesThem) {
    complete_first_run();
    const auto remembered = [&] { return manual_choices(*installation_, database_).value()->list_groups; };
    EXPECT_EQ(remembered(), std::vector<std::string>{"Board"});
    preview(order("bob", {"golf"}));
    EXPECT_EQ(remembered(), std::vector<std::string>{"Golf"});
    ASSERT_TRUE(save_automatic(*installation_, database_, {"ada", false}, {{"Board"}, {}, {}}, true));
    finish(start_automatic(*installation_, runner_, database_, {{"ada", false}, false, ""}));
    EXPECT_EQ(last_state_, RunState::Completed);
    EXPECT_EQ(remembered(), std::vector<std::string>{"Golf"});
    EXPECT_EQ(automatic_update(*installation_, database_).value()->selections.list_groups,
              std::vector<std::string>{"Board"}); // and the other way round
}

TEST_F(StartUpdateTest, R19_ChoicesOfARunThatWasNotStartedAreNotRemembered) {
    ASSERT_EQ(obstacle(start(order())), Obstacle::FirstRunNeedsPreview);
    EXPECT_FALSE(manual_choices(*installation_, database_).value());
    runner_.stop();
    auto asked = order();
    asked.preview = true;
    EXPECT_EQ(code(start(asked)), Code::Unavailable);
    EXPECT_FALSE(manual_choices(*installation_, database_).value());
}

TEST_F(StartUpdateTest, R19_TheAutomaticSelectionsAreStartedAsSaved) {
    const AutomaticOrder automatic{{"ada", false}, false, ""};
    EXPECT_EQ(code(start_automatic(*installation_, runner_, database_, automatic)), Code::NotFound);
    ASSERT_TRUE(save_automatic(*installation_, database_, {"ada", false}, {{"golf"}, {}, {}}, false));
    EXPECT_FALSE(automatic_update(*installation_, database_).value()->is_on);
    EXPECT_EQ(obstacle(start_automatic(*installation_, runner_, database_, automatic)),
              Obstacle::FirstRunNeedsPreview);
    const auto seen = finish(start_automatic(*installation_, runner_, database_, {{"ada", false}, true, ""}));
    const auto first = finish(start_automatic(*installation_, runner_, database_, {{"ada", false}, false, seen}));
    EXPECT_EQ(last_state_, RunState::Completed);
    const auto lists = installation_->store().run_summary(database_, first)->lists;
    ASSERT_EQ(lists.size(), 2U);
    EXPECT_EQ(lists[1].name, "Golf");
}

TEST_F(StartUpdateTest, R26_TheNumberIsConfirmedForTheRunThatStoppedAndForNoOther) {
    add_strangers(11);
    const auto seen = preview(order());
    EXPECT_EQ(last_state_, RunState::NeedsConfirmation);
    auto first = order();
    first.previewed = seen;
    const auto stopped = run(first);
    EXPECT_EQ(last_state_, RunState::NeedsConfirmation);
    const auto with = [&](const ConfirmOrder& confirmed) {
        return start_confirmed(*installation_, runner_, database_, confirmed);
    };
    EXPECT_EQ(obstacle(with(confirm(stopped, 10))), Obstacle::RemovalsDiffer);
    EXPECT_EQ(words(with(confirm(stopped, 12))),
              "11 Contacts would come off Active Members, not 12. Type that number if it is right.");
    EXPECT_EQ(obstacle(with(confirm(seen, 11))), Obstacle::RunIsOutdated); // a run came after that preview
    const auto confirmed = finish(with(confirm(stopped, 11)));
    EXPECT_EQ(last_state_, RunState::Completed);
    const auto report = installation_->store().run_summary(database_, confirmed);
    EXPECT_EQ(report->removals_confirmed, 11);
    EXPECT_EQ(report->lists[1].name, "Board"); // the same selections
    EXPECT_EQ(obstacle(with(confirm(stopped, 11))), Obstacle::RunIsOutdated);
    EXPECT_EQ(obstacle(with(confirm(confirmed, 11))), Obstacle::NothingToRepeat);
    EXPECT_EQ(code(with(confirm("no-such-run", 11))), Code::NotFound);
}

TEST_F(StartUpdateTest, R26_APreviewThatStoppedMayBeConfirmedToo) {
    add_strangers(11);
    const auto seen = preview(order());
    finish(start_confirmed(*installation_, runner_, database_, confirm(seen, 11)));
    EXPECT_EQ(last_state_, RunState::Completed);
}

TEST_F(StartUpdateTest, R28_ARunIsRepeatedWithItsSelections) {
    const auto seen = preview(order());
    const auto repeat = [&](const std::string& run_id, const std::string& previewed = "") {
        return start_repeat(*installation_, runner_, database_, {{"bob", false}, run_id, previewed});
    };
    EXPECT_EQ(obstacle(repeat(seen)), Obstacle::NothingToRepeat);
    auto first = order();
    first.previewed = seen;
    const auto done = run(first);
    preview(order("bob", {"Golf"}));
    const auto again = finish(repeat(done));
    const auto report = installation_->store().run_summary(database_, again);
    EXPECT_EQ(report->started_by, "bob");
    EXPECT_EQ(report->lists[1].name, "Board");
    EXPECT_EQ(code(repeat("no-such-run")), Code::NotFound);
}

TEST_F(StartUpdateTest, NobodyReachesARunOfAnotherDatabase) {
    complete_first_run();
    add_strangers(11);
    const auto stopped = run(order());
    ASSERT_EQ(last_state_, RunState::NeedsConfirmation);
    const auto second = add_database(*installation_, "Second").value().id;
    connect_to(second, service_.add_account("Second Chamber"));
    EXPECT_EQ(code(start_confirmed(*installation_, runner_, second, confirm(stopped, 11))), Code::NotFound);
    EXPECT_EQ(code(start_repeat(*installation_, runner_, second, {{"ada", false}, stopped, ""})), Code::NotFound);
}

} // namespace
} // namespace muster::app
