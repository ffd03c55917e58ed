#include <cstdlib>
#include <filesystem>

#include <gtest/gtest.h>

#include "app/databases.hpp"
#include "app/records.hpp"
#include "app/schedule.hpp"
#include "app/selections.hpp"
#include "app/update_contacts.hpp"
#include "app/why.hpp"
#include "support/fake_clock.hpp"
#include "support/store_place.hpp"

namespace muster::app {
namespace {

namespace fs = std::filesystem;

/// An installation with a real store in a folder of its own, and one database.
class UseCases : public ::testing::Test {
  protected:
    UseCases() {
        std::string name = (fs::temp_directory_path() / "muster-app-XXXXXX").string();
        folder_ = ::mkdtemp(name.data());
        Settings settings;
        settings.store = test::store_url(folder_);
        settings.key_file = (folder_ / "muster.key").string();
        installation_ = Installation::open(settings, {clock_, random_}).value();
        database_ = add_database(*installation_, "Main").value().id;
    }
    ~UseCases() override {
        installation_.reset();
        std::error_code ignored;
        fs::remove_all(folder_, ignored);
    }
    void add_member(const std::string& id, const std::string& company, const std::string& status = "ACT") {
        ASSERT_TRUE(
            edit_member(*installation_, database_, EditMode::Add, id, {{"company", company}, {"status", status}}));
    }
    void add_rep(const std::string& id, const std::string& member, const std::string& email) {
        ASSERT_TRUE(
            edit_rep(*installation_, database_, EditMode::Add, id, {{"member_id", member}, {"email", email}}));
    }
    template <class T>
    static std::string refusal(const Result<T>& result) {
        return result ? "(taken)" : result.error().message;
    }

    fs::path folder_;
    FakeClock clock_;
    SeededRandom random_{1};
    std::unique_ptr<Installation> installation_;
    store::DatabaseId database_;
};

TEST_F(UseCases, R4_WhyNamesTheFirstSelectedRepAsTheOneWhoCounts) {
    add_member("M1", "Zebra");
    add_member("M2", "Antelope");
    add_rep("R1", "M1", "Shared@Example.org");
    add_rep("R2", "M2", "shared@example.org");
    const auto explanation = explain_address(*installation_, database_, " SHARED@example.org ");
    ASSERT_TRUE(explanation) << explanation.error().message;
    ASSERT_EQ(explanation->reps.size(), 2U);
    EXPECT_EQ(explanation->reps[0].row.rep.rep_id, "R2");
    EXPECT_EQ(explanation->reps[0].place, ExplainedRep::Place::Winner);
    EXPECT_EQ(explanation->reps[1].place, ExplainedRep::Place::Duplicate);
    EXPECT_NE(explanation->reps[1].reason.find("R2"), std::string::npos);
}

TEST_F(UseCases, R4_WhyLetsNoRepWinThatTheFiltersLeftOut) {
    add_member("M1", "Zebra");
    add_member("M2", "Antelope", "DRP");
    add_rep("R1", "M1", "shared@example.org");
    add_rep("R2", "M2", "shared@example.org");
    const auto selections = make_selections(*installation_, database_, {{}, {}, {{"active=yes"}, {}}});
    ASSERT_TRUE(selections) << selections.error().message;
    save_automatic_update(*installation_, database_, {*selections, true});
    const auto explanation = explain_address(*installation_, database_, "shared@example.org");
    ASSERT_TRUE(explanation) << explanation.error().message;
    EXPECT_EQ(explanation->selections.source, SelectionSource::Automatic);
    EXPECT_EQ(explanation->reps[0].place, ExplainedRep::Place::NotSelected);
    EXPECT_EQ(explanation->reps[0].reason, "Not selected: the Member Filter active=yes leaves it out.");
    EXPECT_EQ(explanation->reps[1].place, ExplainedRep::Place::Winner);
}

TEST_F(UseCases, R2_WhyFindsAnAddressInsideAFieldThatIsNone) {
    add_member("M1", "Zebra");
    add_rep("R1", "M1", "a@example.org, b@example.org");
    const auto explanation = explain_address(*installation_, database_, "b@example.org");
    ASSERT_TRUE(explanation) << explanation.error().message;
    EXPECT_EQ(explanation->reps[0].place, ExplainedRep::Place::InvalidEmail);
}

TEST_F(UseCases, R12_AReservedNameIsNoList) {
    ASSERT_TRUE(add_group(*installation_, database_, "ACTIVE  members"));
    const auto message = refusal(make_selections(*installation_, database_, {{"active members"}, {}, {}}));
    EXPECT_NE(message.find("cannot be chosen"), std::string::npos) << message;
}

TEST_F(UseCases, R7_SelectionsTakeNamesInAnyCaseAndOnce) {
    ASSERT_TRUE(add_group(*installation_, database_, "Board"));
    const auto selections = make_selections(*installation_, database_,
                                            {{"BOARD", " board "}, {"member id", "Member ID", "username"}, {}});
    ASSERT_TRUE(selections) << selections.error().message;
    EXPECT_EQ(selections->list_groups, std::vector<std::string>{"Board"});
    EXPECT_EQ(selections->custom_fields, (std::vector<std::string>{"Member ID", "Username"}));
    EXPECT_EQ(describe(*selections), "every Rep; lists: Board; custom fields: Member ID, Username");
}

TEST_F(UseCases, R19_SavedSelectionsComeBackAsTheyWere) {
    ASSERT_TRUE(add_group(*installation_, database_, "Board"));
    const auto selections =
        make_selections(*installation_, database_, {{"Board"}, {}, {{"status=ACT"}, {"group=\"Board\""}}});
    ASSERT_TRUE(selections) << selections.error().message;
    EXPECT_FALSE(automatic_update(*installation_, database_).value().has_value());
    save_automatic_update(*installation_, database_, {*selections, true});
    const auto saved = automatic_update(*installation_, database_).value();
    ASSERT_TRUE(saved.has_value());
    EXPECT_EQ(saved->selections, *selections);
    EXPECT_TRUE(saved->is_on);
}

TEST_F(UseCases, AFailedEditChangesNothing) {
    add_member("M1", "Zebra");
    add_rep("R1", "M1", "a@example.org");
    EXPECT_FALSE(
        edit_rep(*installation_, database_, EditMode::Set, "R1", {{"first_name", "Eve"}, {"groups", "Nowhere"}}));
    const auto reps = list_reps(*installation_, database_, {}).value();
    ASSERT_EQ(reps.size(), 1U);
    EXPECT_EQ(reps[0].rep.first_name, "");
}

TEST_F(UseCases, ARepSetKeepsThePassword) {
    add_member("M1", "Zebra");
    add_rep("R1", "M1", "a@example.org");
    ASSERT_TRUE(edit_rep(*installation_, database_, EditMode::Set, "R1", {{"password", "hunter2"}}));
    ASSERT_TRUE(edit_rep(*installation_, database_, EditMode::Set, "R1", {{"first_name", "Eve"}}));
    std::string password;
    installation_->store()
        .make_roster_reader(database_, store::WithPasswords::Yes)
        ->each([&](const roster::RosterRow& row) { password = row.rep.password; });
    EXPECT_EQ(password, "hunter2");
}

TEST_F(UseCases, MembersAreListedAsTheyAreFiled) {
    add_member("M1", "The Zebra");
    add_member("M2", "Éclair");
    add_member("M3", "apple");
    ASSERT_TRUE(edit_member(*installation_, database_, EditMode::Set, "M1", {{"file_by", "Aardvark"}}));
    std::vector<std::string> ids;
    const auto listed = list_members(*installation_, database_, {});
    ASSERT_TRUE(listed);
    for (const auto& entry : *listed) {
        ids.push_back(entry.member.member_id);
    }
    EXPECT_EQ(ids, (std::vector<std::string>{"M1", "M3", "M2"}));
}

TEST_F(UseCases, R20_TheScheduleKeepsWhatIsNotGiven) {
    EXPECT_FALSE(set_schedule(*installation_, {std::nullopt, std::nullopt, true}));
    ASSERT_TRUE(set_schedule(*installation_, {"02:30", "America/Chicago", true}));
    const auto off = set_schedule(*installation_, {std::nullopt, std::nullopt, false});
    ASSERT_TRUE(off);
    EXPECT_EQ(off->time, "02:30");
    EXPECT_EQ(off->time_zone, "America/Chicago");
    EXPECT_FALSE(off->enabled);
    for (const auto* wrong : {"24:00", "2:30", "02:60", "02-30", "aa:bb", ""}) {
        EXPECT_FALSE(set_schedule(*installation_, {wrong, std::nullopt, true})) << wrong;
    }
    for (const auto* wrong : {"Mars/Olympus", "../etc/passwd", "/etc/passwd", "", "posixrules", "America"}) {
        EXPECT_FALSE(set_schedule(*installation_, {std::nullopt, wrong, true})) << wrong;
    }
}

TEST(ConsistencyTest, R25_APreviewIsConsistentOnlyIfARunWouldWriteNothing) {
    sync::Report report;
    report.lists = {{"Active Members", "Active Members", "id", false, 0, 0, 3}};
    report.totals.unchanged = 5;
    report.totals.ignored_duplicate = 2;
    report.totals.held_back_unsubscribed = 1;
    EXPECT_TRUE(is_consistent(report));
    const auto differs = [&](const std::function<void(sync::Report&)>& change) {
        sync::Report changed = report;
        change(changed);
        return !is_consistent(changed);
    };
    EXPECT_TRUE(differs([](auto& r) { r.totals.created = 1; }));
    EXPECT_TRUE(differs([](auto& r) { r.totals.updated = 1; }));
    EXPECT_TRUE(differs([](auto& r) { r.totals.refused = 1; }));
    EXPECT_TRUE(differs([](auto& r) { r.lists[0].added = 1; }));
    EXPECT_TRUE(differs([](auto& r) { r.lists[0].removed = 1; }));
    EXPECT_TRUE(differs([](auto& r) { r.lists[0].created = true; }));
    EXPECT_TRUE(differs([](auto& r) { r.custom_fields = {{"Username", true}}; }));
    EXPECT_TRUE(differs([](auto& r) { r.attribute_assigned = 1; }));
    EXPECT_TRUE(differs([](auto& r) { r.attribute_cleared = 1; }));
    EXPECT_TRUE(differs([](auto& r) { r.removals_planned = 1; }));
}

} // namespace
} // namespace muster::app
