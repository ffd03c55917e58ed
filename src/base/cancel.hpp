#pragma once

// A request to stop at the next safe point (R30). Cheap to copy, safe from any thread, and cancelling also from a
// signal handler.

#include <atomic>
#include <memory>

namespace muster {

class CancelToken {
  public:
    CancelToken() : flag_(std::make_shared<std::atomic<bool>>(false)) {} // shared: a token outlives whoever made it

    /// One that is cancelled by itself, or with `outer`.
    [[nodiscard]] static CancelToken within(const CancelToken& outer) {
        CancelToken inner;
        inner.outer_ = std::make_shared<const CancelToken>(outer); // shared: as flag_
        return inner;
    }

    void cancel() const noexcept { flag_->store(true, std::memory_order_relaxed); }
    [[nodiscard]] bool is_cancelled() const noexcept {
        return flag_->load(std::memory_order_relaxed) || (outer_ && outer_->is_cancelled());
    }

  private:
    std::shared_ptr<std::atomic<bool>> flag_;
    std::shared_ptr<const CancelToken> outer_;
};

} // namespace muster
