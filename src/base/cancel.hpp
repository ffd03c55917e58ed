#pragma once

// A request to stop at the next safe point (R30). Cheap to copy, safe from any thread and from a signal handler.

#include <atomic>
#include <memory>

namespace muster {

class CancelToken {
  public:
    CancelToken() : flag_(std::make_shared<std::atomic<bool>>(false)) {} // shared: a token outlives whoever made it

    void cancel() const noexcept { flag_->store(true, std::memory_order_relaxed); }
    [[nodiscard]] bool is_cancelled() const noexcept { return flag_->load(std::memory_order_relaxed); }

  private:
    std::shared_ptr<std::atomic<bool>> flag_;
};

} // namespace muster
