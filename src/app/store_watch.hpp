#pragma once

// Asks whether the store answers, for those who cannot wait until it does.

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <thread>

namespace muster::app {

class StoreWatch {
  public:
    /// `ask` throws where there is no answer. It runs on a thread of this, once at a time, and only when wanted.
    StoreWatch(std::function<void()> ask, std::chrono::milliseconds patience);
    StoreWatch(const StoreWatch&) = delete;
    StoreWatch& operator=(const StoreWatch&) = delete;
    ~StoreWatch(); ///< waits for the end of a question that is under way

    /// Whether there is an answer within the patience. Who comes while a question is under way shares it, and waits
    /// no longer than the first one. From any thread.
    [[nodiscard]] bool answers();

  private:
    void run();
    const std::function<void()> ask_;
    const std::chrono::milliseconds patience_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::int64_t asked_ = 0, answered_ = 0; ///< they differ while a question is under way
    std::chrono::steady_clock::time_point since_{};
    bool last_answer_ = false;
    bool is_stopping_ = false;
    std::thread thread_; // last: it uses the others
};

} // namespace muster::app
