#pragma once

// What /metrics shows: what was counted, and what the store and the runner say at the moment of the look. Whoever
// asks often costs little: what takes a query for each database is read once a minute.

#include <mutex>
#include <optional>
#include <string>

#include "app/installation.hpp"
#include "app/job_runner.hpp"
#include "app/metrics.hpp"

namespace muster::app {

/// Safe from any thread. Installation and runner outlive it.
class MetricsPage {
  public:
    MetricsPage(Installation& installation, const JobRunner& runner)
        : installation_(installation), runner_(runner) {}
    MetricsPage(const MetricsPage&) = delete;
    MetricsPage& operator=(const MetricsPage&) = delete;

    /// A store that does not answer is one of the things it says.
    [[nodiscard]] std::string text();

  private:
    [[nodiscard]] StoreFigures look_at_store();
    void look_at_databases(StoreFigures& figures);

    Installation& installation_;
    const JobRunner& runner_;
    std::mutex mutex_;
    std::optional<StoreFigures> last_; ///< guarded by mutex_, like looked_at_
    Instant looked_at_{};              ///< at each database
};

} // namespace muster::app
