#pragma once

// Hands the daily updates that are due (R20) to the runner, few at a time, so that people's runs find a place
// beside them. What is due and how it is run is decided in app/daily_update.

#include <chrono>
#include <cstddef>
#include <deque>
#include <mutex>
#include <set>

#include "app/daily_update.hpp"
#include "app/installation.hpp"
#include "app/job_runner.hpp"
#include "store/store.hpp"

namespace muster::app {

/// Safe from any thread. The installation outlives it; the runner is stopped before it goes.
class DueUpdates {
  public:
    static constexpr std::size_t kAtATime = 2;

    DueUpdates(Installation& installation, JobRunner& runner) : installation_(installation), runner_(runner) {}
    DueUpdates(const DueUpdates&) = delete;
    DueUpdates& operator=(const DueUpdates&) = delete;

    /// Starts what can be started now; the rest follows as places become free. Throws if the store is lost.
    void start();

  private:
    /// How long a look at all databases is good for: between two of them whoever ends makes room for the next of
    /// the list, and only that one is looked at again.
    static constexpr std::chrono::seconds kListIsGood{5};

    void start_next();
    void look();
    void start_one(const DueUpdate& update);
    void ended(store::DatabaseId database);

    Installation& installation_;
    JobRunner& runner_;
    std::mutex mutex_; ///< guards what follows
    std::set<store::DatabaseId> under_way_;
    std::deque<DueUpdate> waiting_; ///< that were ready at looked_at_, in due order
    Instant looked_at_{};
};

} // namespace muster::app
