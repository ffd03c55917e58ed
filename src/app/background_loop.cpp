#include "app/background_loop.hpp"

#include <exception>

#include <pthread.h>

#include "base/log.hpp"

namespace muster::app {

namespace {

constexpr std::size_t kLongestThreadName = 15; // of Linux

} // namespace

void BackgroundLoop::start() {
    if (thread_.joinable()) {
        return;
    }
    {
        const std::lock_guard lock(mutex_);
        last_turn_ = clock_.now();
        is_running_ = true;
    }
    thread_ = std::thread([this] { run(); });
}

void BackgroundLoop::stop() {
    stopping_.cancel();
    if (thread_.joinable()) {
        thread_.join();
    }
}

bool BackgroundLoop::is_alive(Microseconds longest_turn) const {
    const std::lock_guard lock(mutex_);
    return is_running_ && clock_.now() - last_turn_ <= pause_ + longest_turn;
}

void BackgroundLoop::run() {
    ::pthread_setname_np(::pthread_self(), name_.substr(0, kLongestThreadName).c_str());
    while (!stopping_.is_cancelled()) {
        try {
            turn_(stopping_);
        } catch (const std::exception& trouble) {
            log(LogLevel::Error, "background_turn_failed", {{"loop", name_}, {"reason", trouble.what()}});
        }
        {
            const std::lock_guard lock(mutex_);
            last_turn_ = clock_.now();
        }
        if (!clock_.sleep_for(pause_, stopping_)) {
            break;
        }
    }
    const std::lock_guard lock(mutex_);
    is_running_ = false;
}

} // namespace muster::app
