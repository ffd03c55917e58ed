#include "store/list_view.hpp"
#include "store_fixture.hpp"

namespace muster::store {
namespace {

using Ids = std::vector<std::string>;

class ListChanges : public StoreTest {
  protected:
    ListChanges() : store_(open()), database_(store_->add_database("Main").value()) {
        change(*store_, database_, [](roster::RecordBook& book) {
            book.put_member(a_member("M1", "Zoo"));
            auto ana = a_rep("R1", "M1", "Ana", "Diaz", " Ana@Example.org");
            ana.groups = {"Board", "Golf"};
            book.put_rep(ana);
            auto bob = a_rep("R2", "M1", "Bob", "Berg", "bob@example.org");
            bob.attributes = {"Unsubscribed from CC", "VIP"};
            book.put_rep(bob);
            book.put_rep(a_rep("R3", "M1", "Carl", "Corvo"));
        });
        clock_.advance(std::chrono::hours{1});
    }
    roster::Rep rep(const std::string& id) {
        std::optional<roster::Rep> found;
        look(*store_, database_, WithPasswords::No, [&](roster::RecordBook& book) { found = book.find_rep(id); });
        return found.value();
    }
    std::string unsubscribed_for(const std::string& id) {
        std::string key = "no such Rep";
        store_->make_roster_reader(database_, WithPasswords::No)->each([&](const roster::RosterRow& row) {
            if (row.rep.rep_id == id) {
                key = row.unsubscribed_for;
            }
        });
        return key;
    }
    std::int64_t reps_in(const std::string& group) {
        std::int64_t count = -1;
        look(*store_, database_, WithPasswords::No, [&](roster::RecordBook& book) {
            for (const auto& named : book.groups()) {
                count = named.name == group ? named.reps : count;
            }
        });
        return count;
    }

    std::unique_ptr<Store> store_;
    DatabaseId database_;
};

TEST_F(ListChanges, GivesAGroupAndCountsWhoHadItAlready) {
    const auto changes = store_->change_names(database_, {.rep_ids = {"R3", "R1", "R9", "R2", "R3"}},
                                              NameKind::Group, " golf ", NameChange::Give);
    ASSERT_TRUE(changes) << changes.error().message;
    EXPECT_EQ(changes->chosen, 4);
    EXPECT_EQ(changes->changed, 2);
    EXPECT_EQ(changes->unchanged, 1);
    EXPECT_EQ(changes->missing, Ids{"R9"});
    EXPECT_EQ(rep("R3").groups, Ids{"Golf"});
    EXPECT_EQ(rep("R2").groups, Ids{"Golf"});
    EXPECT_EQ(rep("R2").attributes, (Ids{"Unsubscribed from CC", "VIP"}));
    EXPECT_EQ(reps_in("Golf"), 3);
    EXPECT_EQ(rep("R3").updated, clock_.now());
    EXPECT_LT(rep("R1").updated, clock_.now());
}

TEST_F(ListChanges, TakesAGroupFromAllThatAListShows) {
    const auto changes = store_->change_names(database_, {.shown = ShownReps{.search = "zoo"}, .expected = 3},
                                              NameKind::Group, "Board", NameChange::Take);
    ASSERT_TRUE(changes) << changes.error().message;
    EXPECT_EQ(changes->changed, 1);
    EXPECT_EQ(changes->unchanged, 2);
    EXPECT_EQ(rep("R1").groups, Ids{"Golf"});
    EXPECT_EQ(reps_in("Board"), 0);
}

TEST_F(ListChanges, R16_AnAttributeAssignedByStaffBelongsToTheAddressOfNow) {
    ASSERT_TRUE(store_->change_names(database_, {.rep_ids = {"R1"}}, NameKind::Attribute, "unsubscribed from cc",
                                     NameChange::Give));
    EXPECT_EQ(unsubscribed_for("R1"), "ana@example.org");
    EXPECT_EQ(rep("R1").attributes, Ids{"Unsubscribed from CC"});
    ASSERT_TRUE(store_->change_names(database_, {.rep_ids = {"R2"}}, NameKind::Attribute, "VIP", NameChange::Take));
    EXPECT_EQ(unsubscribed_for("R2"), "bob@example.org");
    ASSERT_TRUE(store_->change_names(database_, {.rep_ids = {"R2"}}, NameKind::Attribute, "Unsubscribed from CC",
                                     NameChange::Take));
    EXPECT_EQ(unsubscribed_for("R2"), "");
    EXPECT_EQ(rep("R2").attributes, Ids{});
}

TEST_F(ListChanges, DoesNothingWhenTheListShowsOthersThanThePersonSaw) {
    const auto changes = store_->change_names(database_, {.shown = ShownReps{}, .expected = 4}, NameKind::Group,
                                              "Golf", NameChange::Give);
    ASSERT_FALSE(changes);
    EXPECT_EQ(changes.error().code, Code::Conflict);
    EXPECT_EQ(changes.error().message,
              "The list was changed meanwhile: it shows 3 Reps now, not 4. Nothing was done; "
              "look at it again.");
    EXPECT_EQ(reps_in("Golf"), 1);
    EXPECT_FALSE(store_->remove_reps(database_, {.shown = ShownReps{}, .expected = 2}));
    EXPECT_EQ(walk(*store_, database_).size(), 3U);
}

TEST_F(ListChanges, RefusesANameThatIsNotThere) {
    const auto changes =
        store_->change_names(database_, {.rep_ids = {"R1"}}, NameKind::Attribute, "Chess", NameChange::Give);
    ASSERT_FALSE(changes);
    EXPECT_EQ(changes.error().code, Code::NotFound);
    EXPECT_EQ(changes.error().message, "There is no Rep Attribute \"Chess\".");
}

TEST_F(ListChanges, RemovesManyRepsWithTheirNamesAndRows) {
    const auto changes = store_->remove_reps(database_, {.rep_ids = {"R1", "R3", "R7"}});
    ASSERT_TRUE(changes) << changes.error().message;
    EXPECT_EQ(changes->changed, 2);
    EXPECT_EQ(changes->missing, Ids{"R7"});
    EXPECT_EQ(walk(*store_, database_), Ids{"R2"});
    EXPECT_EQ(reps_in("Golf"), 0);
    EXPECT_EQ(store_->list(database_, ShownReps{}, {}, {0, 10}).value().total, 1);
}

TEST_F(ListChanges, StaysInItsDatabase) {
    const auto other = store_->add_database("Other").value();
    const auto changes = store_->remove_reps(other, {.rep_ids = {"R1"}});
    EXPECT_EQ(changes.value().missing, Ids{"R1"});
    EXPECT_EQ(store_->remove_reps(other, {.shown = ShownReps{}}).value().chosen, 0);
    EXPECT_EQ(walk(*store_, database_).size(), 3U);
}

} // namespace
} // namespace muster::store
