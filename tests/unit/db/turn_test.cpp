// What becomes of a commit whose answer was lost, by the marks of its scope.

#include <vector>

#include <gtest/gtest.h>

#include "db/postgresql_turn.hpp"

namespace muster::db {
namespace {

const std::string kMine = "00000000000000aa";

/// Newest first.
std::string marks(int before, const std::string& mine, int after) {
    std::string text;
    for (int i = 0; i < before; ++i) {
        text += "00000000000000bb";
    }
    text += mine;
    for (int i = 0; i < after; ++i) {
        text += "00000000000000cc";
    }
    return text;
}

TEST(Turn, TellsWhetherATransactionWasKept) {
    struct Case {
        const char* name;
        std::int64_t last;
        std::string marks;
        Fate fate;
    };
    const std::vector<Case> cases{
        {"it is the last one", 7, marks(0, kMine, 3), Fate::Kept},
        {"others came behind it", 10, marks(3, kMine, 3), Fate::Kept},
        {"fifteen came behind it", 22, marks(15, kMine, 0), Fate::Kept},
        {"nothing happened since", 6, marks(0, "", 3), Fate::NotKept},
        {"nothing ever happened", 0, "", Fate::NotKept},
        {"a server that knows less has taken over", 4, marks(0, "", 3), Fate::NotKept},
        {"another one got its number", 7, marks(1, "", 3), Fate::NotKept},
        {"others came, all of whom are there", 22, marks(16, "", 0), Fate::NotKept},
        {"one more, so that it may have been pushed out", 23, marks(16, "", 0), Fate::Unknown},
        {"its mark across two others is none", 23, marks(15, "bb00000000000000aa", 0), Fate::Unknown},
    };
    for (const auto& one : cases) {
        EXPECT_EQ(fate_of({"scope", 7, kMine}, {"scope", one.last, one.marks}), one.fate) << one.name;
    }
}

} // namespace
} // namespace muster::db
