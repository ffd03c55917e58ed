#include "app/history.hpp"

#include <fmt/format.h>

#include "base/text.hpp"
#include "exchange/csv_writer.hpp"
#include "exchange/output_file.hpp"

namespace muster::app {

namespace {

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

} // namespace

Result<sync::Report> find_run(Installation& installation, const std::string& run_id) {
    auto report = installation.store().show_run(run_id);
    if (!report) {
        return fail(
            Code::NotFound,
            fmt::format("There is no run \"{}\". muster runs --database NAME lists those there are.", run_id));
    }
    return std::move(*report);
}

Result<void> export_run(const sync::Report& report, const std::string& path) {
    exchange::CsvWriter csv(exchange::Formulas::Defused);
    for (const auto* heading : {"email", "rep_id", "name", "outcome", "issue", "message", "changes", "lists_added",
                                "lists_removed", "lists_held_back"}) {
        csv.cell(heading);
    }
    csv.end_row();
    for (const auto& person : report.people) {
        csv.cell(person.email)
            .cell(person.rep_id.value_or(""))
            .cell(person.name)
            .cell(sync::to_text(person.outcome))
            .cell("");
        csv.cell(person.reason.value_or("")).cell(changes_text(person)).cell(join(person.lists_added, "; "));
        csv.cell(join(person.lists_removed, "; ")).cell(join(person.lists_held_back, "; "));
        csv.end_row();
    }
    for (const auto& issue : report.issues) {
        csv.cell(issue.email.value_or(""))
            .cell(issue.rep_id.value_or(""))
            .cell("")
            .cell("")
            .cell(issue.code)
            .cell(issue.message);
        csv.cell("").cell("").cell("").cell("");
        csv.end_row();
    }
    TRY_ASSIGN(auto file, exchange::OutputFile::create(path, exchange::Privacy::AsUsual));
    TRY(file.write(csv.text()));
    return file.finish();
}

} // namespace muster::app
