#include "web/router.hpp"

#include <gtest/gtest.h>

namespace muster::web {
namespace {

Answer nobody(Call& /*call*/) { return net::Response{}; }

const Route kRoutes[] = {
    {"GET", "/databases", "list", Access::SignedIn, nobody},
    {"POST", "/databases", "add", Access::AdministratorOfAll, nobody},
    {"GET", "/databases/{database}/groups/{name}", "group", Access::Viewer, nobody},
    {"DELETE", "/databases/{database}/groups/{name}", "drop", Access::Operator, nobody},
};

std::string operation(std::string_view method, std::string_view path) {
    static const Router router(kRoutes);
    const auto found = router.find(method, path);
    return found.route != nullptr ? std::string(found.route->operation) : "(" + found.allowed + ")";
}

TEST(Router, FindsByMethodAndPath) {
    EXPECT_EQ(operation("GET", "/databases"), "list");
    EXPECT_EQ(operation("HEAD", "/databases"), "list");
    EXPECT_EQ(operation("POST", "/databases"), "add");
    EXPECT_EQ(operation("GET", "/databases/3/groups/Board"), "group");
}

TEST(Router, TellsWhichMethodsAPathHas) {
    EXPECT_EQ(operation("PUT", "/databases"), "(GET, HEAD, POST)");
    EXPECT_EQ(operation("TRACE", "/databases/3/groups/Board"), "(GET, HEAD, DELETE)");
    EXPECT_EQ(operation("get", "/databases"), "(GET, HEAD, POST)");
}

TEST(Router, KnowsNothingBesides) {
    for (const auto* path : {"", "/", "/databases/", "//databases", "/databases/3", "/databases//groups/Board",
                             "/databases/3/groups/", "/databases/3/groups/Board/x", "databases", "/Databases",
                             "/databases/3/groups/%FF", "/databases/3/groups/a%00b"}) {
        EXPECT_EQ(operation("GET", path), "()") << path;
    }
}

TEST(Router, DecodesEachPieceByItself) {
    const Router router(kRoutes);
    const auto found = router.find("GET", "/databases/3/groups/Fish%20%26%20Chips%2FTea+Room");
    ASSERT_NE(found.route, nullptr);
    EXPECT_EQ(found.values, (PathValues{{"database", "3"}, {"name", "Fish & Chips/Tea+Room"}}));
}

} // namespace
} // namespace muster::web
