#include "app/job_runner.hpp"

#include <exception>
#include <utility>

#include <fmt/format.h>

#include "app/run_in_view.hpp"
#include "base/log.hpp"
#include "base/random.hpp"

namespace muster::app {

namespace {

constexpr std::string_view kItself = "Muster"; ///< who cancels runs when the program is stopped
constexpr std::string_view kStopping = "Muster is being stopped. Start the run again when it is back.";

/// What is told to whoever comes second, in this process or elsewhere.
Result<void> check_beside(const Job& job, bool preview, const std::string& started_by, Instant started_at) {
    if (job.request.preview != preview) {
        return {};
    }
    if (!preview) {
        return fail(Code::Busy, fmt::format("A run of this database is going on: started by {} at {}. Wait until "
                                            "it has ended, or cancel it.",
                                            started_by, format_instant(started_at)));
    }
    if (started_by == job.request.started_by) {
        return fail(Code::Busy,
                    fmt::format("A preview of this database that you started at {} is still being made. "
                                "Wait for it, or cancel it.",
                                format_instant(started_at)));
    }
    return {};
}

/// What somebody has to look at is a warning; the history says more.
void log_end(const RunEnd& end) {
    using enum sync::RunState;
    const bool is_well = end.state == Completed || end.state == Cancelled || end.state == Busy;
    log(is_well ? LogLevel::Info : LogLevel::Warning, "run_ended",
        {{"state", std::string(sync::to_text(end.state))}});
}

} // namespace

JobRunner::JobRunner(Installation& installation, ProgressBoard& board, RunnerLimits limits)
    : installation_(installation),
      board_(board),
      runs_(limits.runs, limits.waiting_runs),
      previews_(limits.previews, limits.waiting_previews) {}

Result<std::string> JobRunner::start(Job job) {
    TRY_ASSIGN(const ActivePtr active, admit(std::move(job)));
    const auto& request = active->job.request;
    auto& pool = request.preview ? previews_ : runs_;
    const bool is_taken = pool.try_submit([this, active] { execute(*active); });
    if (!is_taken) {
        {
            const std::lock_guard lock(mutex_);
            active_.erase(request.run_id);
        }
        board_.withdraw(request.run_id);
        return fail(Code::Unavailable, fmt::format("Too many {} wait already. Try again when some have ended.",
                                                   request.preview ? "previews" : "runs"));
    }
    return request.run_id;
}

Result<void> JobRunner::cancel(store::DatabaseId database, const std::string& run_id, const std::string& by) {
    bool is_here = true;
    {
        const std::lock_guard lock(mutex_);
        const auto found = active_.find(run_id);
        if (found == active_.end() || found->second->job.database != database) {
            is_here = false;
        } else {
            found->second->cancel.cancel();
        }
    }
    if (!is_here && !board_.ask_elsewhere(database, run_id, by)) {
        return fail(Code::NotFound, "This run does not go on any more, or its process does not answer.");
    }
    board_.note_cancelled(run_id, by);
    log(LogLevel::Info, "run_cancel_asked",
        {{"run", run_id}, {"database", std::to_string(database.number)}, {"by", by}});
    return {};
}

void JobRunner::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopped_ = true;
        for (const auto& [run_id, active] : active_) {
            active->cancel.cancel();
            board_.note_cancelled(run_id, std::string(kItself));
        }
    }
    previews_.stop();
    runs_.stop();
    std::map<std::string, ActivePtr> never_begun;
    {
        const std::lock_guard lock(mutex_);
        never_begun.swap(active_);
    }
    for (const auto& [run_id, active] : never_begun) {
        board_.finish(run_id, {sync::RunState::Cancelled, std::string(kStopping), installation_.clock().now()});
    }
}

Result<JobRunner::ActivePtr> JobRunner::admit(Job job) {
    auto active = std::make_shared<Active>();
    active->started_at = installation_.clock().now();
    if (!job.request.preview) {
        if (const auto running = installation_.store().running(job.database)) {
            TRY(check_beside(job, false, running->started_by, running->started_at));
        }
    }
    for (const auto& other : board_.elsewhere(job.database)) { // one that waits for its turn has no lock yet
        TRY(check_beside(job, other.preview, other.started_by, other.started_at));
    }
    {
        const std::lock_guard lock(mutex_);
        if (stopped_) {
            return fail(Code::Unavailable, std::string(kStopping));
        }
        TRY(check_nobody_is_at_it(job));
        if (job.request.run_id.empty()) {
            job.request.run_id = new_id(active->started_at, installation_.random());
        }
        active->job = std::move(job);
        if (!active_.emplace(active->job.request.run_id, active).second) {
            return fail(Code::Conflict, fmt::format("There is a run {} already.", active->job.request.run_id));
        }
    }
    board_.begin(first_progress(active->job.database, active->job.request, active->started_at), active->cancel);
    return active;
}

Result<void> JobRunner::check_nobody_is_at_it(const Job& job) const {
    for (const auto& [run_id, active] : active_) {
        const auto& other = active->job;
        if (other.database == job.database) {
            TRY(check_beside(job, other.request.preview, other.request.started_by, active->started_at));
        }
    }
    return {};
}

/// First out of the list, then the word that it has ended: whoever hears it may start the next one.
void JobRunner::execute(const Active& active) {
    const auto& run_id = active.job.request.run_id;
    {
        const LogContext context{{"run", run_id}, {"database", std::to_string(active.job.database.number)}};
        const auto end = work_guarded(active);
        {
            const std::lock_guard lock(mutex_);
            active_.erase(run_id);
        }
        log_end(end);
        board_.finish(run_id, end);
    }
    if (active.job.after) {
        active.job.after();
    }
}

RunEnd JobRunner::work(const Active& active) {
    const auto& [database, request, body, after] = active.job;
    BoardObserver observer(board_, installation_.clock(), request.run_id);
    if (body) {
        return body(request.run_id, observer, active.cancel);
    }
    const auto report = update_contacts(installation_, database, request, observer, active.cancel);
    return end_of(report, installation_.clock().now());
}

/// A lost store, no memory, a mistake of ours: the end of this run, not of the process.
RunEnd JobRunner::work_guarded(const Active& active) {
    const auto& request = active.job.request;
    if (active.cancel.is_cancelled()) {
        return RunEnd{sync::RunState::Cancelled, "It was cancelled before it began.", installation_.clock().now()};
    }
    log(LogLevel::Info, request.preview ? "preview_begins" : "run_begins", {{"by", request.started_by}});
    std::string why;
    try {
        return work(active);
    } catch (const db::StoreLost& lost) {
        installation_.metrics().count_lost_store("run");
        why = lost.what();
    } catch (const std::exception& mistake) {
        why = fmt::format("Something happened that should not: {}.", mistake.what());
    }
    log(LogLevel::Error, "run_broke", {{"reason", why}});
    why = what_broke(why);
    record_broken(installation_, active.job.database, request.run_id, why);
    return RunEnd{sync::RunState::Failed, why, installation_.clock().now()};
}

} // namespace muster::app
