#include "app/store_watch.hpp"

#include <exception>
#include <utility>

#include "base/log.hpp"

namespace muster::app {

StoreWatch::StoreWatch(std::function<void()> ask, std::chrono::milliseconds patience)
    : ask_(std::move(ask)), patience_(patience), thread_([this] { run(); }) {}

StoreWatch::~StoreWatch() {
    {
        const std::lock_guard lock(mutex_);
        is_stopping_ = true;
    }
    changed_.notify_all();
    thread_.join();
}

bool StoreWatch::answers() {
    std::unique_lock lock(mutex_);
    if (asked_ == answered_) {
        ++asked_;
        since_ = std::chrono::steady_clock::now();
        changed_.notify_all();
    }
    const auto mine = asked_;
    if (!changed_.wait_until(lock, since_ + patience_, [&] { return answered_ >= mine; })) {
        log(LogLevel::Warning, "store_does_not_answer", {{"reason", "It is still being asked."}});
        return false;
    }
    return last_answer_;
}

void StoreWatch::run() {
    std::unique_lock lock(mutex_);
    for (;;) {
        changed_.wait(lock, [this] { return is_stopping_ || asked_ != answered_; });
        if (is_stopping_) {
            return;
        }
        lock.unlock();
        bool is_there = true;
        try {
            ask_();
        } catch (const std::exception& lost) {
            is_there = false;
            log(LogLevel::Warning, "store_does_not_answer", {{"reason", lost.what()}});
        }
        lock.lock();
        last_answer_ = is_there;
        answered_ = asked_;
        changed_.notify_all();
    }
}

} // namespace muster::app
