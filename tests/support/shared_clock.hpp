#pragma once

// A clock that stands still until somebody sleeps, like FakeClock, for several processes at once: it is eight bytes
// of a file that all of them map.

#include <atomic>
#include <cstdint>
#include <stdexcept>
#include <string>

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/cancel.hpp"
#include "base/time.hpp"

namespace muster {

class SharedClock : public Clock {
  public:
    /// The file is made, and then stands at the start of 1970, if it is not there.
    explicit SharedClock(const std::string& path) {
        const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
        if (file < 0 || ::ftruncate(file, sizeof(Micros)) != 0) {
            throw std::runtime_error("no clock at " + path);
        }
        void* const place = ::mmap(nullptr, sizeof(Micros), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
        ::close(file);
        if (place == MAP_FAILED) {
            throw std::runtime_error("no clock at " + path);
        }
        micros_ = static_cast<Micros*>(place);
    }
    SharedClock(const SharedClock&) = delete;
    SharedClock& operator=(const SharedClock&) = delete;
    ~SharedClock() override { ::munmap(micros_, sizeof(Micros)); }

    [[nodiscard]] Instant now() const override { return from_micros(micros_->load()); }

    /// Moves the clock to `wake` if that is later. A cancelled token ends the sleep before it begins.
    bool sleep_until(Instant wake, const CancelToken& cancel) override {
        if (cancel.is_cancelled()) {
            return false;
        }
        std::int64_t before = micros_->load();
        while (before < to_micros(wake) && !micros_->compare_exchange_weak(before, to_micros(wake))) {
        }
        return true;
    }

    void set(Instant instant) { micros_->store(to_micros(instant)); }
    void advance(Microseconds duration) { micros_->fetch_add(duration.count()); }

  private:
    using Micros = std::atomic<std::int64_t>;
    static_assert(Micros::is_always_lock_free && sizeof(Micros) == sizeof(std::int64_t));
    Micros* micros_ = nullptr;
};

} // namespace muster
