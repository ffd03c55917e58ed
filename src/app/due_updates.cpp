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
    if (under_way_.size() < kAtATime) {
        look();
        start_next();
    }
}

void DueUpdates::look() {
    waiting_.clear();
    looked_at_ = installation_.clock().now();
    const auto due = due_now(installation_, looked_at_);
    if (!due) {
        log(LogLevel::Error, "schedule_unreadable", {{"reason", due.error().message}});
        return;
    }
    for (const auto& update : *due) {
        if (update.due.readiness == schedule::Readiness::Ready && !under_way_.contains(update.database)) {
            waiting_.push_back(update);
        }
    }
}

void DueUpdates::start_next() {
    const auto now = installation_.clock().now();
    while (under_way_.size() < kAtATime && !waiting_.empty()) {
        const auto update = std::move(waiting_.front());
        waiting_.pop_front();
        const auto still = find_due(installation_, update.database, now); // others may have been faster
        if (still && *still && (*still)->due.readiness == schedule::Readiness::Ready) {
            start_one(**still);
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
        const std::lock_guard lock(mutex_);
        under_way_.erase(database);
        const auto age = installation_.clock().now() - looked_at_;
        if (waiting_.empty() || age < Microseconds{0} || age >= kListIsGood) {
            look();
        }
        start_next();
    } catch (const std::exception& lost) { // the next look at the clock tries again
        log(LogLevel::Warning, "due_update_not_started", {{"reason", lost.what()}});
    }
}

} // namespace muster::app
