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
    EXPECT_LE(std::abs(first.calls_estimated - first.calls_total), 6);

    const auto quiet = chamber.run(ask);
    EXPECT_EQ(quiet.calls_writes, 0);
    EXPECT_EQ(quiet.totals.unchanged, 5000);
    EXPECT_LE(quiet.calls_total, 5000 / 500 + 2);

    Ask quick = ask;
    quick.depth = sync::Depth::Quick;
    const auto quick_run = chamber.run(quick);
    EXPECT_EQ(quick_run.calls_writes, 0);
    EXPECT_LE(quick_run.calls_total, 2);

    for (int i = 0; i < 5000; i += 100) {
        chamber.set_rep("R" + std::to_string(i), {{"last_name", "Newname"}, {"username", "changed"}});
    }
    const auto changed = chamber.run(ask);
    EXPECT_EQ(changed.totals.updated, 50);
    EXPECT_LE(changed.calls_total, 17) << sync::to_words(changed);
    EXPECT_LE(chamber.service.most_calls_in_a_second(), 4);
}

} // namespace
} // namespace muster::test
