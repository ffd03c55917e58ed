#pragma once

// Records as JSON and as rows of a table.

#include <string>
#include <vector>

#include "app/installation.hpp"
#include "app/options.hpp"
#include "app/records.hpp"
#include "base/json.hpp"

namespace muster::cli {

/// Every object document begins so: {"schema": 1, …. The caller ends the object.
[[nodiscard]] json::Writer begin_document();

void write_database(json::Writer& writer, const store::Database& database);
void write_member(json::Writer& writer, const roster::Member& member);
void write_rep(json::Writer& writer, const roster::Rep& rep); ///< never the password
void write_status(json::Writer& writer, const roster::MemberStatus& status);

/// {"schema": 1, "options": {"history_days": "400", …}}
[[nodiscard]] std::string options_document(const std::vector<app::Assignment>& options);
/// KEY, VALUE, range and help of each option.
[[nodiscard]] std::string options_table(const std::vector<app::OptionRow>& table,
                                        const std::vector<app::Assignment>& options);
/// For the help of the commands that set them.
[[nodiscard]] std::string options_help(const std::vector<app::OptionRow>& table);

[[nodiscard]] std::string yes_no(bool yes);

} // namespace muster::cli
