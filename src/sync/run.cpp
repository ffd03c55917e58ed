#include "sync/run.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "sync/cost.hpp"
#include "sync/courier.hpp"
#include "sync/intent.hpp"
#include "sync/outcome.hpp"
#include "sync/session.hpp"

namespace muster::sync {
namespace cc = constant_contact;
using cc::Failure;
namespace {

/// How often a plan is made anew because opt-outs or leavings arrived just before the first write (R17).
constexpr int kMostReplans = 5;

RunState state_after(const cc::ApiError& error) {
    switch (error.failure) {
    case Failure::Cancelled:
        return RunState::Cancelled;
    case Failure::QuotaExhausted:
        return RunState::QuotaExhausted;
    case Failure::NotConnected:
    case Failure::WrongAccount:
        return RunState::NotConnected;
    default:
        return RunState::Failed;
    }
}

/// Gives the client the gate for as long as the run lasts.
class GateGuard {
  public:
    GateGuard(cc::Client& client, cc::Gate& gate) : client_(client) { client_.set_gate(&gate); }
    ~GateGuard() { client_.set_gate(nullptr); }
    GateGuard(const GateGuard&) = delete;
    GateGuard& operator=(const GateGuard&) = delete;

  private:
    cc::Client& client_;
};

class Run {
  public:
    Run(const RunRequest& request, RunPorts ports, Observer& observer, const CancelToken& cancel, Report report)
        : session_(request, ports, observer, cancel),
          gate_(ports.client, session_.consent),
          tokens_before_(ports.auth.calls()) {
        session_.report = std::move(report);
    }

    Report execute() {
        const Answer<void> done = go();
        if (!done) {
            end_with(done.error());
        }
        finish();
        return std::move(session_.report);
    }

  private:
    Answer<void> go() {
        session_.must_read_in_full = session_.ports.journal.has_unproved_writes();
        TRY(connect());
        Courier courier(session_);
        if (!session_.request.preview) {
            TRY(courier.settle_earlier_runs());
        }
        session_.progress(Phase::Reading, 0, 0, "Reading the account");
        TRY_ASSIGN(AccountChanges changes, pull(session_));
        TRY(adopt(std::move(changes)));
        if (session_.report.depth == "quick" && session_.plan.writes()) {
            TRY_ASSIGN(std::optional<AccountChanges> more, look_further(session_));
            if (more) {
                TRY(adopt(std::move(*more)));
            }
        }
        planned_ = true;
        if (!session_.request.preview) {
            settle_cut_off_runs(session_);
        }
        session_.report.calls_estimated =
            session_.calls_so_far() +
            calls_to_carry_out(session_.plan, session_.make_script(), session_.view.contacts().size());
        if (is_stopped_by_guard() || session_.request.preview || !session_.plan.writes()) {
            session_.report.state = is_stopped_by_guard() ? RunState::NeedsConfirmation : RunState::Completed;
            return {};
        }
        TRY(look_before_first_write());
        if (is_stopped_by_guard()) {
            session_.report.state = RunState::NeedsConfirmation;
            return {};
        }
        if (!session_.plan.writes()) { // what there was to undo is gone meanwhile
            session_.report.state = RunState::Completed;
            return {};
        }
        if (session_.request.before_first_write) {
            if (const auto allowed = session_.request.before_first_write(); !allowed) {
                return tl::unexpected(cc::ApiError{Failure::Refused, 0, {}, allowed.error().message, {}});
            }
        }
        session_.ports.journal.intend(intended(session_));
        pushing_ = true;
        TRY(push(session_));
        session_.report.state = RunState::Completed;
        return {};
    }

    /// R21, R22: a grant, and for the account that is bound.
    Answer<void> connect() {
        session_.progress(Phase::Starting, 0, 0, "Connecting");
        cc::TokenSource& tokens = session_.ports.client.tokens();
        TRY(tokens.access_token(session_.cancel));
        const bool may_wait = may_read_first();
        session_.ports.client.put_off_check(may_wait);
        if (!may_wait && tokens.grant() && !tokens.grant()->account_checked) {
            TRY_ASSIGN(const cc::Account account, session_.ports.client.account());
            TRY(tokens.confirm_account(account.encoded_account_id, account.organization_name));
        }
        if (tokens.grant()) {
            session_.report.account_id = tokens.grant()->account_id;
            session_.report.account_name = tokens.grant()->account_name;
        }
        return {};
    }

    /// True if the run may look for news before it asks whose account it is (R22): a quick one trusts what was
    /// proved only where it finds this database's own lists, by their ids, as they were; of anything else it keeps
    /// nothing before it has asked.
    [[nodiscard]] bool may_read_first() {
        const auto& grant = session_.ports.client.tokens().grant();
        const AccountView& view = session_.view;
        return session_.request.depth == Depth::Quick && !session_.must_read_in_full && grant &&
               !grant->account_id.empty() && view.full_read_at() && view.optouts_read_at() && has_own_lists(view) &&
               session_.ports.journal.open_steps().empty();
    }

    /// Something that would be kept or sent.
    [[nodiscard]] bool is_news(const AccountChanges& changes) const {
        const Plan& plan = session_.plan;
        const bool found_list = std::ranges::any_of(plan.confirmed.lists, [&](const RememberedList& list) {
            return std::ranges::find(session_.view.remembered_lists(), list) ==
                   session_.view.remembered_lists().end();
        });
        return changes.full_read_at || !changes.contacts.empty() || !changes.remember.empty() ||
               !changes.forget.empty() || !plan.attribute.empty() || !plan.confirmed.remember.empty() ||
               found_list || plan.writes();
    }

    /// Makes the plan from what was read. A run keeps the reading and writes the attribute before anything is sent
    /// (R17).
    Answer<void> adopt(AccountChanges changes) {
        session_.progress(Phase::Planning, 0, 0, "Comparing");
        session_.view.apply(changes);
        session_.consent.learn(session_.view);
        session_.make_plan();
        if (is_news(changes)) {
            TRY(session_.ports.client.check_account());
        }
        if (session_.request.preview) {
            return {};
        }
        const AccountChanges& confirmed = session_.plan.confirmed;
        changes.remember.insert(changes.remember.end(), confirmed.remember.begin(), confirmed.remember.end());
        changes.lists = confirmed.lists;
        session_.progress(Phase::Recording, 0, 0, "Keeping what was read");
        session_.ports.account.apply(changes, session_.plan.attribute);
        session_.view.apply(confirmed); // it has the rest already
        assigned_ += session_.plan.attribute_assigned;
        cleared_ += session_.plan.attribute_cleared;
        session_.plan.attribute_assigned = assigned_;
        session_.plan.attribute_cleared = cleared_;
        return {};
    }

    Answer<void> look_before_first_write() {
        for (int i = 0; i < kMostReplans; ++i) {
            TRY(session_.checkpoint());
            TRY_ASSIGN(AccountChanges changes, look_again(session_));
            if (changes.contacts.empty() && !changes.account_lists) {
                return {};
            }
            TRY(adopt(std::move(changes)));
        }
        return {};
    }

    [[nodiscard]] bool is_stopped_by_guard() const {
        return session_.plan.needs_confirmation(session_.request.confirmed_removals);
    }

    void end_with(const cc::ApiError& error) {
        Report& report = session_.report;
        report.state = state_after(error);
        report.message = error.message;
        if (!pushing_) {
            report.message += " Nothing was sent to Constant Contact.";
        } else {
            report.message += report.undo_of.empty()
                                  ? " What was done so far is kept; the next run completes it."
                                  : " What was undone so far is kept; undo the same run again to complete it.";
        }
    }

    void finish() {
        Report& report = session_.report;
        if (planned_) {
            const bool as_planned = session_.request.preview || (report.state == RunState::Completed && !pushing_);
            fill_report(session_, pushing_ ? Stage::Pushed : as_planned ? Stage::Planned : Stage::Stopped);
        }
        if (report.state == RunState::Completed && !report.preview &&
            std::ranges::any_of(report.issues, is_complaint)) {
            report.state = RunState::CompletedWithIssues;
        }
        if (report.state == RunState::NeedsConfirmation) {
            report.message =
                session_.plan.no_active_rep
                    ? fmt::format("The database has no Rep of an active Member, so all {} Contacts would come off "
                                  "Active Members.",
                                  report.removals_planned)
                    : fmt::format("{} Contact{} would come off Active Members; {} are allowed without asking.",
                                  report.removals_planned, report.removals_planned == 1 ? "" : "s",
                                  report.removals_limit);
            report.message += " Nothing was sent.";
        }
        report.opted_out_made_mailable = session_.consent.opted_out_made_mailable();
        report.removals_confirmed = session_.request.confirmed_removals;
        count_calls();
        report.finished_at = session_.ports.clock.now();
        Report history = report;
        std::erase_if(history.people, [](const Person& p) {
            return p.outcome == Outcome::Unchanged && p.lists_held_back.empty() && !p.reason;
        });
        if (report.preview) {
            session_.ports.journal.record(history);
        } else {
            session_.ports.journal.finish(history);
        }
    }

    void count_calls() {
        Report& report = session_.report;
        const cc::CallCounts& counts = session_.ports.client.counts();
        report.calls_total = session_.calls_so_far();
        report.calls_writes = counts.writes - session_.calls_before.writes;
        report.calls_token = session_.ports.auth.calls() - tokens_before_;
        for (const auto& [endpoint, calls] : counts.by_endpoint) {
            const auto before = session_.calls_before.by_endpoint.find(endpoint);
            const std::int64_t now =
                calls - (before == session_.calls_before.by_endpoint.end() ? 0 : before->second);
            if (now > 0) {
                report.calls_by_endpoint[endpoint] = now;
            }
        }
        report.calls_estimated = std::max(report.calls_estimated, planned_ ? std::int64_t{0} : report.calls_total);
        if (const auto use = session_.ports.client.quota().use()) {
            report.quota_used_today = use->used_today;
            report.quota_limit = use->limit;
            report.quota_resets_at = use->resets_at;
        }
        if (report.state == RunState::QuotaExhausted) {
            report.message += fmt::format(" Run again from {}.", format_instant(report.quota_resets_at));
        }
    }

    Session session_;
    GateGuard gate_;
    std::int64_t tokens_before_;
    bool planned_ = false;
    bool pushing_ = false;
    std::int64_t assigned_ = 0, cleared_ = 0;
};

} // namespace

std::string_view to_text(Phase phase) {
    switch (phase) {
    case Phase::Starting:
        return "starting";
    case Phase::Reading:
        return "reading";
    case Phase::Planning:
        return "planning";
    case Phase::Sending:
        return "sending";
    case Phase::Waiting:
        return "waiting";
    case Phase::Proving:
        return "proving";
    case Phase::Recording:
        return "recording";
    }
    return "";
}

Report run(const RunRequest& request, RunPorts ports, Observer& observer, const CancelToken& cancel) {
    Report report;
    report.started_at = ports.clock.now();
    report.run_id = request.run_id;
    report.undo_of = request.undo ? request.undo->undone.run_id : "";
    report.database = request.database;
    report.started_by = request.started_by;
    report.preview = request.preview;
    report.depth = request.depth == Depth::Full ? "full" : "quick";
    report.selections_json = roster::to_json(request.selections);
    report.quota_resets_at = next_utc_midnight(report.started_at);
    if (!request.preview) {
        if (const auto begun = ports.journal.begin(report, report.started_at); !begun) {
            report.state = RunState::Busy;
            report.message = begun.error().message;
            report.finished_at = ports.clock.now();
            return report;
        }
    }
    return Run(request, ports, observer, cancel, std::move(report)).execute();
}

} // namespace muster::sync
