#pragma once

// A thread that takes a turn again and again until it is stopped; the system shows it by its name. What a turn
// throws is logged, and the next one comes all the same.

#include <functional>
#include <mutex>
#include <string>
#include <thread>

#include "base/cancel.hpp"
#include "base/time.hpp"

namespace muster::app {

class BackgroundLoop {
  public:
    /// The first turn comes at once after the start. `turn` is handed a token that is cancelled by stop; the clock
    /// outlives the loop.
    using Turn = std::function<void(const CancelToken&)>;
    BackgroundLoop(std::string name, Clock& clock, Microseconds pause, Turn turn)
        : name_(std::move(name)), clock_(clock), pause_(pause), turn_(std::move(turn)) {}
    BackgroundLoop(const BackgroundLoop&) = delete;
    BackgroundLoop& operator=(const BackgroundLoop&) = delete;
    ~BackgroundLoop() { stop(); }

    void start();
    void stop();
    [[nodiscard]] const std::string& name() const { return name_; }
    /// Started, and its last turn ended no longer ago than that.
    [[nodiscard]] bool is_alive(Microseconds longest_turn) const;

  private:
    void run();
    const std::string name_;
    Clock& clock_;
    const Microseconds pause_;
    const Turn turn_;
    CancelToken stopping_;
    std::thread thread_;
    mutable std::mutex mutex_;
    Instant last_turn_{}; ///< guarded by mutex_, like is_running_
    bool is_running_ = false;
};

} // namespace muster::app
