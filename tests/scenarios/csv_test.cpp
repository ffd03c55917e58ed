// Many rows with few columns and no street address go as CSV (R6): the same end state, proved person by person.

#include <gtest/gtest.h>

#include "support/big_chamber.hpp"

namespace muster::test {
namespace {

using sync::RunState;

using sandbox::FaultKind;
constexpr const char* kFileImport = "POST /activities/contacts_file_import";
constexpr const char* kPath = "/activities/contacts_file_import";

/// Reps who would fill two imports of JSON.
Ask fill(Chamber& chamber) {
    chamber.is_judged = false;
    const std::string text(50, 't');
    const std::string value(250, 'v'); // so long that the names of the columns tip the scales
    chamber.member("M1");
    chamber.set_member("M1", {{"company", text.c_str()}});
    for (int i = 0; i < 2200; ++i) {
        chamber.rep("R" + std::to_string(i), "M1", big_address(i),
                    {{"first_name", text.c_str()},
                     {"last_name", text.c_str()},
                     {"job_title", text.c_str()},
                     {"username", value.c_str()},
                     {"salutation", value.c_str()},
                     {"courtesy_title", value.c_str()},
                     {"middle_name", value.c_str()},
                     {"suffix", value.c_str()},
                     {"fax", value.c_str()}});
    }
    chamber.set_rep("R7", {{"last_name", "O'Neil, \"Sr.\""}});
    return {.fields = {"Username", "Salutation", "Courtesy Title", "Middle Name", "Suffix", "Fax"}};
}

TEST(CsvImport, R28_ManyRepsWithoutStreetAddressesGoInOneImport) {
    Chamber chamber;
    const Ask ask = fill(chamber);
    const auto report = chamber.run(ask);
    EXPECT_EQ(report.state, RunState::Completed) << report.message;
    EXPECT_EQ(report.totals.created, 2200);
    EXPECT_EQ(report.calls_by_endpoint.at(kFileImport), 1);
    EXPECT_FALSE(report.calls_by_endpoint.contains("POST /activities/contacts_json_import"));
    EXPECT_EQ(chamber.contact(big_address(7)).last_name, "O'Neil, \"Sr.\"");
    EXPECT_EQ(chamber.contact(big_address(2199)).job_title, std::string(50, 't'));
    EXPECT_EQ(chamber.members_of("Active Members").size(), 2200U);
    EXPECT_GE(report.calls_estimated, report.calls_total);
    EXPECT_LE(report.calls_estimated, report.calls_total + 2); // a large import may be asked for once more
    EXPECT_EQ(chamber.run(ask).calls_writes, 0);
}

TEST(CsvImport, R28_WhatComesToNothingGoesAgainInHalvesAndARefusedRowIsNamed) {
    Chamber chamber;
    const Ask ask = fill(chamber);
    chamber.service.inject({.method = "POST", .path = kPath, .kind = FaultKind::ActivityFailed});
    chamber.service.inject(
        {.method = "POST", .path = kPath, .kind = FaultKind::RowsRefused, .nth = 2, .rows = {9}});
    const auto report = chamber.run(ask);
    EXPECT_EQ(report.state, RunState::CompletedWithIssues);
    EXPECT_EQ(report.calls_by_endpoint.at(kFileImport), 3);
    EXPECT_EQ(report.totals.created, 2199);
    EXPECT_EQ(person(report, "R9").outcome, sync::Outcome::Refused); // R7 goes first, by its name
    EXPECT_NE(person(report, "R9").reason->find("Constant Contact says: Line 11"), std::string::npos);
    EXPECT_EQ(chamber.run(ask).totals.created, 1);
}

} // namespace
} // namespace muster::test
