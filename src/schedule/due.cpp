#include "schedule/due.hpp"

#include <algorithm>
#include <tuple>

namespace muster::schedule {

namespace {

/// A ledger may hold days of the future, from before a clock was set back; next_run looks no further than this.
constexpr int kLookAhead = 400;

bool takes_part(const Daily& daily, const DatabaseFacts& database) {
    return daily.is_on && database.is_on && database.is_connected;
}

Date after(Date day, int days) { return Date(std::chrono::sys_days(day) + std::chrono::days(days)); }

const DayRecord* record_of(const DatabaseFacts& database, Date day) {
    const auto found = std::find_if(database.days.begin(), database.days.end(),
                                    [&](const DayRecord& record) { return record.local_day == day; });
    return found == database.days.end() ? nullptr : &*found;
}

/// True if on that very day the schedule was switched on or moved, or the database switched on or connected, when
/// its time had passed already: then the day is left out.
bool came_too_late(const Daily& daily, const DatabaseFacts& database, Date day, Instant moment) {
    const auto is_late = [&](Instant instant) { return instant > moment && daily.zone.local(instant).day == day; };
    return is_late(daily.changed) || is_late(database.on_since) || is_late(database.bound_since);
}

/// When the run of that day was or is due; nothing if the day does not exist or is left out.
std::optional<Instant> moment_of(const Daily& daily, const DatabaseFacts& database, Date day) {
    const auto moment = daily.zone.instant_of(day, daily.time);
    return moment && !came_too_late(daily, database, day, *moment) ? moment : std::nullopt;
}

Due make_due(const DatabaseFacts& database, Date day, Instant moment) {
    Due due{.database = database.database, .local_day = day, .due = moment, .ready_from = moment};
    due.readiness = database.running ? Readiness::Busy : Readiness::Ready;
    return due;
}

Due continued(const DatabaseFacts& database, const DayRecord& record, Instant now) {
    auto due = make_due(database, record.local_day, record.due);
    due.continues = true;
    due.ready_from = record.resume_at.value_or(record.due);
    if (due.ready_from > now) {
        due.readiness = Readiness::Paused;
    }
    return due;
}

/// The paused run of an earlier day, unless a later day's run was due since.
std::optional<Due> find_paused(const Daily& daily, Instant now, const DatabaseFacts& database, Date today) {
    const auto newest = std::find_if(database.days.begin(), database.days.end(),
                                     [&](const DayRecord& record) { return record.local_day <= today; });
    if (newest == database.days.end() || newest->standing != Standing::Paused ||
        std::chrono::sys_days(today) - std::chrono::sys_days(newest->local_day) > kDaysBack) {
        return std::nullopt;
    }
    for (auto day = after(newest->local_day, 1); day <= today; day = after(day, 1)) {
        const auto moment = moment_of(daily, database, day);
        if (moment && *moment <= now) {
            return std::nullopt;
        }
    }
    return continued(database, *newest, now);
}

std::optional<Due> find_due(const Daily& daily, Instant now, const DatabaseFacts& database) {
    if (!takes_part(daily, database)) {
        return std::nullopt;
    }
    const auto today = daily.zone.local(now).day;
    const auto moment = moment_of(daily, database, today);
    const auto* record = record_of(database, today);
    if (moment && *moment <= now && (record == nullptr || record->standing == Standing::Free)) {
        return make_due(database, today, *moment);
    }
    return find_paused(daily, now, database, today);
}

/// The first day from `now` on whose time is still to come and whose run nobody has made.
std::optional<Next> find_planned(const Daily& daily, Instant now, const DatabaseFacts& database) {
    const auto today = daily.zone.local(now).day;
    for (int i = 0; i < kLookAhead; ++i) {
        const auto day = after(today, i);
        const auto moment = moment_of(daily, database, day);
        const auto* record = record_of(database, day);
        if (moment && *moment > now && (record == nullptr || record->standing == Standing::Free)) {
            return Next{.at = *moment, .local_day = day, .kind = NextKind::Planned};
        }
    }
    return std::nullopt;
}

} // namespace

std::vector<Due> find_due(const Daily& daily, Instant now, std::span<const DatabaseFacts> databases) {
    struct Placed {
        Due due;
        std::optional<Instant> last_run;
    };
    std::vector<Placed> found;
    for (const auto& database : databases) {
        if (const auto due = find_due(daily, now, database)) {
            found.push_back({*due, database.last_run});
        }
    }
    std::ranges::sort(found, {}, [](const Placed& placed) {
        return std::tuple(placed.due.due, placed.last_run, placed.due.database); // never run comes first
    });
    std::vector<Due> in_order;
    for (const auto& placed : found) {
        in_order.push_back(placed.due);
    }
    return in_order;
}

std::optional<Next> next_run(const Daily& daily, Instant now, const DatabaseFacts& database) {
    if (!takes_part(daily, database)) {
        return std::nullopt;
    }
    const auto planned = find_planned(daily, now, database);
    const auto due = find_due(daily, now, database);
    if (!due) {
        return planned;
    }
    switch (due->readiness) {
    case Readiness::Ready:
        return Next{due->due, due->local_day, NextKind::Now};
    case Readiness::Busy:
        return Next{due->due, due->local_day, NextKind::Busy};
    case Readiness::Paused:
        break;
    }
    const bool comes_first = !planned || due->ready_from < planned->at;
    return comes_first ? Next{due->ready_from, due->local_day, NextKind::Continued} : planned;
}

std::optional<Instant> next_wake(const Daily& daily, Instant now, std::span<const DatabaseFacts> databases) {
    std::optional<Instant> wake;
    const auto consider = [&](Instant instant) {
        if (instant > now && (!wake || instant < *wake)) {
            wake = instant;
        }
    };
    for (const auto& database : databases) {
        if (!takes_part(daily, database)) {
            continue;
        }
        if (const auto planned = find_planned(daily, now, database)) {
            consider(planned->at);
        }
        if (const auto due = find_due(daily, now, database)) {
            consider(due->ready_from);
        }
    }
    return wake;
}

} // namespace muster::schedule
