// R24: a run that is killed before or after any of its requests, and started again, ends in the same state as one
// that was not, without a second submission of a bulk activity that was accepted.

#include <gtest/gtest.h>

#include "faults/scene.hpp"

namespace muster::test {
namespace {

struct Killed {};

std::size_t bulk_submissions(Chamber& chamber) { return chamber.service.count("POST", "/activities/*"); }

/// Plays a scene with the run killed at its `at`-th request (before it leaves, or after its answer came); false if
/// it has fewer.
bool play(bool is_second_run, int at, bool after, const std::string& expected, std::size_t expected_bulk) {
    Chamber chamber;
    set_scene(chamber);
    if (is_second_run) {
        EXPECT_EQ(chamber.run(first_ask()).state, sync::RunState::Completed);
        change_scene(chamber);
    }
    chamber.service.clear_log();
    int seen = 0;
    chamber.on_request = [&](const net::Request&, bool is_answered) {
        seen += is_answered ? 0 : 1;
        if (seen == at && is_answered == after) {
            throw Killed{};
        }
    };
    try {
        static_cast<void>(chamber.run(scene_ask()));
        return false;
    } catch (const Killed&) {
        chamber.on_request = nullptr;
        chamber.bury_dead_run();
    }
    const auto next = chamber.run(scene_ask());
    EXPECT_EQ(next.state, sync::RunState::Completed) << next.message;
    EXPECT_EQ(chamber.end_state(), expected);
    EXPECT_LE(bulk_submissions(chamber), expected_bulk + 1)
        << "more than what the killed run had not sent was sent again";
    const auto quiet = chamber.run(scene_ask());
    EXPECT_EQ(quiet.calls_writes, 0);
    EXPECT_EQ(quiet.totals.unchanged + quiet.totals.held_back_unsubscribed, quiet.totals.selected);
    return true;
}

void sweep(bool is_second_run) {
    Chamber undisturbed;
    set_scene(undisturbed);
    if (is_second_run) {
        undisturbed.run(first_ask());
        change_scene(undisturbed);
        undisturbed.service.clear_log();
    }
    undisturbed.run(scene_ask());
    const std::string expected = undisturbed.end_state();
    const std::size_t bulk = bulk_submissions(undisturbed);
    int kills = 0;
    for (const bool after : {false, true}) {
        for (int at = 1; play(is_second_run, at, after, expected, bulk); ++at) {
            ++kills;
            if (::testing::Test::HasFailure()) {
                FAIL() << "killed " << (after ? "after" : "before") << " request " << at;
            }
        }
    }
    EXPECT_GT(kills, 20); // the sweep has swept something
}

TEST(KillSweep, R24_AFirstPushKilledAtEachRequest) { sweep(false); }
TEST(KillSweep, R24_ARunWithSomethingOfEverythingKilledAtEachRequest) { sweep(true); }

} // namespace
} // namespace muster::test
