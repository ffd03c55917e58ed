#pragma once

// The columns of the records by their CSV names (cli.md, CSV), and how a text becomes a value. One place for
// imports, exports, `rep set`, `member set` and `status set`.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "roster/records.hpp"

namespace muster::roster {

/// In the order of cli.md; the key first.
[[nodiscard]] const std::vector<std::string_view>& status_columns();
[[nodiscard]] const std::vector<std::string_view>& member_columns();
[[nodiscard]] const std::vector<std::string_view>& rep_columns();

/// A heading or field name as people write it ("Rep ID", "rep_id") as the column it means, or "" if there is none.
[[nodiscard]] std::string_view find_column(const std::vector<std::string_view>& columns, std::string_view written);
/// A heading in the form in which headings compare: trimmed, lower case, blanks as underscores.
[[nodiscard]] std::string heading_key(std::string_view written);

/// Sets a column from text; blank blanks the field. Code::Invalid says what kind of value it takes. Unknown
/// references (a status, a Member) are the caller's to check. Names of groups and attributes are split at ";",
/// checked (R12, kLongestName), sorted.
[[nodiscard]] Result<void> set_field(MemberStatus& status, std::string_view column, std::string_view text);
[[nodiscard]] Result<void> set_field(Member& member, std::string_view column, std::string_view text);
[[nodiscard]] Result<void> set_field(Rep& rep, std::string_view column, std::string_view text);

/// The same by the column's place in status_columns(), member_columns() or rep_columns(), for readers of many rows.
[[nodiscard]] Result<void> set_field_at(MemberStatus& status, std::size_t index, std::string_view text);
[[nodiscard]] Result<void> set_field_at(Member& member, std::size_t index, std::string_view text);
[[nodiscard]] Result<void> set_field_at(Rep& rep, std::size_t index, std::string_view text);

/// The text of a column, such that set_field(field_text) is the same value.
[[nodiscard]] std::string field_text(const MemberStatus& status, std::string_view column);
[[nodiscard]] std::string field_text(const Member& member, std::string_view column);
[[nodiscard]] std::string field_text(const Rep& rep, std::string_view column);

/// yes, no, true, false, 1, 0, x, empty; in any case.
[[nodiscard]] Result<bool> parse_yes_no(std::string_view text);
/// What is wrong with a name of a group or attribute, if anything: empty, too long, a ";" or a line break.
[[nodiscard]] Result<std::string> check_name(std::string_view name);

} // namespace muster::roster
