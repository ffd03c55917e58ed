#include "schedule/depth.hpp"

#include <algorithm>
#include <chrono>

namespace muster::schedule {

namespace {

constexpr std::int64_t kPerCall = 500; // Contacts that one call reads
/// Lists, custom fields, imports and their polls, single writes: what an ordinary night takes beside reading twice.
constexpr std::int64_t kBesideReading = 25;
constexpr std::chrono::days kFullEvery{7};
constexpr std::chrono::days kRatherFull{3}; ///< when the quota is not enough for everybody every day
/// Runs are a day apart, give or take an hour of daylight saving and their own duration.
constexpr std::chrono::hours kTolerance{12};

/// Nothing, and a read of the future, are older than anything.
Instant read_at(const AccountSize& account, Instant now) {
    return account.full_read_at && *account.full_read_at <= now ? *account.full_read_at : Instant::min();
}

bool is_before_by_a_run(Instant earlier, Instant later) {
    return earlier == Instant::min() ? later != Instant::min() : later - earlier >= kTolerance;
}

} // namespace

std::int64_t full_run_calls(const AccountSize& account) {
    const auto pages = std::max<std::int64_t>((account.people + kPerCall - 1) / kPerCall, 1);
    return 2 * pages + kBesideReading; // read before and proved after
}

std::int64_t calls_to_leave(const AccountSize& own, const AccountSize& other, Instant now) {
    return is_before_by_a_run(read_at(other, now), read_at(own, now)) ? full_run_calls(other) : kQuietCalls;
}

Others reckon_others(const Daily& daily, Instant now, std::span<const DatabaseFacts> databases,
                     std::int64_t database) {
    const auto itself = std::ranges::find(databases, database, &DatabaseFacts::database);
    const AccountSize own = itself == databases.end() ? AccountSize{} : itself->size;
    const auto next = next_runs(daily, now, databases);
    Others others;
    for (std::size_t i = 0; i < databases.size(); ++i) {
        const bool comes = next[i] && next[i]->at < next_utc_midnight(now);
        if (databases[i].database == database || (!comes && !databases[i].running)) {
            continue;
        }
        others.calls_in_full += full_run_calls(databases[i].size);
        others.calls_to_leave += comes ? calls_to_leave(own, databases[i].size, now) : 0;
        others.calls_when_quiet += comes ? kQuietCalls : 0;
    }
    return others;
}

Look choose_look(const AccountSize& account, std::int64_t calls_left, const Others& others, Instant now) {
    const auto last = read_at(account, now);
    const auto is_old = [&](std::chrono::days age) {
        return last == Instant::min() || now - last >= age - kTolerance;
    };
    const auto own = full_run_calls(account);
    const bool is_enough_for_all = own + others.calls_in_full <= calls_left;
    const bool is_fair = own + others.calls_to_leave <= calls_left;
    const bool is_full = is_old(kFullEvery) || is_enough_for_all || (is_old(kRatherFull) && is_fair);
    return is_full ? Look::Everything : Look::Quickly;
}

} // namespace muster::schedule
