// Histories on which product and model once disagreed, as printed.

#include <gtest/gtest.h>

#include "model/play.hpp"

namespace muster::model {
namespace {

void expect_agreement(const History& history) {
    const auto finding = play(history).finding;
    EXPECT_FALSE(finding) << "act " << finding->act << ": " << finding->complaint;
}

TEST(Regressions, R6_AnotherListThatIsGivenTheHoldingListsNameIsNotEmptied) {
    expect_agreement(
        {.acts = {
             {Verb::AddRep, 0, 0, 4},     // R0 is entered with "a0@example.org" in [Expo 2026]
             {Verb::QuickRun, 100, 0, 0}, // groups [Expo 2026], fields [Rep Groups, Member Status], all
             {Verb::RenameList, 0, 6, 0}, // list Active Members is renamed Muster holding list
             {Verb::Run, 0, 0, 0},        // groups [], fields [], all
         }});
}

} // namespace
} // namespace muster::model
