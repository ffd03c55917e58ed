// A hash index over things that live elsewhere.

#include <gtest/gtest.h>

#include "base/place_index.hpp"

namespace muster {
namespace {

std::optional<std::size_t> find(const PlaceIndex& index, const std::vector<std::string>& keys,
                                const std::string& key) {
    return index.find(PlaceIndex::hash(key), [&](std::size_t place) { return keys[place] == key; });
}

TEST(PlaceIndex, FindsEachPlaceWhileItGrows) {
    PlaceIndex index;
    std::vector<std::string> keys;
    EXPECT_EQ(find(index, keys, "key 0"), std::nullopt);
    for (std::size_t i = 0; i < 10'000; ++i) {
        keys.push_back("key " + std::to_string(i));
        index.add(PlaceIndex::hash(keys.back()), i);
    }
    for (std::size_t i = 0; i < keys.size(); ++i) {
        ASSERT_EQ(find(index, keys, keys[i]), i);
    }
    EXPECT_EQ(find(index, keys, "key 10000"), std::nullopt);
}

TEST(PlaceIndex, TellsKeysOfOneHashApart) {
    const std::vector<std::string> keys{"a", "b", "c"};
    PlaceIndex index;
    for (std::size_t i = 0; i < keys.size(); ++i) {
        index.add(42, i);
    }
    for (std::size_t i = 0; i < keys.size(); ++i) {
        EXPECT_EQ(index.find(42, [&](std::size_t place) { return keys[place] == keys[i]; }), i);
    }
    EXPECT_EQ(index.find(42, [](std::size_t) { return false; }), std::nullopt);
}

TEST(PlaceIndex, FollowsAKeyThatMoves) {
    PlaceIndex index;
    index.add(1, 5);
    index.add(1, 6);
    index.move(1, 5, 9);
    EXPECT_EQ(index.find(1, [](std::size_t place) { return place == 5; }), std::nullopt);
    EXPECT_EQ(index.find(1, [](std::size_t place) { return place == 9; }), 9U);
    EXPECT_EQ(index.find(1, [](std::size_t place) { return place == 6; }), 6U);
    index.clear();
    EXPECT_EQ(index.find(1, [](std::size_t) { return true; }), std::nullopt);
}

} // namespace
} // namespace muster
