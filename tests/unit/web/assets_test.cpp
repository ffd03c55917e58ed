#include "web/assets.hpp"

#include <array>

#include <gtest/gtest.h>

namespace muster::web {
namespace {

constexpr std::array<Asset, 3> kThree{{
    {"/assets/a-1.js", "text/javascript; charset=utf-8", "\"1\"", "let a", "", ""},
    {"/favicon.svg", "image/svg+xml", "\"2\"", "<svg/>", "", ""},
    {"/index.html", "text/html; charset=utf-8", "\"3\"", "<html>", "b", "g"},
}};

TEST(Assets, AreFoundByTheirWholePathOnly) {
    for (const Asset& asset : kThree) {
        EXPECT_EQ(find_asset(kThree, asset.path), &asset);
    }
    EXPECT_EQ(find_asset(kThree, "/"), nullptr);
    EXPECT_EQ(find_asset(kThree, "/index"), nullptr);
    EXPECT_EQ(find_asset(kThree, "/index.html.br"), nullptr);
    EXPECT_EQ(find_asset(kThree, "/zebra"), nullptr);
    EXPECT_EQ(find_asset({}, "/index.html"), nullptr);
}

TEST(Assets, MayBeKeptForEverWhereTheNameHoldsAHash) {
    EXPECT_TRUE(kThree[0].is_immutable());
    EXPECT_FALSE(kThree[1].is_immutable());
    EXPECT_FALSE(kThree[2].is_immutable());
}

// True as well of a program without a front-end, which has no file at all.
TEST(Assets, OfTheProgramAreAllFoundAndHaveBytesATypeAndAStrongTag) {
    for (const Asset& asset : assets()) {
        EXPECT_EQ(find_asset(assets(), asset.path), &asset);
        EXPECT_FALSE(asset.raw.empty()) << asset.path;
        EXPECT_NE(asset.content_type.find('/'), std::string_view::npos) << asset.path;
        EXPECT_TRUE(asset.etag.size() == 34 && asset.etag.front() == '"' && asset.etag.back() == '"') << asset.path;
    }
    EXPECT_TRUE(assets().empty() || find_asset(assets(), "/index.html") != nullptr);
}

} // namespace
} // namespace muster::web
