#include "net/worker_pool.hpp"

#include <algorithm>
#include <utility>

namespace muster::net {

WorkerPool::WorkerPool(std::size_t workers, std::size_t max_queued)
    : limit_(std::max<std::size_t>(workers, 1) + max_queued) {
    threads_.reserve(std::max<std::size_t>(workers, 1));
    for (std::size_t i = 0; i < std::max<std::size_t>(workers, 1); ++i) {
        threads_.emplace_back([this] { run(); });
    }
}

WorkerPool::~WorkerPool() { stop(); }

bool WorkerPool::try_submit(std::function<void()> job) {
    {
        const std::lock_guard lock(mutex_);
        if (stopped_ || queue_.size() + busy_ >= limit_) {
            return false;
        }
        queue_.push_back(std::move(job));
    }
    wake_.notify_one();
    return true;
}

WorkerLoad WorkerPool::load() const {
    const std::lock_guard lock(mutex_);
    return {busy_, queue_.size()};
}

void WorkerPool::stop() {
    std::deque<std::function<void()>> dropped; // destroyed without the lock
    {
        const std::lock_guard lock(mutex_);
        stopped_ = true;
        dropped.swap(queue_);
    }
    wake_.notify_all();
    dropped.clear();
    for (auto& thread : threads_) {
        thread.join();
    }
    threads_.clear();
}

void WorkerPool::run() {
    std::unique_lock lock(mutex_);
    for (;;) {
        wake_.wait(lock, [this] { return stopped_ || !queue_.empty(); });
        if (stopped_) {
            return;
        }
        auto job = std::move(queue_.front());
        queue_.pop_front();
        ++busy_;
        lock.unlock();
        job();
        job = nullptr;
        lock.lock();
        --busy_;
    }
}

} // namespace muster::net
