#include <fmt/format.h>

#include "app/history.hpp"
#include "app/run_in_view.hpp"
#include "app/undo.hpp"
#include "app/update_contacts.hpp"
#include "cli/command.hpp"
#include "cli/present.hpp"
#include "cli/report_text.hpp"

namespace muster::cli {

namespace {

constexpr std::int64_t kMostRemovals = 10'000'000;

bool has_selections(const Given& given) {
    return given.has("--list-group") || given.has("--custom-field") || given.has("--member-filter") ||
           given.has("--rep-filter");
}

Result<roster::Selections> chosen_selections(const Target& target, const Given& given) {
    if (!given.has("--saved")) {
        return app::make_selections(*target.installation, target.database, given_selections(given));
    }
    if (has_selections(given)) {
        return fail(Code::Invalid,
                    "--saved takes the saved automatic selections: leave out the other selections, or --saved.");
    }
    TRY_ASSIGN(auto saved, app::automatic_update(*target.installation, target.database));
    if (!saved) {
        return fail(Code::Invalid, "There are no saved selections. Save some with: muster auto-update set");
    }
    return std::move(saved->selections);
}

Result<app::UpdateRequest> read_request(const Target& target, const Given& given) {
    app::UpdateRequest request;
    if (given.has("--full") && given.has("--quick")) {
        return fail(Code::Invalid, "--full and --quick exclude each other.");
    }
    TRY_ASSIGN(request.confirmed_removals, given.number("--confirm-removals", 0, kMostRemovals));
    TRY_ASSIGN(request.selections, chosen_selections(target, given));
    request.preview = given.has("--dry-run");
    request.depth = given.has("--quick") ? sync::Depth::Quick : sync::Depth::Full;
    request.all_people = given.has("--all-people");
    return request;
}

Result<sync::Report> run(Session& session, const Target& target, const app::UpdateRequest& request) {
    RunProgress progress(session.console(), session.clock());
    return app::update_in_view(*target.installation, target.database, request, progress, session.cancel());
}

Exit present(Console& console, const sync::Report& report) {
    console.document(sync::to_json(report));
    const auto exit = static_cast<Exit>(sync::exit_code(report.state));
    if (exit == Exit::NotConnected || exit == Exit::Busy) {
        // Nothing was looked at, so there are no figures to show.
        const std::string next = exit == Exit::NotConnected
                                     ? fmt::format(" To connect: muster connect --database \"{}\"", report.database)
                                     : "";
        console.error(report.message + next);
        return exit;
    }
    console.say(report_text(report, kPeopleShown));
    return exit;
}

/// R25: whoever sits at a terminal sees the plan of a database's first run and says whether it goes on. An exit
/// code if it does not.
Result<std::optional<Exit>> ask_before_first_run(Session& session, const Target& target,
                                                 app::UpdateRequest request) {
    auto& console = session.console();
    request.preview = true;
    TRY_ASSIGN(const auto preview, run(session, target, request));
    if (preview.state != sync::RunState::Completed) {
        return std::optional(present(console, preview));
    }
    console.prompt(fmt::format("This is the first run of \"{}\". It would do this:\n\n{}\n", preview.database,
                               report_text(preview, kPeopleShown)));
    const std::string question =
        preview.new_permissions > 0
            ? fmt::format(
                  "{} new Contacts will be stated to have given implied permission to be sent mail. Go on? [y/N] ",
                  preview.new_permissions)
            : std::string("Go on? [y/N] ");
    TRY_ASSIGN(const bool goes_on, console.confirm(question));
    if (goes_on) {
        return std::nullopt;
    }
    console.document(sync::to_json(preview));
    console.prompt("Stopped; nothing was sent.");
    return std::optional(Exit::Cancelled);
}

Result<Exit> sync_contacts(Session& session, const Given& given) {
    TRY_ASSIGN(const auto target, open_target(session, given));
    TRY_ASSIGN(const auto request, read_request(target, given));
    const bool asks = !request.preview && !given.has("--yes") && session.console().can_ask() &&
                      app::is_first_run(*target.installation, target.database);
    if (asks) {
        TRY_ASSIGN(const auto stopped, ask_before_first_run(session, target, request));
        if (stopped) {
            return *stopped;
        }
    }
    TRY_ASSIGN(const auto report, run(session, target, request));
    return present(session.console(), report);
}

/// R32: whoever sits at a terminal sees what would be undone, and says whether it is. An exit code if it is not.
Result<std::optional<Exit>> ask_before_undo(Session& session, const Target& target, app::UpdateRequest request) {
    auto& console = session.console();
    request.preview = true;
    TRY_ASSIGN(const auto preview, run(session, target, request));
    if (preview.state != sync::RunState::Completed || preview.totals.updated == 0) {
        return std::optional(present(console, preview)); // nothing that could be agreed to
    }
    console.prompt(report_text(preview, kPeopleShown) + "\n");
    TRY_ASSIGN(const bool goes_on, console.confirm(fmt::format(
                                       "Set back {} Contacts in \"{}\", and switch the automatic update of \"{}\" "
                                       "off? [y/N] ",
                                       preview.totals.updated, preview.account_name, preview.database)));
    if (goes_on) {
        return std::nullopt;
    }
    console.document(sync::to_json(preview));
    console.prompt("Stopped; nothing was sent.");
    return std::optional(Exit::Cancelled);
}

Result<Exit> undo(Session& session, const Given& given) {
    TRY_ASSIGN(auto* installation, session.installation());
    app::UpdateRequest request;
    request.undo_of = given.value("ID");
    request.preview = given.has("--dry-run");
    request.all_people = given.has("--all-people");
    const auto database = installation->store().database_of_run(request.undo_of);
    if (!database) {
        return fail(Code::NotFound, app::find_run(*installation, request.undo_of).error().message);
    }
    const Target target{installation, *database};
    TRY(app::check_undo(*installation, *database, request.undo_of));
    if (!request.preview && !given.has("--yes") && session.console().can_ask()) {
        TRY_ASSIGN(const auto stopped, ask_before_undo(session, target, request));
        if (stopped) {
            return *stopped;
        }
    }
    TRY_ASSIGN(const auto report, run(session, target, request));
    return present(session.console(), report);
}

std::string_view source_words(app::SelectionSource source) {
    switch (source) {
    case app::SelectionSource::LastRun:
        return "the selections of the last completed run";
    case app::SelectionSource::Automatic:
        return "the saved automatic selections, as no run has completed yet";
    case app::SelectionSource::Everything:
        return "every Rep, as no run has completed yet and no selections are saved";
    }
    return "";
}

Result<Exit> check(Session& session, const Given& given) {
    TRY_ASSIGN(const auto target, open_target(session, given));
    TRY_ASSIGN(const auto used, app::last_used_selections(*target.installation, target.database));
    auto& console = session.console();
    console.note(fmt::format("Comparing with {} ({}).", source_words(used.source), app::describe(used.selections)));
    app::UpdateRequest request;
    request.selections = used.selections;
    request.preview = true;
    TRY_ASSIGN(const auto report, run(session, target, request));
    const bool is_compared = report.state == sync::RunState::Completed ||
                             report.state == sync::RunState::CompletedWithIssues ||
                             report.state == sync::RunState::NeedsConfirmation;
    if (!is_compared) {
        return present(console, report);
    }
    console.document(sync::to_json(report));
    if (app::is_consistent(report)) {
        console.say("Consistent: a run would write nothing.");
        return Exit::Done;
    }
    console.say("There are differences.\n\n" + report_text(report, kPeopleShown));
    return Exit::Issues;
}

} // namespace

std::vector<Command> sync_commands() {
    const std::vector<Flag> database{database_flag()};
    const std::vector<Flag> run_flags{
        {"--saved", FlagKind::Switch, "", "with the saved automatic selections", false},
        {"--dry-run", FlagKind::Switch, "", "show what would be done, write nothing to Constant Contact", false},
        {"--confirm-removals", FlagKind::Value, "N", "allow up to N people to be taken off Active Members", false},
        {"--full", FlagKind::Switch, "", "read every Contact of the account (the default)", false},
        {"--quick", FlagKind::Switch, "", "trust what was last proved where the cheap signs agree", false},
        {"--yes", FlagKind::Switch, "", "do not ask before the first run of a database", false},
        {"--all-people", FlagKind::Switch, "", "name the unchanged people too", false}};
    return {
        {"sync",
         "update Constant Contact from the database",
         {},
         joined(joined(database, selection_flags()), run_flags),
         SideEffects::Account,
         {"muster sync --database Main --list-group Board --custom-field \"Member ID\" --dry-run",
          "muster sync --database Main --member-filter status=ACT,COU --list-group Board",
          "muster sync --database Main --saved --json"},
         sync_contacts,
         "Without selections: every Rep, no lists of Rep Groups, no custom fields. EXPR is field=V1,V2 (any of), "
         "field!=V1,V2 (none\n"
         "of), field<=V, field>=V or field~TEXT (contains); a value with a comma is put in double quotes."},
        {"check",
         "read everything, compare, write nothing",
         {},
         database,
         SideEffects::Nothing,
         {"muster check --database Main"},
         check,
         "Exit code 0: a run with the selections of the last one would write nothing. 3: it would."},
        {"undo",
         "take back what the newest run did in Constant Contact",
         {{"ID", "id of the run; muster runs lists them"}},
         {{"--dry-run", FlagKind::Switch, "", "show what would be undone, write nothing to Constant Contact",
           false},
          {"--yes", FlagKind::Switch, "", "do not ask before it is undone", false},
          {"--all-people", FlagKind::Switch, "", "name everyone whom the run changed", false}},
         SideEffects::Account,
         {"muster undo 0192f0c4-7d3e-7a51-9a27-5b1d8c1f0a11 --dry-run"},
         undo,
         "Only the newest run that wrote can be undone: whom it put on lists comes off them, whom it took off "
         "Active "
         "Members comes back\n"
         "where an active Rep has the address now, and properties get their former values, as far as nobody has "
         "changed them since.\n"
         "Unsubscribes cannot be undone, and who has unsubscribed is not touched. Contacts, lists and custom "
         "fields "
         "that the run made\n"
         "stay; so do passwords. The automatic update of the database is off from then on until a person switches "
         "it "
         "on (muster\n"
         "auto-update set), because the next run would do the rest again. An undo that was cut off is completed by "
         "another one of the\n"
         "same run."},
    };
}

} // namespace muster::cli
