// Every request of a run fails once in every way that the sandbox can inject; nobody is made mailable, totals add
// up, nothing is taken off by accident, and a later clean run repairs everything.

#include <gtest/gtest.h>

#include "faults/scene.hpp"

namespace muster::test {
namespace {

using sandbox::Fault;
using sandbox::FaultKind;
using sandbox::When;
using sync::RunState;

struct Trouble {
    const char* name;
    Fault fault;
};

std::vector<Trouble> troubles() {
    std::vector<Trouble> all;
    for (const int status : {400, 401, 403, 404, 409, 500, 503}) {
        for (const When when : {When::Before, When::After}) {
            if (when == When::After && status < 500) {
                continue; // a refusal has no effect
            }
            all.push_back({"status", {.kind = FaultKind::Status, .when = when, .status = status}});
        }
    }
    for (const FaultKind kind : {FaultKind::Throttled, FaultKind::QueueFull, FaultKind::QuotaExceeded,
                                 FaultKind::TokenExpired, FaultKind::Slow}) {
        all.push_back({"answered", {.kind = kind}});
    }
    for (const FaultKind kind : {FaultKind::CutConnection, FaultKind::TruncatedConnection}) {
        all.push_back({"cut", {.kind = kind, .when = When::Before}});
        all.push_back({"cut", {.kind = kind, .when = When::After}});
    }
    for (const FaultKind kind : {FaultKind::Html, FaultKind::HtmlOk, FaultKind::TruncatedBody,
                                 FaultKind::WrongTypes, FaultKind::ForeignLink}) {
        all.push_back({"lie", {.kind = kind, .when = When::After}});
    }
    for (const FaultKind kind :
         {FaultKind::ActivityFailed, FaultKind::ActivityTimedOut, FaultKind::ActivityCancelled, FaultKind::RowsLost,
          FaultKind::RowsRefused, FaultKind::RowsRefusedNoReason}) {
        all.push_back({"job", {.method = "POST", .path = "/activities/*", .kind = kind, .rows = {0}}});
    }
    return all;
}

TEST(FaultSweep, R28_R31_EveryRequestFailsOnceInEveryWay) {
    Chamber undisturbed;
    set_scene(undisturbed);
    undisturbed.run(scene_ask());
    change_scene(undisturbed);
    undisturbed.service.clear_log();
    undisturbed.run(scene_ask());
    const std::string expected = undisturbed.end_state();
    const std::size_t requests = undisturbed.service.log().size();
    ASSERT_GT(requests, 10U);

    for (const Trouble& trouble : troubles()) {
        for (std::size_t nth = 1; nth <= requests; ++nth) {
            SCOPED_TRACE(std::string(trouble.name) + " " + std::string(sandbox::name_of(trouble.fault.kind)) + " " +
                         std::to_string(trouble.fault.status) + " at request " + std::to_string(nth));
            Chamber chamber;
            chamber.is_judged = false; // its answers are lies
            set_scene(chamber);
            ASSERT_EQ(chamber.run(scene_ask()).state, RunState::Completed);
            change_scene(chamber);
            Fault fault = trouble.fault;
            fault.nth = nth;
            chamber.service.inject(fault);
            const auto report = chamber.run(scene_ask());
            EXPECT_EQ(report.totals.selected, report.totals.sum());
            EXPECT_EQ(report.opted_out_made_mailable, 0);
            EXPECT_NE(report.state, RunState::Running);
            if (sync::exit_code(report.state) != 0 && sync::exit_code(report.state) != 3) {
                EXPECT_FALSE(report.message.empty());
            }
            chamber.service.clear_faults();
            chamber.clock.set(std::chrono::sys_days{std::chrono::year{2026} / 11 / 24}); // a new day's quota
            if (!chamber.grants.cell().grant) {
                continue; // a person must connect again; nothing more can be asked of a run
            }
            const auto repair = chamber.run(scene_ask());
            EXPECT_EQ(repair.state, RunState::Completed) << repair.message;
            EXPECT_EQ(chamber.end_state(), expected);
            EXPECT_EQ(chamber.run(scene_ask()).calls_writes, 0);
            ASSERT_FALSE(HasFailure());
        }
    }
}

} // namespace
} // namespace muster::test
