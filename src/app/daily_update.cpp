#include "app/daily_update.hpp"

#include <algorithm>
#include <exception>
#include <utility>
#include <variant>

#include <fmt/format.h>

#include "app/daily_situation.hpp"
#include "app/options.hpp"
#include "app/quota_share.hpp"
#include "app/selections.hpp"
#include "app/update_contacts.hpp"
#include "base/random.hpp"
#include "schedule/depth.hpp"

namespace muster::app {

namespace {

using Outcome = ScheduledRun::Outcome;

/// After an attempt that could begin no run: long enough to fill no log, short enough to have the day's run soon.
constexpr std::chrono::minutes kRetryAfter{10};

// Of cli.md, for attempts that have no report to tell it.
constexpr int kExitFailed = 1;
constexpr int kExitUsage = 2;
constexpr int kExitBusy = 7;
constexpr int kExitCancelled = 130;

sync::Depth choose_depth(Installation& installation, const schedule::AccountSize& account,
                         const schedule::Others& others, Instant now) {
    const auto limit = read_installation_options(installation).quota.calls_per_day;
    const auto used = installation.store().quota_book()->used_today(installation.settings().ctct_client_id, now);
    const auto left = limit - used.value_or(0); // a store that cannot tell stops the run itself soon enough
    return schedule::choose_look(account, left, others, now) == schedule::Look::Everything ? sync::Depth::Full
                                                                                           : sync::Depth::Quick;
}

/// Gives the claim up again unless its run began.
class ClaimGuard {
  public:
    ClaimGuard(schedule::Ledger& ledger, schedule::Claim claim, Clock& clock)
        : ledger_(ledger), claim_(std::move(claim)), clock_(clock) {}
    ~ClaimGuard() {
        if (is_open_) {
            try {
                ledger_.release(claim_, clock_.now() + kRetryAfter);
            } catch (const std::exception&) { // the lease of the claim runs out by itself
            }
        }
    }
    ClaimGuard(const ClaimGuard&) = delete;
    ClaimGuard& operator=(const ClaimGuard&) = delete;

    void keep() { is_open_ = false; }
    void release() {
        is_open_ = false;
        ledger_.release(claim_, clock_.now());
    }

  private:
    schedule::Ledger& ledger_;
    schedule::Claim claim_;
    Clock& clock_;
    bool is_open_ = true;
};

int exit_code_for(Code code) {
    switch (code) {
    case Code::Invalid:
    case Code::NotFound:
    case Code::Conflict:
        return kExitUsage;
    case Code::Busy:
        return kExitBusy;
    case Code::Cancelled:
        return kExitCancelled;
    case Code::NotAllowed:
    case Code::Unavailable:
    case Code::Failed:
        break;
    }
    return kExitFailed;
}

ScheduledRun failed(const Error& error) {
    return {.outcome = Outcome::Failed, .message = error.message, .exit_code = exit_code_for(error.code)};
}

ScheduledRun busy(std::string message) {
    return {.outcome = Outcome::Busy, .message = std::move(message), .exit_code = kExitBusy};
}

ScheduledRun taken() {
    return {.outcome = Outcome::Taken,
            .message = "This run is no longer due: another process makes it or has made it, "
                       "its day is over, or the schedule was changed."};
}

Result<UpdateRequest> make_request(Installation& installation, const schedule::Claim& claim, Instant now) {
    const store::DatabaseId database{claim.database};
    TRY_ASSIGN(auto saved, automatic_update(installation, database));
    UpdateRequest request;
    if (saved) {
        request.selections = std::move(saved->selections);
    }
    request.started_by = schedule::kStartedBy;
    request.run_id = claim.run_id;
    TRY_ASSIGN(const auto share, look_at_share(installation, database, now));
    if (share) {
        request.depth = choose_depth(installation, share->own, share->others, now);
        request.calls_kept_for_others = share->others.calls_when_quiet;
    }
    return request;
}

/// `claim` is granted.
ScheduledRun make_run(Installation& installation, const schedule::Claim& claim, sync::Observer& observer,
                      const CancelToken& cancel) {
    const auto ledger = installation.store().schedule_ledger();
    ClaimGuard guard(*ledger, claim, installation.clock());
    const auto request = make_request(installation, claim, installation.clock().now());
    if (!request) {
        return failed(request.error());
    }
    auto report = update_contacts(installation, {claim.database}, *request, observer, cancel);
    if (!report) {
        return failed(report.error());
    }
    if (report->state == sync::RunState::Busy) {
        guard.release();
        return busy(report->message);
    }
    guard.keep();
    ScheduledRun run{
        .outcome = Outcome::Ran, .message = report->message, .exit_code = sync::exit_code(report->state)};
    run.report = std::move(*report);
    return run;
}

ScheduledRun attempt(Installation& installation, const DueUpdate& update, sync::Observer& observer,
                     const CancelToken& cancel) {
    if (cancel.is_cancelled()) {
        return failed({Code::Cancelled, "Stopped before the run began; it stays due."});
    }
    const auto now = installation.clock().now();
    const auto found = find_due(installation, update.database, now);
    if (!found) {
        return failed(found.error());
    }
    const auto& still_due = *found;
    if (!still_due || still_due->due.local_day != update.due.local_day ||
        still_due->due.readiness == schedule::Readiness::Paused) {
        return taken();
    }
    const schedule::Claim claim{.database = update.database.number,
                                .local_day = still_due->due.local_day,
                                .due = still_due->due.due,
                                .run_id =
                                    update.run_id.empty() ? new_id(now, installation.random()) : update.run_id};
    const auto answer = installation.store().schedule_ledger()->claim(claim, now);
    if (const auto* other = std::get_if<schedule::OtherRun>(&answer)) {
        return busy(fmt::format("A run of the database \"{}\" is going on: started by {} at {}. The scheduled one "
                                "starts when that has ended.",
                                still_due->name, other->started_by, format_instant(other->started_at)));
    }
    if (!std::holds_alternative<schedule::Granted>(answer)) {
        return taken();
    }
    return make_run(installation, claim, observer, cancel);
}

} // namespace

Result<std::vector<DueUpdate>> due_now(Installation& installation, Instant now) {
    TRY_ASSIGN(const auto situation, look_at_schedule(installation, now));
    return situation ? due_of(*situation, now) : std::vector<DueUpdate>{};
}

Result<std::optional<DueUpdate>> find_due(Installation& installation, store::DatabaseId database, Instant now) {
    TRY_ASSIGN(const auto situation, look_at_schedule(installation, database, now));
    const auto due = situation ? due_of(*situation, now) : std::vector<DueUpdate>{};
    return due.empty() ? std::nullopt : std::optional(due.front());
}

ScheduledRun run_scheduled(Installation& installation, const DueUpdate& update, sync::Observer& observer,
                           const CancelToken& cancel) {
    try {
        return attempt(installation, update, observer, cancel);
    } catch (const std::exception& error) { // a lost store, no memory: this database's trouble, not the next one's
        return failed({Code::Failed, error.what()});
    }
}

} // namespace muster::app
