#include <limits>

#include <fmt/format.h>

#include "app/history.hpp"
#include "base/text.hpp"
#include "cli/command.hpp"
#include "cli/present.hpp"
#include "cli/report_text.hpp"

namespace muster::cli {

namespace {

constexpr std::int64_t kMostRuns = 100'000;
constexpr std::int64_t kRunsShown = 50;

void write_summary(json::Writer& writer, const sync::RunSummary& run) {
    writer.object()
        .member("run_id", run.run_id)
        .member("database", run.database)
        .member("started_by", run.started_by);
    writer.member("undo_of", run.undo_of.empty() ? std::nullopt : std::optional(run.undo_of));
    writer.member("preview", run.preview).member("depth", run.depth).member("state", sync::to_text(run.state));
    writer.member("started_at", format_instant(run.started_at));
    writer.member("finished_at", run.finished_at ? std::optional(format_instant(*run.finished_at)) : std::nullopt);
    const auto& totals = run.totals;
    writer.key("totals").object().member("selected", totals.selected).member("created", totals.created);
    writer.member("updated", totals.updated).member("unchanged", totals.unchanged);
    writer.member("ignored_duplicate", totals.ignored_duplicate)
        .member("ignored_no_email", totals.ignored_no_email);
    writer.member("ignored_invalid_email", totals.ignored_invalid_email);
    writer.member("held_back_unsubscribed", totals.held_back_unsubscribed).member("refused", totals.refused);
    writer.member("not_attempted", totals.not_attempted).end();
    writer.member("message", run.message);
    writer.member("calls_estimated", run.calls_estimated).member("calls_total", run.calls_total).end();
}

std::string what(const sync::RunSummary& run) {
    if (run.undo_of.empty()) {
        return run.preview ? "preview" : run.depth;
    }
    return run.preview ? "undo preview" : "undo";
}

Result<Exit> runs(Session& session, const Given& given) {
    TRY_ASSIGN(const auto limit, given.number("--limit", 1, kMostRuns));
    TRY_ASSIGN(const auto target, open_target(session, given));
    const auto listed = target.installation->store()
                            .journal(target.database)
                            ->runs(static_cast<std::size_t>(limit.value_or(kRunsShown)));
    json::Writer writer(2);
    writer.array();
    Table table({"run", "started", "by", "what", "state", "created", "updated", "refused"});
    for (const auto& run : listed) {
        write_summary(writer, run);
        table.add({run.run_id, format_instant(run.started_at), run.started_by, what(run),
                   std::string(sync::to_text(run.state)), std::to_string(run.totals.created),
                   std::to_string(run.totals.updated), std::to_string(run.totals.refused)});
    }
    session.console().document(writer.end().text());
    session.console().say(table.is_empty() ? "There was no run yet." : table.text());
    return Exit::Done;
}

Result<sync::Report> asked_run(app::Installation& installation, const std::string& id) {
    return with_hint(app::find_run(installation, id), Code::NotFound,
                     "muster runs --database NAME lists those there are.");
}

Result<Exit> show(Session& session, const Given& given) {
    TRY_ASSIGN(auto* installation, session.installation());
    TRY_ASSIGN(const auto report, asked_run(*installation, given.value("ID")));
    session.console().document(sync::to_json(report));
    session.console().say(fmt::format(
        "Run {} of \"{}\", {}{}{}, started {} by {}: {}.\n\n{}", report.run_id, report.database, report.depth,
        report.preview ? " preview" : "", report.undo_of.empty() ? "" : ", undo of " + report.undo_of,
        format_instant(report.started_at), report.started_by, sync::to_text(report.state),
        report_text(report, std::numeric_limits<std::size_t>::max())));
    return Exit::Done;
}

Result<Exit> export_run(Session& session, const Given& given) {
    TRY_ASSIGN(auto* installation, session.installation());
    TRY_ASSIGN(const auto report, asked_run(*installation, given.value("ID")));
    TRY(app::export_run(report, given.value("FILE")));
    auto writer = begin_document();
    writer.member("run_id", report.run_id)
        .member("file", given.value("FILE"))
        .member("people", report.people.size());
    session.console().document(writer.member("issues", report.issues.size()).end().text());
    session.console().say(fmt::format("Wrote {} people and {} issues to {}.", report.people.size(),
                                      report.issues.size(), given.value("FILE")));
    return Exit::Done;
}

} // namespace

std::vector<Command> history_commands() {
    const Argument id{"ID", "id of the run"};
    return {
        {"runs",
         "list the runs of a database, newest first",
         {},
         {database_flag(), {"--limit", FlagKind::Value, "N", "at most so many (50)", false}},
         SideEffects::Nothing,
         {"muster runs --database Main"},
         runs,
         ""},
        {"runs show", "show one run with everyone whom it names", {id}, {}, SideEffects::Nothing, {}, show, ""},
        {"runs export",
         "write one run as a CSV file",
         {id, {"FILE", "the file to write"}},
         {},
         SideEffects::Nothing,
         {},
         export_run,
         ""},
    };
}

} // namespace muster::cli
