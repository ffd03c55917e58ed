#include "roster/records.hpp"

#include <gtest/gtest.h>

namespace muster::roster {
namespace {

TEST(Records, R5_TheShippedStatusesAreActiveAndCourtesyOnAndTheOthersOff) {
    struct Shipped {
        std::string code;
        std::string description;
        bool active;
    };
    const std::vector<Shipped> expected = {{"ACT", "Active", true},
                                           {"COU", "Courtesy", true},
                                           {"DRP", "Dropped", false},
                                           {"NON", "Non-member", false},
                                           {"PRO", "Prospective", false}};
    const auto statuses = shipped_statuses();
    ASSERT_EQ(statuses.size(), expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) {
        EXPECT_EQ(statuses[i].code, expected[i].code);
        EXPECT_EQ(statuses[i].description, expected[i].description);
        EXPECT_EQ(statuses[i].active_member, expected[i].active) << expected[i].code;
    }
    EXPECT_TRUE(statuses[0].pays_dues);
    EXPECT_FALSE(statuses[1].pays_dues);
}

TEST(Records, R5_ARepIsActiveByTheFlagOfItsMembersStatusWhateverTheDroppedDate) {
    RosterRow row;
    row.member.dropped = Date(std::chrono::year(2020), std::chrono::month(1), std::chrono::day(1));
    row.status.active_member = true;
    EXPECT_TRUE(row.is_active());
    row.status.active_member = false;
    EXPECT_FALSE(row.is_active());
}

TEST(Records, AnAddressOfNothingButBlanksIsBlank) {
    PostalAddress address;
    EXPECT_TRUE(address.is_blank());
    address.street = " \t ";
    EXPECT_TRUE(address.is_blank());
    address.country = "Canada";
    EXPECT_FALSE(address.is_blank());
}

TEST(Records, ARepIsCalledByItsNamesOrElseItsId) {
    Rep rep;
    rep.rep_id = "R17";
    EXPECT_EQ(rep.display_name(), "R17");
    rep.first_name = " Anna ";
    EXPECT_EQ(rep.display_name(), "Anna");
    rep.last_name = "Berg";
    EXPECT_EQ(rep.display_name(), "Anna Berg");
    rep.first_name = "";
    EXPECT_EQ(rep.display_name(), "Berg");
}

} // namespace
} // namespace muster::roster
