#pragma once

// Reports as the store keeps them: everything, so that what is read is what was written. People and issues stand in
// rows of their own. The document for people and programs is sync::to_json. Internal to this folder.

#include <string>
#include <string_view>

#include "sync/report.hpp"

namespace muster::store {

/// Without people and issues.
[[nodiscard]] std::string to_document(const sync::Report& report);
[[nodiscard]] std::string to_document(const sync::Totals& totals);
[[nodiscard]] std::string to_document(const sync::Person& person);
[[nodiscard]] std::string to_document(const sync::Issue& issue);

/// Throw db::StoreLost for what to_document did not write; members that are missing keep their defaults.
[[nodiscard]] sync::Report report_from(std::string_view document);
[[nodiscard]] sync::Totals totals_from(std::string_view document);
[[nodiscard]] sync::Person person_from(std::string_view document);
[[nodiscard]] sync::Issue issue_from(std::string_view document);

} // namespace muster::store
