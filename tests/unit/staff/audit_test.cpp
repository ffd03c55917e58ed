#include "staff/audit.hpp"

#include <gtest/gtest.h>

namespace muster::staff {
namespace {

TEST(AuditEntries, TellWhoDidWhatAndFromWhere) {
    const auto entry = make_entry("e1", Instant{}, {"u1", "Ana", "192.0.2.1"}, {"rep.set", "R17", "email", 3});
    EXPECT_EQ(entry.id, "e1");
    EXPECT_EQ(entry.actor.user_id, "u1");
    EXPECT_EQ(entry.actor.name, "Ana");
    EXPECT_EQ(entry.actor.origin, "192.0.2.1");
    EXPECT_EQ(entry.deed.action, "rep.set");
    EXPECT_EQ(entry.deed.record, "R17");
    EXPECT_EQ(entry.deed.details, "email");
    EXPECT_EQ(entry.deed.database, 3);
}

TEST(AuditEntries, KeepAtMost500CharactersOfAText) {
    std::string long_text;
    for (int i = 0; i < 600; ++i) {
        long_text += "ñ";
    }
    const auto entry = make_entry("e1", Instant{}, {}, {"rep.set", long_text, long_text});
    EXPECT_EQ(entry.deed.details.size(), 499U * 2 + 3); // the last one is the sign that something is missing
    EXPECT_TRUE(entry.deed.details.ends_with("ñ…"));
    EXPECT_EQ(entry.deed.record, entry.deed.details);
    EXPECT_EQ(make_entry("e1", Instant{}, {}, {"rep.set", "R1", std::string(500, 'x')}).deed.details,
              std::string(500, 'x'));
}

} // namespace
} // namespace muster::staff
