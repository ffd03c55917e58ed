#include <algorithm>

#include <fmt/format.h>

#include "app/daily_update.hpp"
#include "app/run_in_view.hpp"
#include "app/schedule.hpp"
#include "app/selections.hpp"
#include "app/undo.hpp"
#include "cli/command.hpp"
#include "cli/present.hpp"
#include "cli/report_text.hpp"

namespace muster::cli {

namespace {

/// `off`: why it is off, where no person switched it off.
void show_update(Console& console, const std::string& database, const std::optional<app::AutomaticUpdate>& update,
                 const std::optional<app::OffForUndo>& off = std::nullopt) {
    auto writer = begin_document();
    writer.member("database", database).member("on", update && update->is_on).key("selections");
    if (update) {
        writer.raw(roster::to_json(update->selections));
    } else {
        writer.null();
    }
    writer.member("off_since_undo_of", off ? std::optional(off->run_id) : std::nullopt);
    console.document(writer.end().text());
    console.say(update ? fmt::format("Automatic update: {}.{}\nSelections: {}.", update->is_on ? "on" : "off",
                                     off ? " " + app::off_words(*off) : "", app::describe(update->selections))
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
    show_update(session.console(), given.value("--database"), update,
                app::off_for_undo(*target.installation, target.database));
    return Exit::Done;
}

/// When a database is updated next, or why it is not.
std::string next_text(const std::optional<store::Schedule>& schedule, const app::DailyState& state) {
    if (state.next) {
        return state.next->words;
    }
    if (!state.is_on) {
        return state.off_for_undo ? fmt::format("never: its automatic update is off since run {} was undone",
                                                state.off_for_undo->run_id)
                                  : "never: its automatic update is off";
    }
    if (!state.is_connected) {
        return "never: it is not connected";
    }
    return schedule && schedule->enabled ? "not known" : "never: the schedule is off";
}

std::string schedule_document(const std::optional<store::Schedule>& schedule,
                              const std::vector<app::DailyState>& states) {
    auto writer = begin_document();
    writer.member("on", schedule && schedule->enabled);
    writer.member("time", schedule ? std::optional(schedule->time) : std::nullopt);
    writer.member("time_zone", schedule ? std::optional(schedule->time_zone) : std::nullopt);
    writer.key("databases").array();
    for (const auto& state : states) {
        writer.object().member("database", state.name).member("on", state.is_on);
        writer.member("connected", state.is_connected).key("next_run");
        if (state.next) {
            writer.object().member("at", format_instant(state.next->next.at));
            writer.member("local_time", state.next->local_time).member("words", state.next->words).end();
        } else {
            writer.null();
        }
        writer.end();
    }
    return writer.end().end().take();
}

Result<Exit> show_schedule(Session& session, app::Installation& installation) {
    const auto schedule = installation.store().schedule();
    TRY_ASSIGN(const auto states, app::daily_states(installation, session.clock().now()));
    auto& console = session.console();
    console.document(schedule_document(schedule, states));
    console.say(schedule
                    ? fmt::format("Daily at {}, {}: {}.", schedule->time, schedule->time_zone,
                                  schedule->enabled ? "on" : "off")
                    : std::string("There is no schedule. Make one with: muster schedule set --time HH:MM --on"));
    Table table({"database", "next run"});
    for (const auto& state : states) {
        table.add({state.name, next_text(schedule, state)});
    }
    if (!table.is_empty()) {
        console.say("\n" + table.text());
    }
    return Exit::Done;
}

Result<Exit> schedule_set(Session& session, const Given& given) {
    if (given.has("--on") == given.has("--off")) {
        return fail(Code::Invalid, "Give either --on or --off.");
    }
    TRY_ASSIGN(auto* installation, session.installation());
    const auto saved =
        app::set_schedule(*installation, {given.find("--time"), given.find("--time-zone"), given.has("--on")});
    const bool has_time = given.has("--time") || installation->store().schedule();
    TRY(has_time ? saved : with_hint(saved, Code::Invalid, "Say it with --time HH:MM."));
    return show_schedule(session, *installation);
}

Result<Exit> schedule_show(Session& session, const Given&) {
    TRY_ASSIGN(auto* installation, session.installation());
    return show_schedule(session, *installation);
}

/// A database that was due, and what came of it.
struct Attempt {
    app::DueUpdate update;
    app::ScheduledRun run;
};

/// R31: who waits for a new day's quota is not waited for.
app::ScheduledRun still_paused(const app::DueUpdate& update) {
    return {.outcome = app::ScheduledRun::Outcome::Busy,
            .message = fmt::format("The day's API calls are used up. Run again from {}.",
                                   format_instant(update.due.ready_from)),
            .exit_code = static_cast<int>(Exit::QuotaExhausted)};
}

app::ScheduledRun run_or_wait(Session& session, app::Installation& installation, const app::DueUpdate& update) {
    if (update.due.readiness == schedule::Readiness::Paused) {
        return still_paused(update);
    }
    RunProgress progress(session.console(), session.clock());
    return app::run_scheduled_in_view(installation, update, progress, session.cancel());
}

std::string_view state_word(const app::ScheduledRun& run) {
    if (run.report) {
        return sync::to_text(run.report->state);
    }
    return run.outcome == app::ScheduledRun::Outcome::Taken ? "no_longer_due"
                                                            : state_word(static_cast<Exit>(run.exit_code));
}

void show_attempt(Console& console, const Attempt& attempt) {
    const auto& run = attempt.run;
    const auto exit = static_cast<Exit>(run.exit_code);
    const bool has_figures = run.report && exit != Exit::NotConnected;
    console.say(fmt::format("{}, due {}: {}{}", attempt.update.name, format_instant(attempt.update.due.due),
                            state_word(run), exit == Exit::Done ? "" : fmt::format(" ({})", run.exit_code)));
    if (has_figures) {
        console.say(report_text(*run.report, kPeopleShown) + "\n");
    } else if (!run.message.empty()) {
        console.error(fmt::format("{}: {}", attempt.update.name, run.message));
    }
}

std::string attempts_document(const std::vector<Attempt>& attempts, Exit exit) {
    auto writer = begin_document();
    writer.member("exit_code", static_cast<int>(exit)).key("runs").array();
    for (const auto& [update, run] : attempts) {
        writer.object().member("database", update.name);
        writer.member("local_day", format_date(update.due.local_day));
        writer.member("due_at", format_instant(update.due.due)).member("continued", update.due.continues);
        writer.member("state", state_word(run)).member("exit_code", run.exit_code);
        writer.member("message", run.message).key("report");
        if (run.report) {
            writer.raw(sync::to_json(*run.report));
        } else {
            writer.null();
        }
        writer.end();
    }
    return writer.end().end().take();
}

/// cli.md: of one that was due its own code; of several 3 if any had another than 0.
Exit exit_of(const std::vector<Attempt>& attempts) {
    if (attempts.size() == 1) {
        return static_cast<Exit>(attempts.front().run.exit_code);
    }
    const bool all_well = std::ranges::all_of(attempts, [](const Attempt& one) { return one.run.exit_code == 0; });
    return all_well ? Exit::Done : Exit::Issues;
}

/// What takes part and cannot: cron's mail is where somebody may see it.
void tell_who_is_not_connected(Console& console, const std::vector<app::DailyState>& states) {
    for (const auto& state : states) {
        if (state.is_on && !state.is_connected) {
            console.note(fmt::format("\"{0}\" is switched on, but not connected. To connect: muster connect "
                                     "--database \"{0}\"",
                                     state.name));
        }
    }
}

Result<Exit> schedule_run_due(Session& session, const Given&) {
    TRY_ASSIGN(auto* installation, session.installation());
    auto& console = session.console();
    const auto now = session.clock().now();
    TRY_ASSIGN(const auto states, app::daily_states(*installation, now));
    tell_who_is_not_connected(console, states);
    TRY_ASSIGN(const auto due, app::due_now(*installation, now));
    std::vector<Attempt> attempts;
    for (const auto& update : due) {
        console.note(fmt::format("Updating \"{}\"", update.name));
        attempts.push_back({update, run_or_wait(session, *installation, update)});
        show_attempt(console, attempts.back());
    }
    if (attempts.empty()) {
        TRY_ASSIGN(const auto next, app::next_run(*installation, now));
        console.say(next ? fmt::format("Nothing is due. The next run is {}.", next->words)
                         : std::string("Nothing is due: there is no schedule, or it is off."));
    }
    const auto exit = exit_of(attempts);
    console.document(attempts_document(attempts, exit));
    return exit;
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
         "Every database whose automatic update is on and that is connected is updated once a day. muster serve "
         "does it; without it,\nlet cron call muster schedule run-due, every quarter of an hour for example. A "
         "time "
         "that has passed today means tomorrow."},
        {"schedule show",
         "show the daily schedule and when each database is next",
         {},
         {},
         SideEffects::Nothing,
         {},
         schedule_show,
         ""},
        {"schedule run-due",
         "run what is due by the schedule, then exit",
         {},
         {},
         SideEffects::Account,
         {"muster schedule run-due --quiet"},
         schedule_run_due,
         "For cron. It may be called as often as you like, and beside muster serve: each database is updated once "
         "a "
         "day. Nothing is\nasked. Exit code: 0 when nothing was due or all went well, the run's own when one "
         "database was due, otherwise 3 when any had\nanother than 0."},
    };
}

} // namespace muster::cli
