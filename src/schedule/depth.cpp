#include "schedule/depth.hpp"

#include <algorithm>
#include <chrono>

namespace muster::schedule {

namespace {

constexpr std::int64_t kPerCall = 500; // Contacts that one call reads
/// Lists, custom fields, imports and their polls, single writes: what an ordinary night takes beside reading twice.
constexpr std::int64_t kBesideReading = 25;
constexpr std::chrono::days kFullEvery{7};
/// Runs are a day apart, give or take an hour of daylight saving and their own duration.
constexpr std::chrono::hours kTolerance{12};

} // namespace

std::int64_t full_run_calls(const AccountSize& account) {
    const auto pages = std::max<std::int64_t>((account.people + kPerCall - 1) / kPerCall, 1);
    return 2 * pages + kBesideReading; // read before and proved after
}

Look choose_look(const AccountSize& account, std::int64_t calls_left, std::int64_t calls_needed, Instant now) {
    const auto last = account.full_read_at;
    const bool is_overdue = !last || *last > now || now - *last >= kFullEvery - kTolerance;
    return is_overdue || calls_needed <= calls_left ? Look::Everything : Look::Quickly;
}

} // namespace muster::schedule
