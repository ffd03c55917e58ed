// When databases are updated next, for people.

#include <algorithm>

#include <fmt/format.h>

#include "app/daily_situation.hpp"
#include "app/daily_update.hpp"
#include "base/zones.hpp"

namespace muster::app {

namespace {

std::string words_for(const schedule::Next& next, const schedule::Daily& daily, Instant now) {
    if (next.kind == schedule::NextKind::Now) {
        return "now";
    }
    if (next.kind == schedule::NextKind::Busy) {
        return "as soon as the run that is going on has ended";
    }
    const auto local = daily.zone.local(next.at);
    const auto days = std::chrono::sys_days(local.day) - std::chrono::sys_days(daily.zone.local(now).day);
    const auto text = format_local(local);
    const auto time = text.substr(text.find(' ') + 1);
    const auto words = days == std::chrono::days(0)   ? fmt::format("today at {}", time)
                       : days == std::chrono::days(1) ? fmt::format("tomorrow at {}", time)
                                                      : fmt::format("on {} at {}", format_date(local.day), time);
    const auto* const why = next.kind == schedule::NextKind::Continued
                                ? ", when the paused run goes on with a new day's API calls"
                                : "";
    return fmt::format("{} ({}){}", words, daily.zone.name(), why);
}

std::optional<NextRun> present(const std::optional<schedule::Next>& next, const schedule::Daily& daily,
                               Instant now) {
    if (!next) {
        return std::nullopt;
    }
    return NextRun{.next = *next,
                   .local_time =
                       fmt::format("{} ({})", format_local(daily.zone.local(next->at)), daily.zone.name()),
                   .time_zone = daily.zone.name(),
                   .words = words_for(*next, daily, now)};
}

} // namespace

Result<std::vector<DailyState>> daily_states(Installation& installation, Instant now) {
    TRY_ASSIGN(const auto situation, look_at_schedule(installation, now));
    const auto automatic = installation.store().automatic_states();
    std::vector<DailyState> states;
    for (const auto& database : installation.store().databases()) {
        DailyState state{.database = database.id, .name = database.name, .is_connected = database.connected};
        if (const auto saved = automatic.find(database.id); saved != automatic.end()) {
            state.is_on = saved->second.automatic_on;
            state.off_for_undo = off_for_undo(saved->second);
        }
        if (const auto* facts = situation ? situation->find(database.id) : nullptr) {
            state.next = present(schedule::next_run(situation->daily, now, *facts), situation->daily, now);
        }
        states.push_back(std::move(state));
    }
    return states;
}

Result<std::optional<NextRun>> next_run(Installation& installation, store::DatabaseId database, Instant now) {
    TRY(installation.store().describe_database(database));
    TRY_ASSIGN(const auto situation, look_at_schedule(installation, database, now));
    const auto* facts = situation ? situation->find(database) : nullptr;
    if (facts == nullptr) {
        return std::nullopt;
    }
    return present(schedule::next_run(situation->daily, now, *facts), situation->daily, now);
}

Result<std::optional<NextRun>> next_run(Installation& installation, Instant now) {
    TRY_ASSIGN(const auto situation, look_at_schedule(installation, now));
    if (!situation) {
        return std::nullopt;
    }
    std::optional<schedule::Next> first;
    for (const auto& facts : situation->databases) {
        const auto next = schedule::next_run(situation->daily, now, facts);
        if (next && (!first || next->at < first->at)) {
            first = next;
        }
    }
    if (!first) { // nobody takes part: as for somebody who is switched on just now
        first = schedule::next_run(situation->daily, now, {.is_on = true, .on_since = now, .is_connected = true});
    }
    return present(first, situation->daily, now);
}

Result<std::optional<Instant>> next_wake(Installation& installation, Instant now) {
    TRY_ASSIGN(const auto situation, look_at_schedule(installation, now));
    return situation ? schedule::next_wake(situation->daily, now, situation->databases) : std::nullopt;
}

} // namespace muster::app
