#pragma once

// Threads that run blocking jobs, with a bounded queue before them. It never waits for room: a full queue is an
// answer.

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace muster::net {

struct WorkerLoad {
    std::size_t busy = 0;    ///< jobs at work
    std::size_t waiting = 0; ///< jobs in the queue
};

class WorkerPool {
  public:
    /// Up to `max_queued` jobs wait while all workers are busy.
    WorkerPool(std::size_t workers, std::size_t max_queued);
    WorkerPool(const WorkerPool&) = delete;
    WorkerPool& operator=(const WorkerPool&) = delete;
    ~WorkerPool();

    /// False when the queue is full or the pool is stopped. The job must not throw.
    [[nodiscard]] bool try_submit(std::function<void()> job);
    [[nodiscard]] WorkerLoad load() const;
    /// Drops the jobs that wait and returns when those that run have ended.
    void stop();

  private:
    void run();

    const std::size_t limit_; // running and waiting together
    mutable std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<std::function<void()>> queue_;
    std::size_t busy_ = 0;
    bool stopped_ = false;
    std::vector<std::thread> threads_;
};

} // namespace muster::net
