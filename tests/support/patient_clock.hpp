#pragma once

// For threads that look at the clock again and again.

#include <atomic>
#include <thread>

#include "support/fake_clock.hpp"

namespace muster {

/// A clock on which sleepers stay asleep until somebody cranks it or wakes them by cancelling.
class PatientClock final : public FakeClock {
  public:
    bool sleep_until(Instant wake, const CancelToken& cancel) override {
        asleep_ = true;
        while (now() < wake && !cancel.is_cancelled()) {
            std::this_thread::yield();
        }
        asleep_ = false;
        return !cancel.is_cancelled();
    }
    /// Moves on by what the sleeper sleeps for, once there is one.
    void crank(Microseconds duration) {
        while (!asleep_) {
            std::this_thread::yield();
        }
        advance(duration);
    }

  private:
    std::atomic<bool> asleep_ = false;
};

} // namespace muster
