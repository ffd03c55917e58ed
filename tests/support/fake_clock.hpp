#pragma once

// A clock that stands still until it is cranked. Whoever sleeps moves it on at once, so that no test waits.

#include <algorithm>
#include <mutex>

#include "base/cancel.hpp"
#include "base/time.hpp"

namespace muster {

class FakeClock : public Clock {
  public:
    /// Noon of a Monday: 2026-11-23T12:00:00Z.
    static constexpr Instant kStart{std::chrono::sys_days{std::chrono::year{2026} / 11 / 23} +
                                    std::chrono::hours{12}};

    explicit FakeClock(Instant start = kStart) : now_(start) {}

    [[nodiscard]] Instant now() const override {
        const std::lock_guard lock(mutex_);
        return now_;
    }

    /// Moves the clock to `wake` if that is later. A cancelled token ends the sleep before it begins.
    bool sleep_until(Instant wake, const CancelToken& cancel) override {
        if (cancel.is_cancelled()) {
            return false;
        }
        const std::lock_guard lock(mutex_);
        now_ = std::max(now_, wake);
        return true;
    }

    void advance(Microseconds duration) {
        const std::lock_guard lock(mutex_);
        now_ += duration;
    }

    void set(Instant instant) {
        const std::lock_guard lock(mutex_);
        now_ = instant;
    }

  private:
    mutable std::mutex mutex_;
    Instant now_;
};

} // namespace muster
