// R24, R32: an undo that is killed before or after any of its requests. Another undo of the same run ends where an
// undisturbed one does; a run ends where a run after an undisturbed undo does.

#include <gtest/gtest.h>

#include "faults/scene.hpp"

namespace muster::test {
namespace {

struct Killed {};

enum class Next { Undo, Run };

sync::Report play_until_undo(Chamber& chamber) {
    set_scene(chamber);
    EXPECT_EQ(chamber.run(scene_ask()).state, sync::RunState::Completed);
    change_scene(chamber);
    chamber.set_rep("A8", {{"email", "elsewhere@example.org"}}); // off Active Members,
    const auto run = chamber.run(scene_ask());
    EXPECT_EQ(run.state, sync::RunState::Completed);
    chamber.set_rep("A8", {{"email", "a8@example.org"}}); // and to be put back
    chamber.service.clear_log();
    return run;
}

sync::Report go_on(Chamber& chamber, const sync::Report& run, Next next) {
    return next == Next::Undo ? chamber.undo(run) : chamber.run(scene_ask());
}

/// False if the undo has fewer requests.
bool play(Next next, int at, bool after, const std::string& expected) {
    Chamber chamber;
    const auto run = play_until_undo(chamber);
    int seen = 0;
    chamber.on_request = [&](const net::Request&, bool is_answered) {
        seen += is_answered ? 0 : 1;
        if (seen == at && is_answered == after) {
            throw Killed{};
        }
    };
    try {
        static_cast<void>(chamber.undo(run));
        return false;
    } catch (const Killed&) {
        chamber.on_request = nullptr;
        chamber.bury_dead_run();
    }
    const auto rest = go_on(chamber, run, next);
    EXPECT_EQ(rest.state, sync::RunState::Completed) << rest.message;
    EXPECT_EQ(chamber.end_state(), expected);
    EXPECT_EQ(go_on(chamber, run, next).calls_writes, 0);
    return true;
}

void sweep(Next next) {
    Chamber undisturbed;
    const auto run = play_until_undo(undisturbed);
    const auto undo = undisturbed.undo(run);
    EXPECT_EQ(undo.state, sync::RunState::Completed) << undo.message;
    EXPECT_FALSE(list_of(undo, "Active Members").added == 0 || list_of(undo, "Board").removed == 0 ||
                 list_of(undo, "Golf").removed == 0); // something of everything
    if (next == Next::Run) {
        undisturbed.run(scene_ask());
    }
    const std::string expected = undisturbed.end_state();
    int kills = 0;
    for (const bool after : {false, true}) {
        for (int at = 1; play(next, at, after, expected); ++at) {
            ++kills;
            if (::testing::Test::HasFailure()) {
                FAIL() << "killed " << (after ? "after" : "before") << " request " << at;
            }
        }
    }
    EXPECT_GT(kills, 20); // the sweep has swept something
}

TEST(UndoKillSweep, R24_R32_AnUndoKilledAtEachRequestIsCompletedByAnother) { sweep(Next::Undo); }
TEST(UndoKillSweep, R24_R32_ARunAfterAKilledUndoEndsWhereARunAfterAWholeOneDoes) { sweep(Next::Run); }

} // namespace
} // namespace muster::test
