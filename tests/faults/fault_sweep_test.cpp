// Every request of a run fails once in every way that the sandbox can inject. Each ends in the state and with the
// exit code of the table in docs/operations.md; nobody is made mailable, totals add up, nothing is taken off by
// accident, and a later clean run repairs everything.

#include <algorithm>
#include <functional>
#include <ostream>

#include <gtest/gtest.h>

#include "base/json.hpp"
#include "faults/scene.hpp"
#include "roster/records.hpp"

namespace muster::test {
namespace {

using sandbox::Fault;
using sandbox::FaultKind;
using sandbox::LoggedRequest;
using sandbox::When;
using sync::RunState;

enum class Call { Read, Field, List, Import, Create, Update, Removal };

Call call_of(const LoggedRequest& request) {
    if (request.method == "GET") {
        return Call::Read;
    }
    if (request.method == "PUT") {
        return Call::Update;
    }
    if (request.path == "/contact_custom_fields") {
        return Call::Field;
    }
    if (request.path == "/contact_lists") {
        return Call::List;
    }
    if (request.path == "/contacts") {
        return Call::Create;
    }
    return request.path == "/activities/remove_list_memberships" ? Call::Removal : Call::Import;
}

std::size_t rows_of(const LoggedRequest& import) {
    const auto body = json::Document::parse(import.body).value();
    json::Problems problems;
    return json::Reader(body, problems)["import_data"].size();
}

/// "Active Members" is never given up, the holding list is: what goes through it goes one by one (R6).
bool is_of_holding_list(const LoggedRequest& request, Chamber& chamber) {
    const auto list = chamber.service.list(chamber.account, roster::kHoldingList);
    return request.body.find(roster::kHoldingList) != std::string::npos ||
           (list && request.body.find(list->id) != std::string::npos);
}

// What the table says: how a run ends of which one request met the trouble.

RunState always_completed(const LoggedRequest&, Chamber&) { return RunState::Completed; }
RunState always_failed(const LoggedRequest&, Chamber&) { return RunState::Failed; }
RunState always_quota(const LoggedRequest&, Chamber&) { return RunState::QuotaExhausted; }

RunState after_refusal(const LoggedRequest& request, Chamber& chamber) {
    switch (call_of(request)) {
    case Call::Read:
        return RunState::Failed;
    case Call::Removal: // halved, too
        return RunState::Completed;
    case Call::Import:
        return rows_of(request) > 1 ? RunState::Completed : RunState::CompletedWithIssues; // it is halved
    case Call::List:
        return is_of_holding_list(request, chamber) ? RunState::Completed : RunState::CompletedWithIssues;
    case Call::Field:
    case Call::Create:
    case Call::Update:
        break;
    }
    return RunState::CompletedWithIssues;
}

/// An answer that cannot be understood: a read has nothing to go on with, a write is looked up.
RunState after_nonsense(const LoggedRequest& request, Chamber&) {
    return call_of(request) == Call::Read ? RunState::Failed : RunState::Completed;
}

RunState after_foreign_link(const LoggedRequest& request, Chamber&) {
    const bool has_pages = call_of(request) == Call::Read && !request.path.starts_with("/activities") &&
                           request.path != "/account/summary";
    return has_pages ? RunState::Failed : RunState::Completed;
}

/// What came to nothing goes again in halves, a row that stood alone does not. A removal is left to the next run,
/// and the holding list is nobody's loss.
RunState after_lost_job(const LoggedRequest& request, Chamber& chamber) {
    const bool is_removal = call_of(request) == Call::Removal && !is_of_holding_list(request, chamber);
    const bool stood_alone = call_of(request) == Call::Import && rows_of(request) == 1;
    return is_removal || stood_alone ? RunState::CompletedWithIssues : RunState::Completed;
}

/// One row is not there, whether the service named it or not. The next run tries it again.
RunState after_lost_row(const LoggedRequest& request, Chamber&) {
    return call_of(request) == Call::Import ? RunState::CompletedWithIssues : RunState::Completed;
}

struct Trouble {
    const char* name;
    Fault fault;
    RunState (*ends)(const LoggedRequest& hit, Chamber& chamber) = always_completed;
    bool may_be_missed = false; ///< an answer with nothing in it cannot be wrong
};

std::ostream& operator<<(std::ostream& out, const Trouble& trouble) { return out << trouble.name; }

Fault status(int code, When when = When::Before) {
    return {.kind = FaultKind::Status, .when = when, .status = code};
}
Fault job(FaultKind kind, When when = When::Before) {
    return {.method = "POST", .path = "/activities/*", .kind = kind, .when = when, .rows = {0}};
}

const Trouble kTroubles[] = {
    {"Status400", status(400), after_refusal},
    {"Status401", status(401)},
    {"Status403", status(403), always_failed},
    {"Status404", status(404), after_refusal},
    {"Status409", status(409), after_refusal},
    {"Throttled", {.kind = FaultKind::Throttled}},
    {"QueueFull", {.kind = FaultKind::QueueFull}},
    {"QuotaExceeded", {.kind = FaultKind::QuotaExceeded}, always_quota},
    {"Status500Before", status(500)},
    {"Status500After", status(500, When::After)},
    {"Status503Before", status(503)},
    {"Status503After", status(503, When::After)},
    {"TokenExpired", {.kind = FaultKind::TokenExpired}},
    {"Html", {.kind = FaultKind::Html, .when = When::After}},
    {"HtmlBefore", {.kind = FaultKind::Html}},
    {"HtmlInsteadOfJson", {.kind = FaultKind::HtmlOk, .when = When::After}},
    {"HtmlInsteadOfJsonBefore", {.kind = FaultKind::HtmlOk}},
    {"TruncatedBody", {.kind = FaultKind::TruncatedBody, .when = When::After}},
    {"EndlessBodyBefore", {.kind = FaultKind::Oversize}},
    {"EndlessBodyAfter", {.kind = FaultKind::Oversize, .when = When::After}},
    {"WrongTypes", {.kind = FaultKind::WrongTypes, .when = When::After}, after_nonsense, true},
    {"CutBefore", {.kind = FaultKind::CutConnection}},
    {"CutAfter", {.kind = FaultKind::CutConnection, .when = When::After}},
    {"CutInTheMiddle", {.kind = FaultKind::TruncatedConnection, .when = When::After}},
    {"Slow", {.kind = FaultKind::Slow, .when = When::After}},
    {"TooSlow", {.kind = FaultKind::Slow, .when = When::After, .delay = std::chrono::minutes(3)}},
    {"ForeignLink", {.kind = FaultKind::ForeignLink, .when = When::After}, after_foreign_link},
    {"JobFailed", job(FaultKind::ActivityFailed), after_lost_job},
    {"JobFailedAfterItsWork", job(FaultKind::ActivityFailed, When::After)},
    {"JobTimedOut", job(FaultKind::ActivityTimedOut), after_lost_job},
    {"JobTimedOutAfterItsWork", job(FaultKind::ActivityTimedOut, When::After)},
    {"JobCancelled", job(FaultKind::ActivityCancelled), after_lost_job},
    {"JobCancelledAfterItsWork", job(FaultKind::ActivityCancelled, When::After)},
    {"RowsWithErrors", job(FaultKind::RowsRefused), after_lost_row},
    {"RowsRefusedWithoutAReason", job(FaultKind::RowsRefusedNoReason), after_lost_row},
    {"RowsLost", job(FaultKind::RowsLost), after_lost_row},
};

std::optional<LoggedRequest> hit_of(Chamber& chamber) {
    for (LoggedRequest& request : chamber.service.log()) {
        if (!request.fault.empty()) {
            return std::move(request);
        }
    }
    return std::nullopt;
}

void expect_repaired(Chamber& chamber, const std::string& expected) {
    chamber.service.clear_faults();
    chamber.clock.set(std::chrono::sys_days{std::chrono::year{2026} / 11 / 24}); // a new day's quota
    const auto repair = chamber.run(scene_ask());
    EXPECT_EQ(repair.state, RunState::Completed) << repair.message;
    EXPECT_EQ(chamber.end_state(), expected);
    EXPECT_EQ(chamber.run(scene_ask()).calls_writes, 0);
}

/// Before the run that meets the trouble.
void set_trial(Chamber& chamber) {
    chamber.is_judged = false; // its answers are lies
    set_scene(chamber);
    ASSERT_EQ(chamber.run(first_ask()).state, RunState::Completed);
    change_scene(chamber);
    chamber.service.clear_log();
}

/// The second run with a new list and a new field to make, and everything else.
struct Undisturbed {
    std::string end_state;
    std::vector<LoggedRequest> requests;
};
const Undisturbed& undisturbed() {
    static const Undisturbed kept = [] {
        Chamber chamber;
        set_trial(chamber);
        EXPECT_EQ(chamber.run(scene_ask()).state, RunState::Completed);
        return Undisturbed{chamber.end_state(), chamber.service.log()};
    }();
    return kept;
}

class FaultSweep : public ::testing::TestWithParam<Trouble> {};

TEST_P(FaultSweep, R28_R31_EachRequestFailsOnceAndTheRunEndsAsTheTableSays) {
    const Trouble& trouble = GetParam();
    const std::string expected = undisturbed().end_state;
    std::size_t hits = 0;
    for (std::size_t nth = 1; nth <= undisturbed().requests.size(); ++nth) {
        SCOPED_TRACE("at request " + std::to_string(nth));
        Chamber chamber;
        set_trial(chamber);
        Fault fault = trouble.fault;
        fault.nth = nth;
        chamber.service.inject(fault);
        const auto report = chamber.run(scene_ask());
        const auto hit = hit_of(chamber);
        if (!hit) {
            break; // fewer requests of this kind
        }
        ++hits;
        const RunState ends = trouble.ends(*hit, chamber);
        const bool is_missed = trouble.may_be_missed && report.state == RunState::Completed;
        EXPECT_TRUE(report.state == ends || is_missed)
            << hit->method << " " << hit->path << ": " << sync::to_text(report.state) << ", not "
            << sync::to_text(ends) << ": " << report.message;
        EXPECT_EQ(report.totals.selected, report.totals.sum());
        EXPECT_EQ(report.opted_out_made_mailable, 0);
        EXPECT_EQ(report.message.empty(), sync::exit_code(report.state) == 0 || sync::exit_code(report.state) == 3);
        expect_repaired(chamber, expected);
        ASSERT_FALSE(HasFailure()) << hit->method << " " << hit->path;
    }
    EXPECT_GE(hits, trouble.fault.method == "POST" ? 2U : 15U); // the sweep has swept something
}

INSTANTIATE_TEST_SUITE_P(EveryWay, FaultSweep, ::testing::ValuesIn(kTroubles),
                         [](const auto& one) { return std::string(one.param.name); });

/// Trouble that lasts, from the first call of its kind on.
struct Lasting {
    const char* name;
    Fault fault;
    RunState ends;
};

std::ostream& operator<<(std::ostream& out, const Lasting& lasting) { return out << lasting.name; }

Fault always(std::string method, std::string path, When when) {
    return {.method = std::move(method),
            .path = std::move(path),
            .kind = FaultKind::Status,
            .when = when,
            .times = 0,
            .status = 503};
}

const Lasting kLasting[] = {
    {"Reads", always("GET", "*", When::Before), RunState::Failed},
    {"FieldsNotMade", always("POST", "/contact_custom_fields", When::Before), RunState::Failed},
    {"FieldsMade", always("POST", "/contact_custom_fields", When::After), RunState::Completed},
    {"ListsNotMade", always("POST", "/contact_lists", When::Before), RunState::Failed},
    {"ListsMade", always("POST", "/contact_lists", When::After), RunState::Completed},
    {"ImportsNotTaken", always("POST", "/activities/contacts_json_import", When::Before), RunState::Failed},
    {"ImportsTaken", always("POST", "/activities/contacts_json_import", When::After), RunState::Completed},
    {"ContactsNotMade", always("POST", "/contacts", When::Before), RunState::CompletedWithIssues},
    {"ContactsMade", always("POST", "/contacts", When::After), RunState::Completed},
    {"ContactsNotChanged", always("PUT", "/contacts/*", When::Before), RunState::CompletedWithIssues},
    {"ContactsChanged", always("PUT", "/contacts/*", When::After), RunState::Completed},
    {"RemovalsNotTaken", always("POST", "/activities/remove_list_memberships", When::Before), RunState::Failed},
    {"RemovalsTaken", always("POST", "/activities/remove_list_memberships", When::After), RunState::Completed},
};

class LastingTrouble : public ::testing::TestWithParam<Lasting> {};

TEST_P(LastingTrouble, R31_IsGivenUpWithinBoundsAndTheNextRunCompletesIt) {
    Chamber chamber;
    set_trial(chamber);
    chamber.service.inject(GetParam().fault);
    const auto report = chamber.run(scene_ask());
    ASSERT_TRUE(hit_of(chamber));
    EXPECT_EQ(report.state, GetParam().ends) << report.message;
    EXPECT_EQ(report.totals.selected, report.totals.sum());
    EXPECT_LT(chamber.service.log().size(), undisturbed().requests.size() + 40);
    expect_repaired(chamber, undisturbed().end_state);
}

INSTANTIATE_TEST_SUITE_P(Of, LastingTrouble, ::testing::ValuesIn(kLasting),
                         [](const auto& one) { return std::string(one.param.name); });

} // namespace
} // namespace muster::test
