// CSV in: files are brought, looked at, and imported.

#include <array>

#include <fmt/format.h>

#include "app/import_upload.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "web/call.hpp"

namespace muster::web {

namespace {

constexpr std::size_t kLongestFileName = 255;
constexpr std::size_t kLongestUploadId = 100;
constexpr std::size_t kLongestColumn = 100;
constexpr std::size_t kMostFiles = 3; // one of a kind
constexpr std::size_t kMostColumns = 1024;
constexpr std::string_view kEncodings[] = {"automatic", "windows-1252"};
constexpr std::string_view kKinds[] = {"statuses", "members", "reps"};

app::UploadOwner owner_of(const Call& call) { return {call.who().user.id, call.database()}; }

std::string_view delimiter_word(char separator) {
    return separator == ';' ? "semicolon" : separator == '\t' ? "tab" : "comma";
}

/// Null for what no column is meant by.
void write_mapping(json::Writer& writer, std::string_view key, const std::vector<std::string>& columns) {
    writer.key(key).array();
    for (const auto& column : columns) {
        column.empty() ? writer.null() : writer.value(column);
    }
    writer.end();
}

void write(json::Writer& writer, const app::Upload& upload) {
    const auto& looks = upload.looks;
    writer.object().member("upload_id", upload.id).member("name", upload.name);
    writer.member("bytes", static_cast<std::int64_t>(upload.bytes));
    writer.member("expires_at", format_instant(upload.expires));
    writer.key("kind");
    looks.kind ? writer.value(exchange::to_text(*looks.kind)) : writer.null();
    writer.member("encoding", looks.encoding).member("delimiter", delimiter_word(looks.separator));
    writer.member("headings", looks.headings);
    write_mapping(writer, "columns",
                  looks.kind ? exchange::recognise_columns(*looks.kind, looks.headings)
                             : std::vector<std::string>(looks.headings.size()));
    writer.key("rows").array();
    for (const auto& row : looks.rows) {
        writer.value(row);
    }
    writer.end().member("warnings", looks.warnings);
    writer.key("choices").object();
    for (const auto kind : exchange::kFileKinds) {
        const auto& columns = exchange::columns_of(kind);
        writer.member(exchange::to_text(kind), std::vector<std::string>(columns.begin(), columns.end()));
    }
    writer.end().key("proposals").object();
    for (const auto kind : exchange::kFileKinds) {
        write_mapping(writer, exchange::to_text(kind), exchange::recognise_columns(kind, looks.headings));
    }
    writer.end().end();
}

void write(json::Writer& writer, const app::ImportResult& result) {
    const auto& summary = result.summary;
    writer.object().member("kept", result.kept).member("error_count", summary.error_count);
    writer.member("warnings", summary.warnings).key("files").array();
    for (const auto& file : summary.files) {
        writer.object()
            .member("kind", exchange::to_text(file.kind))
            .member("name", file.file)
            .member("rows", file.rows)
            .member("created", file.created)
            .member("updated", file.updated)
            .member("unchanged", file.unchanged)
            .member("skipped", file.skipped)
            .end();
    }
    writer.end().key("errors").array();
    for (const auto& error : summary.errors) {
        writer.object()
            .member("kind", exchange::to_text(error.kind))
            .member("file", error.file)
            .member("line", error.line)
            .member("cell", error.cell)
            .member("column", error.column)
            .member("reason", error.reason)
            .end();
    }
    writer.end().end();
}

/// "members: 12 new, 3 changed".
std::string words_of(const exchange::ImportSummary& summary) {
    std::vector<std::string> parts;
    for (const auto& file : summary.files) {
        std::string part =
            fmt::format("{}: {} new, {} changed", exchange::to_text(file.kind), file.created, file.updated);
        parts.push_back(part + (file.skipped == 0 ? "" : fmt::format(", {} bad rows left out", file.skipped)));
    }
    return join(parts, "; ");
}

Answer upload_file(Call& call) {
    auto query = call.query({"name", "encoding"});
    const std::string name = query.required_text("name", kLongestFileName);
    const bool is_windows = query.choice("encoding", kEncodings).value_or(0) == 1;
    TRY(query.check());
    TRY_ASSIGN(const auto upload, call.office().uploads().take(
                                      owner_of(call), {.name = name,
                                                       .encoding = is_windows ? exchange::Encoding::Windows1252
                                                                              : exchange::Encoding::Automatic,
                                                       .content = call.request().body}));
    json::Writer writer;
    write(writer, upload);
    return json_answer(writer, 201);
}

Answer remove_upload(Call& call) {
    TRY(call.office().uploads().discard(owner_of(call), call.value("upload_id")));
    return no_content();
}

std::vector<std::string> read_columns(const json::Reader& array) {
    std::vector<std::string> columns;
    if (array.size() > kMostColumns) {
        array.complain(fmt::format("At most {} entries are allowed here.", kMostColumns));
        return columns;
    }
    array.each([&](const json::Reader& column) {
        columns.push_back(column.present() ? read_text(column, kLongestColumn) : "");
    });
    return columns;
}

Answer import_files(Call& call) {
    TRY_ASSIGN(const auto body, call.body());
    const Fields fields(body.root(), {"dry_run", "skip_bad_rows", "files"});
    app::WantedImport wanted;
    wanted.dry_run = fields.yes_no("dry_run").value_or(false);
    wanted.skip_bad_rows = fields.yes_no("skip_bad_rows").value_or(false);
    fields.require("files");
    if (fields["files"].size() > kMostFiles) {
        fields["files"].complain(fmt::format("At most {} files are imported in one go.", kMostFiles));
    }
    fields["files"].each([&](const json::Reader& element) {
        const Fields file(element, {"upload_id", "kind", "columns"});
        file.require("columns");
        wanted.files.push_back({.upload_id = file.required_text("upload_id", kLongestUploadId),
                                .kind = exchange::kFileKinds[file.required_choice("kind", kKinds)],
                                .columns = read_columns(file["columns"])});
    });
    TRY(body.check());
    TRY_ASSIGN(const auto result, call.office().uploads().import_files(owner_of(call), wanted));
    if (result.kept) {
        call.note("", words_of(result.summary));
    } else {
        call.note_nothing();
    }
    json::Writer writer;
    write(writer, result);
    return json_answer(writer);
}

} // namespace

std::vector<Route> import_routes() {
    using enum Access;
    return {
        {"POST", "/databases/{database}/uploads", "uploadFile", Operator, upload_file, "", Content::Csv},
        {"DELETE", "/databases/{database}/uploads/{upload_id}", "removeUpload", Operator, remove_upload},
        {"POST", "/databases/{database}/imports", "importFiles", Operator, import_files, "import", Content::Json},
    };
}

} // namespace muster::web
