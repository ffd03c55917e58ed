#include <set>

#include "unit/sandbox/fixture.hpp"

namespace muster::sandbox {
namespace {

TEST(Switches, EveryOneTakesEachOfItsValuesAndNoOther) {
    for (const auto& row : switch_table()) {
        Switches switches;
        EXPECT_EQ(row.read(switches), row.standard) << row.name;
        EXPECT_FALSE(row.help.empty()) << row.name;
        const auto values =
            row.values.empty() ? std::vector<std::string>{"0", std::to_string(row.most)} : row.values;
        EXPECT_GE(values.size(), 2U) << row.name;
        for (const auto& value : values) {
            ASSERT_TRUE(set_switch(switches, row.name, value)) << row.name;
            EXPECT_EQ(row.read(switches), value) << row.name;
        }
        EXPECT_FALSE(set_switch(switches, row.name, "perhaps")) << row.name;
        EXPECT_EQ(row.read(switches), values.back()) << row.name;
    }
}

TEST(Switches, NamesAreUniqueAndTheDefaultComesFirst) {
    std::set<std::string> names;
    for (const auto& row : switch_table()) {
        EXPECT_TRUE(names.insert(row.name).second) << row.name;
        EXPECT_TRUE(row.values.empty() || row.values.front() == row.standard) << row.name;
    }
    EXPECT_EQ(names.size(), 49U);
}

TEST(Switches, AssignmentsAreParsedAndMistakesSayWhatIsKnown) {
    Switches switches;
    ASSERT_TRUE(set_switch(switches, " last_page = null "));
    EXPECT_EQ(switches.last_page, LastPage::Null);
    EXPECT_EQ(set_switch(switches, "last_page").error().message,
              "\"last_page\" is no switch. Write it as name=value.");
    EXPECT_EQ(set_switch(switches, "last_page=maybe").error().message,
              "The switch last_page cannot be \"maybe\". It takes absent, null, empty.");
    EXPECT_EQ(set_switch(switches, "answer_ms=60001").error().message,
              "The switch answer_ms cannot be \"60001\". It takes a number from 0 to 60000.");
    EXPECT_NE(set_switch(switches, "colour=red").error().message.find("last_page"), std::string::npos);
}

} // namespace
} // namespace muster::sandbox
