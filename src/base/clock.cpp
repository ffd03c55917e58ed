#include <algorithm>
#include <thread>

#include "base/cancel.hpp"
#include "base/time.hpp"

namespace muster {

namespace {

/// How long a cancellation may go unnoticed. A signal handler can only set a flag, so the flag is looked at.
constexpr std::chrono::milliseconds kNoticeWithin{40};

} // namespace

Instant SystemClock::now() const {
    return std::chrono::time_point_cast<Microseconds>(std::chrono::system_clock::now());
}

bool SystemClock::sleep_until(Instant wake, const CancelToken& cancel) {
    // A clock that is set back must not stretch a wait of a second into one of an hour: the wait ends with its
    // instant or after its length, whichever comes first.
    using Steady = std::chrono::steady_clock;
    const auto deadline = Steady::now() + std::max(wake - now(), Microseconds(0));
    while (!cancel.is_cancelled()) {
        const auto left = std::min<Steady::duration>(wake - now(), deadline - Steady::now());
        if (left <= Steady::duration::zero()) {
            return true;
        }
        std::this_thread::sleep_for(std::min<Steady::duration>(left, kNoticeWithin));
    }
    return false;
}

} // namespace muster
