// Numbers for ids.

#include <gtest/gtest.h>

#include "base/id_table.hpp"

namespace muster {
namespace {

const std::string kUuid = "0a1b2c3d-4e5f-6789-abcd-ef0123456789";

TEST(IdTable, NumbersIdsInTheOrderOfTheirFirstComing) {
    IdTable ids;
    EXPECT_EQ(ids.number(kUuid), 0U);
    EXPECT_EQ(ids.number("list-1"), 1U);
    EXPECT_EQ(ids.number(""), 2U);
    EXPECT_EQ(ids.number(kUuid), 0U);
    EXPECT_EQ(ids.size(), 3U);
    EXPECT_EQ(ids.find("list-1"), 1U);
    EXPECT_EQ(ids.find("list-2"), std::nullopt);
    EXPECT_EQ(ids.text(0), kUuid);
    EXPECT_EQ(ids.text(1), "list-1");
    EXPECT_EQ(ids.text(2), "");
}

TEST(IdTable, AUuidTakesHalfOfItsText) { EXPECT_EQ(PackedId(kUuid).bytes().size(), 18U); }

TEST(IdTable, WhatOnlyLooksLikeAUuidKeepsItsSpelling) {
    std::vector<std::string> looks{kUuid, kUuid, kUuid};
    looks[0][0] = 'A'; // a UUID has small letters here
    looks[1][8] = '0';
    looks[2][35] = 'g';
    IdTable ids;
    for (const std::string& text : looks) {
        EXPECT_EQ(ids.text(ids.number(text)), text);
    }
    EXPECT_EQ(ids.size(), 3U);
    EXPECT_EQ(ids.find(kUuid), std::nullopt);
}

} // namespace
} // namespace muster
