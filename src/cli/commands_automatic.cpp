#include <fmt/format.h>

#include "app/schedule.hpp"
#include "app/selections.hpp"
#include "cli/command.hpp"
#include "cli/present.hpp"

namespace muster::cli {

namespace {

void show_update(Console& console, const std::string& database, const std::optional<app::AutomaticUpdate>& update) {
    auto writer = begin_document();
    writer.member("database", database).member("on", update && update->is_on).key("selections");
    if (update) {
        writer.raw(roster::to_json(update->selections));
    } else {
        writer.null();
    }
    console.document(writer.end().text());
    console.say(update ? fmt::format("Automatic update: {}.\nSelections: {}.", update->is_on ? "on" : "off",
                                     app::describe(update->selections))
                       : std::string("No automatic selections are saved. Save some with: muster auto-update set"));
}

bool has_selections(const Given& given) {
    return given.has("--list-group") || given.has("--custom-field") || given.has("--member-filter") ||
           given.has("--rep-filter");
}

Result<Exit> update_set(Session& session, const Given& given) {
    TRY_ASSIGN(const auto target, open_target(session, given));
    TRY_ASSIGN(auto update, app::automatic_update(*target.installation, target.database));
    const bool keeps =
        given.has("--off") && !has_selections(given); // switching off does not forget what was chosen
    app::AutomaticUpdate changed{update && keeps ? update->selections : roster::Selections{}, !given.has("--off")};
    if (!keeps) {
        TRY_ASSIGN(changed.selections,
                   app::make_selections(*target.installation, target.database, given_selections(given)));
    }
    app::save_automatic_update(*target.installation, target.database, changed);
    show_update(session.console(), given.value("--database"), changed);
    return Exit::Done;
}

Result<Exit> update_show(Session& session, const Given& given) {
    TRY_ASSIGN(const auto target, open_target(session, given));
    TRY_ASSIGN(const auto update, app::automatic_update(*target.installation, target.database));
    show_update(session.console(), given.value("--database"), update);
    return Exit::Done;
}

void show_schedule(Console& console, const std::optional<store::Schedule>& schedule) {
    auto writer = begin_document();
    writer.member("on", schedule && schedule->enabled);
    writer.member("time", schedule ? std::optional(schedule->time) : std::nullopt);
    writer.member("time_zone", schedule ? std::optional(schedule->time_zone) : std::nullopt);
    console.document(writer.end().text());
    console.say(schedule
                    ? fmt::format("Daily at {}, {}: {}.", schedule->time, schedule->time_zone,
                                  schedule->enabled ? "on" : "off")
                    : std::string("There is no schedule. Make one with: muster schedule set --time HH:MM --on"));
}

Result<Exit> schedule_set(Session& session, const Given& given) {
    if (given.has("--on") == given.has("--off")) {
        return fail(Code::Invalid, "Give either --on or --off.");
    }
    TRY_ASSIGN(auto* installation, session.installation());
    TRY_ASSIGN(
        const auto schedule,
        app::set_schedule(*installation, {given.find("--time"), given.find("--time-zone"), given.has("--on")}));
    show_schedule(session.console(), schedule);
    return Exit::Done;
}

Result<Exit> schedule_show(Session& session, const Given&) {
    TRY_ASSIGN(auto* installation, session.installation());
    show_schedule(session.console(), installation->store().schedule());
    return Exit::Done;
}

} // namespace

std::vector<Command> automatic_commands() {
    const std::vector<Flag> database{database_flag()};
    return {
        {"auto-update set",
         "save the automatic selections of a database",
         {},
         joined(joined(database, selection_flags()),
                {{"--off", FlagKind::Switch, "", "take the database out of the automatic update", false}}),
         SideEffects::Records,
         {"muster auto-update set --database Main --list-group Board"},
         update_set,
         "Runs by hand neither read nor change them; muster sync --saved does."},
        {"auto-update show",
         "show the automatic selections",
         {},
         database,
         SideEffects::Nothing,
         {},
         update_show,
         ""},
        {"schedule set",
         "set the time of the daily update",
         {},
         {{"--time", FlagKind::Value, "HH:MM", "time of day", false},
          {"--time-zone", FlagKind::Value, "ZONE", "time zone, e.g. America/Chicago; the machine's at first",
           false},
          {"--on", FlagKind::Switch, "", "enable scheduled contact updates", false},
          {"--off", FlagKind::Switch, "", "disable them", false}},
         SideEffects::Records,
         {"muster schedule set --time 02:30 --time-zone America/Chicago --on"},
         schedule_set,
         "This version keeps the schedule but starts nothing by itself: let cron call muster sync --database NAME "
         "--saved."},
        {"schedule show", "show the daily schedule", {}, {}, SideEffects::Nothing, {}, schedule_show, ""},
    };
}

} // namespace muster::cli
