#pragma once

// The shared book of calls, kept in memory.

#include <algorithm>
#include <deque>
#include <map>
#include <mutex>
#include <string>

#include "constant_contact/quota.hpp"

namespace muster {

class MemoryQuota : public constant_contact::QuotaBook {
  public:
    Result<Slot> book_call(const std::string& api_key, Instant now,
                           const constant_contact::QuotaLimits& limits) override {
        const std::lock_guard lock(mutex_);
        if (failing) {
            return fail(Code::Unavailable, "The store is away.");
        }
        Key& key = at(api_key, now);
        const auto left = limits.calls_per_day - key.used;
        if (left <= limits.kept_for_others) {
            return Slot{.go_at = next_utc_midnight(now), .for_others = left};
        }
        ++key.used;
        return Slot{.granted = true,
                    .go_at = next(key.calls, now, static_cast<std::size_t>(limits.calls_per_second))};
    }

    Result<Slot> rebook_call(const std::string& api_key, Instant, Instant now,
                             const constant_contact::QuotaLimits& limits) override {
        const std::lock_guard lock(mutex_);
        ++rebooked;
        return Slot{.granted = true,
                    .go_at = next(at(api_key, now).calls, now, static_cast<std::size_t>(limits.calls_per_second))};
    }

    Result<Instant> book_token_call(const std::string& api_key, Instant now) override {
        const std::lock_guard lock(mutex_);
        return next(at(api_key, now).token_calls, now, 1);
    }

    Result<void> mark_exhausted(const std::string& api_key, Instant now,
                                const constant_contact::QuotaLimits& limits) override {
        const std::lock_guard lock(mutex_);
        at(api_key, now).used = limits.calls_per_day;
        return {};
    }

    Result<std::int64_t> used_today(const std::string& api_key, Instant now) override {
        const std::lock_guard lock(mutex_);
        return at(api_key, now).used;
    }

    bool failing = false; ///< the store is lost
    int rebooked = 0;     ///< calls that could not leave at their moment

  private:
    struct Key {
        std::chrono::sys_days day{};
        std::int64_t used = 0;
        std::deque<Instant> calls;
        std::deque<Instant> token_calls;
    };

    Key& at(const std::string& api_key, Instant now) {
        Key& key = keys_[api_key];
        const auto today = std::chrono::floor<std::chrono::days>(now);
        if (key.day != today) {
            key.day = today;
            key.used = 0;
        }
        return key;
    }

    /// The first moment at which the second before it holds fewer than `most` calls.
    static Instant next(std::deque<Instant>& calls, Instant now, std::size_t most) {
        Instant go_at = now;
        if (!calls.empty()) {
            go_at = std::max(go_at, calls.back());
        }
        if (calls.size() >= most) {
            go_at = std::max(go_at, calls[calls.size() - most] + std::chrono::milliseconds(1001));
        }
        calls.push_back(go_at);
        while (calls.size() > most) {
            calls.pop_front();
        }
        return go_at;
    }

    std::mutex mutex_;
    std::map<std::string, Key> keys_;
};

} // namespace muster
