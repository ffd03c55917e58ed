#pragma once

// Rows of the run tables. Internal to this folder.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "store/core.hpp"
#include "sync/journal.hpp"

namespace muster::store {

[[nodiscard]] sync::RunSummary read_summary(const db::Cursor& row);
[[nodiscard]] sync::Step read_step(const db::Cursor& row);
/// Without people and issues; nothing if the run is not the database's.
[[nodiscard]] std::optional<sync::Report> read_summary_report(Session& session, DatabaseId database,
                                                              std::string_view run_id);
/// The whole report of a run, of whatever database.
[[nodiscard]] std::optional<sync::Report> read_report(Session& session, std::string_view run_id);

/// Whether a call of the run went out that may have changed something.
[[nodiscard]] bool has_written(Session& session, DatabaseId database, std::string_view run_id);

/// What a person's row is found by (sql/migrations/0007_office.sql).
struct PersonIndex {
    std::int64_t tabs = 0; ///< bits of Tab
    std::string list_keys; ///< "\nboard\ngolf\n", "" for none
    std::string search_text;
};
[[nodiscard]] PersonIndex index_of(const sync::Person& person);

} // namespace muster::store
