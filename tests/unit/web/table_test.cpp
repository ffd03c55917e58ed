// The table of routes and api/openapi.yaml say the same.

#include <algorithm>
#include <set>

#include <gtest/gtest.h>

#include "contract/api_description.hpp"
#include "web/route.hpp"

namespace muster::web {
namespace {

std::string line_of(const Route& route) {
    std::string line = std::string(route.method) + " " + std::string(route.path) + " " +
                       std::string(route.operation) + " " + std::string(to_text(route.access)) + " " +
                       std::string(to_text(route.fresh));
    return line + (route.content == Content::None   ? ""
                   : route.content == Content::Json ? " application/json"
                                                    : " text/csv");
}

std::string line_of(const contract::DeclaredOperation& declared) {
    return declared.method + " " + declared.path + " " + declared.id + " " + declared.role + " " + declared.fresh +
           (declared.body.empty() ? "" : " " + declared.body);
}

TEST(RouteTable, IsWhatTheDescriptionDeclares) {
    std::set<std::string> declared;
    for (const auto& operation : contract::ApiDescription::project().operations()) {
        declared.insert(line_of(operation));
        EXPECT_EQ(operation.is_public, operation.role == "public") << operation.id;
    }
    std::set<std::string> served;
    for (const auto& route : route_table()) {
        EXPECT_TRUE(served.insert(line_of(route)).second) << line_of(route);
    }
    EXPECT_EQ(declared, served);
}

/// One shape for all paths that answer the same requests.
std::string shape_of(std::string_view path) {
    std::string shape;
    bool is_inside = false;
    for (const char c : path) {
        is_inside = (is_inside || c == '{') && c != '}';
        if (!is_inside) {
            shape += c;
        }
    }
    return shape;
}

TEST(RouteTable, HasOneRouteForARequest) {
    std::set<std::string> shapes;
    for (const auto& route : route_table()) {
        EXPECT_TRUE(shapes.insert(std::string(route.method) + " " + shape_of(route.path)).second) << route.path;
    }
}

TEST(RouteTable, AsksForARoleInTheDatabaseWhereverThePathHasOne) {
    for (const auto& route : route_table()) {
        const bool has_database = route.path.find("{database}") != std::string_view::npos;
        const bool needs_database = route.access == Access::Viewer || route.access == Access::Operator ||
                                    route.access == Access::Administrator;
        EXPECT_TRUE(needs_database ? has_database : true) << route.operation;
        EXPECT_TRUE(has_database ? needs_database || route.access == Access::AdministratorOfAll : true)
            << route.operation;
    }
}

/// What changes nothing, and what enters itself into the audit log with the change.
constexpr std::string_view kWithoutDeed[] = {
    "setUp",
    "signIn",
    "signOut",
    "signInByLink",
    "freshenSession",
    "changeOwnPassword",
    "beginSecondFactor",
    "confirmSecondFactor",
    "removeSecondFactor",
    "countSelection",
    "uploadFile",
    "removeUpload",
    "testConnection",
    "addUser",
    "changeUser",
    "removeUser",
    "endSession",
};

TEST(RouteTable, EveryChangeIsWrittenDown) {
    for (const auto& route : route_table()) {
        const bool may_be_silent =
            route.method == "GET" || std::ranges::find(kWithoutDeed, route.operation) != std::end(kWithoutDeed);
        EXPECT_TRUE(may_be_silent || !route.deed.empty()) << route.operation;
    }
}

} // namespace
} // namespace muster::web
