#include "app/schedule.hpp"

#include "base/zones.hpp"

namespace muster::app {

Result<store::Schedule> set_schedule(Installation& installation, const ScheduleChange& change) {
    const auto saved = installation.store().schedule();
    store::Schedule schedule = saved.value_or(store::Schedule{});
    if (change.time) {
        TRY(parse_time_of_day(*change.time));
        schedule.time = *change.time;
    }
    if (change.time_zone) {
        TRY(Zone::find(*change.time_zone));
        schedule.time_zone = *change.time_zone;
    }
    if (schedule.time.empty()) {
        return fail(Code::Invalid, "The schedule has no time yet. Give a time of day.");
    }
    if (schedule.time_zone.empty()) {
        schedule.time_zone = machine_zone();
    }
    schedule.enabled = change.enabled;
    if (schedule != saved) { // saved as it is, it must not put off a run that is due today
        installation.store().save_schedule(schedule);
    }
    return schedule;
}

} // namespace muster::app
