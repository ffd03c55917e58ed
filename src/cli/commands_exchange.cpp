#include <limits>

#include <fmt/format.h>

#include "app/transfer.hpp"
#include "cli/command.hpp"
#include "cli/present.hpp"
#include "cli/progress.hpp"

namespace muster::cli {

namespace {

constexpr std::int64_t kMostSampleMembers = 1'000'000;

std::string import_document(const app::ImportResult& result, bool dry_run) {
    auto writer = begin_document();
    writer.member("imported", result.kept).member("dry_run", dry_run);
    writer.key("files").array();
    for (const auto& file : result.summary.files) {
        writer.object().member("file", file.file).member("rows", file.rows).member("created", file.created);
        writer.member("updated", file.updated)
            .member("unchanged", file.unchanged)
            .member("skipped", file.skipped)
            .end();
    }
    writer.end().member("error_count", result.summary.error_count).key("errors").array();
    for (const auto& error : result.summary.errors) {
        writer.object().member("file", error.file).member("line", error.line).member("cell", error.cell);
        writer.member("column", error.column).member("reason", error.reason).end();
    }
    writer.end().member("warnings", result.summary.warnings);
    return writer.end().take();
}

void say_import(Console& console, const app::ImportResult& result, bool dry_run) {
    for (const auto& warning : result.summary.warnings) {
        console.warn(warning);
    }
    if (!console.options().json) {
        for (const auto& error : result.summary.errors) {
            console.error(error.text());
        }
    }
    const auto shown = result.summary.errors.size();
    if (result.summary.error_count > shown && !console.options().json) {
        console.error(fmt::format("{} more row errors are not listed.", result.summary.error_count - shown));
    }
    Table table({"file", "rows", "new", "changed", "unchanged", "bad"});
    for (const auto& file : result.summary.files) {
        table.add({file.file, std::to_string(file.rows), std::to_string(file.created), std::to_string(file.updated),
                   std::to_string(file.unchanged), std::to_string(file.skipped)});
    }
    console.say(table.text());
    if (dry_run) {
        console.say("This was a dry run: nothing was imported.");
    } else if (!result.kept) {
        console.error(
            fmt::format("Nothing was imported, because {} rows have errors. Correct them, or leave them out with "
                        "--skip-bad-rows.",
                        result.summary.error_count));
    }
}

Result<exchange::Encoding> read_encoding(const Given& given) {
    const auto name = given.find("--encoding");
    if (!name || *name == "auto") {
        return exchange::Encoding::Automatic;
    }
    if (*name == "windows-1252") {
        return exchange::Encoding::Windows1252;
    }
    return fail(Code::Invalid, fmt::format("--encoding takes auto or windows-1252, not \"{}\".", *name));
}

Result<Exit> import_files(Session& session, const Given& given) {
    exchange::ImportFiles files{given.find("--statuses"), given.find("--members"), given.find("--reps")};
    if (!files.statuses && !files.members && !files.reps) {
        return fail(Code::Invalid, "There is nothing to import: give --statuses, --members or --reps with a file.");
    }
    TRY_ASSIGN(const auto encoding, read_encoding(given));
    for (const auto kind : exchange::kFileKinds) {
        if (auto& file = files.of(kind)) {
            file->encoding = encoding;
        }
    }
    for (const auto& text : given.values("--map")) {
        auto rule = exchange::parse_heading_rule(text);
        if (!rule) {
            return tl::unexpected(rule.error().prefixed("--map"));
        }
        files.rules.push_back(std::move(*rule));
    }
    TRY_ASSIGN(const auto target, open_target(session, given));
    const bool dry_run = given.has("--dry-run");
    ProgressLine progress(session.console(), session.clock());
    const auto show = [&](std::string_view file, std::uint64_t done, std::uint64_t in_all) {
        progress.show(fmt::format("Reading {}", file), static_cast<std::int64_t>(done),
                      static_cast<std::int64_t>(in_all));
    };
    exchange::ImportOptions options;
    options.skip_bad_rows = given.has("--skip-bad-rows");
    options.dry_run = dry_run;
    options.progress = show;
    TRY_ASSIGN(const auto result, app::import_records(*target.installation, target.database, files,
                                                      std::move(options), session.cancel()));
    session.console().document(import_document(result, dry_run));
    say_import(session.console(), result, dry_run);
    return result.summary.error_count == 0 ? Exit::Done : Exit::Issues;
}

Result<Exit> export_files(Session& session, const Given& given) {
    const exchange::ExportFiles files{given.find("--statuses"), given.find("--members"), given.find("--reps")};
    if (!files.statuses && !files.members && !files.reps) {
        return fail(Code::Invalid, "There is nothing to export: give --statuses, --members or --reps with a file.");
    }
    TRY_ASSIGN(const auto target, open_target(session, given));
    TRY_ASSIGN(const auto written,
               app::export_records(*target.installation, target.database, files,
                                   {given.has("--with-passwords"), given.has("--for-spreadsheet")}));
    auto writer = begin_document();
    writer.member("statuses", written.statuses).member("members", written.members).member("reps", written.reps);
    session.console().document(writer.end().text());
    std::string sentence;
    const auto add = [&](const std::optional<std::string>& file, std::uint64_t count, std::string_view what) {
        if (file) {
            sentence += fmt::format("{}{} {} to {}", sentence.empty() ? "Wrote " : ", ", count, what, *file);
        }
    };
    add(files.statuses, written.statuses, "Member Statuses");
    add(files.members, written.members, "Members");
    add(files.reps, written.reps, "Reps");
    session.console().say(sentence + ".");
    return Exit::Done;
}

Result<Exit> sample(Session& session, const Given& given) {
    exchange::SampleOptions options;
    TRY_ASSIGN(const auto members, given.number("--members", 1, kMostSampleMembers));
    TRY_ASSIGN(const auto seed, given.number("--seed", 0, std::numeric_limits<std::int64_t>::max()));
    options.members = static_cast<std::size_t>(members.value_or(static_cast<std::int64_t>(options.members)));
    options.seed = static_cast<std::uint64_t>(seed.value_or(static_cast<std::int64_t>(options.seed)));
    TRY_ASSIGN(const auto target, open_target(session, given));
    TRY_ASSIGN(const auto made, app::make_sample(*target.installation, target.database, options));
    auto writer = begin_document();
    writer.member("members", made.members).member("reps", made.reps).member("groups", made.groups);
    session.console().document(writer.member("seed", static_cast<std::int64_t>(options.seed)).end().text());
    session.console().say(fmt::format("Made an invented chamber: {} Members, {} Reps, {} Rep Groups.", made.members,
                                      made.reps, made.groups));
    return Exit::Done;
}

} // namespace

std::vector<Command> exchange_commands() {
    const std::vector<Flag> from{database_flag(),
                                 {"--statuses", FlagKind::Value, "FILE", "Member Statuses", false},
                                 {"--members", FlagKind::Value, "FILE", "Members", false},
                                 {"--reps", FlagKind::Value, "FILE", "Reps", false}};
    const std::vector<Flag> import_flags{
        {"--dry-run", FlagKind::Switch, "", "check everything, import nothing", false},
        {"--skip-bad-rows", FlagKind::Switch, "", "import the good rows although there are bad ones", false},
        {"--encoding",
         FlagKind::Value,
         "NAME",
         "windows-1252 for older files; otherwise UTF-8 or UTF-16 is found by itself",
         false,
         {"windows-1252"}},
        {"--map", FlagKind::Repeated, "HEADING=COLUMN",
         "take a heading for this column; HEADING= leaves it out; reps:HEADING=… for that file only", false}};
    const std::vector<Flag> export_flags{
        {"--with-passwords", FlagKind::Switch, "", "with the column password, in clear", false},
        {"--for-spreadsheet", FlagKind::Switch, "", "defuse cells that a spreadsheet would run as formulas",
         false}};
    return {
        {"import",
         "import CSV files: all of them in one go, or nothing",
         {},
         joined(from, import_flags),
         SideEffects::Records,
         {"muster import --database Main --members members.csv --reps reps.csv --dry-run",
          "muster import --database Main --reps people.csv --map \"No.=rep_id\" --map \"Firm=member_id\" --map "
          "Notes="},
         import_files,
         "A row whose key exists changes that record, in the columns of the file only. Headings are recognised by "
         "the\nnames of the columns; --map tells what others mean. Exit code 3: there are row errors."},
        {"export",
         "export records as CSV files",
         {},
         joined(from, export_flags),
         SideEffects::Nothing,
         {"muster export --database Main --members members.csv --reps reps.csv"},
         export_files,
         ""},
        {"sample",
         "fill an empty database with an invented chamber",
         {},
         {database_flag(),
          {"--members", FlagKind::Value, "N", "how many Members (900); Reps are 20 for every 9", false},
          {"--seed", FlagKind::Value, "N", "another number makes another chamber (1)", false}},
         SideEffects::Records,
         {"muster sample --database \"Try it\""},
         sample,
         ""},
    };
}

} // namespace muster::cli
