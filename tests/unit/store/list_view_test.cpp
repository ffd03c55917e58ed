#include <algorithm>
#include <functional>

#include "store/list_view.hpp"
#include "store_fixture.hpp"

namespace muster::store {
namespace {

using Ids = std::vector<std::string>;
constexpr ListWindow kEverything{0, 500};

class ListView : public StoreTest {
  protected:
    ListView() : store_(open()), database_(store_->add_database("Main").value()) {
        change(*store_, database_, [](roster::RecordBook& book) { fill(book); });
    }
    static void fill(roster::RecordBook& book) {
        auto bakery = a_member("M10", "Öhlers Bakery");
        bakery.address.city = "Springfield";
        bakery.type = "Retail";
        bakery.joined = Date{std::chrono::year{2020} / 2 / 29};
        book.put_member(bakery);
        auto zoo = a_member("M2", "The Zoo", "DRP");
        zoo.file_by = "Zoo, The";
        zoo.dropped = Date{std::chrono::year{2024} / 1 / 2};
        book.put_member(zoo);
        book.put_member(a_member("M3", "apple 100% Cider", "COU"));
        auto ana = a_rep("R10", "M10", "Ana", "Díaz", "ana@bakery.example");
        ana.groups = {"Board"};
        ana.attributes = {"VIP"};
        ana.job_title = "Baker";
        book.put_rep(ana);
        auto bob = a_rep("R2", "M2", "Bob", "de Vries", "Bob@zoo.example");
        bob.groups = {"Board", "Golf"};
        bob.address.city = "Albany";
        bob.billing_rep = true;
        book.put_rep(bob);
        book.put_rep(a_rep("R3", "M3", "Carl", "DIAZ", "no address"));
        book.put_rep(a_rep("R1", "M10", "Ana", "Abel"));
    }
    Result<ListPage<RepListRow>> page(const ShownReps& shown, RepOrder order = {},
                                      ListWindow window = kEverything) {
        return store_->list(database_, shown, order, window);
    }
    Ids reps(const ShownReps& shown, RepOrder order = {}, ListWindow window = kEverything) {
        Ids ids;
        const auto found = page(shown, order, window).value();
        for (const auto& row : found.rows) {
            ids.push_back(row.rep_id);
        }
        return ids;
    }
    Ids members(const ShownMembers& shown, MemberOrder order = {}, ListWindow window = kEverything) {
        Ids ids;
        const auto found = store_->list(database_, shown, order, window).value();
        for (const auto& row : found.rows) {
            ids.push_back(row.member_id);
        }
        return ids;
    }
    std::optional<std::int64_t> place(const ShownReps& shown, RepOrder order, const ListPlace& where) {
        return store_->find_place(database_, shown, order, where).value();
    }
    void edit(const std::string& member_id, const std::function<void(roster::Member&)>& how) {
        change(*store_, database_, [&](roster::RecordBook& book) {
            auto member = book.find_member(member_id).value();
            how(member);
            book.put_member(member);
        });
    }

    std::unique_ptr<Store> store_;
    DatabaseId database_;
};

TEST_F(ListView, ShowsWhatAListOfRepsNeeds) {
    const auto row = page({.search = "r10"}).value().rows.at(0);
    EXPECT_EQ(row.record_number, 1);
    EXPECT_EQ(row.first_name + " " + row.last_name + ", " + row.job_title, "Ana Díaz, Baker");
    EXPECT_EQ(row.company + " " + row.member_id, "Öhlers Bakery M10");
    EXPECT_EQ(row.email, "ana@bakery.example");
    EXPECT_EQ(row.city, "Springfield"); // the Member's
    EXPECT_EQ(row.groups, Ids{"Board"});
    EXPECT_EQ(row.attributes, Ids{"VIP"});
    EXPECT_EQ(row.status + " " + row.status_description, "ACT Active");
    EXPECT_TRUE(row.is_active);
    EXPECT_FALSE(row.billing_rep);
    EXPECT_EQ(row.updated, clock_.now());
    const auto bob = page({.search = "r2"}).value().rows.at(0);
    EXPECT_EQ(bob.city, "Albany"); // his own
    EXPECT_FALSE(bob.is_active);
    EXPECT_TRUE(bob.billing_rep);
}

TEST_F(ListView, ShowsWhatAListOfMembersNeeds) {
    const auto rows = store_->list(database_, ShownMembers{}, {}, kEverything).value().rows;
    ASSERT_EQ(rows.size(), 3U);
    EXPECT_EQ(rows[1].member_id, "M10");
    EXPECT_EQ(rows[1].type + " " + rows[1].city, "Retail Springfield");
    EXPECT_EQ(rows[1].joined, Date(std::chrono::year{2020} / 2 / 29));
    EXPECT_EQ(rows[1].dropped, std::nullopt);
    EXPECT_EQ(rows[1].reps, 2);
    EXPECT_EQ(rows[2].file_by, "Zoo, The");
    EXPECT_EQ(rows[2].status + " " + rows[2].status_description, "DRP Dropped");
    EXPECT_FALSE(rows[2].is_active);
}

TEST_F(ListView, R4_StandsInTheOrderOfARunAtFirst) {
    EXPECT_EQ(reps({}), walk(*store_, database_));
    EXPECT_EQ(reps({}), (Ids{"R3", "R1", "R10", "R2"}));
    EXPECT_EQ(reps({.active = true}), (Ids{"R3", "R1", "R10"}));
}

TEST_F(ListView, SortsByEachColumnBothWaysWithEqualOnesInRecordOrder) {
    const std::pair<RepColumn, Ids> orders[] = {
        {RepColumn::Company, {"R3", "R1", "R10", "R2"}},   {RepColumn::LastName, {"R1", "R2", "R10", "R3"}},
        {RepColumn::FirstName, {"R1", "R10", "R2", "R3"}}, {RepColumn::RepId, {"R1", "R2", "R3", "R10"}},
        {RepColumn::MemberId, {"R2", "R3", "R10", "R1"}},  {RepColumn::JobTitle, {"R2", "R3", "R1", "R10"}},
        {RepColumn::Email, {"R1", "R10", "R2", "R3"}},     {RepColumn::Phone, {"R10", "R2", "R3", "R1"}},
        {RepColumn::City, {"R3", "R2", "R10", "R1"}},      {RepColumn::Status, {"R10", "R1", "R3", "R2"}},
        {RepColumn::Active, {"R2", "R10", "R3", "R1"}},    {RepColumn::BillingRep, {"R10", "R3", "R1", "R2"}},
        {RepColumn::Updated, {"R10", "R2", "R3", "R1"}},
    };
    for (const auto& [column, expected] : orders) {
        SCOPED_TRACE(static_cast<int>(column));
        Ids backwards(expected.rbegin(), expected.rend());
        EXPECT_EQ(reps({}, {column, Direction::Up}), expected);
        EXPECT_EQ(reps({}, {column, Direction::Down}), backwards);
        EXPECT_EQ(reps({.search = "r"}, {column, Direction::Up}), expected); // everybody, but looked at one by one
        EXPECT_EQ(reps({.search = "r"}, {column, Direction::Down}), backwards);
    }
}

TEST_F(ListView, SortsMembersByEachColumnBothWays) {
    const std::pair<MemberColumn, Ids> orders[] = {
        {MemberColumn::FileBy, {"M3", "M10", "M2"}},   {MemberColumn::Company, {"M3", "M10", "M2"}},
        {MemberColumn::MemberId, {"M2", "M3", "M10"}}, {MemberColumn::Status, {"M10", "M3", "M2"}},
        {MemberColumn::Active, {"M2", "M10", "M3"}},   {MemberColumn::Type, {"M2", "M3", "M10"}},
        {MemberColumn::City, {"M2", "M3", "M10"}},     {MemberColumn::State, {"M10", "M2", "M3"}},
        {MemberColumn::Phone, {"M10", "M2", "M3"}},    {MemberColumn::Website, {"M10", "M2", "M3"}},
        {MemberColumn::Joined, {"M2", "M3", "M10"}},   {MemberColumn::Dropped, {"M10", "M3", "M2"}},
        {MemberColumn::Reps, {"M2", "M3", "M10"}},
    };
    for (const auto& [column, expected] : orders) {
        SCOPED_TRACE(static_cast<int>(column));
        EXPECT_EQ(members({}, {column, Direction::Up}), expected);
        EXPECT_EQ(members({}, {column, Direction::Down}), Ids(expected.rbegin(), expected.rend()));
        EXPECT_EQ(members({.search = "m"}, {column, Direction::Up}), expected);
    }
}

TEST_F(ListView, FindsEveryWordWhateverItsCaseAndMarks) {
    EXPECT_EQ(reps({.search = "diaz"}), (Ids{"R3", "R10"}));
    EXPECT_EQ(reps({.search = " BAKERY  díaz "}), Ids{"R10"});
    EXPECT_EQ(reps({.search = "ohlers"}), (Ids{"R1", "R10"}));
    EXPECT_EQ(reps({.search = "@zoo.ex"}), Ids{"R2"});
    EXPECT_EQ(reps({.search = "m2"}), Ids{"R2"});
    EXPECT_EQ(reps({.search = "zoo bob the zoo"}), Ids{"R2"});
    EXPECT_EQ(reps({.search = "bob vries zoo the zoo"}), Ids{"R2"});
    EXPECT_EQ(reps({.search = "bob vries zoo zoo the"}), Ids{}); // what comes behind three words is one text
    EXPECT_EQ(reps({.search = "nobody"}), Ids{});
    EXPECT_EQ(members({.search = "zoo"}), Ids{"M2"});
    EXPECT_EQ(members({.search = "the zoo,"}), Ids{"M2"});
}

TEST_F(ListView, TakesSignsOfASearchLiterally) {
    EXPECT_EQ(reps({.search = "100%"}), Ids{"R3"});
    EXPECT_EQ(reps({.search = "1%c"}), Ids{});
    EXPECT_EQ(reps({.search = "_"}), Ids{});
    EXPECT_EQ(reps({.search = "\\"}), Ids{});
    EXPECT_EQ(reps({.search = "'; DROP TABLE reps; --"}), Ids{});
}

TEST_F(ListView, RestrictsByMemberGroupAttributeStatusAndActivity) {
    EXPECT_EQ(reps({.member_id = "M10"}), (Ids{"R1", "R10"}));
    EXPECT_EQ(reps({.group = "BOARD"}), (Ids{"R10", "R2"}));
    EXPECT_EQ(reps({.group = "Board", .attribute = "vip"}), Ids{"R10"});
    EXPECT_EQ(reps({.attribute = "VIP", .status = "drp"}), Ids{});
    EXPECT_EQ(reps({.status = "cou"}), Ids{"R3"});
    EXPECT_EQ(reps({.active = false}), Ids{"R2"});
    EXPECT_EQ(reps({.search = "ana", .member_id = "M10", .group = "Board", .active = true}), Ids{"R10"});
    EXPECT_EQ(members({.status = "ACT"}), Ids{"M10"});
    EXPECT_EQ(members({.active = true}), (Ids{"M3", "M10"}));
    EXPECT_EQ(page({.group = "Board"}).value().total, 2);
}

TEST_F(ListView, RefusesARestrictionToWhatIsNotThere) {
    EXPECT_EQ(page({.group = "Chess"}).error().message, "There is no Rep Group \"Chess\".");
    EXPECT_EQ(page({.attribute = "Chess"}).error().message, "There is no Rep Attribute \"Chess\".");
    EXPECT_EQ(page({.status = "XXX"}).error().message, "There is no Member Status \"XXX\".");
    EXPECT_EQ(page({.member_id = "M99"}).error().code, Code::NotFound);
    EXPECT_EQ(store_->list({99}, ShownReps{}, {}, kEverything).error().code, Code::NotFound);
    EXPECT_EQ(store_->list({99}, ShownMembers{}, {}, kEverything).error().code, Code::NotFound);
}

TEST_F(ListView, KnowsNothingOfAnotherDatabase) {
    const auto other = store_->add_database("Other").value();
    change(*store_, other, [](roster::RecordBook& book) { fill(book); });
    change(*store_, other, [](roster::RecordBook& book) { book.remove_rep("R3"); });
    EXPECT_EQ(page({}).value().total, 4);
    EXPECT_EQ(store_->list(other, ShownReps{}, {}, kEverything).value().total, 3);
    EXPECT_EQ(reps({.group = "Board"}), (Ids{"R10", "R2"}));
}

TEST_F(ListView, GivesAPageWithTheNumberOfAll) {
    const auto second = page({}, {RepColumn::RepId, Direction::Up}, {1, 2}).value();
    EXPECT_EQ(second.total, 4);
    ASSERT_EQ(second.rows.size(), 2U);
    EXPECT_EQ(second.rows[0].rep_id, "R2");
    EXPECT_EQ(reps({}, {}, {4, 10}), Ids{});
    EXPECT_EQ(reps({.search = "diaz"}, {}, {1, 10}), Ids{"R10"});
}

TEST_F(ListView, FindsThePlaceOfARecordInAnyOrder) {
    EXPECT_EQ(place({}, {}, {.id = "R10"}), 2);
    EXPECT_EQ(place({}, {RepColumn::RepId, Direction::Up}, {.id = "R10"}), 3);
    EXPECT_EQ(place({}, {RepColumn::RepId, Direction::Down}, {.id = "R10"}), 0);
    EXPECT_EQ(place({}, {RepColumn::Active, Direction::Up}, {.id = "R1"}), 3);
    EXPECT_EQ(place({.search = "diaz"}, {}, {.id = "R10"}), 1);
    EXPECT_EQ(place({.search = "diaz"}, {}, {.id = "R2"}), std::nullopt);
    EXPECT_EQ(place({}, {}, {.id = "R99"}), std::nullopt);
    EXPECT_EQ(store_->find_place(database_, ShownMembers{}, {}, {.id = "M2"}).value(), 2);
}

TEST_F(ListView, FindsTheFirstRowThatBeginsWithAText) {
    EXPECT_EQ(place({}, {RepColumn::LastName, Direction::Up}, {.text = "DE"}), 1);
    EXPECT_EQ(place({}, {RepColumn::LastName, Direction::Down}, {.text = "dí"}), 0);
    EXPECT_EQ(place({}, {RepColumn::LastName, Direction::Down}, {.text = "de"}), 2);
    EXPECT_EQ(place({}, {RepColumn::Company, Direction::Up}, {.text = "zoo"}), 3);
    EXPECT_EQ(place({}, {RepColumn::RepId, Direction::Up}, {.text = "r3"}), 2);
    EXPECT_EQ(place({}, {RepColumn::Updated, Direction::Up}, {.text = "2"}), std::nullopt);
    EXPECT_EQ(store_->find_place(database_, ShownMembers{}, {MemberColumn::Company, Direction::Up}, {.text = "öh"})
                  .value(),
              1);
}

TEST_F(ListView, FollowsWhatHappensToRecords) {
    edit("M2", [](roster::Member& member) {
        member.company = "Aquarium";
        member.file_by = "";
        member.status = "ACT";
    });
    EXPECT_EQ(reps({}), (Ids{"R3", "R2", "R1", "R10"}));
    EXPECT_EQ(reps({.search = "aquarium"}), Ids{"R2"});
    EXPECT_EQ(reps({.search = "zoo bob"}), Ids{"R2"}); // his address still says so
    EXPECT_EQ(reps({.active = false}), Ids{});
    EXPECT_EQ(members({.search = "zoo"}), Ids{});
    edit("M10", [](roster::Member& member) { member.address.city = "Aachen"; });
    EXPECT_EQ(reps({}, {RepColumn::City, Direction::Up}), (Ids{"R3", "R10", "R1", "R2"}));
    change(*store_, database_, [](roster::RecordBook& book) {
        auto rep = book.find_rep("R1").value();
        rep.last_name = "Zeta";
        book.put_rep(rep);
        book.remove_rep("R10");
    });
    EXPECT_EQ(reps({}, {RepColumn::LastName, Direction::Up}), (Ids{"R2", "R3", "R1"}));
    EXPECT_EQ(page({.search = "diaz"}).value().total, 1);
}

TEST_F(ListView, CountsAllWhateverHappensToThem) {
    const auto counted = [this] {
        const auto total = page({}).value().total;
        EXPECT_EQ(total, static_cast<std::int64_t>(reps({}).size()));
        EXPECT_EQ(store_->describe_database(database_)->reps, total);
        const auto all = store_->list(database_, ShownMembers{}, {}, kEverything).value();
        EXPECT_EQ(all.total, static_cast<std::int64_t>(all.rows.size()));
        EXPECT_EQ(store_->describe_database(database_)->members, all.total);
        return std::pair(all.total, total);
    };
    EXPECT_EQ(counted(), std::pair(3L, 4L));
    change(*store_, database_, [](roster::RecordBook& book) {
        book.put_member(a_member("M4", "Forge"));
        book.put_rep(a_rep("R4", "M4", "Dora", "Eck"));
        book.put_rep(a_rep("R5", "M4", "Emil", "Fox"));
        book.put_rep(a_rep("R4", "M4", "Dora", "Eckert")); // the same one
        book.remove_rep("R5");
        book.remove_rep("R99"); // there is none
    });
    EXPECT_EQ(counted(), std::pair(4L, 5L));
    EXPECT_FALSE(store_->edit(database_, WithPasswords::No, [](roster::RecordBook& book) -> Result<void> {
        book.put_rep(a_rep("R6", "M4", "Fritz", "Gau"));
        return fail(Code::Invalid, "undone");
    }));
    EXPECT_EQ(counted(), std::pair(4L, 5L));
    ASSERT_TRUE(store_->remove_reps(database_, {.rep_ids = {"R4", "R2", "R99"}}));
    change(*store_, database_, [](roster::RecordBook& book) { ASSERT_TRUE(book.remove_member("M4")); });
    EXPECT_EQ(counted(), std::pair(3L, 3L));
}

TEST_F(ListView, CountsWhatAnOlderVersionLeftUncounted) {
    store_.reset();
    run_sql("ALTER TABLE databases DROP COLUMN member_count;"
            "ALTER TABLE databases DROP COLUMN rep_count;"
            "DELETE FROM schema_migrations WHERE number = 11");
    store_ = open();
    EXPECT_EQ(page({}).value().total, 4);
    EXPECT_EQ(store_->list(database_, ShownMembers{}, {}, kEverything).value().total, 3);
}

TEST_F(ListView, MovesWithTheDayOfTheLastChange) {
    clock_.advance(std::chrono::hours{1});
    ASSERT_TRUE(store_->change_names(database_, {.rep_ids = {"R10"}}, NameKind::Group, "Golf", NameChange::Give));
    EXPECT_EQ(reps({}, {RepColumn::Updated, Direction::Down}).front(), "R10");
    EXPECT_EQ(page({.search = "r10"}).value().rows.at(0).updated, clock_.now());
}

TEST_F(ListView, FillsWhatAnOlderVersionLeftEmpty) {
    const auto before = reps({}, {RepColumn::City, Direction::Up});
    store_.reset();
    run_sql("DELETE FROM rep_list; DELETE FROM member_list;"
            "DELETE FROM installation WHERE key = 'list_rows'");
    store_ = open();
    EXPECT_EQ(reps({}, {RepColumn::City, Direction::Up}), before);
    EXPECT_EQ(reps({.search = "ohlers diaz"}), Ids{"R10"});
    EXPECT_EQ(members({.search = "zoo"}), Ids{"M2"});
    EXPECT_EQ(page({.search = "r10"}).value().rows.at(0).updated, clock_.now());
}

} // namespace
} // namespace muster::store
