#include "app/notice_states.hpp"

#include <gtest/gtest.h>

#include "support/fake_clock.hpp"

namespace muster::app {
namespace {

using namespace std::chrono_literals;
using store::EndedRun;
using store::NoticeKind;
using store::OpenProblem;
using sync::RunState;

constexpr Instant kNow = FakeClock::kStart;

OpenProblem open(NoticeKind kind) { return {kind, kNow - 24h, "run-0", "as before"}; }

EndedRun scheduled(RunState state, std::int64_t refused = 0) {
    return {"run-1", "schedule", state, refused, "as it said", kNow};
}
EndedRun by_hand(RunState state, std::int64_t refused = 0) {
    return {"run-1", "Ana Berg", state, refused, "as it said", kNow};
}

GrantView good_grant() {
    return {.state = GrantView::State::Good, .granted_at = kNow - 48h, .ends_at = kNow + std::chrono::days(180)};
}

Settled settle(std::vector<OpenProblem> problems, std::vector<EndedRun> runs,
               const GrantView& grant = good_grant()) {
    return settle_states({"Main", std::move(problems), std::move(runs)}, grant, kNow);
}

std::string kinds(const std::vector<OpenProblem>& problems) {
    std::string text;
    for (const auto& problem : problems) {
        text += std::string(text.empty() ? "" : " ") + std::string(store::to_text(problem.kind));
    }
    return text;
}

std::string kinds(const std::vector<Announcement>& announcements) {
    std::string text;
    for (const auto& announcement : announcements) {
        text += std::string(text.empty() ? "" : " ") + std::string(store::to_text(announcement.kind));
    }
    return text;
}

TEST(NoticeStatesTest, R34_AnUndoMendsNothingAndOpensNothing) {
    for (const auto state : {RunState::Completed, RunState::Failed}) {
        auto undo = scheduled(state);
        undo.is_undo = true;
        const auto settled = settle({open(NoticeKind::RefusedRows)}, {undo});
        EXPECT_EQ(kinds(settled.problems), "refused_rows");
        EXPECT_EQ(kinds(settled.announcements), "");
    }
}

TEST(NoticeStatesTest, R34_ARunChangesWhatIsOpenAndEachChangeIsToldOnce) {
    struct Case {
        const char* what;
        std::vector<OpenProblem> before;
        EndedRun run;
        std::string open;
        std::string told;
    };
    const auto failed = open(NoticeKind::RunFailed);
    const auto waits = open(NoticeKind::NeedsConfirmation);
    const auto lost = open(NoticeKind::GrantLost);
    const auto refused = open(NoticeKind::RefusedRows);
    const std::vector<Case> cases{
        {"well and well", {}, scheduled(RunState::Completed), "", ""},
        {"fails", {}, scheduled(RunState::Failed), "run_failed", "run_failed"},
        {"fails again", {failed}, scheduled(RunState::Failed), "run_failed", ""},
        {"well again", {failed}, scheduled(RunState::Completed), "", "well_again"},
        {"needs confirmation",
         {},
         scheduled(RunState::NeedsConfirmation),
         "needs_confirmation",
         "needs_confirmation"},
        {"still needs it", {waits}, scheduled(RunState::NeedsConfirmation), "needs_confirmation", ""},
        {"failed, then needs confirmation",
         {failed},
         scheduled(RunState::NeedsConfirmation),
         "needs_confirmation",
         "needs_confirmation"},
        {"waits, then fails", {waits}, scheduled(RunState::Failed), "needs_confirmation run_failed", "run_failed"},
        {"confirmed by hand", {waits}, by_hand(RunState::Completed), "", "well_again"},
        {"connection lost", {}, scheduled(RunState::NotConnected), "grant_lost", "grant_lost"},
        {"connection still lost", {lost}, scheduled(RunState::NotConnected), "grant_lost", ""},
        {"connected, but waits",
         {lost},
         scheduled(RunState::NeedsConfirmation),
         "needs_confirmation",
         "needs_confirmation"},
        {"refused", {}, scheduled(RunState::CompletedWithIssues, 3), "refused_rows", "refused_rows"},
        {"still refused", {refused}, scheduled(RunState::CompletedWithIssues, 5), "refused_rows", ""},
        {"failed, then refused",
         {failed},
         scheduled(RunState::CompletedWithIssues, 1),
         "refused_rows",
         "refused_rows"},
        {"refused, then fails", {refused}, scheduled(RunState::Failed), "refused_rows run_failed", "run_failed"},
        {"one of two mended", {refused, failed}, scheduled(RunState::CompletedWithIssues, 3), "refused_rows", ""},
        {"all mended at once", {failed, waits, lost, refused}, scheduled(RunState::Completed), "", "well_again"},
        {"fails by hand", {}, by_hand(RunState::Failed), "", ""},
        {"waits by hand", {}, by_hand(RunState::NeedsConfirmation), "", ""},
        {"refused by hand", {}, by_hand(RunState::CompletedWithIssues, 3), "", ""},
        {"still refused by hand", {refused}, by_hand(RunState::CompletedWithIssues, 3), "refused_rows", ""},
        {"mended by hand as far as it goes", {failed}, by_hand(RunState::CompletedWithIssues, 3), "", "well_again"},
        {"fails by hand again", {failed}, by_hand(RunState::Failed), "run_failed", ""},
        {"cancelled", {}, scheduled(RunState::Cancelled), "", ""},
        {"cancelled proves nothing", {failed}, scheduled(RunState::Cancelled), "run_failed", ""},
        {"paused by the quota", {}, scheduled(RunState::QuotaExhausted), "", ""},
        {"a pause proves nothing", {failed}, scheduled(RunState::QuotaExhausted), "run_failed", ""},
        {"another run was going on", {failed}, scheduled(RunState::Busy), "run_failed", ""},
    };
    for (const auto& test : cases) {
        const auto settled = settle(test.before, {test.run});
        EXPECT_EQ(kinds(settled.problems), test.open) << test.what;
        EXPECT_EQ(kinds(settled.announcements), test.told) << test.what;
    }
}

TEST(NoticeStatesTest, R34_AProblemKeepsItsBeginningAndNamesTheNewestRun) {
    const auto settled = settle({open(NoticeKind::RunFailed)}, {scheduled(RunState::Failed)});
    ASSERT_EQ(settled.problems.size(), 1U);
    EXPECT_EQ(settled.problems[0], (OpenProblem{NoticeKind::RunFailed, kNow - 24h, "run-1", "as it said"}));
}

TEST(NoticeStatesTest, R34_WhatWentWrongAndWellBetweenTwoLooksIsToldToNobody) {
    const auto settled = settle({}, {scheduled(RunState::Failed), scheduled(RunState::Completed)});
    EXPECT_EQ(kinds(settled.problems), "");
    EXPECT_EQ(kinds(settled.announcements), "");
}

TEST(NoticeStatesTest, R34_TheMessageThatAllIsWellSaysWhatWasMended) {
    const auto settled =
        settle({open(NoticeKind::RunFailed), open(NoticeKind::RefusedRows)}, {scheduled(RunState::Completed)});
    ASSERT_EQ(settled.announcements.size(), 1U);
    EXPECT_EQ(settled.announcements[0],
              (Announcement{NoticeKind::WellAgain, "run-1",
                            "Mended: the scheduled update failed (since 2026-11-22), Reps were refused (since "
                            "2026-11-22)."}));
}

TEST(NoticeStatesTest, R34_ACountOfRefusedRepsIsToldWhereThereIsOne) {
    EXPECT_EQ(settle({}, {scheduled(RunState::CompletedWithIssues, 1)}).announcements[0].detail,
              "1 Rep was refused, or could not be proved to have arrived. Everybody else was taken care of.");
    EXPECT_EQ(settle({}, {scheduled(RunState::CompletedWithIssues, 3)}).announcements[0].detail,
              "3 Reps were refused, or could not be proved to have arrived. Everybody else was taken care of.");
    EXPECT_EQ(settle({}, {scheduled(RunState::CompletedWithIssues, 0)}).announcements[0].detail,
              "A list or a custom field was refused. The rest went on.");
}

TEST(NoticeStatesTest, R34_AGrantChangesWhatIsOpenByItself) {
    const GrantView lost{
        .state = GrantView::State::Lost, .lost_at = kNow - 1h, .reason = "Constant Contact refused it."};
    const GrantView new_grant{
        .state = GrantView::State::Good, .granted_at = kNow, .ends_at = kNow + std::chrono::days(180)};
    GrantView ending = good_grant();
    ending.ends_at = kNow + std::chrono::days(14);
    GrantView not_yet = good_grant();
    not_yet.ends_at = ending.ends_at + 1us;
    GrantView just_found = new_grant;
    just_found.granted_at = kNow - 24h; // the moment that the problem began
    struct Case {
        const char* what;
        std::vector<OpenProblem> before;
        GrantView grant;
        std::string open;
        std::string told;
    };
    const auto was_lost = open(NoticeKind::GrantLost);
    const auto ends = open(NoticeKind::GrantEnding);
    const auto failed = open(NoticeKind::RunFailed);
    const std::vector<Case> cases{
        {"good", {}, good_grant(), "", ""},
        {"found lost", {}, lost, "grant_lost", "grant_lost"},
        {"known to be lost", {was_lost}, lost, "grant_lost", ""},
        {"connected again", {was_lost}, new_grant, "", "well_again"},
        {"connected again at that moment", {was_lost}, just_found, "", "well_again"},
        {"an older grant of the wrong account", {was_lost}, good_grant(), "grant_lost", ""},
        {"connected again, but the update fails", {was_lost, failed}, new_grant, "run_failed", ""},
        {"more than fourteen days left", {}, not_yet, "", ""},
        {"fourteen days left", {}, ending, "grant_ending", "grant_ending"},
        {"known to end", {ends}, ending, "grant_ending", ""},
        {"renewed", {ends}, good_grant(), "", "well_again"},
        {"ended", {ends}, lost, "grant_lost", "grant_lost"},
        {"disconnected by a person", {was_lost, failed}, {.state = GrantView::State::None}, "", ""},
        {"never connected", {}, {.state = GrantView::State::None}, "", ""},
        {"unreadable", {was_lost, ends}, {}, "grant_lost grant_ending", ""},
    };
    for (const auto& test : cases) {
        const auto settled = settle(test.before, {}, test.grant);
        EXPECT_EQ(kinds(settled.problems), test.open) << test.what;
        EXPECT_EQ(kinds(settled.announcements), test.told) << test.what;
    }
}

TEST(NoticeStatesTest, R34_AGrantThatEndsIsKnownByItsDayAndOneThatIsLostByItsReason) {
    GrantView ending = good_grant();
    ending.ends_at = kNow + std::chrono::days(10);
    EXPECT_EQ(settle({}, {}, ending).announcements[0].detail, "If no run renews it, it ends on 2026-12-03.");
    const auto lost = settle({}, {}, {.state = GrantView::State::Lost, .lost_at = kNow - 1h, .reason = "Refused."});
    EXPECT_EQ(lost.problems[0], (OpenProblem{NoticeKind::GrantLost, kNow - 1h, "", "Refused."}));
}

TEST(NoticeStatesTest, R34_ALostGrantThatARunMetIsToldWithTheRun) {
    const auto settled = settle({}, {scheduled(RunState::NotConnected)},
                                {.state = GrantView::State::Lost, .lost_at = kNow - 1min, .reason = "Refused."});
    ASSERT_EQ(settled.announcements.size(), 1U);
    EXPECT_EQ(settled.announcements[0], (Announcement{NoticeKind::GrantLost, "run-1", "as it said"}));
}

} // namespace
} // namespace muster::app
