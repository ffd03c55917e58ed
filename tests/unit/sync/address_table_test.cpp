// The addresses that a walk over the Reps meets (R4, R5).

#include <gtest/gtest.h>

#include "sync/address_table.hpp"

namespace muster::sync {
namespace {

TEST(AddressTable, NumbersAddressesAndKnowsWhichAreActive) {
    AddressTable table;
    const auto anna = table.number("anna@example.org");
    const auto ben = table.number("ben@example.org");
    table.set_active(ben);
    EXPECT_EQ(table.number("anna@example.org"), anna);
    EXPECT_EQ(table.find("ben@example.org"), ben);
    EXPECT_EQ(table.find("cleo@example.org"), std::nullopt);
    EXPECT_EQ(table.key(ben), "ben@example.org");
    EXPECT_FALSE(table.is_active(anna));
    EXPECT_TRUE(table.is_active(ben));
}

TEST(AddressTable, R4_KeepsTheWinnersInTheirOrder) {
    AddressTable table;
    const auto anna = table.number("anna@example.org");
    const auto ben = table.number("ben@example.org");
    EXPECT_FALSE(table.has_winner(ben));
    table.set_winner(ben, {"R2", "Ben Ito", {1, 4}});
    table.set_winner(anna, {"R1", "Anna Diaz", {}});
    EXPECT_EQ(table.winners(), 2U);
    EXPECT_EQ(table.order(ben), 0U);
    EXPECT_EQ(table.order(anna), 1U);
    EXPECT_EQ(table.winner(ben).rep_id, "R2");
    EXPECT_EQ(table.winner(ben).name, "Ben Ito");
    EXPECT_EQ(table.winner(ben).lists, (std::vector<std::size_t>{1, 4}));
    EXPECT_TRUE(table.winner(anna).lists.empty());
}

TEST(AddressTable, KnowsWhereTheWinnersContactStandsInThePlan) {
    AddressTable table;
    const auto anna = table.number("anna@example.org");
    EXPECT_EQ(table.planned(anna), std::nullopt);
    table.set_planned(anna, 0);
    EXPECT_EQ(table.planned(anna), 0U);
}

} // namespace
} // namespace muster::sync
