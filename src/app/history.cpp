#include "app/history.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "app/undo.hpp"
#include "base/text.hpp"
#include "exchange/csv_writer.hpp"
#include "exchange/output_file.hpp"

namespace muster::app {

namespace {

using sync::RunState;

constexpr std::size_t kPieceBytes = 64 * 1024; ///< of a CSV file that is handed on as it grows

tl::unexpected<Error> no_such_run(const std::string& run_id) {
    return fail(Code::NotFound, fmt::format("This database has no run \"{}\".", run_id));
}

std::string changes_text(const sync::Person& person) {
    std::vector<std::string> parts;
    for (const auto& change : person.changes) {
        // A secret is listed as changed, without its values (R29).
        const bool has_values = change.old_value || change.new_value;
        parts.push_back(has_values ? fmt::format("{}: {} -> {}", change.field, change.old_value.value_or(""),
                                                 change.new_value.value_or(""))
                                   : fmt::format("{}: changed", change.field));
    }
    return join(parts, "; ");
}

void put_headings(exchange::CsvWriter& csv) {
    for (const auto* heading : {"email", "rep_id", "name", "outcome", "issue", "message", "changes", "lists_added",
                                "lists_removed", "lists_held_back"}) {
        csv.cell(heading);
    }
    csv.end_row();
}

void put_row(exchange::CsvWriter& csv, const sync::Person& person) {
    csv.cell(person.email)
        .cell(person.rep_id.value_or(""))
        .cell(person.name)
        .cell(sync::to_text(person.outcome))
        .cell("");
    csv.cell(person.reason.value_or("")).cell(changes_text(person)).cell(join(person.lists_added, "; "));
    csv.cell(join(person.lists_removed, "; ")).cell(join(person.lists_held_back, "; "));
    csv.end_row();
}

void put_row(exchange::CsvWriter& csv, const sync::Issue& issue) {
    csv.cell(issue.email.value_or(""))
        .cell(issue.rep_id.value_or(""))
        .cell("")
        .cell("")
        .cell(issue.code)
        .cell(issue.message);
    csv.cell("").cell("").cell("").cell("");
    csv.end_row();
}

store::Window bounded(store::Window window) {
    window.limit = std::min(window.limit, kLongestPage);
    return window;
}

/// Whether a run that is recorded as running is still at it, in whatever process.
bool is_at_it(Installation& installation, store::DatabaseId database, const std::string& run_id) {
    const auto running = installation.store().running(database);
    return running && running->run_id == run_id;
}

template <class Run>
void end_if_abandoned(Installation& installation, store::DatabaseId database, Run& run) {
    if (run.state == RunState::Running && !is_at_it(installation, database, run.run_id)) {
        run.state = RunState::Failed;
        run.message = "The run ended without a word: its process was stopped or its machine went down. What it had "
                      "done is kept; the next run completes it.";
    }
}

/// A run that the store does not have: a preview under way, or one that never began.
Result<sync::Report> report_from_board(Installation& installation, const RunProgress& progress) {
    TRY_ASSIGN(const auto described, installation.store().describe_database(progress.database));
    sync::Report report;
    report.run_id = progress.run_id;
    report.database = described.name;
    report.started_by = progress.started_by;
    report.undo_of = progress.undo_of;
    report.preview = progress.preview;
    report.depth = progress.depth;
    report.account_id = described.account_id;
    report.account_name = described.account_name;
    report.selections_json = progress.selections_json;
    report.started_at = progress.started_at;
    report.quota_resets_at = next_utc_midnight(progress.started_at);
    if (progress.end) {
        report.state = progress.end->state;
        report.message = progress.end->message;
        report.finished_at = progress.end->at;
    }
    return report;
}

RunActions actions(Installation& installation, store::DatabaseId database, const RunView& view) {
    const auto& report = view.report;
    const bool is_newest = !installation.store().newest_run_after(database, report.run_id);
    RunActions can;
    can.cancel = report.state == RunState::Running && view.progress && !view.progress->end &&
                 view.progress->cancelled_by.empty();
    can.begin = report.preview && report.state == RunState::Completed && is_newest;
    if (!report.undo_of.empty()) {
        const bool has_something = report.totals.updated > 0;
        can.begin = can.begin && has_something && check_undo(installation, database, report.undo_of).has_value();
        return can;
    }
    can.confirm = report.state == RunState::NeedsConfirmation && is_newest;
    can.repeat = !report.preview && report.state != RunState::Running && report.totals.refused > 0;
    can.undo = report.state != RunState::Running && check_undo(installation, database, report.run_id).has_value();
    return can;
}

} // namespace

Result<sync::Report> find_run(Installation& installation, const std::string& run_id) {
    auto report = installation.store().show_run(run_id);
    if (!report) {
        return fail(Code::NotFound, fmt::format("There is no run \"{}\".", run_id));
    }
    return std::move(*report);
}

Result<void> export_run(const sync::Report& report, const std::string& path) {
    exchange::CsvWriter csv(exchange::Formulas::Defused);
    put_headings(csv);
    for (const auto& person : report.people) {
        put_row(csv, person);
    }
    for (const auto& issue : report.issues) {
        put_row(csv, issue);
    }
    TRY_ASSIGN(auto file, exchange::OutputFile::create(path, exchange::Privacy::AsUsual));
    TRY(file.write(csv.text()));
    return file.finish();
}

Result<void> write_run_csv(Installation& installation, store::DatabaseId database, const std::string& run_id,
                           const WriteText& write) {
    auto& store = installation.store();
    if (!store.run_summary(database, run_id)) {
        return no_such_run(run_id);
    }
    exchange::CsvWriter csv(exchange::Formulas::Defused);
    put_headings(csv);
    const auto hand_on = [&](std::size_t from_bytes) -> Result<void> {
        if (csv.text().size() < from_bytes) {
            return {};
        }
        TRY(write(csv.text()));
        csv.text().clear();
        return {};
    };
    const auto put = [&](const auto& row) {
        put_row(csv, row);
        return hand_on(kPieceBytes);
    };
    TRY(store.each_person(database, run_id, [&](const sync::Person& person) { return put(person); }));
    TRY(store.each_issue(database, run_id, [&](const sync::Issue& issue) { return put(issue); }));
    return hand_on(1);
}

store::Page<sync::RunSummary> list_runs(Installation& installation, store::DatabaseId database,
                                        const store::RunFilter& filter, store::Window window) {
    auto page = installation.store().page_runs(database, filter, bounded(window));
    for (auto& run : page.rows) {
        end_if_abandoned(installation, database, run);
    }
    return page;
}

std::map<store::DatabaseId, NewestRuns> newest_runs(Installation& installation) {
    std::map<store::DatabaseId, NewestRuns> all;
    for (auto& [database, runs] : installation.store().newest_runs()) {
        auto& newest = all[database];
        for (auto& run : runs) {
            end_if_abandoned(installation, database, run);
            auto& place = run.state == RunState::Running ? newest.running : newest.last;
            if (!place) {
                place = std::move(run);
            }
        }
    }
    return all;
}

Result<RunView> view_run(Installation& installation, ProgressBoard& board, store::DatabaseId database,
                         const std::string& run_id) {
    auto& store = installation.store();
    RunView view;
    // The board first: a run that ends between the two looks is then in the store already.
    view.progress = board.find(database, run_id);
    auto report = store.run_summary(database, run_id);
    if (!report && !view.progress) {
        return no_such_run(run_id);
    }
    if (report) {
        view.report = std::move(*report);
        end_if_abandoned(installation, database, view.report);
        view.people = store.tally_people(database, run_id);
        view.issues = store.page_issues(database, run_id, "", {0, 0}).total;
    } else {
        TRY_ASSIGN(view.report, report_from_board(installation, *view.progress));
    }
    view.can = actions(installation, database, view);
    return view;
}

Result<store::Page<sync::Person>> list_people(Installation& installation, store::DatabaseId database,
                                              const std::string& run_id, const store::PersonFilter& filter,
                                              store::Window window) {
    if (!installation.store().run_summary(database, run_id)) {
        return no_such_run(run_id);
    }
    return installation.store().page_people(database, run_id, filter, bounded(window));
}

Result<store::Page<sync::Issue>> list_issues(Installation& installation, store::DatabaseId database,
                                             const std::string& run_id, const std::string& code,
                                             store::Window window) {
    if (!installation.store().run_summary(database, run_id)) {
        return no_such_run(run_id);
    }
    return installation.store().page_issues(database, run_id, code, bounded(window));
}

} // namespace muster::app
