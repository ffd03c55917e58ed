#include "app/due_updates.hpp"

#include <exception>
#include <utility>

#include "app/run_in_view.hpp"
#include "app/selections.hpp"
#include "base/log.hpp"
#include "schedule/due.hpp"

namespace muster::app {

void DueUpdates::start() {
    const std::lock_guard lock(mutex_);
    if (under_way_.size() >= kAtATime) {
        return;
    }
    const auto due = due_now(installation_, installation_.clock().now());
    if (!due) {
        log(LogLevel::Error, "schedule_unreadable", {{"reason", due.error().message}});
        return;
    }
    for (const auto& update : *due) {
        if (under_way_.size() >= kAtATime) {
            return;
        }
        if (update.due.readiness == schedule::Readiness::Ready && !under_way_.contains(update.database)) {
            start_one(update);
        }
    }
}

/// One that finds no place or another run in its way stays due.
void DueUpdates::start_one(const DueUpdate& update) {
    Job job;
    job.database = update.database;
    job.request.started_by = schedule::kStartedBy;
    if (auto saved = automatic_update(installation_, update.database); saved && *saved) {
        job.request.selections = std::move((*saved)->selections); // for those who look; the run reads its own
    }
    job.body = [this, update](const std::string& run_id, sync::Observer& observer, const CancelToken& cancel) {
        DueUpdate named = update;
        named.run_id = run_id;
        return end_of(run_scheduled(installation_, named, observer, cancel), installation_.clock().now());
    };
    job.after = [this, database = update.database] { ended(database); };
    under_way_.insert(update.database);
    if (!runner_.start(std::move(job))) {
        under_way_.erase(update.database);
    }
}

void DueUpdates::ended(store::DatabaseId database) {
    try {
        {
            const std::lock_guard lock(mutex_);
            under_way_.erase(database);
        }
        start();
    } catch (const std::exception& lost) { // the next look at the clock tries again
        log(LogLevel::Warning, "due_update_not_started", {{"reason", lost.what()}});
    }
}

} // namespace muster::app
