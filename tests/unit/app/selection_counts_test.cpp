#include "app/selection_counts.hpp"

#include "records_fixture.hpp"

namespace muster::app {
namespace {

using Texts = std::vector<std::string>;

class Counts : public RecordsTest {
  protected:
    void SetUp() override {
        add_member("M1", {{"company", "Zoo"}, {"status", "ACT"}, {"type", "Retail"}, {"city", "Springfield"}});
        add_member("M2", {{"company", "Bakery"}, {"status", "DRP"}, {"type", "retail"}});
        add_member("M3", {{"company", "Empty"}, {"status", "ACT"}, {"type", "Bank"}});
        ASSERT_TRUE(add_group(*installation_, database_, "Board"));
        ASSERT_TRUE(add_group(*installation_, database_, "active MEMBERS"));
        add_rep("R1", "M1", {{"email", "ana@example.org"}, {"groups", "Board"}});
        add_rep("R2", "M1", {{"email", "ANA@example.org"}, {"groups", "Board"}});
        add_rep("R3", "M2", {{"email", "nothing usable"}, {"groups", "Board"}});
        add_rep("R4", "M2", {{"email", "bob@example.org"}});
    }
    std::vector<std::int64_t> count(Texts member, Texts rep) {
        const auto counts =
            count_selection(*installation_, database_, {std::move(member), std::move(rep)}, CancelToken());
        return counts ? std::vector<std::int64_t>{counts->members, counts->reps, counts->addresses}
                      : std::vector<std::int64_t>{};
    }
};

TEST_F(Counts, R3_CountMembersRepsAndAddressesThatTheFiltersSelect) {
    EXPECT_EQ(count({}, {}), (std::vector<std::int64_t>{3, 4, 2}));
    EXPECT_EQ(count({"active=yes"}, {}), (std::vector<std::int64_t>{2, 2, 1}));
    EXPECT_EQ(count({}, {"group=Board"}), (std::vector<std::int64_t>{2, 3, 1}));
    EXPECT_EQ(count({"active=no"}, {"has_email=yes"}), (std::vector<std::int64_t>{1, 1, 1}));
    EXPECT_EQ(count({"company=Nobody"}, {}), (std::vector<std::int64_t>{0, 0, 0}));
}

TEST_F(Counts, RefuseABadFilterAndAnUnknownDatabase) {
    EXPECT_EQ(count_selection(*installation_, database_, {{"colour=red"}, {}}, CancelToken()).error().code,
              Code::Invalid);
    EXPECT_EQ(count_selection(*installation_, {99}, {}, CancelToken()).error().code, Code::NotFound);
}

TEST_F(Counts, StopWhenANewerRequestComes) {
    NewestWins requests;
    const auto first = requests.begin("session 1, page 3");
    const auto other = requests.begin("session 2, page 3");
    EXPECT_FALSE(first.token().is_cancelled());
    {
        const auto second = requests.begin("session 1, page 3");
        EXPECT_TRUE(first.token().is_cancelled());
        EXPECT_FALSE(second.token().is_cancelled());
    }
    EXPECT_FALSE(other.token().is_cancelled());
    const auto third = requests.begin("session 1, page 3");
    EXPECT_FALSE(third.token().is_cancelled());
    const auto stopped = count_selection(*installation_, database_, {}, first.token());
    ASSERT_FALSE(stopped);
    EXPECT_EQ(stopped.error().code, Code::Cancelled);
    EXPECT_TRUE(count_selection(*installation_, database_, {}, third.token()));
}

TEST_F(Counts, DescribeTheFieldsOfTheFilterPagesWithKnownValues) {
    const auto page = filter_page(*installation_, database_, roster::FilterKind::Member).value();
    Texts seen;
    for (const auto& field : page) {
        std::string text = std::string(field.name) + ":";
        for (const auto& value : field.values) {
            text += " " + value;
        }
        seen.push_back(text);
    }
    EXPECT_EQ(seen, (Texts{"member_id:", "company:", "status: ACT COU DRP NON PRO", "active:", "type: Bank Retail",
                           "city: Springfield", "state:", "postal_code:", "joined:", "dropped:", "attribute:"}));
    const auto reps = filter_page(*installation_, database_, roster::FilterKind::Rep).value();
    EXPECT_EQ(reps.size(), 11U);
    EXPECT_EQ(reps[6].values.size(), 2U);
}

TEST_F(Counts, R12_ShowTheMoverWhyAGroupCannotBeChosen) {
    const auto groups = groups_for_mover(*installation_, database_).value();
    ASSERT_EQ(groups.size(), 2U);
    EXPECT_EQ(groups[0].name, "active MEMBERS");
    EXPECT_EQ(groups[0].refused,
              "\"active MEMBERS\" cannot be chosen as a list: Muster keeps the list of that name "
              "itself. Give the Rep Group another name.");
    EXPECT_EQ(groups[1].name, "Board");
    EXPECT_EQ(groups[1].reps, 3);
    EXPECT_EQ(groups[1].with_address, 2);
    EXPECT_EQ(groups[1].refused, "");
}

} // namespace
} // namespace muster::app
