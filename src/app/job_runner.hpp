#pragma once

// Runs and previews in the background of one process: a bounded number at a time, a bounded number waiting. It
// starts and stops them; what a run is and who may start one is decided before (app/start_update).

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "app/installation.hpp"
#include "app/progress_board.hpp"
#include "app/update_contacts.hpp"
#include "base/cancel.hpp"
#include "base/result.hpp"
#include "net/worker_pool.hpp"
#include "store/store.hpp"
#include "sync/run.hpp"

namespace muster::app {

struct Job {
    store::DatabaseId database;
    UpdateRequest request; ///< `run_id` "": one is made
    /// What to do in a thread of the runner; it may throw. Empty: update_contacts with the request.
    std::function<RunEnd(const std::string& run_id, sync::Observer&, const CancelToken&)> body = {};
    /// Called there after the run has ended and its place is free; not if it never had a turn. Must not throw.
    std::function<void()> after = {};
};

struct RunnerLimits {
    std::size_t runs = 4; ///< at a time
    std::size_t waiting_runs = 200;
    std::size_t previews = 2;
    std::size_t waiting_previews = 20;
};

/// Safe from any thread. The installation and the board outlive it.
class JobRunner {
  public:
    JobRunner(Installation& installation, ProgressBoard& board, RunnerLimits limits = {});
    JobRunner(const JobRunner&) = delete;
    JobRunner& operator=(const JobRunner&) = delete;
    ~JobRunner() { stop(); }

    /// The run's id, at once; the board has it from then on. Code::Busy with who and since when: a run of the
    /// database goes on, here or elsewhere (R23; the store's lock remains the law), or a preview of the same
    /// person. Code::Unavailable: too many wait, or it was stopped.
    [[nodiscard]] Result<std::string> start(Job job);
    /// At the next safe point (R30), of one that another process runs as soon as that has seen it. Code::NotFound
    /// if no such run of this database goes on.
    [[nodiscard]] Result<void> cancel(store::DatabaseId database, const std::string& run_id, const std::string& by);

    [[nodiscard]] net::WorkerLoad runs() const { return runs_.load(); }
    [[nodiscard]] net::WorkerLoad previews() const { return previews_.load(); }

    /// Cancels everything and returns when it has ended. Nothing starts any more.
    void stop();

  private:
    struct Active {
        Job job;
        CancelToken cancel;
        Instant started_at{};
    };
    using ActivePtr = std::shared_ptr<Active>; // shared: a job in a queue outlives its entry here when both end
    [[nodiscard]] Result<ActivePtr> admit(Job job);
    [[nodiscard]] Result<void> check_nobody_is_at_it(const Job& job) const;
    void execute(const Active& active);
    [[nodiscard]] RunEnd work(const Active& active);
    [[nodiscard]] RunEnd work_guarded(const Active& active);

    Installation& installation_;
    ProgressBoard& board_;
    mutable std::mutex mutex_;
    std::map<std::string, ActivePtr> active_; ///< by run id
    bool stopped_ = false;
    net::WorkerPool runs_;
    net::WorkerPool previews_;
};

} // namespace muster::app
