#include "app/daily_situation.hpp"

#include <algorithm>

#include "base/zones.hpp"

namespace muster::app {

Result<std::optional<schedule::Daily>> read_daily(Installation& installation) {
    const auto saved = installation.store().schedule();
    if (!saved) {
        return std::nullopt;
    }
    TRY_ASSIGN(const auto time, parse_time_of_day(saved->time));
    TRY_ASSIGN(const auto zone, Zone::find(saved->time_zone));
    return schedule::Daily{.is_on = saved->enabled, .time = time, .zone = zone, .changed = saved->changed};
}

Date oldest_day(const schedule::Daily& daily, Instant now) {
    return Date(std::chrono::sys_days(daily.zone.local(now).day) - schedule::kDaysBack);
}

const schedule::DatabaseFacts* Situation::find(store::DatabaseId database) const {
    const auto found = std::ranges::lower_bound(databases, database.number, {}, &schedule::DatabaseFacts::database);
    return found == databases.end() || found->database != database.number ? nullptr : &*found;
}

Result<std::optional<Situation>> look_at_schedule(Installation& installation, Instant now) {
    TRY_ASSIGN(const auto daily, read_daily(installation));
    if (!daily) {
        return std::nullopt;
    }
    return Situation{*daily, installation.store().schedule_ledger()->facts(oldest_day(*daily, now), now)};
}

Result<std::optional<Situation>> look_at_schedule(Installation& installation, store::DatabaseId database,
                                                  Instant now) {
    TRY_ASSIGN(const auto daily, read_daily(installation));
    if (!daily) {
        return std::nullopt;
    }
    Situation situation{*daily, {}};
    if (auto facts =
            installation.store().schedule_ledger()->facts_of(database.number, oldest_day(*daily, now), now)) {
        situation.databases.push_back(std::move(*facts));
    }
    return situation;
}

std::vector<DueUpdate> due_of(const Situation& situation, Instant now) {
    std::vector<DueUpdate> updates;
    for (const auto& due : schedule::find_due(situation.daily, now, situation.databases)) {
        const auto* facts = situation.find({due.database});
        updates.push_back(
            {.database = {due.database}, .name = facts->name, .due = due, .busy_with = facts->running});
    }
    return updates;
}

} // namespace muster::app
