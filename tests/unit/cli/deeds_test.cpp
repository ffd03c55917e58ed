#include "cli/deeds.hpp"

#include <algorithm>

#include <gtest/gtest.h>

namespace muster::cli {
namespace {

const Command& command_named(const std::string& path) {
    const auto& table = command_table();
    return *std::find_if(table.begin(), table.end(), [&](const Command& command) { return command.path == path; });
}

Given given_of(const std::vector<std::pair<std::string, std::string>>& values) {
    Given given;
    for (const auto& [name, value] : values) {
        given.add(name, value);
    }
    return given;
}

TEST(Deeds, NameTheRecordAndTheFieldsButNoValue) {
    const auto deed = deed_of(command_named("rep set"),
                              given_of({{"ID", "R17"},
                                        {"FIELD=VALUE", "password=swordfish"},
                                        {"FIELD=VALUE", " email = ana@example.org"},
                                        {"--database", "Main"}}),
                              Exit::Done);
    ASSERT_TRUE(deed);
    EXPECT_EQ(deed->action, "rep.set");
    EXPECT_EQ(deed->record, "R17");
    EXPECT_EQ(deed->details, "password, email");
}

TEST(Deeds, TellHowACommandEndedThatWasNotSimplyDone) {
    const auto deed = deed_of(command_named("sync"), given_of({{"--database", "Main"}}), Exit::Issues);
    ASSERT_TRUE(deed);
    EXPECT_EQ(deed->action, "sync");
    EXPECT_EQ(deed->record, "");
    EXPECT_EQ(deed->details, "exit code 3");
}

TEST(Deeds, AreNoneWhereNothingWasChanged) {
    const auto main = given_of({{"--database", "Main"}});
    EXPECT_FALSE(deed_of(command_named("members"), main, Exit::Done));
    EXPECT_FALSE(deed_of(command_named("import"), main, Exit::Usage));
    EXPECT_FALSE(deed_of(command_named("sync"), main, Exit::Busy));
    EXPECT_FALSE(deed_of(command_named("sync"), given_of({{"--dry-run", ""}}), Exit::Done));
    EXPECT_FALSE(deed_of(command_named("export"), main, Exit::Done));
}

TEST(Deeds, IncludeTakingPasswordsOut) {
    const auto deed = deed_of(command_named("export"), given_of({{"--with-passwords", ""}}), Exit::Done);
    ASSERT_TRUE(deed);
    EXPECT_EQ(deed->details, "with passwords");
}

TEST(Deeds, OfStaffAreWrittenDownByTheUseCases) {
    EXPECT_FALSE(deed_of(command_named("user add"), given_of({{"NAME", "Ana"}}), Exit::Done));
}

TEST(Deeds, NameNoPerson) {
    for (const auto* path : {"put-back", "forget"}) {
        const auto deed = deed_of(command_named(path), given_of({{"ADDRESS", "ana@example.org"}}), Exit::Done);
        ASSERT_TRUE(deed) << path;
        EXPECT_EQ(deed->record, "") << path;
        EXPECT_EQ(deed->details, "") << path;
    }
}

} // namespace
} // namespace muster::cli
