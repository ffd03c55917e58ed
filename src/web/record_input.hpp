#pragma once

// Records as bodies bring them and as answers show them: columns of the CSV files with their texts.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/options.hpp"
#include "app/records.hpp"
#include "base/json.hpp"
#include "web/call.hpp"

namespace muster::web {

struct RecordInput {
    std::string id;      ///< of a new one
    std::string version; ///< of a change
    std::vector<app::Assignment> fields;
};
/// {"id", "fields"}
[[nodiscard]] Checked<RecordInput> read_new_record(Call& call);
/// {"version", "fields"}
[[nodiscard]] Checked<RecordInput> read_changed_record(Call& call);
/// {"name"}
[[nodiscard]] Checked<std::string> read_name(Call& call);

/// "email, groups": which fields a change touches, never their values.
[[nodiscard]] std::string field_words(const std::vector<app::Assignment>& fields);

/// "fields": every column but the key and the password.
template <class Record>
void write_fields(json::Writer& writer, const Record& record, const std::vector<std::string_view>& columns) {
    writer.key("fields").object();
    for (const auto column : columns) {
        if (column != columns.front() && column != "password") {
            writer.member(column, roster::field_text(record, column));
        }
    }
    writer.end();
}

/// Somebody else changed it: a conflict, where an existing record was to be changed.
[[nodiscard]] Problem changed_meanwhile(const Error& error);

} // namespace muster::web
