// Many short texts without an allocation each.

#include <gtest/gtest.h>

#include "base/text_pool.hpp"

namespace muster {
namespace {

TEST(TextPool, GivesBackWhatWasPutAcrossChunks) {
    constexpr int kTexts = 200'000; // some 2 MB: more than a chunk
    TextPool pool;
    std::vector<std::uint64_t> places;
    for (int i = 0; i < kTexts; ++i) {
        places.push_back(pool.put("text " + std::to_string(i)));
    }
    for (int i = 0; i < kTexts; i += 997) {
        const std::string expected = "text " + std::to_string(i);
        EXPECT_EQ(pool.at(places[static_cast<std::size_t>(i)], expected.size()), expected);
    }
}

TEST(TextPool, TakesAnEmptyTextToo) {
    TextPool pool;
    EXPECT_EQ(pool.at(pool.put(""), 0), "");
    EXPECT_EQ(pool.at(pool.put("a"), 1), "a");
}

TEST(TextPool, ALongTextIsHeldWhole) {
    const std::string longest(3 << 20, 'x');
    TextPool pool;
    const auto before = pool.put("before");
    const auto place = pool.put(longest);
    const auto after = pool.put("after");
    EXPECT_EQ(pool.at(before, 6), "before");
    EXPECT_EQ(pool.at(place, longest.size()), longest);
    EXPECT_EQ(pool.at(after, 5), "after");
}

TEST(TextPool, PlacesStayInACopy) {
    TextPool pool;
    const auto place = pool.put("first");
    TextPool copy = pool;
    copy.put("second");
    EXPECT_EQ(copy.at(place, 5), "first");
}

} // namespace
} // namespace muster
