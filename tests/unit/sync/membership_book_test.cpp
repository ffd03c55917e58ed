// Which memberships a run confirmed or found left (R14).

#include <gtest/gtest.h>

#include "sync/membership_book.hpp"

namespace muster::sync {
namespace {

using enum MembershipState;

std::vector<std::string> all_of(const MembershipBook& book) {
    std::vector<std::string> all;
    book.each([&](const RememberedMembership& one) {
        all.push_back(one.contact_id + " " + one.list_id + (one.state == Left ? " left" : " confirmed"));
    });
    return all;
}

TEST(MembershipBook, HasOneStateForEachContactAndList) {
    MembershipBook book{{"c1", "l1", Confirmed}, {"c2", "l1", Left}, {"c1", "l2", Confirmed}};
    book.set({"c1", "l1", Left});
    book.set({"c2", "l1", Left});
    EXPECT_EQ(all_of(book), (std::vector<std::string>{"c1 l1 left", "c1 l2 confirmed", "c2 l1 left"}));
    EXPECT_EQ(book.of("c1").find(book.number_of_list("l1")), Left);
    EXPECT_EQ(book.of("c1").find(book.number_of_list("l2")), Confirmed);
    EXPECT_EQ(book.of("c2").find(book.number_of_list("l2")), std::nullopt);
    EXPECT_EQ(book.of("c3").find(book.number_of_list("l1")), std::nullopt);
    EXPECT_EQ(book.of("c1").find(book.number_of_list("l3")), std::nullopt);
}

TEST(MembershipBook, ForgetsOne) {
    MembershipBook book{{"c1", "l1", Confirmed}, {"c1", "l2", Left}};
    book.erase("c1", "l1");
    book.erase("c1", "l9");
    book.erase("c9", "l1");
    EXPECT_EQ(all_of(book), std::vector<std::string>{"c1 l2 left"});
    book.set({"c1", "l1", Left});
    EXPECT_EQ(all_of(book), (std::vector<std::string>{"c1 l2 left", "c1 l1 left"}));
}

} // namespace
} // namespace muster::sync
