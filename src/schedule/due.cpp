#include "schedule/due.hpp"

#include <algorithm>
#include <map>
#include <tuple>

namespace muster::schedule {

namespace {

/// A ledger may hold days of the future, from before a clock was set back; next_run looks no further than this.
constexpr int kLookAhead = 400;

Date after(Date day, int days) { return Date(std::chrono::sys_days(day) + std::chrono::days(days)); }

const DayRecord* record_of(const DatabaseFacts& database, Date day) {
    const auto found = std::find_if(database.days.begin(), database.days.end(),
                                    [&](const DayRecord& record) { return record.local_day == day; });
    return found == database.days.end() ? nullptr : &*found;
}

/// True if the instant lies between the moment and the end of its day.
bool is_late(const Daily& daily, Instant instant, Instant moment, Date day) {
    return instant > moment && daily.zone.local(instant).day == day;
}

/// What a look has in common for all databases: today, and when the days around it are due.
class Calendar {
  public:
    Calendar(const Daily& daily, Instant now) : daily_(daily), now_(now), today_(daily.zone.local(now).day) {}

    [[nodiscard]] Instant now() const { return now_; }
    [[nodiscard]] Date today() const { return today_; }

    /// When the run of that day was or is due; nothing if the day does not exist or is left out, because on that
    /// very day the schedule was switched on or moved, or the database switched on or connected, when its time had
    /// passed already.
    [[nodiscard]] std::optional<Instant> moment_of(const DatabaseFacts& database, Date day) {
        const auto& moment = moment_of(day);
        const bool came_too_late = moment && (is_late(daily_, database.on_since, *moment, day) ||
                                              is_late(daily_, database.bound_since, *moment, day));
        return came_too_late ? std::nullopt : moment;
    }
    [[nodiscard]] bool takes_part(const DatabaseFacts& database) const {
        return daily_.is_on && database.is_on && database.is_connected;
    }

  private:
    const std::optional<Instant>& moment_of(Date day) {
        const auto [known, is_new] = moments_.try_emplace(std::chrono::sys_days(day));
        if (is_new) {
            known->second = daily_.zone.instant_of(day, daily_.time);
            if (known->second && is_late(daily_, daily_.changed, *known->second, day)) {
                known->second.reset();
            }
        }
        return known->second;
    }

    const Daily& daily_;
    Instant now_;
    Date today_;
    std::map<std::chrono::sys_days, std::optional<Instant>> moments_;
};

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
std::optional<Due> find_paused(Calendar& calendar, const DatabaseFacts& database) {
    const auto today = calendar.today();
    const auto newest = std::find_if(database.days.begin(), database.days.end(),
                                     [&](const DayRecord& record) { return record.local_day <= today; });
    if (newest == database.days.end() || newest->standing != Standing::Paused ||
        std::chrono::sys_days(today) - std::chrono::sys_days(newest->local_day) > kDaysBack) {
        return std::nullopt;
    }
    for (auto day = after(newest->local_day, 1); day <= today; day = after(day, 1)) {
        const auto moment = calendar.moment_of(database, day);
        if (moment && *moment <= calendar.now()) {
            return std::nullopt;
        }
    }
    return continued(database, *newest, calendar.now());
}

std::optional<Due> find_due(Calendar& calendar, const DatabaseFacts& database) {
    if (!calendar.takes_part(database)) {
        return std::nullopt;
    }
    const auto moment = calendar.moment_of(database, calendar.today());
    const auto* record = record_of(database, calendar.today());
    if (moment && *moment <= calendar.now() && (record == nullptr || record->standing == Standing::Free)) {
        return make_due(database, calendar.today(), *moment);
    }
    return find_paused(calendar, database);
}

/// The first day from now on whose time is still to come and whose run nobody has made.
std::optional<Next> find_planned(Calendar& calendar, const DatabaseFacts& database) {
    for (int i = 0; i < kLookAhead; ++i) {
        const auto day = after(calendar.today(), i);
        const auto moment = calendar.moment_of(database, day);
        const auto* record = record_of(database, day);
        if (moment && *moment > calendar.now() && (record == nullptr || record->standing == Standing::Free)) {
            return Next{.at = *moment, .local_day = day, .kind = NextKind::Planned};
        }
    }
    return std::nullopt;
}

std::optional<Next> find_next(Calendar& calendar, const DatabaseFacts& database) {
    if (!calendar.takes_part(database)) {
        return std::nullopt;
    }
    const auto due = find_due(calendar, database);
    if (due && due->readiness == Readiness::Ready) {
        return Next{due->due, due->local_day, NextKind::Now};
    }
    if (due && due->readiness == Readiness::Busy) {
        return Next{due->due, due->local_day, NextKind::Busy};
    }
    const auto planned = find_planned(calendar, database);
    const bool comes_first = due && (!planned || due->ready_from < planned->at);
    return comes_first ? Next{due->ready_from, due->local_day, NextKind::Continued} : planned;
}

} // namespace

std::vector<Due> find_due(const Daily& daily, Instant now, std::span<const DatabaseFacts> databases) {
    struct Placed {
        Due due;
        std::optional<Instant> last_run;
    };
    Calendar calendar(daily, now);
    std::vector<Placed> found;
    for (const auto& database : databases) {
        if (const auto due = find_due(calendar, database)) {
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

std::vector<std::optional<Next>> next_runs(const Daily& daily, Instant now,
                                           std::span<const DatabaseFacts> databases) {
    Calendar calendar(daily, now);
    std::vector<std::optional<Next>> next;
    next.reserve(databases.size());
    for (const auto& database : databases) {
        next.push_back(find_next(calendar, database));
    }
    return next;
}

std::optional<Next> next_run(const Daily& daily, Instant now, const DatabaseFacts& database) {
    return next_runs(daily, now, {&database, 1}).front();
}

std::optional<Instant> next_wake(const Daily& daily, Instant now, std::span<const DatabaseFacts> databases) {
    std::optional<Instant> wake;
    const auto consider = [&](Instant instant) {
        if (instant > now && (!wake || instant < *wake)) {
            wake = instant;
        }
    };
    Calendar calendar(daily, now);
    for (const auto& database : databases) {
        if (!calendar.takes_part(database)) {
            continue;
        }
        if (const auto planned = find_planned(calendar, database)) {
            consider(planned->at);
        }
        if (const auto due = find_due(calendar, database)) {
            consider(due->ready_from);
        }
    }
    return wake;
}

} // namespace muster::schedule
