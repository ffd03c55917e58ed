// What runs cost in API calls: exact counts, no times. The table for people is printed by bench/calls.

#include <gtest/gtest.h>

#include "support/big_chamber.hpp"

namespace muster::test {
namespace {

using sync::RunState;

TEST(Calls, FiveThousandRepsTenGroupsEightFieldsIntoAnEmptyAccount) {
    sandbox::Options options;
    options.activity_delay = std::chrono::seconds(2);
    Chamber chamber(options);
    chamber.is_judged = false;
    fill_big(chamber, 5000);
    const Ask ask = big_ask();
    const auto first = chamber.run(ask);
    EXPECT_EQ(first.state, RunState::Completed) << first.message;
    EXPECT_EQ(first.totals.created, 5000);
    EXPECT_LE(first.calls_total, 50) << sync::to_words(first);
    EXPECT_GE(first.calls_estimated, first.calls_total);
    EXPECT_LE(first.calls_estimated, first.calls_total + 2); // a large import may be asked for once more

    const auto quiet = chamber.run(ask);
    EXPECT_EQ(quiet.calls_writes, 0);
    EXPECT_EQ(quiet.totals.unchanged, 5000);
    EXPECT_LE(quiet.calls_total, 5000 / 500 + 2);

    Ask quick = ask;
    quick.depth = sync::Depth::Quick;
    const auto quick_run = chamber.run(quick);
    EXPECT_EQ(quick_run.calls_writes, 0);
    EXPECT_LE(quick_run.calls_total, 2);

    const auto expect_run = [&](const Ask& how, std::int64_t most_calls, std::int64_t updated,
                                std::int64_t created) {
        const auto report = chamber.run(how);
        EXPECT_EQ(report.state, RunState::Completed) << report.message;
        EXPECT_EQ(report.depth, how.depth == sync::Depth::Full ? "full" : "quick");
        EXPECT_GE(report.totals.updated, updated);
        EXPECT_EQ(report.totals.created, created);
        EXPECT_LE(report.calls_total, most_calls) << sync::to_words(report);
        EXPECT_EQ(report.calls_estimated, report.calls_total);
    };
    change_details(chamber, 5000, 1);
    expect_run(ask, 16, 50, 0);
    change_details(chamber, 5000, 2);
    expect_run(quick, 6, 50, 0);
    change_a_mix(chamber, 5000, 3);
    expect_run(ask, 25, 40, 5);
    change_a_mix(chamber, 5000, 4);
    expect_run(quick, 15, 40, 5);
    expect_run(ask, 5010 / 500 + 3, 0, 0); // the quick runs left nothing undone; ten more Contacts
    expect_run(quick, 2, 0, 0);
    EXPECT_LE(chamber.service.most_calls_in_a_second(), 4);
}

TEST(Calls, R25_APreviewOfFiftyThousandRepsReckonsWithNoMoreThanItMayTake) {
    Chamber chamber;
    chamber.is_judged = false;
    fill_big(chamber, 50'000);
    const auto preview = chamber.preview(big_ask());
    EXPECT_EQ(preview.totals.created, 50'000);
    EXPECT_LE(preview.calls_estimated, 145);
    EXPECT_GE(preview.calls_estimated, 133);
    EXPECT_EQ(preview.calls_total, 3);
}

TEST(Calls, R8_AQuickRunDirectlyAfterAFirstPushFindsNothingToDo) {
    Chamber chamber;
    chamber.member("M1");
    chamber.member("M2", "PRO");
    for (int i = 0; i < 9; ++i) {
        chamber.rep("R" + std::to_string(i), "M1", big_address(i), {{"groups", i % 2 == 0 ? "Board" : ""}});
        chamber.rep("P" + std::to_string(i), "M2", big_address(100 + i)); // by the holding list
    }
    const Ask ask{.groups = {"Board"}, .fields = {"Member Status"}};
    EXPECT_EQ(chamber.run(ask).totals.created, 18);
    const auto quick = chamber.run({.groups = ask.groups, .fields = ask.fields, .depth = sync::Depth::Quick});
    EXPECT_EQ(quick.depth, "quick");
    EXPECT_EQ(quick.calls_total, 2);
    EXPECT_EQ(quick.totals.unchanged, 18);
}

TEST(Calls, R28_AReadBackThatComesTooEarlyIsRepeatedWhenTheWorkIsDone) {
    for (const int seconds : {0, 2, 3, 20, 300}) {
        SCOPED_TRACE(seconds);
        sandbox::Options options;
        options.activity_delay = std::chrono::seconds(seconds);
        Chamber chamber(options);
        chamber.member("M1");
        for (int i = 0; i < 20; ++i) {
            chamber.rep("R" + std::to_string(i), "M1", big_address(i), {{"groups", i < 10 ? "Board" : ""}});
        }
        chamber.book.remove_rep("R19");
        const Ask ask{.groups = {"Board"}};
        ASSERT_EQ(chamber.run(ask).state, RunState::Completed);
        chamber.rep("R20", "M1", big_address(20), {{"groups", "Board"}});
        for (int i = 0; i < 12; ++i) {
            chamber.set_rep("R" + std::to_string(i), {{"job_title", "Owner"}, {"groups", "Board"}});
        }
        chamber.book.remove_rep("R18");
        const auto before = chamber.service.activities(chamber.account).size();
        const auto report = chamber.run(ask);
        EXPECT_EQ(report.state, RunState::Completed) << sync::to_json(report);
        EXPECT_EQ(report.totals.updated, 12);
        EXPECT_EQ(report.totals.created, 1);
        EXPECT_EQ(list_of(report, "Active Members").removed, 1);
        const bool polls = report.calls_by_endpoint.contains("GET /activities") ||
                           report.calls_by_endpoint.contains("GET /activities/{activity_id}");
        EXPECT_EQ(polls, seconds > 2) << sync::to_words(report);
        const auto writes = report.calls_writes;
        EXPECT_EQ(chamber.service.activities(chamber.account).size() - before, static_cast<std::size_t>(writes));
        EXPECT_EQ(chamber.members_of("Board").size(), 13U);
        for (const auto& [key, step] : chamber.journal.steps) {
            EXPECT_EQ(step.state, sync::StepState::Proved) << step.endpoint;
        }
        EXPECT_EQ(chamber.run(ask).calls_writes, 0);
    }
}

} // namespace
} // namespace muster::test
