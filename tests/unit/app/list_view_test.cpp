#include "app/list_view.hpp"

#include "app/procedures.hpp"
#include "app/record_details.hpp"
#include "records_fixture.hpp"

namespace muster::app {
namespace {

using Ids = std::vector<std::string>;
constexpr store::ListWindow kFirstRows{0, 100};

class ListPages : public RecordsTest {
  protected:
    void SetUp() override {
        add_member("M1", {{"company", "Zoo"}, {"status", "ACT"}});
        add_member("M2", {{"company", "Bakery"}, {"status", "DRP"}});
        ASSERT_TRUE(add_group(*installation_, database_, "Board"));
        ASSERT_TRUE(add_attribute(*installation_, database_, "VIP"));
        add_rep("R1", "M1", {{"last_name", "Adams"}, {"groups", "Board"}});
        add_rep("R2", "M2", {{"last_name", "Berg"}});
        add_rep("R3", "M1", {{"last_name", "Corvo"}});
    }
    Ids reps(const store::ShownReps& shown, const SortedBy& order = {}) {
        const auto page = list_page(*installation_, database_, shown, order, kFirstRows).value();
        Ids ids;
        for (const auto& row : page.rows) {
            ids.push_back(row.rep_id);
        }
        return ids;
    }
    std::vector<std::string> attributes_of(const std::string& rep_id) {
        return find_rep(*installation_, database_, rep_id).value().rep.attributes;
    }
};

TEST_F(ListPages, R4_OpenInTheOrderOfARunAndSortByAnyColumnThatCan) {
    EXPECT_EQ(reps({}), (Ids{"R2", "R1", "R3"}));
    EXPECT_EQ(reps({}, {"last_name", true}), (Ids{"R3", "R2", "R1"}));
    for (const auto& column : rep_list_columns()) {
        EXPECT_EQ(list_page(*installation_, database_, store::ShownReps{}, {std::string(column.name)}, kFirstRows)
                      .has_value(),
                  column.is_sortable)
            << column.name;
    }
    for (const auto& column : member_list_columns()) {
        EXPECT_TRUE(
            list_page(*installation_, database_, store::ShownMembers{}, {std::string(column.name)}, kFirstRows))
            << column.name;
    }
}

TEST_F(ListPages, RefuseAnUnknownColumnAndNameThoseThatSort) {
    EXPECT_EQ(
        refusal(list_page(*installation_, database_, store::ShownMembers{}, {"company; --"}, kFirstRows)),
        "The list cannot be sorted by \"company; --\". It can be sorted by: member_id, company, file_by, status, "
        "active, type, city, state, phone, website, joined, dropped, reps.");
    EXPECT_NE(
        refusal(find_place(*installation_, database_, store::ShownReps{}, {"groups"}, {.id = "R1"})).find("groups"),
        std::string::npos);
}

TEST_F(ListPages, HaveAtMostFiveHundredRows) {
    const auto page = [&](store::ListWindow window) {
        return list_page(*installation_, database_, store::ShownReps{}, {}, window);
    };
    EXPECT_TRUE(page({0, 500}));
    EXPECT_EQ(refusal(page({0, 501})), "A page has 1 to 500 rows and begins at row 0 or later.");
    EXPECT_FALSE(page({0, 0}));
    EXPECT_FALSE(page({-1, 10}));
    EXPECT_EQ(page({1, 1}).value().rows.at(0).rep_id, "R1");
    EXPECT_EQ(page({7, 1}).value().total, 3);
}

TEST_F(ListPages, FindThePlaceOfARepInTheOrderAskedFor) {
    EXPECT_EQ(find_place(*installation_, database_, store::ShownReps{}, {"last_name"}, {.id = "R3"}).value(), 2);
    EXPECT_EQ(find_place(*installation_, database_, store::ShownReps{}, {"last_name"}, {.text = "b"}).value(), 1);
    EXPECT_EQ(find_place(*installation_, database_, store::ShownMembers{}, {}, {.id = "M1"}).value(), 1);
}

TEST_F(ListPages, TakeAProcedureForAllThatTheyShow) {
    const auto changes = run_procedure(*installation_, database_, Procedure::AddToGroup,
                                       {.shown = store::ShownReps{.member_id = "M1"}, .expected = 2}, "board");
    ASSERT_TRUE(changes) << changes.error().message;
    EXPECT_EQ(changes->changed, 1);
    EXPECT_EQ(changes->unchanged, 1);
    EXPECT_EQ(reps({.group = "Board"}), (Ids{"R1", "R3"}));
    ASSERT_TRUE(run_procedure(*installation_, database_, Procedure::DeleteFromGroup, {.rep_ids = {"R1"}}, "Board"));
    EXPECT_EQ(reps({.group = "Board"}), Ids{"R3"});
}

TEST_F(ListPages, R16_LetStaffAssignAndClearTheAttributeThatRunsKeep) {
    ASSERT_TRUE(add_attribute(*installation_, database_, "unsubscribed FROM cc"));
    ASSERT_TRUE(run_procedure(*installation_, database_, Procedure::AssignAttribute, {.rep_ids = {"R1", "R2"}},
                              "Unsubscribed from CC"));
    EXPECT_EQ(attributes_of("R2"), Ids{"Unsubscribed from CC"});
    ASSERT_TRUE(run_procedure(*installation_, database_, Procedure::ClearAttribute, {.rep_ids = {"R2"}},
                              "Unsubscribed from CC"));
    EXPECT_EQ(attributes_of("R2"), Ids{});
    EXPECT_EQ(attributes_of("R1"), Ids{"Unsubscribed from CC"});
}

TEST_F(ListPages, DoNothingForNobodyOrForTooManyOneByOne) {
    EXPECT_EQ(refusal(run_procedure(*installation_, database_, Procedure::AddToGroup, {}, "Board")),
              "No Rep was chosen.");
    EXPECT_EQ(refusal(remove_reps(*installation_, database_, {.rep_ids = {"R1"}, .shown = store::ShownReps{}})),
              "Reps are chosen by their ids or by what a list shows, not by both.");
    EXPECT_FALSE(remove_reps(*installation_, database_, {.rep_ids = Ids(10'001, "R1")}));
    EXPECT_EQ(reps({}).size(), 3U);
}

TEST_F(ListPages, RemoveManyRepsAtOnce) {
    const auto changes =
        remove_reps(*installation_, database_, {.shown = store::ShownReps{.active = true}, .expected = 2});
    ASSERT_TRUE(changes) << changes.error().message;
    EXPECT_EQ(changes->changed, 2);
    EXPECT_EQ(reps({}), Ids{"R2"});
}

} // namespace
} // namespace muster::app
