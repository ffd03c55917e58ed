// Imports by JSON and CSV: what the request may look like, where it is cut off in silence, and the walk over its
// rows (contract, section 10.2).

#include "sandbox/imports.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.hpp"
#include "sandbox/csv.hpp"

namespace muster::sandbox {

namespace {

constexpr std::size_t kMaxRows = 40'000;
constexpr std::size_t kMaxLists = 50;

std::size_t max_bytes(const Switches& switches) {
    return switches.megabyte == Megabyte::Decimal ? 4'000'000U : 4U * 1024 * 1024;
}

/// How many elements of the array "import_data" end within the first `limit` bytes of the body.
std::size_t rows_within(std::string_view body, std::size_t limit) {
    std::size_t depth = 0;
    std::size_t rows = 0;
    bool in_text = false;
    std::string_view last_text;
    bool in_rows = false;
    std::size_t text_start = 0;
    for (std::size_t at = 0; at < std::min(body.size(), limit); ++at) {
        const char c = body[at];
        if (in_text) {
            at += c == '\\' ? 1U : 0U;
            if (c == '"') {
                in_text = false;
                last_text = body.substr(text_start, at - text_start);
            }
        } else if (c == '"') {
            in_text = true;
            text_start = at + 1;
        } else if (c == '{' || c == '[') {
            in_rows = in_rows || (depth == 1 && c == '[' && last_text == "import_data");
            ++depth;
        } else if (c == '}' || c == ']') {
            --depth;
            rows += in_rows && depth == 2 ? 1U : 0U;
            in_rows = in_rows && depth > 1;
        }
    }
    return rows;
}

void check_lists(const std::vector<std::string>& ids, Call& call, Errors& errors) {
    if (ids.empty()) {
        errors.add("list_ids is missing");
    }
    for (const auto& id : ids) {
        if (call.account->live_list(id) == nullptr) {
            errors.add(fmt::format("list_ids holds {}, which is not a list of this account", id));
        }
    }
}

void check_sms_permission(std::string_view permission, Errors& errors) {
    if (!permission.empty() && permission != "explicit" && permission != "not_set") {
        errors.add("sms_permission_to_send does not have a valid value");
    }
}

net::Response json_import(Call& call) {
    Body body(call, "activities");
    if (body.refusal()) {
        return *body.refusal();
    }
    const json::Reader& root = body.root();
    Errors& errors = body.errors();
    only(root, {"import_data", "list_ids", "sms_permission_to_send"}, errors);
    if (!root["import_data"].is_array() || root["import_data"].size() == 0) {
        errors.add("import_data is missing");
    }
    root["import_data"].each([&](const json::Reader& row) {
        if (!row.is_object()) {
            errors.add("import_data holds what is no object");
            return;
        }
        row.each_member([&](std::string_view key, const json::Reader&) {
            if (call.world.switches().unknown_import_key == Unknown::Job && !is_import_key(key)) {
                errors.add(fmt::format("import_data: {} is not a known property", key));
            }
        });
    });
    check_lists(ids_of(root, "list_ids", kMaxLists, errors), call, errors);
    check_sms_permission(root["sms_permission_to_send"].text_or(""), errors);
    if (const auto complaint = body.complaint()) {
        return *complaint;
    }
    return start_activity(call, "contacts_json_import", call.request.body);
}

/// Parts of a multipart body by name; the file's name apart.
struct Upload {
    std::string file;
    std::string file_name;
    std::string list_ids;
    std::string sms_permission;
};

net::Response unsupported_file(std::string message) {
    return error_array(415, "activities.api.unsupported_media_type", {std::move(message)});
}

net::Response file_import(Call& call) {
    const auto parts = parse_multipart(call.request);
    if (!parts) {
        return unsupported_file("The body is no multipart/form-data.");
    }
    Upload upload;
    for (const auto& part : *parts) {
        if (part.name == "file") {
            upload.file = part.body;
            upload.file_name = part.file_name;
        } else if (part.name == "list_ids") {
            upload.list_ids = part.body;
        } else if (part.name == "sms_permission_to_send") {
            upload.sms_permission = part.body;
        }
    }
    const std::string lower = ascii_lower(upload.file_name);
    if (lower.size() < 4 || lower.substr(lower.size() - 4) != ".csv") {
        return unsupported_file("The file is no .csv file.");
    }
    Errors errors;
    const auto lists = split_list(upload.list_ids, ',');
    check_lists(lists, call, errors);
    if (lists.size() > kMaxLists) {
        errors.add("list_ids holds more than 50 values");
    }
    check_sms_permission(upload.sms_permission, errors);
    const auto heading = parse_csv(upload.file.substr(0, upload.file.find('\n') + 1), 1);
    const bool has_key =
        !heading.empty() && std::any_of(heading[0].begin(), heading[0].end(), [](const auto& cell) {
            return trim(cell) == "email" || trim(cell) == "sms_number";
        });
    if (!has_key) {
        errors.add("the file has no column email or sms_number");
    }
    if (!errors.empty()) {
        return invalid("activities", errors.messages());
    }
    json::Writer stored;
    stored.object().member("list_ids", lists).member("sms_permission_to_send", upload.sms_permission);
    stored.member("file", upload.file).end();
    return start_activity(call, "contacts_file_import", stored.take(), 201, upload.file_name);
}

ImportRow row_of(const json::Reader& object) {
    ImportRow row;
    object.each_member([&](std::string_view key, const json::Reader& value) {
        if (!value.present()) {
            row.cells.emplace_back(key, "");
        } else if (value.is_string()) {
            row.cells.emplace_back(key, value.text_or(""));
        } else {
            const std::string raw = value.raw();
            const bool is_number = raw.find_first_not_of("0123456789-.") == std::string::npos;
            row.has_wrong_type = row.has_wrong_type || !is_number;
            row.cells.emplace_back(key, raw);
        }
    });
    return row;
}

std::vector<ImportRow> json_rows(const World& world, const Activity& activity, const json::Reader& root) {
    std::vector<ImportRow> rows;
    const std::size_t limit = max_bytes(world.switches());
    std::size_t most = kMaxRows;
    if (activity.body.size() > limit) {
        most = std::min(most, rows_within(activity.body, limit));
    }
    root["import_data"].each([&](const json::Reader& object) {
        if (rows.size() < most) {
            rows.push_back(row_of(object));
        }
    });
    return rows;
}

std::vector<ImportRow> csv_rows(const World& world, const json::Reader& root) {
    std::string file = root["file"].text_or("");
    const std::size_t limit = max_bytes(world.switches());
    if (file.size() > limit) {
        file.resize(limit);
        file.resize(file.rfind('\n') + 1);
    }
    const auto lines = parse_csv(file, kMaxRows);
    std::vector<ImportRow> rows;
    for (std::size_t line = 1; line < lines.size(); ++line) {
        ImportRow row;
        for (std::size_t column = 0; column < std::min(lines[0].size(), lines[line].size()); ++column) {
            row.cells.emplace_back(std::string(trim(lines[0][column])), lines[line][column]);
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

bool is_lost(const Activity& activity, std::size_t place) {
    return activity.row_loss != Activity::RowLoss::None &&
           std::find(activity.lost_rows.begin(), activity.lost_rows.end(), place) != activity.lost_rows.end();
}

void lose(Activity& activity, ImportTotals& totals, std::size_t place) {
    if (activity.row_loss == Activity::RowLoss::Lost) {
        return;
    }
    ++totals.errors;
    if (activity.row_loss == Activity::RowLoss::Refused) {
        const std::string reason = activity.loss_reason.empty() ? "The row was refused" : activity.loss_reason;
        activity.errors.push_back(fmt::format("Line {}: {}", place + 2, reason));
    }
}

} // namespace

void run_import(World& world, Account& account, Activity& activity, Instant now) {
    const auto document = json::Document::parse(activity.body);
    if (!document) {
        activity.state = "failed";
        return;
    }
    json::Problems problems;
    Errors ignored;
    const json::Reader root(*document, problems);
    const bool is_csv = activity.kind == "contacts_file_import";
    const auto rows = is_csv ? csv_rows(world, root) : json_rows(world, activity, root);
    ImportTotals totals;
    RowImporter importer(world, account, ids_of(root, "list_ids", kMaxLists, ignored),
                         root["sms_permission_to_send"].text_or("not_set"), now);
    for (std::size_t place = 0; place < rows.size(); ++place) {
        if (is_lost(activity, place)) {
            lose(activity, totals, place);
            continue;
        }
        const auto reason = importer.take(rows[place], totals);
        if (importer.job_failed()) {
            activity.state = "failed";
            activity.errors.push_back(fmt::format("Line {}: {}", place + 2, reason.value_or("")));
            return;
        }
        if (reason && world.switches().row_reasons == OnOff::On) {
            activity.errors.push_back(fmt::format("Line {}: {}", place + 2, *reason));
        }
    }
    const auto count = static_cast<std::int64_t>(rows.size());
    set_counter(activity, "items_total_count", count + 1); // the heading counts, also that of JSON: section 10.1
    set_counter(activity, "person_count", count);
    set_counter(activity, "error_count", totals.errors);
    set_counter(activity, "correctable_count", totals.correctable);
    set_counter(activity, "cannot_add_to_list_count", totals.cannot_add);
}

Routes import_routes() {
    return {
        {"POST", "/activities/contacts_json_import", "contact_data", json_import},
        {"POST", "/activities/contacts_file_import", "contact_data", file_import},
    };
}

} // namespace muster::sandbox
