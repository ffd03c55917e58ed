#pragma once

// Hands the daily updates that are due (R20) to the runner, few at a time, so that people's runs find a place
// beside them. What is due and how it is run is decided in app/daily_update.

#include <cstddef>
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
    void start_one(const DueUpdate& update);
    void ended(store::DatabaseId database);

    Installation& installation_;
    JobRunner& runner_;
    std::mutex mutex_;
    std::set<store::DatabaseId> under_way_;
};

} // namespace muster::app
