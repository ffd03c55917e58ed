// Which rows of an import CSV can carry.

#include <string>

#include <gtest/gtest.h>

#include "sync/csv_row.hpp"

namespace muster::sync {
namespace {

TEST(CsvRow, SaysTheColumnsInAHeadingAndTheValuesInALine) {
    const auto row = csv_row({{"email", "a@example.org"},
                              {"last_name", "O'Neil, Sr."},
                              {"work_phone", "541-555-0100"},
                              {"cf:user_name", "say \"x\""}});
    ASSERT_TRUE(row);
    EXPECT_EQ(row->heading, "email,last_name,work_phone,cf:user_name\r\n");
    EXPECT_EQ(row->line, "a@example.org,\"O'Neil, Sr.\",541-555-0100,\"say \"\"x\"\"\"\r\n");
}

TEST(CsvRow, R6_CarriesNoStreetAddress) {
    for (const char* part : {"work_street", "work_city", "work_state", "work_zip", "work_country"}) {
        EXPECT_FALSE(csv_row({{"email", "a@example.org"}, {part, "Eugene"}})) << part;
    }
}

TEST(CsvRow, R13_CarriesOneCellThatLooksLikeAnAddress) {
    EXPECT_FALSE(csv_row({{"email", "a@example.org"}, {"cf:username", "b@example.org"}}));
}

TEST(CsvRow, CarriesNoLineBreakAndNoBlankCell) {
    EXPECT_FALSE(csv_row({{"email", "a@example.org"}, {"job_title", "Owner\nBoss"}}));
    EXPECT_FALSE(csv_row({{"email", "a@example.org"}, {"job_title", "Owner\rBoss"}}));
    EXPECT_FALSE(csv_row({{"email", "a@example.org"}, {"job_title", ""}}));
}

} // namespace
} // namespace muster::sync
