// The addresses that a walk over the Reps meets (R4, R5).

#include <gtest/gtest.h>

#include "sync/address_table.hpp"

namespace muster::sync {
namespace {

class AddressTableTest : public testing::Test {
  protected:
    static StoredAccount account() {
        StoredAccount account;
        constant_contact::Contact anna;
        anna.contact_id = "11111111-5a1e-11ee-8c99-000000000001";
        anna.address = "Anna@example.org";
        account.contacts.push_back(anna);
        return account;
    }
    std::size_t number(std::string_view key) { return table_.number(key, view_.place_of(key)); }

    Sealer sealer_ = Sealer::create(std::string(Sealer::kKeyBytes, 'k')).value();
    AccountView view_{account(), sealer_};
    AddressTable table_{view_};
};

TEST_F(AddressTableTest, NumbersAddressesAndKnowsWhichAreActive) {
    const auto anna = number("anna@example.org");
    const auto ben = number("ben@example.org");
    const auto dora = number("dora@example.org");
    table_.set_active(ben);
    EXPECT_EQ(anna, view_.place_of("anna@example.org"));
    EXPECT_EQ(number("ben@example.org"), ben);
    EXPECT_NE(dora, ben);
    EXPECT_EQ(table_.find("anna@example.org"), anna);
    EXPECT_EQ(table_.find("ben@example.org"), ben);
    EXPECT_EQ(table_.find("cleo@example.org"), std::nullopt);
    EXPECT_FALSE(table_.is_active(anna));
    EXPECT_TRUE(table_.is_active(ben));
    EXPECT_FALSE(table_.is_active(dora));
}

TEST_F(AddressTableTest, R4_AQuietRepIsQuietUntilSomebodyElseHasTheAddress) {
    const auto anna = number("anna@example.org");
    EXPECT_FALSE(table_.is_taken(anna));
    table_.set_quiet(anna, 42);
    EXPECT_TRUE(table_.is_taken(anna));
    EXPECT_FALSE(table_.has_winner(anna));
    EXPECT_EQ(table_.set_concerned(anna), 42);
    EXPECT_EQ(table_.set_concerned(anna), std::nullopt);
    EXPECT_TRUE(table_.is_taken(anna));
}

TEST_F(AddressTableTest, R4_KeepsTheWinners) {
    const auto anna = number("anna@example.org");
    const auto ben = number("ben@example.org");
    EXPECT_FALSE(table_.has_winner(ben));
    table_.set_winner(ben, {"R2", "Ben Ito", {1, 4}});
    table_.set_winner(anna, {"R1", "Anna Diaz", {}});
    EXPECT_TRUE(table_.has_winner(ben));
    EXPECT_EQ(table_.winner(ben).rep_id, "R2");
    EXPECT_EQ(table_.winner(ben).name, "Ben Ito");
    EXPECT_EQ(table_.winner(ben).lists, (std::vector<std::size_t>{1, 4}));
    EXPECT_EQ(table_.winner(anna).rep_id, "R1");
    EXPECT_TRUE(table_.winner(anna).lists.empty());
}

TEST_F(AddressTableTest, KnowsWhereTheWinnersContactStandsInThePlan) {
    const auto anna = number("anna@example.org");
    EXPECT_EQ(table_.planned(anna), std::nullopt);
    table_.set_planned(anna, 0);
    EXPECT_EQ(table_.planned(anna), 0U);
}

} // namespace
} // namespace muster::sync
