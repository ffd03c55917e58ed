#include "store_fixture.hpp"

namespace muster::store {
namespace {

using Databases = StoreTest;

TEST_F(Databases, R5_NewOneHasTheShippedStatuses) {
    const auto store = open();
    const auto database = store->add_database("Main").value();
    std::vector<std::string> active, inactive;
    look(*store, database, WithPasswords::No, [&](roster::RecordBook& book) {
        book.each_status([&](const roster::MemberStatus& status) {
            (status.active_member ? active : inactive).push_back(status.code);
        });
    });
    EXPECT_EQ(active, (std::vector<std::string>{"ACT", "COU"}));
    EXPECT_EQ(inactive, (std::vector<std::string>{"DRP", "NON", "PRO"}));
}

TEST_F(Databases, AreFoundByNameWithoutRegardToCaseAndBlanks) {
    const auto store = open();
    const auto database = store->add_database("  Main   Street ").value();
    EXPECT_EQ(store->find_database("main street").value(), database);
    EXPECT_EQ(store->databases()[0].name, "Main   Street");
    EXPECT_EQ(store->databases()[0].created, clock_.now());
}

TEST_F(Databases, AnUnknownNameIsAnsweredWithThoseThereAre) {
    const auto store = open();
    EXPECT_EQ(store->find_database("Main").error().code, Code::NotFound);
    ASSERT_TRUE(store->add_database("Harbour"));
    ASSERT_TRUE(store->add_database("Airport"));
    EXPECT_EQ(store->find_database("Main").error().message,
              "There is no database \"Main\". There are: \"Airport\", \"Harbour\".");
}

TEST_F(Databases, ASecondOneOfTheSameNameIsRefused) {
    const auto store = open();
    ASSERT_TRUE(store->add_database("Main"));
    const auto other = store->add_database("Harbour").value();
    EXPECT_EQ(store->add_database("MAIN ").error().code, Code::Conflict);
    EXPECT_EQ(store->rename_database(other, "main").error().code, Code::Conflict);
    EXPECT_EQ(store->add_database("  ").error().code, Code::Invalid);
    EXPECT_EQ(store->add_database(std::string(256, 'n')).error().code, Code::Invalid);
    EXPECT_EQ(store->databases().size(), 2U);
}

TEST_F(Databases, CanBeRenamedAlsoToAnotherSpelling) {
    const auto store = open();
    const auto database = store->add_database("Main").value();
    ASSERT_TRUE(store->rename_database(database, "MAIN"));
    EXPECT_EQ(store->databases()[0].name, "MAIN");
    ASSERT_TRUE(store->rename_database(database, "Harbour"));
    EXPECT_EQ(store->find_database("main").error().code, Code::NotFound);
}

TEST_F(Databases, CountTheirOwnMembersAndReps) {
    const auto store = open();
    const auto main = store->add_database("Main").value();
    const auto other = store->add_database("Other").value();
    change(*store, main, [](roster::RecordBook& book) {
        book.put_member(a_member("M1", "Berg"));
        book.put_rep(a_rep("R1", "M1", "Anna", "Berg"));
        book.put_rep(a_rep("R2", "M1", "Ben", "Berg"));
    });
    EXPECT_EQ(store->describe_database(main)->members, 1);
    EXPECT_EQ(store->describe_database(main)->reps, 2);
    EXPECT_FALSE(store->describe_database(main)->connected);
    EXPECT_EQ(store->describe_database(other)->reps, 0);
}

TEST_F(Databases, ARemovedOneTakesEverythingWithItAndItsIdIsNotGivenOutAgain) {
    const auto store = open();
    const auto database = store->add_database("Main").value();
    change(*store, database, [](roster::RecordBook& book) {
        auto rep = a_rep("R1", "M1", "Anna", "Berg");
        rep.groups = {"Board"};
        book.put_member(a_member("M1", "Berg"));
        book.put_rep(rep);
    });
    store->put_setting(database, "x", "y");
    ASSERT_TRUE(store->remove_database(database));
    EXPECT_TRUE(store->databases().empty());
    EXPECT_TRUE(store->settings(database).empty());
    EXPECT_TRUE(walk(*store, database).empty());
    EXPECT_EQ(store->remove_database(database).error().code, Code::NotFound);
    EXPECT_EQ(store->describe_database(database).error().code, Code::NotFound);
    EXPECT_NE(store->add_database("Main").value(), database);
}

TEST_F(Databases, KeepTheirSettingsApart) {
    const auto store = open();
    const auto main = store->add_database("Main").value();
    const auto other = store->add_database("Other").value();
    store->put_setting(main, "history_days", "400");
    store->put_setting(main, "history_days", "30");
    store->put_setting(other, "guard", "5");
    store->put_installation_setting("guard", "20");
    EXPECT_EQ(store->setting(main, "history_days"), "30");
    EXPECT_EQ(store->setting(other, "history_days"), std::nullopt);
    EXPECT_EQ(store->settings(other), (std::map<std::string, std::string>{{"guard", "5"}}));
    EXPECT_EQ(store->installation_settings(), (std::map<std::string, std::string>{{"guard", "20"}}));
    store->remove_setting(other, "guard");
    EXPECT_EQ(store->setting(other, "guard"), std::nullopt);
    EXPECT_EQ(store->installation_setting("guard"), "20");
    store->remove_installation_setting("guard");
    EXPECT_EQ(store->installation_setting("guard"), std::nullopt);
}

TEST_F(Databases, R19_SavedSelectionsBelongToOneDatabase) {
    const auto store = open();
    const auto main = store->add_database("Main").value();
    const auto other = store->add_database("Other").value();
    store->save_selections(main, {R"({"list_groups":["Board"]})", true});
    EXPECT_EQ(store->saved_selections(main), (SavedSelections{R"({"list_groups":["Board"]})", true}));
    EXPECT_EQ(store->saved_selections(other), std::nullopt);
    store->save_selections(main, {"{}", false});
    EXPECT_EQ(store->saved_selections(main), (SavedSelections{"{}", false}));
}

TEST_F(Databases, R32_AnUndoSwitchesTheAutomaticUpdateOffUntilAPersonDecides) {
    const auto store = open();
    const auto main = store->add_database("Main").value();
    store->switch_automatic_off(main, "run-0"); // nothing is saved: nothing to switch off
    EXPECT_EQ(store->saved_selections(main), std::nullopt);
    store->save_selections(main, {"{}", true});
    store->switch_automatic_off(main, "run-1");
    store->switch_automatic_off(main, "run-2"); // it is off
    const auto off = store->saved_selections(main).value();
    EXPECT_FALSE(off.automatic_on);
    EXPECT_EQ(off.selections_json, "{}");
    EXPECT_EQ(off.off_for_run, "run-1");
    EXPECT_EQ(off.off_for_run_at, clock_.now());
    store->save_selections(main, {"{}", false});
    EXPECT_EQ(store->saved_selections(main), (SavedSelections{"{}", false}));
}

TEST_F(Databases, R20_TheScheduleRemembersWhenItWasChanged) {
    const auto store = open();
    EXPECT_EQ(store->schedule(), std::nullopt);
    store->save_schedule({.enabled = true, .time = "02:30", .time_zone = "Europe/Berlin"});
    EXPECT_EQ(store->schedule(), (Schedule{true, "02:30", "Europe/Berlin", FakeClock::kStart}));
    clock_.advance(std::chrono::hours{1});
    store->save_schedule({.enabled = false, .time = "03:00", .time_zone = "UTC"});
    EXPECT_EQ(store->schedule(), (Schedule{false, "03:00", "UTC", FakeClock::kStart + std::chrono::hours{1}}));
}

TEST_F(Databases, AreKnownByNameWithoutCountingAnything) {
    const auto store = open();
    const auto database = store->add_database("Main").value();
    EXPECT_EQ(store->database_name(database), "Main");
    EXPECT_EQ(store->database_name({99}), std::nullopt);
}

} // namespace
} // namespace muster::store
