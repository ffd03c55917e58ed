#include "app/run_in_view.hpp"

#include <string>
#include <utility>

#include "app/selections.hpp"
#include "base/random.hpp"
#include "roster/selections.hpp"
#include "schedule/ledger.hpp"

namespace muster::app {

namespace {

using Outcome = ScheduledRun::Outcome;

/// Tells two.
class Both final : public sync::Observer {
  public:
    Both(sync::Observer& one, sync::Observer& other) : one_(one), other_(other) {}
    void progress(const sync::Progress& progress) override {
        one_.progress(progress);
        other_.progress(progress);
    }

  private:
    sync::Observer& one_; // both outlive it
    sync::Observer& other_;
};

/// A run on a board of its own, from the beginning to its end, also where that is an exception.
class InView {
  public:
    InView(Installation& installation, store::DatabaseId database, const UpdateRequest& request,
           sync::Observer& observer, const CancelToken& outer)
        : clock_(installation.clock()),
          board_(clock_, &installation.store()),
          run_id_(request.run_id),
          cancel_(CancelToken::within(outer)),
          on_board_(board_, clock_, run_id_),
          both_(on_board_, observer),
          end_{sync::RunState::Failed, "The run broke off.", clock_.now()} {
        board_.begin(first_progress(database, request, clock_.now()), cancel_);
    }
    InView(const InView&) = delete;
    InView& operator=(const InView&) = delete;
    ~InView() { board_.finish(run_id_, end_); }

    [[nodiscard]] sync::Observer& observer() { return both_; }
    [[nodiscard]] const CancelToken& cancel() const { return cancel_; }
    void end(RunEnd end) { end_ = std::move(end); }

  private:
    Clock& clock_;
    ProgressBoard board_;
    const std::string run_id_;
    const CancelToken cancel_;
    BoardObserver on_board_;
    Both both_;
    RunEnd end_;
};

RunEnd recorded_end(const sync::Report& report, Instant now) {
    return {report.state, report.message, report.finished_at.value_or(now)};
}

} // namespace

RunProgress first_progress(store::DatabaseId database, const UpdateRequest& request, Instant now) {
    RunProgress first;
    first.run_id = request.run_id;
    first.database = database;
    first.started_by = request.started_by;
    first.undo_of = request.undo_of;
    first.preview = request.preview;
    first.depth = request.depth == sync::Depth::Full ? "full" : "quick";
    first.selections_json = roster::to_json(request.selections);
    first.now = {sync::Phase::Starting, 0, 0, "Waiting for its turn"};
    first.started_at = now;
    return first;
}

Result<sync::Report> update_in_view(Installation& installation, store::DatabaseId database, UpdateRequest request,
                                    sync::Observer& observer, const CancelToken& cancel) {
    if (request.run_id.empty()) {
        request.run_id = new_id(installation.clock().now(), installation.random());
    }
    InView view(installation, database, request, observer, cancel);
    auto report = update_contacts(installation, database, request, view.observer(), view.cancel());
    view.end(end_of(report, installation.clock().now()));
    return report;
}

ScheduledRun run_scheduled_in_view(Installation& installation, DueUpdate update, sync::Observer& observer,
                                   const CancelToken& cancel) {
    UpdateRequest request; // for those who look; the run reads its own
    if (auto saved = automatic_update(installation, update.database); saved && *saved) {
        request.selections = std::move((*saved)->selections);
    }
    request.started_by = schedule::kStartedBy;
    request.run_id = update.run_id.empty() ? new_id(installation.clock().now(), installation.random())
                                           : std::move(update.run_id);
    update.run_id = request.run_id;
    InView view(installation, update.database, request, observer, cancel);
    auto run = run_scheduled(installation, update, view.observer(), view.cancel());
    view.end(end_of(run, installation.clock().now()));
    return run;
}

RunEnd end_of(const Result<sync::Report>& report, Instant now) {
    return report ? recorded_end(*report, now) : RunEnd{sync::RunState::Failed, report.error().message, now};
}

RunEnd end_of(const ScheduledRun& run, Instant now) {
    if (run.report) {
        return recorded_end(*run.report, now);
    }
    switch (run.outcome) {
    case Outcome::Busy:
        return {sync::RunState::Busy, run.message, now};
    case Outcome::Taken:
        return {sync::RunState::Cancelled, run.message, now};
    case Outcome::Ran:
    case Outcome::Failed:
        break;
    }
    return {sync::RunState::Failed, run.message, now};
}

} // namespace muster::app
